"""Problems met by runs, each with its place in the source and a way to its document."""

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from telegrams.admin.linking import link_to
from telegrams.admin.lists import NewestRunsFilter, NewestValuesFilter
from telegrams.admin.read_only import ReadOnlyAdmin
from telegrams.models import Problem, Telegram


@admin.register(Problem)
class ProblemAdmin(ReadOnlyAdmin):
    """Read only; the remedy is in the source, or a correction on the document."""

    list_display = ("code", "level", "where", "text", "about", "of_run")
    list_filter = (
        "level",
        ("code", NewestValuesFilter),
        ("volume", NewestValuesFilter),
        ("run", NewestRunsFilter),
    )
    list_select_related = ("run",)
    ordering = ("-id",)
    search_fields = ("document", "source_name", "text", "code")
    search_help_text = "Words of the problem, the name of a file, or d690."
    fields = ("code", "level", "where", "text", "about", "of_run")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Problem]:
        """Each with the number of the document it concerns, where that is held."""
        held = Telegram.objects.filter(volume__slug=OuterRef("volume"), document=OuterRef("document")).order_by()
        return super().get_queryset(request).annotate(telegram_id=Subquery(held.values("pk")[:1]))

    @admin.display(description="where", ordering="source_name")
    def where(self, problem: Problem) -> str:
        """File and line, as the import prints them."""
        return problem.source_name if problem.line is None else f"{problem.source_name}:{problem.line}"

    @admin.display(description="document", ordering="document")
    def about(self, problem: Problem) -> SafeString | str:
        """The document, by a link where it is held."""
        name = f"{problem.volume}/{problem.document}" if problem.document else "–"
        if problem.telegram_id is None:  # type: ignore[attr-defined]
            return name
        address = reverse("admin:telegrams_telegram_change", args=[problem.telegram_id])  # type: ignore[attr-defined]
        return format_html('<a href="{}">{}</a>', address, name)

    @admin.display(description="run", ordering="run")
    def of_run(self, problem: Problem) -> SafeString | str:
        """The run that met it."""
        return link_to(problem.run, f"run {problem.run_id}")
