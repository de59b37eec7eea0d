"""A printed document: the archive's main table."""

import re
from functools import cache
from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import JSONObject
from django.urls import reverse

from telegrams.models.choices import choices
from telegrams.models.correction import Check, Correction
from telegrams.models.participation import Participation
from telegrams.models.person import Person
from telegrams.models.reference import CrossReference
from telegrams.models.source import Source
from telegrams.parsing.file_number import file_key
from telegrams.parsing.transmission import Instants
from telegrams.vocabulary import Classification, HeaderField, Kind, Origin, Precedence, Role

_PLAIN = re.compile(r"[A-Za-z0-9-]+")


@cache
def _pattern_of_addresses() -> str:
    """A document's address with {v} and {d} in it: a page of results asks for dozens."""
    return (
        reverse("document", args=["zz-volume-zz", "zz-document-zz"])
        .replace("zz-volume-zz", "{v}")
        .replace("zz-document-zz", "{d}")
    )


class TelegramQuerySet(models.QuerySet["Telegram"]):
    """Telegrams, asked for in the archive's words."""

    def held(self) -> Self:
        """Documents shown to readers: not withdrawn."""
        return self.filter(withdrawn_at=None)

    def naming(self, person: Person, role: Role) -> Self:
        """Documents in which this person has this role."""
        # A subquery, not a join: to tell doubled rows apart the database would sort whole texts.
        rows = Participation.objects.filter(person=person, role=role)
        return self.filter(pk__in=rows.values("telegram"))

    def in_file(self, number: str) -> Self:
        """Documents whose file number is this one, in any spelling of dashes, blanks and case."""
        return self.filter(file_key=file_key(number))

    def by_date(self) -> Self:
        """In order of the day sent; undated last; ties by volume and document."""
        return self.order_by(F("earliest").asc(nulls_last=True), "volume__slug", "document_key")

    def for_result_list(self) -> Self:
        """With everything a result card needs and nothing else; one query."""
        corrected = Correction.objects.filter(telegram=OuterRef("pk"), field=HeaderField.SENT, withdrawn_at=None)
        return (
            self.select_related("volume", "post")
            .only(
                "document", "kind", "heading", "earliest", "latest", "sent_time", "place", "file_number", "file_key",
                "message_number", "signature", "first_page", "last_page", "volume__slug", "volume__short_title",
                "volume__is_specimen", "post__slug", "post__city",
            )
            .annotate(day_read=KT("loaded__sent__origin"), day_is_corrected=Exists(corrected))
        )  # fmt: skip

    def for_reading(self) -> Self:
        """With everything a document's page needs of its own tables; six queries.

        ``also_read``: its second readings, each with pk, name, sha256, reader and reader_version.
        ``checked``: its checks, oldest first, each with field, value, source, day and the account's names.
        """
        told = ("pk", "name", "sha256", "reader", "reader_version")
        seconds = Source.objects.filter(also_of=OuterRef("pk")).order_by("pk")
        also_read = ArraySubquery(seconds.values(told=JSONObject(**{name: name for name in told})))
        rows = self.select_related("volume__contents", "post", "source", "run")
        rows = rows.annotate(also_read=also_read, checked=ArraySubquery(_checks()))
        return rows.prefetch_related(
            "footnotes",
            "page_markers",
            Prefetch("participations", queryset=Participation.objects.select_related("person", "office")),
            Prefetch("corrections", queryset=Correction.objects.filter(withdrawn_at=None).select_related("by")),
            Prefetch("references", queryset=CrossReference.objects.select_related("footnote", "target__volume")),
        )


FILED_APART = Q(filed_on__isnull=False) & (Q(filed_on__lt=F("earliest")) | Q(filed_on__gt=F("latest")))
"""The day that its file number states is none of those on which it was sent."""

UNDATED = Q(earliest=None, latest=None) & ~Q(kind=Kind.EDITORIAL_NOTE.value)
"""No day is known; editors' notes have none."""


