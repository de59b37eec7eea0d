"""The editors' notes."""

from django.contrib import admin

from telegrams.admin.read_only import ReadOnlyAdmin
from telegrams.models import Footnote


class AnchoredFilter(admin.EmptyFieldListFilter):
    """By whether a note's place in the text is known."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.title = "place in the text (empty: not known)"


@admin.register(Footnote)
class FootnoteAdmin(ReadOnlyAdmin):
    """Read only: notes are printed."""

    list_display = ("mark", "telegram", "text", "offset")
    list_filter = (("offset", AnchoredFilter), "telegram__volume")
    list_select_related = ("telegram__volume",)
    ordering = ("-id",)
    search_fields = ("text", "telegram__document")
