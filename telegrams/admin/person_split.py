"""Splits: documents that an editor took off a person, and for whom."""

from django.contrib import admin

from telegrams.admin.read_only import ReadOnlyAdmin
from telegrams.models import PersonSplit


@admin.register(PersonSplit)
class PersonSplitAdmin(ReadOnlyAdmin):
    """Read only: documents are taken off a person, and given back, on the person's page."""

    list_display = ("__str__", "asked", "reason", "source", "by", "at", "undone_at")
    list_filter = (("undone_at", admin.EmptyFieldListFilter), "made")
    list_select_related = ("off", "to", "by")
    date_hierarchy = "at"
    ordering = ("-id",)
    exclude = ("left",)
    search_fields = ("to__sort_key", "off__sort_key", "to__slug", "off__slug")
