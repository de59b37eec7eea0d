"""How often documents are opened: one number each, and nothing of who opened them or when."""

from django.db import models


class DocumentOpenings(models.Model):
    """How often a document's page was asked for, by readers and by programs alike, since the archive counts.

    No constraint on the document: counting must not wait for a load that holds the document's row.
    """

    telegram = models.OneToOneField(
        "telegrams.Telegram", on_delete=models.DO_NOTHING, db_constraint=False, related_name="openings"
    )
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["-count", "telegram"]
        verbose_name_plural = "document openings"
        indexes = [models.Index(fields=["-count", "telegram"], name="openings_most")]

    def __str__(self) -> str:
        return f"{self.telegram_id}: {self.count}"
