"""Former addresses of documents that their source renumbered."""

from django.contrib import admin

from telegrams.admin.read_only import ReadOnlyAdmin
from telegrams.models import DocumentAddress


@admin.register(DocumentAddress)
class DocumentAddressAdmin(ReadOnlyAdmin):
    """Read only: written when a volume is loaded whose documents have other numbers."""

    list_display = ("document", "telegram")
    list_filter = ("volume",)
    list_select_related = ("telegram__volume", "volume")
    ordering = ("volume__slug", "document")
    search_fields = ("document", "telegram__document")
    search_help_text = "A name, before or now: d690."
