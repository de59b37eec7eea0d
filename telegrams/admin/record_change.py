"""Documents that runs touched, with what they were before and after."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from telegrams.admin.linking import link_to
from telegrams.admin.lists import NewestRunsFilter
from telegrams.admin.read_only import ReadOnlyAdmin
from telegrams.comparing import changed_rows
from telegrams.models import RecordChange
from telegrams.saying import shortened


@admin.register(RecordChange)
class RecordChangeAdmin(ReadOnlyAdmin):
    """Read only: the record of what loads changed."""

    list_display = ("number", "about", "action", "cause", "what", "of_run")
    list_filter = ("action", "cause", "telegram__volume", ("run", NewestRunsFilter))
    ordering = ("-id",)
    search_fields = ("telegram__document", "telegram__heading", "summary")
    search_help_text = "Words of the heading or of what changed, or d690."
    fields = ("about", "of_run", "action", "cause", "summary")
    readonly_fields = fields
    change_form_template = "admin/telegrams/recordchange/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[RecordChange]:
        """Without the long columns, which the page of one change asks for."""
        rows = super().get_queryset(request).select_related("run", "telegram__volume")
        return rows.defer("before", "after", "telegram__text", "telegram__layout", "telegram__loaded")

    @admin.display(description="change", ordering="id")
    def number(self, change: RecordChange) -> str:
        """Its number."""
        return f"change {change.pk}"

    @admin.display(description="document", ordering="telegram")
    def about(self, change: RecordChange) -> SafeString | str:
        """The document, by a link."""
        return link_to(change.telegram)

    @admin.display(description="what changed")
    def what(self, change: RecordChange) -> str:
        """The summary, cut to a few lines' length."""
        return shortened(change.summary, 140)

    @admin.display(description="run", ordering="run")
    def of_run(self, change: RecordChange) -> SafeString | str:
        """The run that touched it."""
        return link_to(change.run)

    def shown_beside(self, change: RecordChange, request: HttpRequest) -> dict[str, Any]:
        """The change, with a table of what was and is."""
        return {"rows": changed_rows(change.before, change.after)}
