"""Merges of people: who is kept, who has gone, why and by whom."""

from django.contrib import admin

from telegrams.admin.read_only import ReadOnlyAdmin
from telegrams.models import PersonMerge


@admin.register(PersonMerge)
class PersonMergeAdmin(ReadOnlyAdmin):
    """Read only: people are merged from their list, and parted on their pages."""

    list_display = ("__str__", "reason", "source", "by", "at", "undone_at")
    list_filter = (("undone_at", admin.EmptyFieldListFilter),)
    list_select_related = ("kept", "gone", "by")
    date_hierarchy = "at"
    ordering = ("-id",)
    exclude = ("left", "carried")
    search_fields = ("kept__sort_key", "gone__sort_key", "kept__slug", "gone__slug")
