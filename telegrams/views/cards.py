"""Cards of a list of results: what a reader needs to choose a document, and no more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from telegrams.models import Telegram
from telegrams.parsing.dates import PartialDate
from telegrams.saying import days_said, hour_said, pages_said
from telegrams.search.engine import Hit, Quotation
from telegrams.views.ties import Ties, ties_of
from telegrams.views.visible import on_one_line
from telegrams.views.wording import SIGNS, Sign
from telegrams.vocabulary import Kind, Origin

FEW = 30_000
"""Documents whose keys are named one by one."""


@dataclass(frozen=True, slots=True)
class Card:
    """One document of a list. ``sign`` stands only where the day is not simply printed."""

    telegram: Telegram
    title: str
    address: str
    day: str
    machine_day: str
    hour: str
    sign: Sign | None
    place: str
    paper: str
    file_number: str
    printed: str
    is_specimen: bool
    quotations: tuple[Quotation, ...]
    ties: Ties


def cards_of(hits: Sequence[Hit], token: str = "") -> tuple[Card, ...]:
    """The cards of these hits, in their order; three queries."""
    rows = Telegram.objects.held().for_result_list().in_bulk([hit.telegram_id for hit in hits])
    ties, found = ties_of(rows), [hit for hit in hits if hit.telegram_id in rows]
    return tuple(card_of(rows[hit.telegram_id], ties[hit.telegram_id], hit.quotations, token) for hit in found)


def plain_cards(documents: Iterable[Telegram]) -> tuple[Card, ...]:
    """The cards of documents that no question found."""
    rows = list(documents)
    ties = ties_of(row.pk for row in rows)
    return tuple(card_of(row, ties[row.pk]) for row in rows)


def first_cards(documents: "QuerySet[Telegram]", most: int, start: int = 0) -> tuple[Card, ...]:
    """The cards of some documents in their order, which is found by their keys alone: a row brings its JSON with it."""
    keys = list(documents.values_list("pk", flat=True)[start : start + most])
    rows = Telegram.objects.for_result_list().in_bulk(keys)
    ties = ties_of(rows)
    return tuple(card_of(rows[key], ties[key]) for key in keys if key in rows)


def first_by_date(keys: "QuerySet[Any, int]", most: int, start: int = 0) -> tuple[Card, ...]:
    """The cards of the documents of these keys, by their days.

    A few are named one by one: by a subquery the database walks all documents in the order of their days until it
    has met enough of them.
    """
    few = list(keys[: FEW + 1])
    documents = Telegram.objects.held().filter(pk__in=few if len(few) <= FEW else keys)
    return first_cards(documents.by_date(), most, start)


def card_of(telegram: Telegram, ties: Ties, quotations: tuple[Quotation, ...] = (), token: str = "") -> Card:
    """The card of one document read by ``for_result_list``."""
    origin, is_dated = telegram.day_origin(), telegram.is_dated()
    address = telegram.get_absolute_url()
    return Card(
        telegram=telegram,
        title=on_one_line(telegram.heading) or f"[{Kind(telegram.kind).label} without a heading]",
        address=f"{address}?in={token}" if token else address,
        day=days_said(telegram.earliest, telegram.latest) if is_dated else "undated",
        machine_day=_machine_day(telegram),
        hour=hour_said(telegram.sent_time) if telegram.sent_time else "",
        sign=SIGNS[origin] if is_dated and origin != Origin.PRINTED else None,
        place=telegram.post.city if telegram.post else telegram.place,
        paper=_paper(telegram),
        file_number=telegram.file_number,
        printed=", ".join(
            part for part in (telegram.volume.short_title, pages_said(telegram.first_page, telegram.last_page)) if part
        ),
        is_specimen=telegram.volume.is_specimen,
        quotations=quotations,
        ties=ties,
    )


def _machine_day(telegram: Telegram) -> str:
    """What ``datetime`` may hold: a day, a month or a year."""
    first, last = telegram.earliest, telegram.latest
    if first is None or last is None:
        return ""
    wholes = (PartialDate.day(first), PartialDate.month(first.year, first.month), PartialDate.year(first.year))
    return next((whole.text() for whole in wholes if (whole.earliest, whole.latest) == (first, last)), "")


def _paper(telegram: Telegram) -> str:
    kind = Kind(telegram.kind)
    name = "" if kind == Kind.OTHER else kind.label.lower()
    return " ".join(part for part in (name, telegram.message_number) if part)
