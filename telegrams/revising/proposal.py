"""What would be changed in many documents, and what cannot be: made by a bulk correction or from a spreadsheet."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from typing import Any

from telegrams.curating import Edit
from telegrams.revising.revisions import DocumentEdits, Refusal
from telegrams.vocabulary import HeaderField


@dataclass(frozen=True, slots=True)
class Proposed:
    """A value to be put in the place of another. ``row``: its row in a spreadsheet, 0 where there is none."""

    telegram: int
    name: str
    field: HeaderField
    seen: str
    value: str
    row: int = 0
    reason: str = ""
    source: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a document is left out: what is typed in which column, and what is said to it.

    ``now`` and ``exported``: what is shown today and was in the file as it was given out, where somebody changed
    the value since; None elsewhere, and for an exported value that is not known any more.
    """

    row: int
    name: str
    column: str
    said: str
    typed: str = ""
    now: str | None = None
    exported: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Changes, and the rows left out with their problems; ``unchanged`` counts documents where nothing differs.

    ``remarks`` are about a whole file: a column that is not one of ours.
    """

    changes: tuple[Proposed, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    unchanged: int = 0
    remarks: tuple[str, ...] = ()

    @property
    def documents(self) -> int:
        """How many documents would be changed."""
        return len({one.telegram for one in self.changes})

    @property
    def left_out(self) -> int:
        """How many rows or documents have a problem."""
        return len({(one.row, one.name) for one in self.problems})

    @property
    def needs_reason(self) -> bool:
        """Whether a change has no reason of its own."""
        return any(not one.reason for one in self.changes)

    @property
    def needs_source(self) -> bool:
        """Whether a change has no source of its own."""
        return any(not one.source for one in self.changes)

    def edits(self) -> Iterator[DocumentEdits]:
        """The changes as ``revise`` takes them."""
        for key, changes in groupby(sorted(self.changes, key=lambda one: one.telegram), lambda one: one.telegram):
            some = list(changes)
            edits = tuple(Edit(one.field, one.value, one.seen) for one in some)
            yield DocumentEdits(key, edits, some[0].reason, some[0].source)

    def without(self, refusals: Sequence[Refusal]) -> "Proposal":
        """The same when ``revise`` has refused some: their documents move to the problems."""
        refused = {(one.telegram, one.field): one for one in refusals}
        gone = {one.telegram for one in refusals}
        problems = [
            RowProblem(one.row, one.name, one.field.value, said.said, one.value, said.now, one.seen)
            for one in self.changes
            if (said := refused.get((one.telegram, one.field)))
        ]
        kept = tuple(one for one in self.changes if one.telegram not in gone)
        return replace(self, changes=kept, problems=(*self.problems, *problems))

    def as_json(self) -> dict[str, Any]:
        """As a draft keeps it."""
        return asdict(self)

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> "Proposal":
        """As it was before it was kept."""
        changes = (Proposed(**{**one, "field": HeaderField(one["field"])}) for one in kept.get("changes", ()))
        problems = (RowProblem(**one) for one in kept.get("problems", ()))
        return cls(tuple(changes), tuple(problems), kept.get("unchanged", 0), tuple(kept.get("remarks", ())))
