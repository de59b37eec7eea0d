"""A document as plain text: its words in printed order, pages and note marks in brackets, notes below."""

from collections.abc import Iterable, Iterator
from typing import TextIO

from telegrams.citing import citation_of, note_form
from telegrams.errata import errata_of
from telegrams.exports.corrected import corrected
from telegrams.models import Telegram


def write(documents: Iterable[Telegram], stream: TextIO, site: str = "") -> None:
    """Each document with its notes and its citation; a form feed between documents."""
    for number, telegram in enumerate(documents):
        stream.write("\f\n" if number else "")
        for paragraph in paragraphs(telegram):
            stream.write(f"{paragraph}\n\n")
        citation = citation_of(telegram)
        stream.write(f"{note_form(citation)}\n{site}{citation.address}\n")


def paragraphs(telegram: Telegram) -> Iterator[str]:
    """The text with ``[Page 922]`` and ``[note 7]`` where they stand, then the notes.

    The brackets are ours: the digits of a mark glued to a word could not be told from the text. Words that are
    corrected stand as they are printed, with ``[corrected: …]`` after them, and why below the notes.
    """
    inserted = _inserted(telegram)
    at = 0
    pieces = []
    for offset, words in inserted:
        pieces.append(telegram.text[at:offset] + words)
        at = offset
    pieces.append(telegram.text[at:])
    yield "".join(pieces)
    for note in telegram.footnotes.all():
        place = "" if note.offset is not None else " (its place in the text is not known)"
        yield f"[note {note.mark}]{place} {note.text}"
    if telegram.places:
        yield "\n".join(("Corrected by editors of the archive:", *corrected(telegram).lines()))


def _inserted(telegram: Telegram) -> list[tuple[int, str]]:
    """What stands between the characters of the text, in order; a mark before a page that begins there."""
    marks = [
        (_clamped(note.offset, telegram.text), 0, f" [note {note.mark}]")
        for note in telegram.footnotes.all()
        if note.offset is not None
    ]
    pages = [
        (_clamped(page.offset, telegram.text), 1, f"[Page {page.label}] ")
        for page in telegram.page_markers.all()
        if not page.implied
    ]
    errata = [
        (one.end, -1, f" [corrected: {one.value}]" if one.value else " [corrected: left out]")
        for one in errata_of(telegram.places)
    ]
    return [(offset, words) for offset, _, words in sorted(errata + marks + pages)]


def _clamped(offset: int, text: str) -> int:
    return min(max(offset, 0), len(text))
