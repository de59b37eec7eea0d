"""Parties of documents of which an editor said who is meant."""

from django.contrib import admin

from telegrams.admin.read_only import ReadOnlyAdmin
from telegrams.models import Attribution


@admin.register(Attribution)
class AttributionAdmin(ReadOnlyAdmin):
    """Read only: each is a line of a split."""

    list_display = ("telegram", "role", "printed", "split")
    list_filter = ("role", ("split__undone_at", admin.EmptyFieldListFilter))
    list_select_related = ("telegram__volume", "split__to", "split__off")
    ordering = ("-id",)
    search_fields = ("printed", "telegram__document")
