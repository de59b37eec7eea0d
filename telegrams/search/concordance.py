"""Every place where the words of a question stand, with what stands before and after: key words in context."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from telegrams.search.language import Reading
from telegrams.search.marking import finder, found_of
from telegrams.search.sections import Section, sections_of, words_of_documents
from telegrams.search.words import forms_of

CONTEXT = 55
"""Characters shown on each side, cut at a word."""

MOST_DOCUMENTS = 500
"""Documents whose lines are shown together, the first of the answer."""

AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A place: the words before, found, and after; ``where`` and ``address`` as of a quotation."""

    telegram_id: int
    before: str
    found: str
    after: str
    where: str = ""
    address: str = ""


def lines_of(keys: Sequence[int], reading: Reading) -> Iterator[Line]:
    """The lines of these documents, in their order and that of each text."""
    words = finder(reading)
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        known = words_of_documents(some)
        for key in some:
            for section in sections_of(known[key]) if key in known else ():
                for one in found_of(words, section):
                    yield _line(key, section, one.start, one.end)


def _line(key: int, section: Section, start: int, end: int) -> Line:
    before = " ".join(section.text[max(0, start - CONTEXT) : start].split())
    after = " ".join(section.text[end : end + CONTEXT].split())
    if start > CONTEXT:
        before = f"… {before.partition(' ')[2]}"
    if end + CONTEXT < len(section.text):
        after = f"{after.rpartition(' ')[0]} …"
    return Line(key, before, " ".join(section.text[start:end].split()), after, section.where, section.address)


def in_order(lines: Sequence[Line], by: str) -> list[Line]:
    """The lines by the words after ('right'), by those before, the nearest first ('left'), else as they are."""
    if by == "right":
        return sorted(lines, key=lambda line: forms_of(line.after))
    if by == "left":
        return sorted(lines, key=lambda line: forms_of(line.before)[::-1])
    return list(lines)
