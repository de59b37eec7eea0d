"""People, the addresses they were ever known by, and the offices they held."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords


class Person(models.Model):
    """Someone named in the documents: of a register, or made from a heading by surname and post."""

    ORIGINS = [("register", "from a register"), ("headings", "from headings"), ("editor", "entered by an editor")]

    slug = models.SlugField(max_length=120, unique=True)
    family = models.CharField(max_length=120)
    given = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=200, blank=True)
    names = models.JSONField(default=list, blank=True, help_text="Full forms by which texts name the person.")
    born = models.CharField(max_length=10, blank=True, help_text="ISO, of any precision.")
    died = models.CharField(max_length=10, blank=True, help_text="ISO, of any precision.")
    origin = models.CharField(max_length=10, choices=ORIGINS, default="register")
    sort_key = models.CharField(max_length=330, help_text="The name without accents and case, for ordering.")
    source = models.TextField(blank=True)
    note = models.TextField(blank=True)
    only_in_volume = models.CharField(max_length=80, blank=True, help_text="Never matched outside this volume.")
    history = HistoricalRecords()

    class Meta:
        ordering = ["sort_key", "slug"]
        verbose_name_plural = "people"
        indexes = [models.Index(fields=["family"], name="person_family")]

    def __str__(self) -> str:
        return f"{self.given} {self.family}".strip()

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.slug])


class PersonSlug(models.Model):
    """Every address a person was ever public under; an old one redirects for ever."""

    slug = models.SlugField(max_length=120, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="slugs")

    def __str__(self) -> str:
        return self.slug


class Tenure(models.Model):
    """An office a person held, from when to when, as a register states it (ISO, any precision)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tenures")
    office = models.CharField(max_length=200)
    post = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=200, blank=True, help_text="As headings print it: the Soviet Union.")
    since = models.CharField(max_length=10, blank=True)
    until = models.CharField(max_length=10, blank=True)
    source = models.TextField(blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["since", "until", "office"]

    def __str__(self) -> str:
        return f"{self.office}, {self.country or self.post}".strip(", ")
