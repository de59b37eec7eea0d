"""What editors have decided where nothing is corrected: whom a reference means, and what is right as it stands."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from telegrams.models.telegram import Telegram


class ReferenceDecision(models.Model):
    """A person's word on which document a printed reference means; rules do not go over it.

    It is of the words at a place of a text, or of a note: links are made anew at every load, and find it again.
    A decision taken back keeps its row.
    """

    telegram = models.ForeignKey(Telegram, on_delete=models.PROTECT, related_name="reference_decisions")
    note = models.PositiveIntegerField(default=0, help_text="The number of the footnote it stands in; 0 is the text.")
    start = models.PositiveIntegerField()
    printed = models.TextField()
    target = models.ForeignKey(Telegram, on_delete=models.PROTECT, related_name="decided_citations")
    reason = models.TextField()
    source = models.TextField(help_text="What shows that it is meant.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reference_decisions")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["telegram", "note", "start", "printed"],
                condition=Q(withdrawn_at=None),
                name="one_standing_decision_on_a_reference",
            )
        ]

    def __str__(self) -> str:
        return f"“{self.printed}” in {self.telegram}"


class Settlement(models.Model):
    """Something of a queue that an editor has looked at and left as it is: it waits there no more.

    It is of what was found (``text``) in a document, or in a file: the same finding of a later load is settled too.
    One put back into its queue keeps its row.
    """

    queue = models.CharField(max_length=40)
    volume = models.CharField(max_length=80, blank=True)
    document = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True, help_text="What was found.")
    note = models.TextField(blank=True, help_text="What the editor says of it.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="settlements")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["volume", "document", "queue"], name="settlement_of_document"),
            models.Index(fields=["at", "id"], name="settlement_made"),
        ]

    def __str__(self) -> str:
        return f"{self.queue}: {self.volume}/{self.document}"
