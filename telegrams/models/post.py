"""The cities of missions and consulates."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords


class Post(models.Model):
    """A city from which documents were sent; its facts come from ``parsing/tables/posts.csv``."""

    slug = models.SlugField(max_length=80, unique=True)
    city = models.CharField(max_length=120)
    country = models.CharField(max_length=120, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    tz = models.CharField(max_length=60, blank=True, help_text="IANA name of the zone.")
    source = models.TextField(blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["city"]

    def __str__(self) -> str:
        return self.city

    def get_absolute_url(self) -> str:
        return reverse("post", args=[self.slug])
