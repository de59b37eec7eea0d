"""What of a document is searched: its passages, its notes, and shown values that differ from the print."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson
from django.db import connection

from telegrams.errata import Erratum, Stretch, errata_of, stretch_of
from telegrams.search.words import forms_of
from telegrams.vocabulary import PassageKind

HEADING, BODY, NOTES, SOURCE_NOTE = "A", "B", "C", "D"
"""The parts of a document; each has fields of its own in the index."""

PART = {"heading": HEADING, "text": BODY, "footnotes": NOTES, "source": SOURCE_NOTE}
"""The weights of the parts that ``in:`` names."""

_OF_KIND = {PassageKind.HEADING.value: HEADING, PassageKind.SOURCE_NOTE.value: SOURCE_NOTE}
_WHERE = {HEADING: "in the heading", BODY: "", SOURCE_NOTE: "in the source note"}
_WORDS = re.compile(r"\w")


class Section(NamedTuple):
    """A stretch of a document that no phrase crosses.

    ``where`` is what a quotation says of it ('' for the text), ``address`` its place on the page. One with an
    ``erratum`` repeats some printed words around its corrected ones: only what touches these is found in it.
    """

    text: str
    weight: str
    where: str
    address: str = ""
    is_opening: bool = False
    erratum: Stretch | None = None


def part_of(kind: str, part: int) -> str:
    """The part of a document that a passage of a kind belongs to; headings of enclosures are text."""
    return _OF_KIND.get(kind, BODY) if part == 0 else BODY


@dataclass(frozen=True, slots=True)
class Words:
    """What of a document is searched, as the tables hold it: less than a Telegram, and read in two questions."""

    text: str
    passages: Sequence[Sequence[Any]]
    heading: str
    source_note: str
    notes: Sequence[tuple[str, str]]
    """The mark and text of each."""
    errata: tuple[Erratum, ...] = ()


_NOTES = """
    SELECT telegram_id, ordinal, printed_mark, text FROM telegrams_footnote
    WHERE telegram_id = ANY(%s) ORDER BY telegram_id, ordinal"""
_DOCUMENTS = """
    SELECT id, text, layout ->> 'passages', heading, source_note, places ->> 'errata'
    FROM telegrams_telegram WHERE id = ANY(%s)"""


def words_of_documents(keys: Sequence[int]) -> dict[int, Words]:
    """What is searched of these telegrams, by key; two questions to the database, whatever they hold."""
    notes: dict[int, list[tuple[str, str]]] = {}
    with connection.cursor() as cursor:  # put together by Django it takes four times the work, on every page of results
        cursor.execute(_NOTES, [list(keys)])
        for telegram, ordinal, mark, text in cursor:
            notes.setdefault(telegram, []).append((mark or str(ordinal), text))
        cursor.execute(_DOCUMENTS, [list(keys)])
        return {
            key: Words(
                text,
                orjson.loads(passages or "[]"),
                heading,
                source_note,
                notes.get(key, ()),
                errata_of({"errata": orjson.loads(errata)}) if errata else (),
            )
            for key, text, passages, heading, source_note, errata in cursor
        }


def sections_of(words: Words) -> Iterator[Section]:
    """The sections of a document in printed order."""
    printed = list(_passages(words))
    yield from _corrected(words, printed)
    yield from printed
    yield from _errata(words)
    for mark, text in words.notes:
        yield Section(text, NOTES, f"in footnote {mark}")


def _passages(words: Words) -> Iterator[Section]:
    """Every passage, and what stands between passages where a layout leaves anything out."""
    at = 0
    for number, (start, end, kind, part, *_) in enumerate(words.passages, 1):
        between = words.text[at:start]
        if between and not between.isspace() and _WORDS.search(between):
            yield Section(between, BODY, "")
        weight = part_of(kind, part)
        is_opening = kind == PassageKind.PARAGRAPH.value and part == 0
        yield Section(words.text[start:end], weight, _WHERE[weight], f"passage-{number}", is_opening)
        at = max(at, end)
    if _WORDS.search(words.text[at:]):
        yield Section(words.text[at:], BODY, "")


def _corrected(words: Words, printed: list[Section]) -> Iterator[Section]:
    """A heading or source note that an editor corrected is found as shown and as printed."""
    for value, weight in ((words.heading, HEADING), (words.source_note, SOURCE_NOTE)):
        of_weight = [section.text for section in printed if section.weight == weight]
        if value and value not in of_weight and not _is_said(value, of_weight):
            yield Section(value, weight, _WHERE[weight])


def _errata(words: Words) -> Iterator[Section]:
    """Each erratum with some words around it, so that it is found as shown; the print has a section of its own."""
    for one in words.errata:
        for number, (start, end, kind, part, *_) in enumerate(words.passages, 1):
            if start <= one.start and one.end <= end and one.value:
                weight = part_of(kind, part)
                stretch = stretch_of(words.text, words.errata, one, start, end)
                where = f"{_WHERE[weight]}, as corrected".lstrip(", ")
                yield Section(stretch.text, weight, where, f"passage-{number}", erratum=stretch)


def _is_said(value: str, texts: list[str]) -> bool:
    shown = " ".join(forms_of(value))
    return not shown or f" {shown} " in f" {' '.join(form for text in texts for form in forms_of(text))} "
