"""What readers report as wrong, and how many reports came in an hour."""

from django.conf import settings
from django.db import connection, models
from django.utils import timezone

from telegrams.models.choices import choices
from telegrams.vocabulary import HeaderField


class ReaderReport(models.Model):
    """A reader's words on an error; nobody but editors sees them, and what comes of them is a Correction.

    ``start`` and ``end``: where the passage stands in the document's text, where it stands there once.
    ``credit``: the reader asks to be named beside a correction. ``form`` is the mark of the form it came by:
    a form sent twice is one report.
    """

    STATES = [
        ("new", "new"),
        ("accepted", "accepted"),
        ("declined", "declined"),
        ("spam", "spam"),
    ]

    telegram = models.ForeignKey("telegrams.Telegram", on_delete=models.PROTECT, related_name="reader_reports")
    passage = models.TextField(blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    field = models.CharField(max_length=40, choices=choices(HeaderField), blank=True)
    value = models.TextField(blank=True, help_text="What the fact should be, as the reader wrote it.")
    said = models.TextField(help_text="What is wrong.")
    source = models.TextField(help_text="How the reader knows.")
    name = models.CharField(max_length=120, blank=True)
    credit = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)
    form = models.CharField(max_length=32, unique=True)
    state = models.CharField(max_length=10, choices=STATES, default="new")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="decided_reports"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True, help_text="Why it was decided so; for editors.")
    correction = models.ForeignKey(
        "telegrams.Correction", on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )

    class Meta:
        verbose_name = "reader’s report"
        verbose_name_plural = "readers’ reports"
        ordering = ["id"]
        indexes = [models.Index(fields=["state", "id"], name="report_in_queue")]

    def __str__(self) -> str:
        return f"report {self.pk} on {self.telegram}"


class ReportDoor(models.Model):
    """How many reports came in one hour under one key: of an address that is not kept, or of all together.

    The counting is the database's, so that all workers of the archive count together.
    """

    key = models.CharField(max_length=64)
    hour = models.DateTimeField()
    reports = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "hour"], name="one_count_of_a_key_in_an_hour")]

    def __str__(self) -> str:
        return f"{self.reports} reports in the hour of {self.hour:%H:%M}"

    @staticmethod
    def count(key: str) -> int:
        """Count one more report of a key in this hour; how many there are now. Former hours are forgotten."""
        hour = timezone.now().replace(minute=0, second=0, microsecond=0)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM telegrams_reportdoor WHERE hour < %s", [hour])
            cursor.execute(
                "INSERT INTO telegrams_reportdoor (key, hour, reports) VALUES (%s, %s, 1)"
                " ON CONFLICT (key, hour) DO UPDATE SET reports = telegrams_reportdoor.reports + 1 RETURNING reports",
                [key, hour],
            )
            return int(cursor.fetchone()[0])
