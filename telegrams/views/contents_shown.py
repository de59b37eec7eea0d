"""A volume's printed contents as its pages show them: divisions with their headings, notes, counts and documents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from telegrams.models import Telegram, Volume, VolumeSection
from telegrams.saying import days_said, pages_said
from telegrams.views.division_way import address_of, heading_of
from telegrams.views.visible import on_one_line
from telegrams.volume_records import DivisionRecord

MOST_LISTED = 200
"""Documents that a page lists under the headings of divisions; beyond it says how many stand under each."""

COLUMNS = ("document", "heading", "earliest", "latest", "first_page", "last_page")


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in the contents of its volume."""

    address: str
    document: str
    heading: str
    day: str
    pages: str


@dataclass(frozen=True, slots=True)
class DivisionShown:
    """A division in the contents; ``documents`` counts those held in it and below, ``is_deep`` folds what it holds."""

    heading: str
    address: str
    first_page: str
    notes: tuple[tuple[str, str], ...]
    documents: int
    entries: tuple[Entry, ...]
    divisions: tuple["DivisionShown", ...]
    is_deep: bool
    has_text: bool


@dataclass(frozen=True, slots=True)
class _Known:
    """What is held of a volume: its documents, those listed by name, and the divisions with a text of their own."""

    slug: str
    held: frozenset[str]
    listed: Mapping[str, Entry]
    with_text: frozenset[str]


def held_in(volume: Volume) -> tuple[str, ...]:
    """The names of the documents held of a volume, in printed order."""
    rows = Telegram.objects.held().filter(volume=volume).order_by("document_key")
    return tuple(rows.values_list("document", flat=True))


def entry(volume: Volume, one: Mapping[str, Any]) -> Entry:
    """A document of which COLUMNS are known."""
    earliest, latest = one["earliest"], one["latest"]
    return Entry(
        address=reverse("document", args=[volume.slug, one["document"]]),
        document=one["document"],
        heading=on_one_line(one["heading"]),
        day=days_said(earliest, latest) if earliest or latest else "undated",
        pages=pages_said(one["first_page"], one["last_page"]),
    )


def entries_of(volume: Volume, names: Iterable[str]) -> dict[str, Entry]:
    """The documents held of these names, in printed order. One query."""
    held: QuerySet[Telegram] = Telegram.objects.held().filter(volume=volume, document__in=list(names))
    return {one["document"]: entry(volume, one) for one in held.order_by("document_key").values(*COLUMNS)}


def documents_below(division: DivisionRecord) -> list[str]:
    """The documents of a division and of all within it, in printed order."""
    return [name for one in division.everything() for name in one.documents]


def divisions_shown(
    volume: Volume, divisions: tuple[DivisionRecord, ...], held: frozenset[str]
) -> tuple[DivisionShown, ...]:
    """The tree of these divisions; their documents stand in it where they are few. Two queries at most."""
    if not divisions:
        return ()
    names = [name for one in divisions for name in documents_below(one) if name in held]
    listed = entries_of(volume, names) if 0 < len(names) <= MOST_LISTED else {}
    texts = VolumeSection.objects.filter(volume=volume, where="body").values_list("key", flat=True)
    known = _Known(volume.slug, held, listed, frozenset(texts))
    return tuple(_shown(one, known, is_deep=False) for one in divisions)


def _shown(division: DivisionRecord, known: _Known, *, is_deep: bool) -> DivisionShown:
    return DivisionShown(
        heading=heading_of(division),
        address=address_of(known.slug, division.key),
        first_page=division.first_page,
        notes=division.notes,
        documents=sum(name in known.held for name in documents_below(division)),
        entries=tuple(known.listed[name] for name in division.documents if name in known.listed),
        divisions=tuple(_shown(one, known, is_deep=True) for one in division.divisions),
        is_deep=is_deep,
        has_text=division.key in known.with_text,
    )
