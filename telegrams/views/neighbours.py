"""The documents before and after one: in its volume, in its file, and from its post. One query."""

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
    """The neighbours by where they stand: 'before' and 'after' in the volume, 'file-before', 'post-after' and so on."""
    held = Telegram.objects.held().exclude(pk=telegram.pk)
    beside = held.filter(volume=telegram.volume_id)
    here = telegram.document_key
    asked = [
        _one(beside.filter(document_key__lt=here).order_by("-document_key"), "before"),
        _one(beside.filter(document_key__gt=here).order_by("document_key"), "after"),
    ]
    if file_stem and telegram.earliest:
        asked.extend(_by_day(held.filter(file_key__startswith=f"{file_stem}/"), telegram.earliest, telegram, "file"))
    if telegram.post_id and telegram.earliest:
        asked.extend(_by_day(held.filter(post=telegram.post_id), telegram.earliest, telegram, "post"))
    found = asked[0].union(*asked[1:], all=True)
    return {row["where"]: _neighbour(row) for row in found}


def _by_day(among: QuerySet[Telegram], day: date, telegram: Telegram, where: str) -> list[QuerySet[Telegram, Any]]:
    """Nearest by day in a file or from a post; on one day, by volume and document."""
    # The bound by day alone comes first: it is what an index begins at.
    later = Q(earliest__gte=day) & (Q(earliest__gt=day) | Q(pk__gt=telegram.pk))
    earlier = Q(earliest__lte=day) & (Q(earliest__lt=day) | Q(pk__lt=telegram.pk))
    return [
        _one(among.filter(earlier).order_by("-earliest", "-pk"), f"{where}-before"),
        _one(among.filter(later).order_by("earliest", "pk"), f"{where}-after"),
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
