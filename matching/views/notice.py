"""The public notice: how matching works, told from the weights that are in force."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from matching.core.weights import default_weights
from matching.encoders import encoder_problem
from matching.queries.explained import weight_rows
from matching.services.encoders import encoding_progress, serving_version
from matching.services.moving import is_moving


@login_not_required
def how(request: HttpRequest) -> HttpResponse:
    """Tell anyone what data is used, what weighs how much, and how to refuse."""
    weights = default_weights()
    moving = is_moving()
    context = {
        "weights": weight_rows(weights),
        "ranker": weights.version,
        "encoder": serving_version().name,
        "problem": encoder_problem(),
        "progress": encoding_progress(moving) if moving else None,
    }
    return render(request, "pages/how.html", context)
