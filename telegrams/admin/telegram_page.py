"""What the page of a telegram in the admin shows, made ready for its template."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.forms import BoundField

from telegrams.admin.linking import list_of, page_of
from telegrams.admin.telegram_form import CorrectionForm
from telegrams.corrections import ShownValue
from telegrams.models import (
    Correction,
    CrossReference,
    Footnote,
    PageMarker,
    Participation,
    Problem,
    RecordChange,
    Telegram,
)
from telegrams.records import passages_from_json, values_from_json
from telegrams.vocabulary import HeaderField, PassageKind


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """A header value: as printed, as read with its origin, as shown, and the input to correct it."""

    shown: ShownValue
    read_as: str
    origin: str
    rule: str
    line: int | None
    input: BoundField | None


@dataclass(frozen=True, slots=True)
class CorrectionCard:
    """A correction with the value loaded today, and whether the two disagree."""

    row: Correction
    loaded: str
    conflicting: bool


@dataclass(frozen=True, slots=True)
class PrintedPassage:
    """A passage of the printed text and what it is."""

    kind: str
    part: int
    text: str
    line: int | None


@dataclass(frozen=True, slots=True)
class TelegramPage:
    """The page of one telegram: header values to correct, and everything printed to look at."""

    telegram: Telegram
    header: Sequence[HeaderRow]
    standing: Sequence[CorrectionCard]
    taken_back: Sequence[Correction]
    parties: Sequence[Participation]
    passages: Sequence[PrintedPassage]
    notes: Sequence[Footnote]
    pages: Sequence[PageMarker]
    references: Sequence[CrossReference]
    problems: Sequence[Problem]
    changes: Sequence[RecordChange]
    may_correct: bool
    corrections_list: str
    source_page: str
    run_page: str


def telegram_page(telegram: Telegram, form: CorrectionForm, may_correct: bool) -> TelegramPage:
    """Everything the page shows, in a number of queries that does not grow with the document."""
    rows = list(telegram.corrections.select_related("by").order_by("-at", "-pk"))
    return TelegramPage(
        telegram=telegram,
        header=header_rows(telegram, form, may_correct),
        standing=list(_cards([row for row in rows if row.withdrawn_at is None], form.shown)),
        taken_back=[row for row in rows if row.withdrawn_at is not None],
        parties=list(telegram.participations.select_related("person")),
        passages=list(printed_passages(telegram)),
        notes=list(telegram.footnotes.all()),
        pages=list(telegram.page_markers.all()),
        references=list(telegram.references.select_related("target__volume", "footnote")),
        problems=list(
            Problem.objects.filter(run=telegram.run_id, volume=telegram.volume.slug, document=telegram.document)
        ),
        changes=list(telegram.record_changes.select_related("run").defer("before", "after").order_by("-pk")[:20]),
        may_correct=may_correct,
        corrections_list=list_of(Correction),
        source_page=page_of(telegram.source),
        run_page=page_of(telegram.run),
    )


def header_rows(telegram: Telegram, form: CorrectionForm, may_correct: bool) -> list[HeaderRow]:
    """A row for each field that is stated or can be corrected."""
    read = {value.field: value for value in values_from_json(telegram.loaded)}
    rows = []
    for field, box in form.header_fields():
        value = read.get(field)
        if value is None and box is None:
            continue
        place = value.place if value else None
        rows.append(
            HeaderRow(
                shown=form.shown[field],
                read_as=say(field, form.shown[field].loaded),
                origin=value.origin.label if value else "",
                rule=value.rule if value else "",
                line=place.line if place else None,
                input=box if may_correct else None,
            )
        )
    return rows


def say(field: HeaderField, value: str) -> str:
    """A stored value as an editor reads it; '' where nothing is stated."""
    return value.replace("T", ", ") if field == HeaderField.RECEIVED else value


def _cards(rows: Iterable[Correction], shown: dict[HeaderField, ShownValue]) -> Iterable[CorrectionCard]:
    for row in rows:
        today = shown[HeaderField(row.field)]
        yield CorrectionCard(row, today.loaded, today.conflicting)


def printed_passages(telegram: Telegram) -> Iterable[PrintedPassage]:
    """The text in its passages."""
    for passage in passages_from_json(telegram.layout.get("passages", [])):
        words = telegram.text[passage.start : passage.end]
        yield PrintedPassage(PassageKind(passage.kind).label, passage.part, words, passage.line)
