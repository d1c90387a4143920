"""The one way a form page works: what was typed stays, and the page says what to change."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from community.forms.edits import EditForm
from community.services.edits import EditConflict, TextRefused

from .requests import MemberRequest

Save = Callable[[Any, str | None], Any]


def edit_page(
    request: MemberRequest,
    *,
    form_class: type[EditForm],
    row: Any,
    save: Save,
    heading: Any,
    back_url: str,
    saved: Any = _("Saved."),
) -> HttpResponse:
    """Show the form of the row, or save it with ``save(row, version)`` and go to its page."""
    if request.method != "POST":
        form = form_class(instance=row, member=request.user)
    else:
        form = form_class(request.POST, instance=row, member=request.user)
        if _is_saved(form, save):
            messages.success(request, saved)
            return redirect(form.instance)
    context = {"form": form, "heading": heading, "back_url": back_url, "is_new": row.pk is None}
    return render(request, "community/edit.html", context)


def _is_saved(form: EditForm, save: Save) -> bool:
    if not form.is_valid():
        return False
    is_new = form.instance.pk is None
    try:
        save(form.instance, None if is_new else form.cleaned_data["version"])
    except TextRefused as refused:
        form.add_problems(refused.problems)
        return False
    except EditConflict as conflict:
        form.show_conflict(conflict.current)
        return False
    return True
