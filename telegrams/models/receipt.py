"""What a question found on a day, kept under a short address."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Receipt(models.Model):
    """A question (its address), how many documents answered it, as of which change of the archive, and when.

    ``found``: the keys of the documents, None where they were too many to be kept. The same question at the
    same change has one receipt.
    """

    key = models.CharField(max_length=16, unique=True)
    question = models.TextField(help_text="The query string of the search.")
    total = models.PositiveIntegerField()
    sequence = models.BigIntegerField(help_text="The last change of the archive that the answer knew.")
    at = models.DateTimeField(auto_now_add=True)
    found = ArrayField(models.IntegerField(), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["question", "sequence"], name="one_receipt_of_an_answer")]

    def __str__(self) -> str:
        return f"receipt {self.key}"
