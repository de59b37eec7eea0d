"""The printed contents of the volumes, as stored."""

from django.contrib import admin

from telegrams.admin.read_only import ReadOnlyAdmin
from telegrams.models import VolumeContents


@admin.register(VolumeContents)
class VolumeContentsAdmin(ReadOnlyAdmin):
    """Read only: printed source. Readers see it on the volume's page."""

    list_display = ("volume",)
    list_select_related = ("volume",)
    ordering = ("volume__slug",)
    search_fields = ("volume__slug", "volume__title")
    search_help_text = "The name or title of a volume."
