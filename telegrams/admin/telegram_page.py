"""What the page of a telegram in the admin shows, made ready for its template."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.forms import BoundField

from telegrams import curating
from telegrams.admin.linking import list_of, page_of
from telegrams.admin.place_fields import GROUPS
from telegrams.admin.source_lit import LitLine, begun, lit_lines
from telegrams.admin.telegram_form import REASONS, CorrectionForm
from telegrams.corrections import Field, ShownValue, field_of
from telegrams.errata import PlacedField, Printed, context, in_words, printed_of
from telegrams.models import (
    Check,
    Correction,
    CrossReference,
    Footnote,
    Participation,
    Problem,
    RecordChange,
    Telegram,
)
from telegrams.records import Place, passages_from_json, values_from_json
from telegrams.vocabulary import HeaderField, PassageKind


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """A header value: as printed, as read with its origin, as shown, and the input to correct it."""

    shown: ShownValue
    read_as: str
    origin: str
    rule: str
    span: str
    line: int | None
    input: BoundField | None
    correction: Correction | None = None
    check: Check | None = None


@dataclass(frozen=True, slots=True)
class CorrectionCard:
    """A correction with the value loaded today, and whether the two disagree."""

    row: Correction
    shown: str
    loaded: str
    made_against: str
    conflicting: bool
    is_placed: bool


@dataclass(frozen=True, slots=True)
class PrintedPassage:
    """A passage of the printed text and what it is."""

    kind: str
    part: int
    text: str
    line: int | None
    start: int = 0


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A note or a page mark: what it is called, where it stands now, and where it was loaded if that is elsewhere."""

    name: str
    now: str
    loaded: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class InputGroup:
    """The inputs by which one thing that has a place is corrected."""

    name: str
    title: str
    said: str
    boxes: Sequence[BoundField]


@dataclass(frozen=True, slots=True)
class May:
    """What the editor may do: correct and check, take back and keep, say who is meant."""

    correct: bool
    take_back: bool
    attribute: bool


@dataclass(frozen=True, slots=True)
class TelegramPage:
    """The page of one telegram: header values to correct, and everything printed to look at."""

    telegram: Telegram
    header: Sequence[HeaderRow]
    standing: Sequence[CorrectionCard]
    taken_back: Sequence[Correction]
    parties: Sequence[Participation]
    passages: Sequence[PrintedPassage]
    notes: Sequence[PlacedRow]
    pages: Sequence[PlacedRow]
    groups: Sequence[InputGroup]
    lit: Sequence[LitLine]
    reasons: Sequence[str]
    references: Sequence[CrossReference]
    problems: Sequence[Problem]
    changes: Sequence[RecordChange]
    may_correct: bool
    may_take_back: bool
    may_attribute: bool
    corrections_list: str
    source_page: str
    run_page: str


def telegram_page(telegram: Telegram, form: CorrectionForm, may: May) -> TelegramPage:
    """Everything the page shows, in a number of queries that does not grow with the document."""
    rows = list(telegram.corrections.select_related("by", "withdrawn_by").order_by("-at", "-pk"))
    printed = printed_of(telegram)
    lit = lit_lines(telegram.source.text, telegram.source.first_line, _places(telegram))
    standing = {row.field: row for row in rows if row.withdrawn_at is None}
    return TelegramPage(
        telegram=telegram,
        header=header_rows(telegram, form, may, standing, begun(lit)),
        standing=list(_cards([row for row in rows if row.withdrawn_at is None], form)),
        taken_back=[row for row in rows if row.withdrawn_at is not None],
        parties=list(telegram.participations.select_related("person")),
        passages=list(printed_passages(telegram)),
        notes=[_note(note, printed) for note in telegram.footnotes.all()],
        pages=list(_pages(telegram, printed)),
        groups=_groups(form) if may.correct else (),
        lit=lit,
        reasons=REASONS,
        references=list(telegram.references.select_related("target__volume", "footnote")),
        problems=list(
            Problem.objects.filter(run=telegram.run_id, volume=telegram.volume.slug, document=telegram.document)
        ),
        changes=list(telegram.record_changes.select_related("run").defer("before", "after").order_by("-pk")[:20]),
        may_correct=may.correct,
        may_take_back=may.take_back,
        may_attribute=may.attribute,
        corrections_list=list_of(Correction),
        source_page=page_of(telegram.source),
        run_page=page_of(telegram.run),
    )


