"""What of a document is searched: its passages, its notes, and shown values that differ from the print."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from telegrams.models import Telegram
from telegrams.search.words import forms_of
from telegrams.vocabulary import PassageKind

HEADING, BODY, NOTES, SOURCE_NOTE = "A", "B", "C", "D"
"""The weights of PostgreSQL by which a rank tells the parts of a document apart."""

_OF_KIND = {PassageKind.HEADING.value: HEADING, PassageKind.SOURCE_NOTE.value: SOURCE_NOTE}
_WHERE = {HEADING: "in the heading", BODY: "", SOURCE_NOTE: "in the source note"}
_WORDS = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document that no phrase crosses.

    ``where`` is what a quotation says of it ('' for the text), ``address`` its place on the page.
    """

    text: str
    weight: str
    where: str
    address: str = ""
    is_opening: bool = False


def sections_of(telegram: Telegram) -> Iterator[Section]:
    """The sections of a telegram in printed order; its notes are read from ``footnotes.all()``."""
    printed = list(_passages(telegram))
    yield from _corrected(telegram, printed)
    yield from printed
    for note in telegram.footnotes.all():
        yield Section(note.text, NOTES, f"in footnote {note.mark}")


def _passages(telegram: Telegram) -> Iterator[Section]:
    """Every passage, and what stands between passages where a layout leaves anything out."""
    at = 0
    for number, (start, end, kind, part, *_) in enumerate(telegram.layout.get("passages", ()), 1):
        between = telegram.text[at:start]
        if between and not between.isspace() and _WORDS.search(between):
            yield Section(between, BODY, "")
        weight = _OF_KIND.get(kind, BODY) if part == 0 else BODY
        is_opening = kind == PassageKind.PARAGRAPH.value and part == 0
        yield Section(telegram.text[start:end], weight, _WHERE[weight], f"passage-{number}", is_opening)
        at = max(at, end)
    if _WORDS.search(telegram.text[at:]):
        yield Section(telegram.text[at:], BODY, "")


def _corrected(telegram: Telegram, printed: list[Section]) -> Iterator[Section]:
    """A heading or source note that an editor corrected is found as shown and as printed."""
    for value, weight in ((telegram.heading, HEADING), (telegram.source_note, SOURCE_NOTE)):
        words = " ".join(form for section in printed if section.weight == weight for form in forms_of(section.text))
        shown = " ".join(forms_of(value))
        if shown and f" {shown} " not in f" {words} ":
            yield Section(value, weight, _WHERE[weight])