class Telegram(models.Model):
    """Any printed document held; its ``kind`` says telegram, despatch, memorandum and so on.

    Columns hold the shown values (loaded values with corrections merged by
    ``corrections.show``); ``loaded`` keeps each header value as read, ``places`` what corrections of
    text, notes and pages rest on (``errata.to_json``). Every offset counts code points of ``text``.
    """

    volume = models.ForeignKey("telegrams.Volume", on_delete=models.PROTECT, related_name="telegrams")
    document = models.CharField(max_length=120, help_text="Name within the volume: d690.")
    document_key = models.CharField(max_length=240, help_text="The name with its numbers padded, for ordering.")
    division = models.CharField(
        max_length=300, blank=True, help_text="Its place in the printed contents, as the ids around it: comp1/ch3"
    )

    kind = models.CharField(max_length=20, choices=choices(Kind), default=Kind.OTHER)
    heading = models.TextField(blank=True)
    earliest = models.DateField(null=True, blank=True)
    latest = models.DateField(null=True, blank=True)
    bracket_first = models.DateField(null=True, blank=True, help_text="Not sent before, by the numbers around its own.")
    bracket_last = models.DateField(null=True, blank=True, help_text="Not sent after, by the numbers around its own.")
    bracket_proof = models.CharField(max_length=240, blank=True)
    sent_time = models.TimeField(null=True, blank=True)
    received_on = models.DateField(null=True, blank=True)
    received_time = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=300, blank=True)
    post = models.ForeignKey(
        "telegrams.Post", on_delete=models.PROTECT, null=True, blank=True, related_name="telegrams"
    )
    file_number = models.CharField(max_length=300, blank=True)
    file_key = models.CharField(max_length=300, blank=True)
    file_system = models.CharField(max_length=30, blank=True)
    file_class = models.CharField(
        max_length=160, blank=True, help_text="Path of scheme, class, countries, subject: 1910.7.11.61"
    )
    filed_on = models.DateField(null=True, blank=True, help_text="The day that a dated file number states.")
    sent_at = models.DateTimeField(null=True, blank=True, help_text="Reckoned by the zone of the city on that day.")
    received_at = models.DateTimeField(null=True, blank=True, help_text="Reckoned by the zone of its destination.")
    message_number = models.CharField(max_length=60, blank=True)
    classification = models.CharField(max_length=40, choices=choices(Classification), blank=True)
    precedence = models.CharField(max_length=40, choices=choices(Precedence), blank=True)
    signature = models.TextField(blank=True)
    source_note = models.TextField(blank=True)
    first_page = models.CharField(max_length=20, blank=True)
    last_page = models.CharField(max_length=20, blank=True)

    text = models.TextField()
    layout = models.JSONField(default=dict)
    loaded = models.JSONField(default=dict)
    places = models.JSONField(
        default=dict, blank=True, help_text="What corrections make of text, notes and pages; empty without any."
    )
    checksum = models.CharField(max_length=64)
    source = models.ForeignKey("telegrams.Source", on_delete=models.PROTECT, related_name="telegrams")
    run = models.ForeignKey("telegrams.ImportRun", on_delete=models.PROTECT, related_name="telegrams")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = TelegramQuerySet.as_manager()

    # annotated by for_result_list
    day_read: str | None
    day_is_corrected: bool
    # annotated by for_reading
    checked: list[dict[str, str]]

    class Meta:
        ordering = ["volume__slug", "document_key"]
        constraints = [
            models.UniqueConstraint(fields=["volume", "document"], name="one_document_of_a_name_in_a_volume"),
            models.CheckConstraint(
                condition=Q(earliest__isnull=True) | Q(latest__isnull=True) | Q(earliest__lte=F("latest")),
                name="earliest_day_is_not_after_latest",
            ),
        ]
        indexes = [
            models.Index(fields=["volume", "document_key"], name="telegram_in_volume"),
            models.Index(fields=["document"], name="telegram_document"),
            models.Index(fields=["earliest", "latest"], name="telegram_days"),
            models.Index(fields=["file_key"], name="telegram_file"),
            models.Index(fields=["file_class"], name="telegram_file_class"),
            models.Index(fields=["message_number", "earliest"], name="telegram_number_and_day"),
            models.Index(fields=["kind"], name="telegram_kind"),
            models.Index(fields=["post", "earliest", "id"], name="telegram_from_post"),
            models.Index(fields=["received_on"], name="telegram_received_on"),
            models.Index(fields=["filed_on"], name="telegram_filed_on"),
            models.Index(fields=["id"], name="telegram_filed_apart", condition=FILED_APART),
            models.Index(fields=["id"], name="telegram_undated", condition=UNDATED),
            models.Index(fields=["received_at", "sent_at"], name="telegram_instants"),
            models.Index(fields=["withdrawn_at"], condition=~Q(withdrawn_at=None), name="telegram_withdrawn"),
        ]

    def __str__(self) -> str:
        return f"{self.volume.slug}/{self.document}"

    def get_absolute_url(self) -> str:
        volume, document = self.volume.slug, self.document
        if not _PLAIN.fullmatch(volume + document):
            return reverse("document", args=[volume, document])
        return _pattern_of_addresses().replace("{v}", volume).replace("{d}", document)

    def instants(self) -> Instants:
        """When it was sent and received, in universal time, as far as that can be reckoned."""
        return Instants(self.sent_at, self.received_at)

    def is_dated(self) -> bool:
        """Whether a day, or a span of days, is known."""
        return self.earliest is not None or self.latest is not None

    def day_origin(self) -> Origin:
        """Whence the day sent comes; reads ``corrections.all()``, unless it was read for a list of results."""
        if "day_read" in self.__dict__:
            return origin_of(self.day_read, is_corrected=self.day_is_corrected, is_dated=self.is_dated())
        standing = [one.field for one in self.corrections.all() if one.withdrawn_at is None]
        read = self.loaded.get(HeaderField.SENT.value, {})
        is_corrected = HeaderField.SENT in standing
        return origin_of(read.get("origin"), is_corrected=is_corrected, is_dated=self.is_dated())


def _checks() -> QuerySet[Check, Any]:
    """The checks of a telegram, each as one object, as a subquery on telegrams."""
    names = {"user": "by__username", "given": "by__first_name", "family": "by__last_name", "at": "at"}
    told = JSONObject(field="field", value="value", source="source", **names)
    return Check.objects.filter(telegram=OuterRef("pk")).order_by("pk").values(told=told)


def origin_of(read: str | None, *, is_corrected: bool, is_dated: bool) -> Origin:
    """Whence a shown day comes: by a correction, else as it was read; one that nobody read is inferred from others."""
    if is_corrected:
        return Origin.CORRECTED
    return Origin(read) if read else Origin.INFERRED if is_dated else Origin.PRINTED
