"""Offices: functions held at a mission, a consulate or a desk of the Department, by whoever held them."""

from django.db import models
from django.urls import reverse

from telegrams.models.choices import choices
from telegrams.parsing.offices import office_label
from telegrams.vocabulary import Function


class Office(models.Model):
    """An office that registers or headings name; its slug is the key that ``parsing.offices`` gives it."""

    slug = models.SlugField(max_length=120, unique=True, help_text="mission-in-russia, secretary, consulate-at-geneva")
    function = models.CharField(max_length=12, choices=choices(Function))

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return office_label(self.slug)

    def get_absolute_url(self) -> str:
        return reverse("office", args=[self.slug])
