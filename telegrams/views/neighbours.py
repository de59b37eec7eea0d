"""The documents before and after one: in its volume, and in its file. One query."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.fields import CharField
from django.urls import reverse

from telegrams.models import Telegram
from telegrams.saying import days_said


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A document near this one, with its heading and day: never a bare arrow."""

    where: str
    address: str
    document: str
    heading: str
    day: str
    is_specimen: bool


def neighbours(telegram: Telegram, file_stem: str) -> dict[str, Neighbour]:
    """The neighbours by where they stand: 'before' and 'after' in the volume, 'file-before', 'file-after'."""
    held = Telegram.objects.held().exclude(pk=telegram.pk)
    beside = held.filter(volume=telegram.volume_id)
    here = telegram.document_key
    asked = [
        _one(beside.filter(document_key__lt=here).order_by("-document_key"), "before"),
        _one(beside.filter(document_key__gt=here).order_by("document_key"), "after"),
    ]
    if file_stem and telegram.earliest:
        asked.extend(_in_file(held.filter(file_key__startswith=f"{file_stem}/"), telegram.earliest, telegram))
    found = asked[0].union(*asked[1:], all=True)
    return {row["where"]: _neighbour(row) for row in found}


def _in_file(file: QuerySet[Telegram], day: date, telegram: Telegram) -> list[QuerySet[Telegram, Any]]:
    """Nearest by day in the file; on one day, by volume and document."""
    later = Q(earliest__gt=day) | Q(earliest=day, pk__gt=telegram.pk)
    earlier = Q(earliest__lt=day) | Q(earliest=day, pk__lt=telegram.pk)
    return [
        _one(file.filter(earlier).order_by("-earliest", "-pk"), "file-before"),
        _one(file.filter(later).order_by("earliest", "pk"), "file-after"),
    ]


def _one(documents: QuerySet[Telegram], where: str) -> QuerySet[Telegram, Any]:
    return documents.annotate(where=Value(where, output_field=CharField()), slug=F("volume__slug")).values(
        "where", "slug", "document", "heading", "earliest", "latest", "volume__is_specimen"
    )[:1]


def _neighbour(row: dict[str, Any]) -> Neighbour:
    return Neighbour(
        where=row["where"],
        address=reverse("document", args=[row["slug"], row["document"]]),
        document=row["document"],
        heading=row["heading"],
        day=days_said(row["earliest"], row["latest"]),
        is_specimen=row["volume__is_specimen"],
    )
