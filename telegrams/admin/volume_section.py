"""Texts of the volumes that are no documents."""

from django.contrib import admin

from telegrams.admin.read_only import ReadOnlyAdmin
from telegrams.models import VolumeSection


@admin.register(VolumeSection)
class VolumeSectionAdmin(ReadOnlyAdmin):
    """Read only: printed source."""

    list_display = ("heading_or_key", "key", "where", "first_page", "volume")
    list_filter = ("where", "volume")
    list_select_related = ("volume",)
    ordering = ("volume__slug", "ordinal")
    search_fields = ("heading", "key")
    search_help_text = "Words of a heading, or a key: preface."

    @admin.display(description="heading", ordering="heading")
    def heading_or_key(self, row: VolumeSection) -> str:
        """What it is called."""
        return str(row)
