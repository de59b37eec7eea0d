"""What an import did, as values: printed by the command, stored as an ImportRun."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from telegrams.records import Problem
from telegrams.vocabulary import Level


class Outcome(StrEnum):
    """What became of one document."""

    ADDED = "added"
    CHANGED = "changed"
    SOURCE = "source"
    UNCHANGED = "unchanged"
    RESTORED = "restored"
    SECOND = "second source"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class SoFar:
    """How much a report says of documents."""

    documents: Counter[str]
    levels: Counter[str]
    codes: Counter[str]
    problems: int
    changes: int
    added: Counter[str]


@dataclass(slots=True)
class ImportReport:
    """Counts, problems in the order met (``codes``: how many of each kind), and the lines that say what changed.

    ``with_notes`` False: problems of the level note are counted and not kept, for they are many.
    ``added``: documents added, by their volume. ``gates``: the tables of volumes held back. ``room``: bytes that were
    free, where known.
    """

    run: int | None = None
    with_notes: bool = True
    files: Counter[str] = field(default_factory=Counter)
    documents: Counter[str] = field(default_factory=Counter)
    people: Counter[str] = field(default_factory=Counter)
    added: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    gates: list[str] = field(default_factory=list)
    room: int | None = None
    interrupted: bool = False
    residue: list[str] = field(default_factory=list)
    levels: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)

    def keep(self, problems: Iterable[Problem]) -> None:
        """Count problems, and keep those that will be said."""
        for problem in problems:
            self.levels[problem.level.value] += 1
            self.codes[problem.code] += 1
            if self.with_notes or problem.level != Level.NOTE:
                self.problems.append(problem)

    def so_far(self) -> "SoFar":
        """What has been said of documents so far."""
        return SoFar(
            Counter(self.documents),
            Counter(self.levels),
            Counter(self.codes),
            len(self.problems),
            len(self.changes),
            Counter(self.added),
        )

    def back_to(self, before: "SoFar") -> None:
        """Take back what has been said of documents since."""
        self.documents, self.levels = Counter(before.documents), Counter(before.levels)
        self.codes, self.added = Counter(before.codes), Counter(before.added)
        del self.problems[before.problems :], self.changes[before.changes :]

    def counts(self) -> dict[str, dict[str, int]]:
        """All counts by what they count."""
        return {
            "files": dict(self.files),
            "documents": dict(self.documents),
            "people": dict(self.people),
            "problems": dict(self.levels),
            "remarks": dict(self.codes),
        }

    def went_in(self) -> int:
        """Files that are in the archive after the run, those unchanged included."""
        return self.files["in"] + self.files["unchanged"] + self.files["partly"]

    def exit_code(self) -> int:
        """0 every file in, 1 some refused, 2 nothing went in, 130 interrupted."""
        if self.interrupted:
            return 130
        if self.went_in() == 0:
            return 2
        refused = self.files["refused"] + self.files["partly"] + self.files["held"]
        return 1 if refused or self.levels[Level.ERROR.value] else 0

    def outcome(self) -> str:
        """The outcome in the words of ImportRun."""
        return {0: "complete", 1: "partial", 2: "nothing", 130: "interrupted"}[self.exit_code()]


def as_json(report: ImportReport) -> dict[str, Any]:
    """The report for machines: counts, exit code, changes, and every problem with its place."""
    return {
        "run": report.run,
        "exit": report.exit_code(),
        **report.counts(),
        "added": dict(report.added),
        "changes": report.changes,
        "gates": report.gates,
        "residue": report.residue,
        "said": [
            {
                "file": problem.source,
                "line": problem.line,
                "code": problem.code,
                "level": problem.level.value,
                "found": problem.found,
                "expected": problem.expected,
                "remedy": problem.remedy,
            }
            for problem in report.problems
        ],
    }
