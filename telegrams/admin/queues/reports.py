"""Readers' reports: the reader's words beside the document's, and a correction where they name a fact and a value."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from telegrams import curating, reporting
from telegrams.admin.linking import page_of
from telegrams.admin.queues.card import (
    LEAVE,
    TYPED,
    Card,
    Decision,
    Evidence,
    Option,
    Queue,
    Refused,
    of_document,
    told,
)
from telegrams.admin.queues.telling import STANDING, heading, name, refusing, shown_value
from telegrams.admin.reader_report_page import as_value, lit
from telegrams.corrections import NotAValue
from telegrams.curating import CORRECTABLE, Edit, odd_since
from telegrams.models import ReaderReport
from telegrams.reporting import Decided
from telegrams.saying import NOT_STATED, day_said
from telegrams.vocabulary import HeaderField

CORRECT, SPAM = "correct", "spam"
MAY_CORRECT = "telegrams.add_correction"


def _waiting() -> QuerySet[ReaderReport]:
    return ReaderReport.objects.filter(state="new")


def _cards(rows: Sequence[Any]) -> list[Card]:
    found = (
        ReaderReport.objects.filter(pk__in=[row.pk for row in rows])
        .select_related("telegram__volume")
        .prefetch_related(Prefetch("telegram__corrections", STANDING.queryset))
        .defer("telegram__layout")
        .in_bulk()
    )
    return [_card(found[row.pk]) for row in rows if row.pk in found]


def _card(report: ReaderReport) -> Card:
    telegram = report.telegram
    field = HeaderField(report.field) if report.field else None
    seen = shown_value(telegram, field) if field else ""
    options = [
        *(_corrections(report, field, seen) if field in CORRECTABLE else ()),
        Option(LEAVE, "decline it: it is not so, or cannot be shown", detail="the reason is for editors alone"),
        Option(SPAM, "put it away as spam", asks_why=False),
    ]
    return Card(
        row=report.pk,
        title=f"Report {report.pk}: {heading(telegram)}",
        address=page_of(report),
        on_site=telegram.get_absolute_url(),
        name=name(telegram),
        since=f"reported on {day_said(timezone.localdate(report.at))}",
        evidence=list(_evidence(report, field, seen)),
        options=options,
        chosen=CORRECT if options[0].key == CORRECT else "",
        typed=field.label if field else "",
        seen=seen,
    )


def _corrections(report: ReaderReport, field: HeaderField, seen: str) -> Iterator[Option]:
    """The reader's value, where the field can have it, and another."""
    another = Option(
        TYPED, f"another value of {field.label}", reason=report.said, source=report.source, needs=MAY_CORRECT
    )
    try:
        value = curating.checked(field, as_value(report.field, report.value or report.passage))
    except NotAValue:
        value = ""
    if value and value != seen:
        said = f"make it a correction: {field.label} is “{value}”"
        yield replace(another, key=CORRECT, said=said, value=value)
    yield another


def _evidence(report: ReaderReport, field: HeaderField | None, seen: str) -> Iterator[Evidence]:
    """The passage lit where it stands, the reader's words, and what is shown today."""
    found = lit(report)
    if found is not None:
        pieces = ((found.before, False), (found.passage, True), (found.after, False))
        yield Evidence("Text", pieces, report.telegram.get_absolute_url(), is_printed=True)
    elif report.passage:
        yield told("Passage", f"{report.passage} (it stands in the text of today nowhere, or more than once)")
    yield told("What is wrong", report.said)
    yield told("How the reader knows", report.source)
    if field:
        yield told(f"{field.label} as shown", seen or NOT_STATED)
        yield told("It should be", report.value or NOT_STATED)
    who = report.name or "a reader without a name"
    yield told("Reported by", f"{who}{', who asks to be named' if report.credit else ''}")
    record = f"{page_of(report.telegram)}?report={report.pk}"
    said = "any field, word, note or page of the document, with the reader’s words filled in"
    yield Evidence("Correct something else", ((said, False),), record, way="on the document’s page")


def _settle(report: ReaderReport, card: Card, decision: Decision, by: User) -> str:
    try:
        if decision.option.key in (CORRECT, TYPED):
            return _corrected(report, card, decision, by)
        reporting.decline(report.pk, by, decision.reason, as_spam=decision.option.key == SPAM)
    except Decided as decided:
        raise Refused(f"It was {decided.report.get_state_display()} meanwhile. Nothing was written.") from decided
    return f"Report {report.pk}: {'put away as spam' if decision.option.key == SPAM else 'declined'}."


def _corrected(report: ReaderReport, card: Card, decision: Decision, by: User) -> str:
    field = HeaderField(report.field)
    edit = Edit(field, as_value(report.field, decision.value), decision.seen)
    credit = report.name if report.credit else ""
    with refusing():
        written = reporting.accept(report.pk, edit, decision.reason, decision.source, by, credit)
    seen = "readers see it with its reason and source"
    return f"{card.name}: {field.label} is corrected as reported; {seen}. {odd_since([written])}".rstrip()


REPORTS = Queue(
    key="reports",
    label="Readers’ reports",
    help="What readers say is wrong. One that names a fact and its value becomes a correction by one key.",
    look="telegrams.view_readerreport",
    fix="telegrams.change_readerreport",
    waiting=_waiting,
    among=of_document,
    cards=_cards,
    settle=_settle,
)
