"""What every engine promises: questions as values in, answers as values out."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from telegrams.search.absence import Absence
from telegrams.search.cited import Cited
from telegrams.search.facets import FACET
from telegrams.search.language import Misreading
from telegrams.search.query import Chip, Query
from telegrams.search.suggesting import Suggestion

__all__ = [
    "EVERY",
    "Answer",
    "Axis",
    "Cell",
    "Crossed",
    "Engine",
    "FacetAnswer",
    "FacetCount",
    "Hit",
    "Misreading",
    "NotReady",
    "PeriodCount",
    "Place",
    "Quotation",
    "TermRead",
    "TooHeavy",
]

EVERY = 10_000_000
"""More values than any facet has."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted passage: pieces of text, each with whether it is marked; ``where`` '' is the text itself.

    ``where`` says 'in footnote 4', 'in the source note', 'in the heading'; ``address`` is the
    fragment of the document's page it stands at ('passage-3'), '' for notes.
    """

    pieces: tuple[tuple[str, bool], ...]
    where: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found, with up to three passages that show why."""

    telegram_id: int
    quotations: tuple[Quotation, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetCount:
    """A value of a facet: what the address says, what the page prints, and how many documents."""

    value: str
    label: str
    count: int
    chosen: bool = False
    excluded: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True)
class FacetAnswer:
    """A facet of an answer: the values shown, and how many there are in all ('not stated' not counted).

    ``is_least``: there may be more than ``distinct``, as below the branches of a tree that are counted; all of them
    are counted where all are shown.
    """

    key: str
    values: tuple[FacetCount, ...]
    distinct: int
    is_least: bool = False

    @property
    def label(self) -> str:
        """The facet's name as a page prints it."""
        return FACET[self.key].label


@dataclass(frozen=True, slots=True)
class Axis:
    """The values of a facet along one side: those named, else the commonest of what answers, as many as ``most``."""

    facet: str
    most: int = EVERY
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A pair of values, and how many documents have both; a pair that none has is no cell."""

    row: str
    column: str
    count: int


@dataclass(frozen=True, slots=True)
class Crossed:
    """Two facets under one question; ``both``: the documents that state a value of each, of ``total`` that answer.

    Values have the counts they have by themselves; 'not stated' is none of them. A document with two values
    of a facet is in two rows, so that cells may add up to more than the documents.
    """

    rows: tuple[FacetCount, ...]
    columns: tuple[FacetCount, ...]
    cells: tuple[Cell, ...]
    both: int
    total: int


@dataclass(frozen=True, slots=True)
class PeriodCount:
    """Documents of a year, a month or a day (ISO): matching, and held in all."""

    period: str
    matching: int
    held: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document stands among those that answer, counted from 1; the ids of those beside it, None at an end."""

    number: int
    total: int
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class TermRead:
    """A term of the question as it was understood, with the number of documents held that have it.

    ``said`` is 'the phrase lend lease'; ``excluded``: documents with it are left out. ``also``: the other
    forms in which it is written, which are counted in where the question asks for abbreviations too.
    """

    text: str
    said: str
    count: int
    excluded: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a Query; ``total`` is exact and counts documents.

    ``pinned`` are documents whose number is what was asked ('This number'); they do not
    change the total. ``undated`` counts documents left out because a span of days was asked. ``behind``: how many
    changes of the archive the answer does not know yet, ``sequence`` the last that it knows. ``cited``: the citations
    that the question is made of. ``within``: where few years are asked for or held, the counts of their months or days.
    """

    query: Query
    total: int
    hits: tuple[Hit, ...]
    facets: tuple[FacetAnswer, ...]
    years: tuple[PeriodCount, ...]
    undated: int = 0
    pinned: tuple[int, ...] = ()
    read: tuple[TermRead, ...] = ()
    misread: tuple[Misreading, ...] = ()
    behind: int = 0
    sequence: int = 0
    within: tuple[PeriodCount, ...] = ()
    cited: tuple[Cited, ...] = ()

    def facet(self, key: str) -> FacetAnswer:
        """One facet of the answer."""
        return next(facet for facet in self.facets if facet.key == key)

    def say(self, key: str, value: str) -> str:
        """What a page prints for a chosen value of a facet."""
        known = (
            count.label for facet in self.facets if facet.key == key for count in facet.values if count.value == value
        )
        return next(known, "") or FACET[key].say(value)

    def chips(self) -> tuple[Chip, ...]:
        """The question in words, its values by their names."""
        return self.query.in_words(self.say)


class TooHeavy(Exception):
    """The question took longer than it may; ``term`` names the costly part where one is known."""

    def __init__(self, seconds: float, term: str = "") -> None:
        super().__init__(f"stopped after {seconds} seconds")
        self.seconds = seconds
        self.term = term

    @property
    def said(self) -> str:
        """What happened, as readers are told it."""
        return f"This question took longer than {self.seconds:g} seconds and was stopped."

    @property
    def remedy(self) -> str:
        """What was costly about it, or what would be quicker, in a sentence."""
        return f"Its costly part is “{self.term}”." if self.term else "Fewer or rarer words are quicker."


class NotReady(Exception):
    """There is no index to ask yet; it is being built, or cannot be."""


class Engine(Protocol):
    """An engine is asked and kept in step; it holds nothing that the database does not."""

    def ask(self, query: Query) -> Answer:
        """The answer; raises TooHeavy."""

    def absence(self, query: Query) -> Absence:
        """What there is near a question that nothing answers."""

    def count(self, query: Query) -> int:
        """The exact total alone; raises TooHeavy."""

    def all_values(self, query: Query, facet: str) -> FacetAnswer:
        """Every value of one facet under all other filters."""

    def crossed(self, query: Query, rows: Axis, columns: Axis) -> Crossed:
        """Two facets counted together under the whole question; raises TooHeavy."""

    def among(self, query: Query, telegrams: Sequence[int]) -> set[int]:
        """Those of some documents that answer."""

    def after(self, query: Query, telegram: int, most: int) -> tuple[Hit, ...]:
        """The documents that stand after one of the archive's in the question's order by date, newest or number."""

    def place(self, query: Query, telegram: int) -> Place | None:
        """Where a document stands on the question's page of the answer, or on one beside it; None: on none of them."""

    def documents(self, query: Query) -> Iterator[int]:
        """The ids of all documents found, in order, for exports."""

    def suggest(self, typed: str) -> tuple[Suggestion, ...]:
        """People, posts and file numbers that begin so."""

    def catch_up(self) -> Hashable:
        """Take in what has changed, as far as a question may wait for that; outside of a transaction.

        What comes back is the same as before only if the answers to all questions are.
        """

    def follow(self) -> None:
        """Take in every change of the database that is not known yet; outside of a transaction."""

    def behind(self) -> int:
        """How many changes of the database are not known yet; takes none in."""

    def close(self) -> None:
        """Let go of what is open; the next question opens it."""

    def rebuild(self) -> int:
        """Begin anew from the database; how many documents are known then."""
