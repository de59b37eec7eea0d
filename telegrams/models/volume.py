"""A printed volume of the series."""

from typing import Any

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords


class Volume(models.Model):
    """A printed book of the series, known by its slug (``frus1945v05``)."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.TextField(help_text="The title as on the title page.")
    short_title = models.CharField(max_length=200, help_text="As a citation names it: 1945, vol. V.")
    title_is_derived = models.BooleanField(default=False, help_text="Concluded from the slug; not from a title page.")
    place = models.CharField(max_length=100, blank=True, help_text="Place of publication.")
    publisher = models.CharField(max_length=200, blank=True)
    published = models.CharField(max_length=20, blank=True, help_text="Year of publication as printed.")
    rights = models.TextField(blank=True)
    is_specimen = models.BooleanField(default=False, help_text="Invented documents that show the archive's forms.")
    history = HistoricalRecords()

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.short_title or self.slug

    def get_absolute_url(self) -> str:
        return reverse("volume", args=[self.slug])

    def printed_contents(self) -> dict[str, Any]:
        """The stored form of its printed contents; {} where only texts of documents are held of it."""
        row = getattr(self, "contents", None)
        return row.printed if row else {}
