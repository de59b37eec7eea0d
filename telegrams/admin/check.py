"""Checks: which values people compared with a source and found right."""

from django.contrib import admin
from django.utils.safestring import SafeString

from telegrams.admin.linking import link_to
from telegrams.admin.read_only import ReadOnlyAdmin
from telegrams.models import Check
from telegrams.saying import NOT_STATED


@admin.register(Check)
class CheckAdmin(ReadOnlyAdmin):
    """A check is made on its document's page; it is never taken back, and says nothing of a value shown later."""

    list_display = ("field", "document", "value_checked", "source", "by", "at")
    list_filter = ("field", "by")
    list_select_related = ("telegram__volume", "by")
    ordering = ("-at", "-pk")
    search_fields = ("telegram__document", "value", "source")
    search_help_text = "The value, the source, or d690."
    fields = ("document", "field", "value_checked", "source", "by", "at")
    readonly_fields = fields

    @admin.display(description="document", ordering="telegram")
    def document(self, check: Check) -> SafeString | str:
        """The document, by a link to its page."""
        return link_to(check.telegram)

    @admin.display(description="value found right", ordering="value")
    def value_checked(self, check: Check) -> str:
        """What was shown that day."""
        return check.value or NOT_STATED
