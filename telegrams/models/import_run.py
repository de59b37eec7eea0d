"""What each load did: its files, problems, and the documents it touched."""

from django.conf import settings
from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from telegrams.models.choices import choices
from telegrams.models.telegram import Telegram
from telegrams.vocabulary import Level


class ImportRun(models.Model):
    """One run of the import, or one withdrawal; written as it goes, so that a killed run is seen."""

    OUTCOMES = [
        ("running", "running or broken off"),
        ("complete", "every file in"),
        ("partial", "some refused"),
        ("nothing", "nothing went in"),
        ("interrupted", "interrupted"),
    ]

    started = models.DateTimeField(auto_now_add=True)
    ended = models.DateTimeField(null=True, blank=True)
    asked = models.TextField(help_text="What was asked for: the paths, or the volume withdrawn.")
    outcome = models.CharField(max_length=12, choices=OUTCOMES, default="running")
    counts = models.JSONField(default=dict, help_text="added, changed, unchanged, withdrawn, refused, files, …")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="import_runs",
        help_text="Who asked for it in the admin; nobody where a command of the server did.",
    )
    undone_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="undid",
        help_text="The run that took it back.",
    )

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"run {self.pk}, {self.started:%Y-%m-%d %H:%M}" if self.started else "run"


class ImportedFile(models.Model):
    """A file a run met, and what became of it; an unchanged one is known again by its checksum."""

    OUTCOMES = [
        ("in", "in"),
        ("unchanged", "unchanged"),
        ("refused", "refused in whole or part"),
        ("skipped", "skipped"),
        ("held", "held back: it would lose too much"),
        ("undone", "taken back"),
    ]

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="files")
    name = models.TextField()
    volume = models.CharField(max_length=80, blank=True)
    document = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    reader = models.CharField(max_length=40, blank=True)
    reader_version = models.CharField(max_length=20, blank=True)
    outcome = models.CharField(max_length=12, choices=OUTCOMES)
    documents = models.JSONField(default=list, help_text="The documents it gave, as volume/document.")

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["volume", "document", "-id"], name="file_of_identity"),
            HashIndex(fields=["name"], name="file_of_name"),
        ]

    def __str__(self) -> str:
        return self.name


_SAME_NAME = r"^signed .*\m(\w{3,})\M.*, sent by .*\m\1\M\W*$"
"""signed 'F. W. SEWARD. Acting Secretary.', sent by 'F. W. Seward': the last word of the sender stands in both."""

SIGNED_BY_ANOTHER = Q(code="signature", text__startswith="signed ") & ~Q(text__iregex=_SAME_NAME)
"""Signed by another than the heading names; no signature at all is another remark."""


class ProblemQuerySet(models.QuerySet["Problem"]):
    """Problems that runs met."""

    def standing(self, volume: str) -> "ProblemQuerySet":
        """What stands on a volume: of each document what the run that last changed it met, of the volume the newest.

        What a later load did not find again, or what an undone run met, stands no more.
        """
        of_volume = self.filter(volume=volume, run__undone_by=None)
        held = Telegram.objects.held().filter(volume__slug=volume)
        of_documents = Exists(held.filter(document=OuterRef("document"), run=OuterRef("run")))
        newest = of_volume.filter(source_name=OuterRef("source_name")).order_by("-run").values("run")[:1]
        return of_volume.filter(of_documents | Q(document="", run=Subquery(newest)))


class Problem(models.Model):
    """A problem met by a run, with its place in the source."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="problems")
    volume = models.CharField(max_length=80, blank=True)
    document = models.CharField(max_length=120, blank=True)
    source_name = models.TextField()
    line = models.PositiveIntegerField(null=True, blank=True)
    code = models.CharField(max_length=40)
    level = models.CharField(max_length=10, choices=choices(Level))
    text = models.TextField(help_text="What was found, what was expected, the remedy.")

    objects = ProblemQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["volume", "document"], name="problem_of_document"),
            models.Index(fields=["code"], name="problem_code"),
            models.Index(fields=["id"], name="problem_signed", condition=SIGNED_BY_ANOTHER),
            models.Index(fields=["id"], name="problem_grave", condition=Q(level=Level.ERROR.value)),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.text}"


class RecordChange(models.Model):
    """A document a run touched; ``before`` and ``after`` are whole records (None: not held).

    ``before_source`` is the source that ``before`` was read from; ``was_document`` the name of a
    document that the run gave another.
    """

    ACTIONS = [
        ("added", "added"),
        ("changed", "changed"),
        ("source", "only its source changed"),
        ("withdrawn", "withdrawn"),
        ("restored", "restored"),
        ("renumbered", "renumbered"),
    ]
    CAUSES = [
        ("source", "the source changed"),
        ("reader", "the reader changed"),
        ("request", "asked for"),
        ("undo", "a run was taken back"),
    ]

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="changes")
    telegram = models.ForeignKey("telegrams.Telegram", on_delete=models.PROTECT, related_name="record_changes")
    action = models.CharField(max_length=10, choices=ACTIONS)
    cause = models.CharField(max_length=10, choices=CAUSES)
    summary = models.TextField(blank=True, help_text="What changed, field by field.")
    was_document = models.CharField(max_length=120, blank=True)
    before_source = models.ForeignKey(
        "telegrams.Source", on_delete=models.PROTECT, null=True, blank=True, related_name="changes_from"
    )
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["run", "id"], name="change_of_run")]

    def __str__(self) -> str:
        return f"{self.telegram} {self.action}"
