"""Documents without a day, and documents that are filed under a day far from their own: the days that may be meant."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat, Greatest

from telegrams.admin.queues.card import LEAVE, TYPED, Card, Decision, Evidence, Option, Queue, told
from telegrams.admin.queues.telling import (
    STANDING,
    corrected,
    dateline,
    first_words,
    heading,
    name,
    record_page,
    sent,
    shown_value,
    since,
)
from telegrams.models import Telegram
from telegrams.models.telegram import FILED_APART, UNDATED
from telegrams.parsing.dates import FoundDate, PartialDate, find_date
from telegrams.records import passages_from_json
from telegrams.saying import date_said, day_said
from telegrams.settling import Finding, leave, left
from telegrams.vocabulary import HeaderField, PassageKind

MOST_DAYS = 3
"""Days of the text that a card offers."""

NEAR = timedelta(days=31)
"""How far from one another neighbours in print may be to say anything of what stands between them."""

YEAR_APART = 300
"""Days: a file number so far from the day printed says most often that a year is misprinted."""

HINT = "1945-11-22, 1945-11, 1945, 1945-11-20/1945-11-24, or with .. on an open side: 1945-11-22/.."


def _held() -> QuerySet[Telegram]:
    return Telegram.objects.filter(withdrawn_at=None)


def _undated() -> QuerySet[Telegram]:
    return _held().filter(UNDATED).exclude(left("undated", "volume__slug", "document"))


def _filed_apart() -> QuerySet[Telegram]:
    lag = timedelta(days=settings.ARCHIVE_FILING_LAG)
    last = Greatest("latest", "received_on")  # PostgreSQL's own: what is not known does not count
    apart = Q(filed_on__lt=F("earliest") - lag) | Q(filed_on__gt=last + lag)
    return _held().filter(FILED_APART).filter(apart).exclude(left("filed", "volume__slug", "document"))


def _documents(rows: QuerySet[Any], documents: Sequence[int]) -> QuerySet[Any]:
    return rows.filter(pk__in=documents)


def _with_neighbours(rows: Sequence[Telegram]) -> list[Telegram]:
    """The rows with what their cards show, and the dated documents printed before and after each."""
    dated = _held().filter(volume=OuterRef("volume")).exclude(earliest=None)
    told_of = dated.annotate(
        said=Concat("document", Value(" "), Cast("earliest", TextField()), output_field=TextField())
    )
    before = told_of.filter(document_key__lt=OuterRef("document_key")).order_by("-document_key").values("said")[:1]
    after = told_of.filter(document_key__gt=OuterRef("document_key")).order_by("document_key").values("said")[:1]
    found = (
        Telegram.objects.filter(pk__in=[row.pk for row in rows])
        .select_related("volume", "run")
        .prefetch_related(STANDING)
        .annotate(printed_before=Subquery(before), printed_after=Subquery(after))
        .in_bulk()
    )
    return [found[row.pk] for row in rows if row.pk in found]


def _beside(telegram: Telegram) -> list[tuple[str, str, date]]:
    """The dated documents printed before and after: where, which, and on which day."""
    found = []
    for label, beside in (("Printed before it", "printed_before"), ("Printed after it", "printed_after")):
        document, _, day = (getattr(telegram, beside) or "").partition(" ")
        if document:
            found.append((label, document, date.fromisoformat(day)))
    return found


def _neighbours(telegram: Telegram) -> Iterator[Evidence]:
    for label, document, day in _beside(telegram):
        yield told(label, f"{document}, {day_said(day)}")


def _between(telegram: Telegram) -> Iterator[Option]:
    """The days between its neighbours in print, where those are in order and near one another."""
    beside = _beside(telegram)
    if len(beside) < 2 or not timedelta() <= beside[1][2] - beside[0][2] <= NEAR:
        return
    first, last = beside[0][2], beside[1][2]
    value = PartialDate.day(first) if first == last else PartialDate.span(first, last)
    source = f"The order of the volume: {beside[0][1]} and {beside[1][1]}"
    reason = "No dateline gives the day; it is printed between documents of these days."
    yield Option("between", date_said(value), value.text(), "as its neighbours in print", reason, source)


def _days_in_text(telegram: Telegram) -> Iterator[Option]:
    """The first days that the text itself prints, each with its line."""
    met: set[str] = set()
    for passage in passages_from_json(telegram.layout.get("passages", [])):
        if passage.part or passage.kind == PassageKind.SOURCE_NOTE:
            continue
        words = telegram.text[passage.start : passage.end]
        found = find_date(words)
        value = (found.value or _with_a_year(telegram, found)) if found else None
        if found is None or value is None or value.text() in met:
            continue
        met.add(value.text())
        line = f", line {passage.line}" if passage.line else ""
        source = f"The text itself{line}: “{words[found.start : found.end]}”"
        reason = "No dateline gives the day; the text names it."
        yield Option(f"text-{len(met)}", date_said(value), value.text(), source, reason, source)
        if len(met) == MOST_DAYS:
            return


def _with_a_year(telegram: Telegram, found: FoundDate) -> PartialDate | None:
    """A day printed without its year: the last such day before the documents printed beside it."""
    beside = [day for _, _, day in _beside(telegram)]
    if not beside or found.month is None or found.day is None:
        return None
    for year in (max(beside).year, max(beside).year - 1):
        meant = PartialDate.of(f"{year:04}-{found.month:02}-{found.day:02}")
        if meant and meant.earliest and meant.earliest <= max(beside) + NEAR:
            return meant
    return None


def _day_of_filing(telegram: Telegram, reason: str) -> Iterator[Option]:
    if telegram.filed_on is not None:
        source = f"The file number {telegram.file_number}"
        yield Option(
            "filed", day_said(telegram.filed_on), telegram.filed_on.isoformat(), f"{source} states it", reason, source
        )


def _cards_of_undated(rows: Sequence[Telegram]) -> list[Card]:
    return [_card_of_undated(row) for row in _with_neighbours(rows)]


def _card_of_undated(telegram: Telegram) -> Card:
    found = [
        *_day_of_filing(telegram, "No dateline gives the day; the file number states it."),
        *_days_in_text(telegram),
    ]
    if telegram.received_on is not None:
        day = telegram.received_on
        source = f"Its receipt, {day_said(day)}"
        why = "No dateline gives the day; it was received on that one."
        found.append(Option("received", f"not after {day_said(day)}", f"../{day.isoformat()}", source, why, source))
    found += _between(telegram)
    asked = [*found, Option(TYPED, "another day", detail=HINT), Option(LEAVE, "no day can be had: leave it undated")]
    return Card(
        row=telegram.pk,
        title=heading(telegram),
        address=record_page(telegram, HeaderField.SENT),
        on_site=telegram.get_absolute_url(),
        name=name(telegram),
        since=since(telegram),
        evidence=[dateline(telegram), first_words(telegram), *_neighbours(telegram)],
        options=asked,
        chosen=asked[0].key,
        typed="Day",
        hint=HINT,
        seen=shown_value(telegram, HeaderField.SENT),
    )


def _cards_of_filed(rows: Sequence[Telegram]) -> list[Card]:
    return [_card_of_filed(row) for row in _with_neighbours(rows)]


def _card_of_filed(telegram: Telegram) -> Card:
    filed = list(_day_of_filing(telegram, "The dateline is misprinted; the file number states the day."))
    first, last, day = telegram.earliest, telegram.latest, telegram.filed_on
    apart = abs(((first if first and day and day < first else last) - day).days) if day and first and last else 0
    seen = shown_value(telegram, HeaderField.SENT)
    side = "before" if day and first and day < first else "after"
    options = [
        *filed,
        *(one for one in _days_in_text(telegram) if one.value != seen),
        Option(TYPED, "another day", detail=HINT),
        Option(LEAVE, "both are right: leave it as it is", detail="as where it is filed with an older or later paper"),
    ]
    return Card(
        row=telegram.pk,
        title=heading(telegram),
        address=record_page(telegram, HeaderField.SENT),
        on_site=telegram.get_absolute_url(),
        name=name(telegram),
        since=since(telegram),
        evidence=[
            told("Sent", f"{sent(telegram)}, as shown"),
            told("Filed under", f"{telegram.file_number}: {apart:,} days {side}", printed=True),
            dateline(telegram),
            first_words(telegram),
            *_neighbours(telegram),
        ],
        options=options,
        chosen="filed" if apart >= YEAR_APART else LEAVE,
        typed="Day",
        hint=HINT,
        seen=seen,
    )


def _settle(queue: str, telegram: Telegram, card: Card, decision: Decision, by: User) -> str:
    if decision.option.key == LEAVE:
        leave(Finding(queue, telegram.volume.slug, telegram.document), decision.reason, by)
        return f"{card.name}: left as it is."
    return corrected(telegram, HeaderField.SENT, card, decision, by)


UNDATED_DOCUMENTS = Queue(
    key="undated",
    label="Undated",
    help="No day is printed or could be concluded, of documents that are no editors' notes.",
    look="telegrams.view_telegram",
    fix="telegrams.add_correction",
    waiting=_undated,
    among=_documents,
    cards=_cards_of_undated,
    settle=lambda row, card, decision, by: _settle("undated", row, card, decision, by),
)

FILED_ELSEWHEN = Queue(
    key="filed",
    label="Filing date against dateline",
    help="The file number states a day far from the days printed: a misprint, or another paper's file.",
    look="telegrams.view_telegram",
    fix="telegrams.add_correction",
    waiting=_filed_apart,
    among=_documents,
    cards=_cards_of_filed,
    settle=lambda row, card, decision, by: _settle("filed", row, card, decision, by),
)
