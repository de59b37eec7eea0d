"""How often documents are opened, which orders the queues."""

from django.contrib import admin

from telegrams.admin.read_only import ReadOnlyAdmin
from telegrams.models import DocumentOpenings


@admin.register(DocumentOpenings)
class DocumentOpeningsAdmin(ReadOnlyAdmin):
    """Read only: counted as pages are asked for; nothing is known of who asked."""

    list_display = ("telegram", "count")
    list_select_related = ("telegram__volume",)
    ordering = ("-count", "telegram")
    search_fields = ("telegram__document",)
