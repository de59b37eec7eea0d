"""References printed in texts and notes, and what was found for them."""

from django.contrib import admin

from telegrams.admin.lists import NewestValuesFilter
from telegrams.admin.read_only import ReadOnlyAdmin
from telegrams.models import CrossReference


@admin.register(CrossReference)
class CrossReferenceAdmin(ReadOnlyAdmin):
    """Read only: printed words never change."""

    list_display = ("printed", "telegram", "footnote", "certainty", "rule", "target")
    list_filter = ("certainty", ("rule", NewestValuesFilter), "telegram__volume")
    list_select_related = ("telegram__volume", "footnote", "target__volume")
    ordering = ("-id",)
    search_fields = ("printed", "telegram__document")
