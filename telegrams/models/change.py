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
        now = timezone.now()
        Change.objects.bulk_create([Change(telegram_id=one, at=now) for one in telegram_ids], batch_size=1000)
