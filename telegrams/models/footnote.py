"""The editors' notes of a document."""

from django.db import models


class Footnote(models.Model):
    """A note, numbered within its document; ``offset`` None means its place is not known.

    ``offset`` is the one shown; where a correction moved it, the telegram's ``places`` keeps the loaded one.
    """

    telegram = models.ForeignKey("telegrams.Telegram", on_delete=models.CASCADE, related_name="footnotes")
    ordinal = models.PositiveIntegerField()
    printed_mark = models.CharField(max_length=20, null=True, blank=True)  # noqa: DJ001 — None: no mark, '' cannot be
    xml_id = models.CharField(max_length=120, blank=True)
    offset = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField()
    place = models.JSONField(null=True, blank=True, help_text="Line and columns in the source.")
    layout = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["telegram", "ordinal"], name="one_note_of_a_number_in_a_document")
        ]

    def __str__(self) -> str:
        return f"note {self.mark}"

    @property
    def mark(self) -> str:
        """What a page prints for it: the printed mark, else its number in the document."""
        return self.printed_mark or str(self.ordinal)
