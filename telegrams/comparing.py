"""What a load changed in a document, field by field: two records → rows of a table. Pure.

It lies below views and admin, which both show it to their readers. May import: records and what lies below, saying.
"""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from telegrams.records import PARAGRAPH_BREAK, TelegramRecord, from_json, without_places
from telegrams.saying import NOT_STATED
from telegrams.vocabulary import HeaderField

NOT_THERE = "–"
AROUND = 3
"""Words shown on either side of a difference."""


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A thing that changed: its name, and what it was and is, as text."""

    what: str
    before: str
    after: str


def changed_rows(before: dict[str, Any] | None, after: dict[str, Any] | None) -> list[ChangedRow]:
    """The differences between two stored records; none where either is not held."""
    if before is None or after is None:
        return []
    was, now = without_places(from_json(before)), without_places(from_json(after))
    return [*_values(was, now), *_text(was, now), *_notes(was, now), *_pages(was, now), *_rest(was, now)]


def apart(before: str, after: str) -> tuple[str, str]:
    """Two long texts cut down to where they differ, with some words around it.

    >>> apart("He went to the theatre with me and saw a play.", "He went to the opera with me and saw a play.")
    ('… went to the theatre with me and …', '… went to the opera with me and …')
    """
    old, new = before.split(" "), after.split(" ")
    shorter = min(len(old), len(new))
    first = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    last = next((at for at in range(shorter - first) if old[-1 - at] != new[-1 - at]), shorter - first)
    return _cut(old, first, last), _cut(new, first, last)


def _cut(words: list[str], first: int, last: int) -> str:
    """The words between so many at either end, with a few of those."""
    start, end = max(0, first - AROUND), min(len(words), len(words) - last + AROUND)
    return " ".join((*(("…",) if start else ()), *words[start:end], *(("…",) if end < len(words) else ())))


def _values(was: TelegramRecord, now: TelegramRecord) -> Iterator[ChangedRow]:
    for field in HeaderField:
        old, new = was.read(field), now.read(field)
        if old == new:
            continue
        yield ChangedRow(field.label, _said(old), _said(new))


def _said(value: Any) -> str:
    """A value with how it was come by, for two values may differ in that alone."""
    if value is None or not value.value:
        return NOT_STATED
    rule = f": {value.rule}" if value.rule else ""
    printed = f"; printed “{value.printed}”" if value.printed and value.printed != value.value else ""
    return f"{value.value} ({value.origin.label}{rule}{printed})"


def _text(was: TelegramRecord, now: TelegramRecord) -> Iterator[ChangedRow]:
    """Paragraphs that differ, numbered as before and, where it is new, as after."""
    old, new = was.text.split(PARAGRAPH_BREAK), now.text.split(PARAGRAPH_BREAK)
    steps = difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    for step, start, end, new_start, new_end in steps:
        if step == "equal":
            continue
        name = f"Text, paragraph {start + 1}" if step != "insert" else f"Text, new paragraph {new_start + 1}"
        gone, come = PARAGRAPH_BREAK.join(old[start:end]), PARAGRAPH_BREAK.join(new[new_start:new_end])
        yield ChangedRow(name, gone or NOT_THERE, come or NOT_THERE)


def _notes(was: TelegramRecord, now: TelegramRecord) -> Iterator[ChangedRow]:
    old, new = ({note.ordinal: note for note in record.footnotes} for record in (was, now))
    for ordinal in sorted(old.keys() | new.keys()):
        if old.get(ordinal) != new.get(ordinal):
            yield ChangedRow(f"Note {ordinal}", _note(old.get(ordinal)), _note(new.get(ordinal)))


def _note(note: Any) -> str:
    if note is None:
        return NOT_THERE
    place = "no place in the text" if note.offset is None else f"at character {note.offset}"
    return f"{note.printed_mark or note.ordinal}, {place}: {note.text}"


def _pages(was: TelegramRecord, now: TelegramRecord) -> Iterator[ChangedRow]:
    if was.pages != now.pages:
        yield ChangedRow("Pages", *(_page_list(record) for record in (was, now)))


def _page_list(record: TelegramRecord) -> str:
    said = (f"{page.label} at character {page.offset}" for page in record.pages)
    return "; ".join(said) or NOT_THERE


def _rest(was: TelegramRecord, now: TelegramRecord) -> Iterator[ChangedRow]:
    """References by their words; the layout, which has no words of its own, by numbers."""
    if was.references != now.references:
        yield ChangedRow(
            "References", *("; ".join(ref.printed for ref in one.references) or NOT_THERE for one in (was, now))
        )
    for name, old, new in (
        ("Passages", was.passages, now.passages),
        ("Enclosures", was.parts, now.parts),
        ("Marks", was.marks, now.marks),
    ):
        if old != new:
            yield ChangedRow(name, f"{len(old)}", f"{len(new)}" + (" (others)" if len(old) == len(new) else ""))
