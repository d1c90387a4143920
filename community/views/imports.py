"""The organisers' page for importing and exporting: upload, look, confirm."""

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from community.forms.imports import ExportForm, ImportForm
from community.models import ImportRun
from community.policies import check_import
from community.services.importing import TYPES
from community.services.importing.exporting import WRITERS, give_identifiers, write_template
from community.services.importing.runs import (
    ImportNotWaiting,
    confirm_import,
    discard_import,
    start_import,
)

from .requests import MemberRequest

EXAMPLES = settings.BASE_DIR / "docs" / "examples"
RECENT = 10
_EMPTY: dict[str, Any] = {
    "refusal": None,
    "problem_count": 0,
    "refused_count": 0,
    "change_count": 0,
    "problems": [],
    "warnings": [],
    "changes": [],
}


def imports(request: MemberRequest) -> HttpResponse:
    """Show what can be imported and exported; a POST looks at a file and leads to what it would change."""
    check_import(request.user)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        run = start_import(
            by=request.user,
            file_name=file.name,
            content=file.read(),
            type_name=form.cleaned_data["type_name"],
        )
        return redirect(run)
    return _page(request, form, ExportForm())


def _page(request: MemberRequest, form: ImportForm, export_form: ExportForm) -> HttpResponse:
    context = {
        "form": form,
        "export_form": export_form,
        "runs": ImportRun.objects.filter(by=request.user)[:RECENT],
        "examples": sorted(path.name for path in EXAMPLES.iterdir() if path.suffix != ".md"),
    }
    return render(request, "community/imports.html", context)


def import_run(request: MemberRequest, pk: int) -> HttpResponse:
    """Show what a file would change, or what became of it; a POST confirms it or throws it away.

    A file is its author's only: it may hold what is not published yet.
    """
    check_import(request.user)
    run = get_object_or_404(ImportRun, pk=pk, by=request.user)
    if request.method == "POST":
        return _answer(request, run)
    context = {"run": run, "report": _shown(run.report)}
    if request.headers.get("HX-Request") != "true":
        return render(request, "community/import.html", context)
    if run.is_working:
        return render(request, "community/import.html#working", context)
    return HttpResponse(headers={"HX-Refresh": "true"})


def _answer(request: MemberRequest, run: ImportRun) -> HttpResponse:
    try:
        if "discard" in request.POST:
            discard_import(run=run, by=request.user)
            messages.success(request, _("The file was thrown away. Nothing was changed."))
            return redirect("community:imports")
        is_skipping = "skip" in request.POST
        confirm_import(run=run, by=request.user, skips_invalid=is_skipping)
    except ImportNotWaiting:
        messages.error(request, _("This file was already answered for. Here is what became of it."))
    return redirect(run)


def _shown(report: dict[str, Any]) -> dict[str, Any]:
    """Return the report with its counts in words."""
    counts = report.get("counts", {})
    shown = [{"label": TYPES[name].label, **_figures(found)} for name, found in counts.items()]
    return _EMPTY | report | {"shown_counts": shown}


def _figures(found: dict[str, int]) -> dict[str, int]:
    return {name: found.get(name, 0) for name in ("created", "updated", "unchanged", "refused")}


@require_GET
def import_file(request: MemberRequest, name: str) -> FileResponse:
    """Give an example file, or the empty workbook to fill in."""
    check_import(request.user)
    if name == "template.xlsx":
        return _attachment(write_template, "faubourg-template.xlsx")
    path = EXAMPLES / name
    if path.suffix == ".md" or path.name not in {example.name for example in EXAMPLES.iterdir()}:
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


@require_POST
def export(request: MemberRequest) -> HttpResponse | FileResponse:
    """Give what is stored, as the import reads it; a POST, for rows without an identifier are given one."""
    check_import(request.user)
    form = ExportForm(request.POST)
    if not form.is_valid():
        return _page(request, ImportForm(), form)
    name, kind = form.cleaned_data["type_name"], form.cleaned_data["format"]
    types = [TYPES[name]] if name else list(TYPES.values())
    give_identifiers()
    day = timezone.localdate().isoformat()
    return _attachment(lambda path: WRITERS[kind](path, types), f"faubourg-{name or 'all'}-{day}.{kind}")


def _attachment(write: Any, name: str) -> FileResponse:
    """Write to a file that is gone as soon as it is sent."""
    with tempfile.TemporaryDirectory(prefix="faubourg-") as folder:
        path = Path(folder) / name
        write(path)
        # The open file outlives its name.
        return FileResponse(path.open("rb"), as_attachment=True, filename=name)
