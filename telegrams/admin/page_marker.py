"""Where printed pages begin."""

from django.contrib import admin

from telegrams.admin.read_only import ReadOnlyAdmin
from telegrams.models import PageMarker


@admin.register(PageMarker)
class PageMarkerAdmin(ReadOnlyAdmin):
    """Read only: pages are printed."""

    list_display = ("label", "telegram", "offset", "implied")
    list_filter = ("implied", "telegram__volume")
    list_select_related = ("telegram__volume",)
    ordering = ("-id",)
    search_fields = ("=label", "telegram__document")
    search_help_text = "A page, or d690."
