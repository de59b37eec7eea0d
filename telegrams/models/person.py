"""People, the addresses they were ever known by, and the offices they held."""

import re
from collections.abc import Iterable

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from simple_history.models import HistoricalRecords

WIKIDATA, VIAF, REGISTER_ID = r"^Q[1-9][0-9]{0,14}$", r"^[1-9][0-9]{0,24}$", r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,79}$"

_GENERATION = re.compile(r",? (?P<which>Jr\.?|Sr\.?|I{2,3}|IV|2d|3d)$")


class PersonQuerySet(models.QuerySet["Person"]):
    """People, asked for in the archive's words."""

    def standing(self) -> "PersonQuerySet":
        """Those who are not merged into another."""
        return self.filter(merged_into=None)


class Person(models.Model):
    """Someone named in the documents: of a register, or made from a heading by surname and post.

    One who was merged into another keeps the row, its names and its offices: they are read as those of
    ``merged_into``, who is never merged into somebody else in turn, until the merge is taken back.
    """

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
    wikidata = models.CharField(
        max_length=16, blank=True, validators=[RegexValidator(WIKIDATA, "Write the id as Wikidata has it: Q312605.")]
    )
    viaf = models.CharField(
        "VIAF", max_length=25, blank=True, validators=[RegexValidator(VIAF, "Write the digits alone: 27144218.")]
    )
    register_id = models.CharField(
        max_length=80, blank=True, validators=[RegexValidator(REGISTER_ID, "Write the id without blanks.")],
        help_text="The person's id in the register of the Office of the Historian: harriman-william-averell.",
    )  # fmt: skip
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", editable=False,
        help_text="The person kept, where this one was found to be the same.",
    )  # fmt: skip
    history = HistoricalRecords()

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "slug"]
        verbose_name_plural = "people"
        indexes = [
            models.Index(fields=["family"], name="person_family"),
            models.Index(fields=["sort_key", "slug"], name="person_in_lists"),
        ]
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=[field],
                    condition=Q(merged_into=None) & ~Q(**{field: ""}),
                    name=f"one_person_of_a_{field}",
                    violation_error_message=f"Another person has this {said}.",
                )
                for field, said in (
                    ("wikidata", "Wikidata id"),
                    ("viaf", "VIAF number"),
                    ("register_id", "register id"),
                )
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{field: ""}) | Q(**{f"{field}__regex": form}), name=f"{field}_form"
                )
                for field, form in (("wikidata", WIKIDATA), ("viaf", VIAF), ("register_id", REGISTER_ID))
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="nobody_is_merged_into_himself"
            ),
        ]

    def __str__(self) -> str:
        generation = _GENERATION.search(self.given)
        if generation is None:
            return f"{self.given} {self.family}".strip()
        return f"{self.given[: generation.start()]} {self.family} {generation['which']}".strip()

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.slug])

    @property
    def listed_as(self) -> str:
        """The name as lists have it: 'Harriman, William Averell'."""
        return f"{self.family}, {self.given}" if self.given else self.family


class PersonSlugQuerySet(models.QuerySet["PersonSlug"]):
    """Addresses."""

    def leading_on(self, slugs: Iterable[str]) -> dict[str, str]:
        """Of these slugs those that lead to another today: of one who was renamed, or merged into somebody."""
        present = Coalesce("person__merged_into__slug", "person__slug")
        rows = self.filter(slug__in=list(slugs)).annotate(present=present).exclude(slug=F("present"))
        return dict(rows.values_list("slug", "present"))


class PersonSlug(models.Model):
    """Every address a person was ever public under; an old one redirects for ever."""

    slug = models.SlugField(max_length=120, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="slugs")

    objects = PersonSlugQuerySet.as_manager()

    def __str__(self) -> str:
        return self.slug


class PersonName(models.Model):
    """A further name by which a person is known, as an editor entered it with its source."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="further_names")
    name = models.CharField(max_length=200, help_text="In its natural order: Samuel L. Clemens.")
    source = models.TextField(help_text="Who says so: a book and page, an archive.")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="a_further_name_once")]

    def __str__(self) -> str:
        return self.name


class Tenure(models.Model):
    """An office a person held, from when to when, as a register states it (ISO, any precision)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tenures")
    of = models.ForeignKey(
        "telegrams.Office", on_delete=models.PROTECT, null=True, blank=True, related_name="tenures",
        help_text="The office behind the title, where it has a key.",
    )  # fmt: skip
    office = models.CharField(max_length=200, help_text="The title, as the register has it.")
    post = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=200, blank=True, help_text="As headings print it: the Soviet Union.")
    appointed = models.CharField(max_length=10, blank=True, help_text="The day of the commission.")
    arrived = models.CharField(max_length=10, blank=True)
    since = models.CharField(max_length=10, blank=True, help_text="Entry on duty, or credentials presented.")
    until = models.CharField(max_length=10, blank=True)
    until_note = models.CharField(max_length=200, blank=True, help_text="What the end measures: Left post on.")
    served = models.CharField(
        max_length=7, blank=True, choices=[("yes", "served"), ("no", "never served"), ("unknown", "not known")]
    )
    resident_at = models.CharField(max_length=120, blank=True, help_text="Where the holder of several posts lived.")
    source = models.TextField(blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["since", "appointed", "until", "office"]

    def __str__(self) -> str:
        return f"{self.office}, {self.country or self.post}".strip(", ")
