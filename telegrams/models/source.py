"""The source of a document, kept whole as it was read."""

from django.db import models


class Source(models.Model):
    """The text of one document as it stood in its file; nobody edits it.

    A new row is written when a document's source changes, so that the older reading keeps the
    words it was read from. ``sha256`` is of ``text`` in UTF-8.
    """

    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.TextField(help_text="Name of the file, or file and member of an archive.")
    first_line = models.PositiveIntegerField(help_text="Line of the file on which the document begins, from 1.")
    text = models.TextField()
    reader = models.CharField(max_length=40)
    reader_version = models.CharField(max_length=20)
    also_of = models.ForeignKey(
        "telegrams.Telegram",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="second_readings",
        help_text="The document of which this is a second reading.",
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.name}, line {self.first_line}"
