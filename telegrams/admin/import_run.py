"""Runs of the import: what was asked, what became of it, and what it changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import admin
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from telegrams.admin.linking import list_of, page_of
from telegrams.admin.read_only import ReadOnlyAdmin
from telegrams.comparing import ChangedRow, changed_rows
from telegrams.models import ImportedFile, ImportRun, Problem, RecordChange, Upload
from telegrams.saying import shortened

MOST_LINES = 100
"""Files and problems that a run's page lists; the rest stands in their own lists."""

MOST_COMPARED = 25
"""Changes whose values before and after a run's page sets side by side."""


@dataclass(frozen=True, slots=True)
class ComparedChange:
    """A document that a run touched, with what changed in it."""

    change: RecordChange
    address: str
    rows: Sequence[ChangedRow]


@dataclass(frozen=True, slots=True)
class RunPage:
    """The page of a run. Totals are of the run; the lines are the first of them."""

    counts: Sequence[tuple[str, Sequence[tuple[str, int]]]]
    files: Sequence[ImportedFile]
    file_total: int
    files_list: str
    problems: Sequence[Problem]
    problem_total: int
    problems_list: str
    changes: Sequence[ComparedChange]
    change_total: int
    changes_list: str
    uploads: Sequence[Upload]
    undone_by: ImportRun | None
    undone_by_page: str
    undo_address: str = ""


def run_page(run: ImportRun) -> RunPage:
    """Everything a run's page shows."""
    changes = run.changes.select_related("telegram__volume").defer("telegram__text", "telegram__layout")
    compared = changes.exclude(action="added").order_by("pk")[:MOST_COMPARED]
    question = f"run__id__exact={run.pk}"
    return RunPage(
        counts=[(name, sorted(counted.items())) for name, counted in run.counts.items() if isinstance(counted, dict)],
        files=list(run.files.all()[:MOST_LINES]),
        file_total=run.files.count(),
        files_list=list_of(ImportedFile, question),
        problems=list(run.problems.all()[:MOST_LINES]),
        problem_total=run.problems.count(),
        problems_list=list_of(Problem, question),
        changes=[ComparedChange(one, page_of(one.telegram), changed_rows(one.before, one.after)) for one in compared],
        change_total=run.changes.count(),
        changes_list=list_of(RecordChange, question),
        uploads=list(run.uploads.select_related("by")),
        undone_by=run.undone_by,
        undone_by_page=page_of(run.undone_by) if run.undone_by else "",
    )


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    """Read, never written, by hand."""

    list_display = ("number", "started", "asked_for", "by", "outcome", "documents", "problem_count", "duration")
    list_filter = ("outcome",)
    date_hierarchy = "started"
    ordering = ("-id",)
    search_fields = ("asked",)
    fields = ("asked", "by", "started", "ended", "duration", "outcome")
    readonly_fields = ("duration",)
    change_form_template = "admin/telegrams/importrun/change_form.html"
    change_list_template = "admin/telegrams/importrun/change_list.html"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list, with the way to load documents for those who may."""
        address = reverse("admin:load") if request.user.has_perm("telegrams.add_importrun") else ""
        return super().changelist_view(request, {**(extra_context or {}), "load_address": address})

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportRun]:
        """Each with the number of its problems."""
        problems = Problem.objects.filter(run=OuterRef("pk")).order_by().values("run")
        counted = Subquery(problems.annotate(counted=Count("pk")).values("counted"), output_field=IntegerField())
        return super().get_queryset(request).annotate(problem_total=Coalesce(counted, 0))

    @admin.display(description="run", ordering="id")
    def number(self, run: ImportRun) -> str:
        """The run's number."""
        return f"run {run.pk}"

    @admin.display(description="asked", ordering="asked")
    def asked_for(self, run: ImportRun) -> str:
        """What was asked, cut to a line's length."""
        return shortened(run.asked, 60)

    @admin.display(description="documents")
    def documents(self, run: ImportRun) -> str:
        """Counts of documents, in words."""
        counted = run.counts.get("documents", {}) if isinstance(run.counts, dict) else {}
        return ", ".join(f"{count:,} {word}" for word, count in sorted(counted.items()) if count) or "none"

    @admin.display(description="problems", ordering="problem_total")
    def problem_count(self, run: ImportRun) -> int:
        """Problems met, notes included."""
        return int(run.problem_total)  # type: ignore[attr-defined]

    @admin.display(description="took")
    def duration(self, run: ImportRun) -> str:
        """From its start to its end."""
        if run.ended is None:
            return "not ended"
        return f"{(run.ended - run.started).total_seconds():.1f} s"

    def shown_beside(self, run: ImportRun, request: HttpRequest) -> dict[str, Any]:
        """The run with its counts, files, problems and changes, and the way to take it back for those who may."""
        page = run_page(run)
        may = request.user.has_perm("telegrams.change_importrun") and not run.undone_by_id
        is_undoable = (
            may and run.outcome != "running" and page.change_total > 0 and not run.asked.startswith("undo run")
        )
        return {"page": replace(page, undo_address=reverse("admin:undo-run", args=[run.pk])) if is_undoable else page}
