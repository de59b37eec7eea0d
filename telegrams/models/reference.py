"""References printed in texts and notes."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KeyTransform

from telegrams.models.choices import choices
from telegrams.vocabulary import Certainty

_OTHER_ENDS = ("your", "department", "embassy", "legation", "consulate")

AMBIGUOUS = Q(certainty=Certainty.AMBIGUOUS.value)
"""Several documents fit; none is chosen."""

NOT_FOUND = Q(certainty=Certainty.NOT_HELD.value) & ~Q(rule="")
"""Sought by number, day or file, and nothing held fits."""


class CrossReferenceQuerySet(models.QuerySet["CrossReference"]):
    """References, asked for by what they do."""

    def between_held(self) -> Self:
        """Those of a held document that mean another held one, surely or probably."""
        linked = self.filter(certainty__in=(Certainty.SURE, Certainty.PROBABLE), target__withdrawn_at=None)
        return linked.filter(target__isnull=False, telegram__withdrawn_at=None).exclude(telegram=F("target"))

    def answering(self) -> Self:
        """Those by which a text answers: it names what the other end had sent, from another city, as "your 112".

        An editor's footnote answers nothing, and "my 81" only goes on.
        """
        named = self.between_held().filter(footnote=None, wanted__by__in=_OTHER_ENDS)
        return named.exclude(telegram__post=F("target__post"))


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
    wanted_key = models.CharField(
        max_length=240, blank=True, help_text="The name of the message it means: two references to one have one."
    )
    target = models.ForeignKey(
        "telegrams.Telegram", on_delete=models.SET_NULL, null=True, blank=True, related_name="cited_by"
    )
    address = models.CharField(max_length=300, blank=True, help_text="Where the link leads, where it leads.")
    candidates = models.JSONField(default=list, blank=True)

    objects = CrossReferenceQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                KeyTransform("volume", "wanted"),
                name="reference_wants_volume",
                condition=Q(certainty=Certainty.NOT_HELD.value),
            ),
            models.Index(KeyTransform("number", "wanted"), name="reference_wants_number"),
            models.Index(KeyTransform("file", "wanted"), name="reference_wants_file"),
            models.Index(fields=["id"], name="reference_ambiguous", condition=AMBIGUOUS),
            models.Index(fields=["id"], name="reference_not_found", condition=NOT_FOUND),
            models.Index(fields=["wanted_key"], name="reference_wanted_key", condition=~Q(wanted_key="")),
            models.Index(
                fields=["wanted_key", "telegram"],
                name="reference_wanted_list",
                condition=Q(certainty=Certainty.NOT_HELD.value) & ~Q(wanted_key=""),
            ),
        ]

    def __str__(self) -> str:
        return self.printed

    @property
    def was_sought(self) -> bool:
        """Whether the archive looked for what is meant; a whole volume that is named is not looked for."""
        return bool(self.wanted.get("page") or self.wanted.get("document") or self.rule)
