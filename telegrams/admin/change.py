"""The numbered sequence of changes that a search index follows."""

from django.contrib import admin

from telegrams.admin.read_only import ReadOnlyAdmin
from telegrams.models import Change


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    """Read only: numbers are given by the database."""

    list_display = ("number", "telegram", "at")
    list_filter = ("telegram__volume",)
    list_select_related = ("telegram__volume",)
    ordering = ("-number",)
    search_fields = ("telegram__document",)
