"""Offices: which registers and headings name; made by loads."""

from django.contrib import admin

from telegrams.admin.read_only import ReadOnlyAdmin
from telegrams.models import Office


@admin.register(Office)
class OfficeAdmin(ReadOnlyAdmin):
    """Read only: who held an office is edited on the page of the person."""

    list_display = ("__str__", "slug", "function")
    list_filter = ("function",)
    ordering = ("slug",)
    search_fields = ("slug",)
