"""What people have corrected, with reason and source, and what they have compared and found right."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from telegrams.errata import FORM, PlacedField
from telegrams.models.choices import choices
from telegrams.vocabulary import HeaderField

HEADER = dict(choices(HeaderField))


def label_of(field: str) -> str:
    """What a page calls the field of a correction: 'Sent', 'Text', 'Place of note 3'."""
    placed = PlacedField.of(field)
    return placed.label if placed else HEADER.get(field, field)


class Correction(models.Model):
    """A person's replacement of one value; stands over whatever is imported later.

    ``field`` is a header field ('sent'), or what has a place: a range of the text ('text:12-20'), the anchor
    of a note ('note:3'), a page mark as loaded ('page:2'), a page mark that is added ('page:+1');
    ``errata`` has the form of each one's values. ``made_against`` is the loaded value it replaced (of a range
    its printed words, of an anchor its loaded place and the words around the new one): where today's
    differs, both are shown. A correction taken back keeps its row, with who took it back and
    why; one that stands in the place of another names it in ``replaces``.
    """

    telegram = models.ForeignKey("telegrams.Telegram", on_delete=models.PROTECT, related_name="corrections")
    field = models.CharField(max_length=40)
    value = models.TextField(blank=True, help_text="Empty: not stated.")
    made_against = models.TextField(blank=True)
    reason = models.TextField()
    source = models.TextField(help_text="Where the right value stands.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="corrections")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawn_corrections"
    )
    withdrawn_reason = models.TextField(blank=True)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by",
        help_text="The correction of the same field that stood until this one was made.",
    )  # fmt: skip
    reported_by = models.CharField(max_length=120, blank=True, help_text="The reader who reported it, if they wish.")
    revision = models.ForeignKey(
        "telegrams.Revision", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["telegram", "field"],
                condition=Q(withdrawn_at=None),
                name="one_standing_correction_of_a_field",
            ),
            models.CheckConstraint(condition=Q(field__regex=FORM), name="field_of_a_correction"),
        ]
        indexes = [
            models.Index(fields=["at", "id"], name="correction_made"),
            models.Index(fields=["withdrawn_at", "id"], name="correction_withdrawn"),
        ]

    def __str__(self) -> str:
        return f"{self.get_field_display()} of {self.telegram}"

    def get_field_display(self) -> str:
        """What a page calls its field."""
        return label_of(self.field)


class Check(models.Model):
    """A person compared a value with a source and found it right: no correction, for nothing is replaced.

    It speaks of ``value``, what was shown that day; of another value shown later it says nothing.
    """

    telegram = models.ForeignKey("telegrams.Telegram", on_delete=models.PROTECT, related_name="checks")
    field = models.CharField(max_length=40, choices=choices(HeaderField))
    value = models.TextField(blank=True, help_text="Empty: not stated.")
    source = models.TextField(help_text="What it was compared with.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="checks")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["at", "id"], name="check_made")]

    def __str__(self) -> str:
        return f"{self.get_field_display()} of {self.telegram}, checked"
