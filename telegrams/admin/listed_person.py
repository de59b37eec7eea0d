"""The lines of the volumes' lists of persons."""

from django.contrib import admin

from telegrams.admin.read_only import ReadOnlyAdmin
from telegrams.models import ListedPerson


@admin.register(ListedPerson)
class ListedPersonAdmin(ReadOnlyAdmin):
    """Read only: printed source. Whom a line describes is a person of the archive, edited there."""

    list_display = ("name", "description", "key", "person", "volume")
    list_filter = ("volume",)
    list_select_related = ("person", "volume")
    ordering = ("volume__slug", "ordinal")
    search_fields = ("name", "description", "key")
    search_help_text = "A name or an office as printed, or a key: p_CF1."
