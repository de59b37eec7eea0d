"""Receipts of questions, as readers kept them."""

from django.contrib import admin

from telegrams.admin.read_only import ReadOnlyAdmin
from telegrams.models import Receipt


@admin.register(Receipt)
class ReceiptAdmin(ReadOnlyAdmin):
    """Read only: what was found on a day does not change."""

    list_display = ("key", "question", "total", "sequence", "at")
    date_hierarchy = "at"
    ordering = ("-id",)
    search_fields = ("key", "question")
    exclude = ("found",)
