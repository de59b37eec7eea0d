"""The sequence of changes that a search index follows."""

from django.db import connection, models
from django.utils import timezone

SEQUENCE_LOCK = 7_301_945
"""Key of the advisory lock under which numbers are given, held to commit."""


class Change(models.Model):
    """A telegram touched by a transaction. A follower that remembers the last number misses none:
    numbers are given under one lock held until commit, so they become visible in their order."""

    number = models.BigAutoField(primary_key=True)
    telegram = models.ForeignKey("telegrams.Telegram", on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"change {self.number}"

    @staticmethod
    def note(*telegram_ids: int) -> None:
        """Number a change of each of these telegrams; call last in the transaction that makes them."""
        if not telegram_ids:
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEQUENCE_LOCK])
            cursor.execute(
                "INSERT INTO telegrams_change (telegram_id, at)"
                " SELECT telegram, %s FROM unnest(%s::bigint[]) WITH ORDINALITY AS given (telegram, place)"
                " ORDER BY place",
                [timezone.now(), list(telegram_ids)],
            )
