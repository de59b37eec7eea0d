"""References printed in texts and notes."""

from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KeyTransform

from telegrams.models.choices import choices
from telegrams.vocabulary import Certainty


class CrossReference(models.Model):
    """A reference as printed, what it wants, and what was found; printed words never change.

    ``start`` and ``end`` are offsets in the text, or in the note's text where ``footnote`` is set.
    """

    telegram = models.ForeignKey("telegrams.Telegram", on_delete=models.CASCADE, related_name="references")
    footnote = models.ForeignKey(
        "telegrams.Footnote", on_delete=models.CASCADE, null=True, blank=True, related_name="references"
    )
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    printed = models.TextField()
    wanted = models.JSONField(default=dict)
    certainty = models.CharField(max_length=12, choices=choices(Certainty), default=Certainty.NOT_HELD)
    rule = models.CharField(max_length=60, blank=True)
    target = models.ForeignKey(
        "telegrams.Telegram", on_delete=models.SET_NULL, null=True, blank=True, related_name="cited_by"
    )
    address = models.CharField(max_length=300, blank=True, help_text="Where the link leads, where it leads.")
    candidates = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                KeyTransform("volume", "wanted"),
                name="reference_wants_volume",
                condition=Q(certainty=Certainty.NOT_HELD.value),
            )
        ]

    def __str__(self) -> str:
        return self.printed

    @property
    def was_sought(self) -> bool:
        """Whether the archive looked for what is meant: pages and documents by name, not yet messages by number."""
        return bool(self.wanted.get("page") or self.wanted.get("document"))