def _places(telegram: Telegram) -> dict[HeaderField, Place]:
    """Where the header values stand in the source."""
    return {value.field: value.place for value in values_from_json(telegram.loaded) if value.place}


def _note(note: Footnote, printed: Printed) -> PlacedRow:
    now, loaded = _anchor(note.offset, printed), _anchor(printed.notes[note.ordinal], printed)
    return PlacedRow(note.mark, now, loaded if loaded != now else "", note.text)


def _anchor(offset: int | None, printed: Printed) -> str:
    return "its place in the text is not known" if offset is None else f"@{offset}: {context(printed.text, offset)}"


def _pages(telegram: Telegram, printed: Printed) -> Iterable[PlacedRow]:
    """The page marks shown, then those as loaded that are not shown so."""
    held = {(page.label, page.offset) for page in printed.pages}
    shown = set()
    for marker in telegram.page_markers.all():
        shown.add((marker.label, marker.offset))
        how = " (implied)" if marker.implied else "" if (marker.label, marker.offset) in held else " (corrected)"
        yield PlacedRow(f"{marker.label}{how}", _anchor(marker.offset, printed), "")
    for page in printed.pages:
        if (page.label, page.offset) not in shown:
            yield PlacedRow(f"{page.label} (as loaded, not shown)", "", _anchor(page.offset, printed))


def _groups(form: CorrectionForm) -> tuple[InputGroup, ...]:
    titles = {
        "erratum": ("Words of the text", "An erratum lies over the print: the printed words stay, and stay reachable."),
        "note": ("Place of a note", "Move the mark of a note, or say that its place is not known."),
        "page": ("Page marks", "Move a mark, give it another number, join two pages or split one."),
    }
    return tuple(InputGroup(name, *titles[name], [form[one] for one in GROUPS[name]]) for name in GROUPS)


def header_rows(
    telegram: Telegram, form: CorrectionForm, may: May, standing: Mapping[str, Correction], lit: Container[str]
) -> list[HeaderRow]:
    """A row for each field that is stated or can be corrected; ``lit``: the fields whose span the source below shows.

    The page on which a document begins is often marked before it, in another's source: its line is told, with no link.
    """
    checks = curating.standing_checks(telegram, form.shown)
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
                span=f"span-{field.value}" if field.value in lit else "",
                line=place.line if place else None,
                input=box if may.correct else None,
                correction=standing.get(field.value),
                check=checks.get(field),
            )
        )
    return rows


def say(field: HeaderField, value: str) -> str:
    """A stored value as an editor reads it; '' where nothing is stated."""
    return value.replace("T", ", ") if field == HeaderField.RECEIVED else value


def _cards(rows: Iterable[Correction], form: CorrectionForm) -> Iterable[CorrectionCard]:
    known: dict[Field, ShownValue] = {}
    known.update((value.field, value) for value in (*form.shown.values(), *form.placed.values()))
    for row in rows:
        field = field_of(row.field)
        today = known.get(field)
        if today is None:  # made by somebody else since the form was begun
            continue
        if isinstance(field, PlacedField):
            said, loaded = (in_words(field, value, form.instance.text) for value in (row.value, today.loaded))
            before = row.made_against if today.conflicting or field.what == "text" else loaded
            yield CorrectionCard(row, said, loaded, before, today.conflicting, is_placed=True)
        else:
            yield CorrectionCard(row, row.value, today.loaded, row.made_against, today.conflicting, is_placed=False)


def printed_passages(telegram: Telegram) -> Iterable[PrintedPassage]:
    """The text in its passages."""
    for passage in passages_from_json(telegram.layout.get("passages", [])):
        words = telegram.text[passage.start : passage.end]
        yield PrintedPassage(PassageKind(passage.kind).label, passage.part, words, passage.line, passage.start)
