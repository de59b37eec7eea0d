"""The apparatus of a volume from its first page to its last: pages and notes that do not follow one another.

Each document is checked for itself (``checks``); what stands between documents shows only here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from telegrams.parsing.dates import PartialDate
from telegrams.parsing.volume_slug import years_of
from telegrams.records import Problem, TelegramRecord
from telegrams.vocabulary import HeaderField, Level

WRAPS_AT = 99
"""The numbers of notes begin anew after it, where they run through a volume."""

MOST_OF_A_KIND = 100
"""Problems of one kind that are given one by one."""

LONGEST_BEFORE, LONGEST_AFTER = 60, 5
"""Years before and after those of a volume within which its documents lie."""

_NUMBER = re.compile(r"\d{1,4}")
_MARK = re.compile(r"\d{1,3}[a-z]?|[*†‡§¶]{1,3}")


@dataclass(slots=True)
class Apparatus:
    """Pages and notes as they are met; ``problems`` is what does not follow.

    ``name``: what messages call the source.
    """

    name: str
    problems: list[Problem] = field(default_factory=list)
    _page: tuple[int, str] | None = None
    _note: int = 0

    def page(self, label: str, line: int, document: str) -> None:
        """A page begins, in a document or ('') between two; within one document the document's own check judges."""
        if not _NUMBER.fullmatch(label):
            self._page = None  # roman, or a letter after the number: not judged
            return
        before, self._page = self._page, (int(label), document)
        if before is None or (document and before[1] == document) or int(label) == before[0] + 1:
            return
        if int(label) == before[0]:
            self._add(line, "duplicate-page", f"page {label} twice running", "the next page", document)
        else:
            self._add(line, "page-order", f"page {label} after page {before[0]}", "the next page", document)

    def note(self, label: str, line: int, document: str) -> None:
        """A note with its mark; one mark twice is a second reference to one note."""
        if not _NUMBER.fullmatch(label):
            return
        before, self._note = self._note, int(label)
        if self._note in (before, before + 1, 1) or (before >= WRAPS_AT and self._note == before + 1 - WRAPS_AT):
            return
        expected = f"note {before + 1}, or a count that begins anew"
        self._add(line, "note-numbering", f"note {label} after note {before}", expected, document)

    def _add(self, line: int, code: str, found: str, expected: str, document: str) -> None:
        where = f", in {document}" if document else ""
        remedy = "it is kept as printed; see whether something is missing"
        self.problems.append(Problem(self.name, line, code, Level.NOTE, found + where, f"expected {expected}", remedy))


def odd_year(record: TelegramRecord) -> Iterator[Problem]:
    """A document dated far from the years that its volume's name says: most often a misprint."""
    years, sent = years_of(record.volume), record.read(HeaderField.SENT)
    day = PartialDate.of(sent.value or "") if sent else None
    if years is None or sent is None or day is None or day.earliest is None:
        return
    if not years[0] - LONGEST_BEFORE <= day.earliest.year <= years[1] + LONGEST_AFTER:
        line = sent.place.line if sent.place else record.source.first_line if record.source else None
        found = f"dated {sent.value} in a volume of {years[0]}" + (f" to {years[1]}" if years[1] > years[0] else "")
        expected, remedy = "expected a day near these years", "it is kept as printed; correct it if it is a misprint"
        name = record.source.name if record.source else ""
        yield Problem(name, line, "odd-year", Level.WARNING, found, expected, remedy)


def unmarked(text: str, raised: list[tuple[int, int]], anchors: frozenset[int]) -> Iterator[str]:
    """Raised marks in a text that look like those of notes and have none: after a word, a number or a sign alone.

    ``raised``: where the superscripts stand; ``anchors``: where notes are marked.
    """
    for start, end in raised:
        mark = text[start:end]
        after_a_word = start > 0 and (text[start - 1].isalpha() or text[start - 1] in ".,;:!?”’)]")
        if after_a_word and _MARK.fullmatch(mark) and not anchors & {start, end}:
            yield mark


def in_order(problems: list[Problem]) -> Iterator[Problem]:
    """The problems, those of one kind beyond the first hundred as one."""
    by_code: dict[str, int] = {}
    for problem in problems:
        by_code[problem.code] = by_code.get(problem.code, 0) + 1
        if by_code[problem.code] <= MOST_OF_A_KIND:
            yield problem
    for code, count in by_code.items():
        if count > MOST_OF_A_KIND:
            found = f"{count - MOST_OF_A_KIND:,} more of the kind"
            yield Problem(problems[0].source, None, code, Level.NOTE, found, "", "")
