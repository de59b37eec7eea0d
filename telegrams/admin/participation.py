"""Who is named in which role, and the person behind the name."""

from django.contrib import admin

from telegrams.admin.lists import NewestValuesFilter
from telegrams.admin.read_only import ReadOnlyAdmin
from telegrams.models import Participation


@admin.register(Participation)
class ParticipationAdmin(ReadOnlyAdmin):
    """Read only: names are corrected on the document, people on their own page."""

    list_display = ("party_label", "role", "office_printed", "person", "certainty", "rule", "telegram")
    list_filter = (
        "role",
        "certainty",
        ("person", admin.EmptyFieldListFilter),
        ("rule", NewestValuesFilter),
        "telegram__volume",
    )
    list_select_related = ("telegram__volume", "person")
    ordering = ("-id",)
    search_fields = ("party_label", "name_printed", "office_printed", "telegram__document")
