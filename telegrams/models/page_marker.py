"""Where printed pages begin."""

from django.db import models


class PageMarker(models.Model):
    """The first character of printed page ``label``; ``implied`` where the print has no marker.

    The marks of a document are those shown; where corrections stand, the telegram's ``places`` keeps the loaded ones.
    """

    telegram = models.ForeignKey("telegrams.Telegram", on_delete=models.CASCADE, related_name="page_markers")
    ordinal = models.PositiveIntegerField()
    label = models.CharField(max_length=20)
    offset = models.PositiveIntegerField()
    implied = models.BooleanField(default=False)
    place = models.JSONField(null=True, blank=True, help_text="Line and columns in the source.")

    class Meta:
        ordering = ["ordinal"]
        indexes = [models.Index(fields=["label"], name="page_label")]

    def __str__(self) -> str:
        return f"page {self.label}"
