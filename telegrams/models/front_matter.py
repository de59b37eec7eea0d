"""What a volume prints besides its documents: its contents, texts of its own, and its list of persons."""

from django.db import models


class VolumeContents(models.Model):
    """The tree of a volume's divisions and its abbreviations.

    A table of its own, so that a thousand documents read with their volume do not bring it a thousand times.
    """

    volume = models.OneToOneField(
        "telegrams.Volume", on_delete=models.CASCADE, primary_key=True, related_name="contents"
    )
    printed = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "volume contents"

    def __str__(self) -> str:
        return f"Contents of {self.volume.slug}"


class VolumeSection(models.Model):
    """A preface, a message, an errata slip, or the text of a chapter itself: text that is no document."""

    WHERE = [("front", "before the documents"), ("body", "among the documents"), ("back", "after the documents")]

    volume = models.ForeignKey("telegrams.Volume", on_delete=models.CASCADE, related_name="sections")
    ordinal = models.PositiveIntegerField()
    key = models.CharField(max_length=120, help_text="Its id in the volume; in the body that of its division.")
    where = models.CharField(max_length=5, choices=WHERE)
    kind = models.CharField(max_length=60, blank=True)
    heading = models.TextField(blank=True)
    first_page = models.CharField(max_length=20, blank=True)
    paragraphs = models.JSONField(default=list)
    notes = models.JSONField(default=list, blank=True, help_text="Each as its mark and its text.")

    class Meta:
        ordering = ["volume_id", "ordinal"]
        constraints = [models.UniqueConstraint(fields=["volume", "key"], name="one_section_of_a_key_in_a_volume")]

    def __str__(self) -> str:
        return self.heading or self.key


class ListedPerson(models.Model):
    """A line of a volume's list of persons, as printed, and the person of ours it describes."""

    volume = models.ForeignKey("telegrams.Volume", on_delete=models.CASCADE, related_name="listed_persons")
    ordinal = models.PositiveIntegerField()
    key = models.CharField(max_length=120, blank=True, help_text="The id by which texts mark the name: p_CF1.")
    name = models.TextField(help_text="As printed: Clark, Reuben J.")
    description = models.TextField(blank=True)
    person = models.ForeignKey(
        "telegrams.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="listings"
    )

    class Meta:
        ordering = ["volume_id", "ordinal"]
        indexes = [models.Index(fields=["key"], name="listed_person_key")]

    def __str__(self) -> str:
        return self.name
