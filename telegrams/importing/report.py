"""What an import did, as values: printed by the command, stored as an ImportRun."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from telegrams.records import Problem
from telegrams.vocabulary import Level


class Outcome(StrEnum):
    """What became of one document."""

    ADDED = "added"
    CHANGED = "changed"
    SOURCE = "source"
    UNCHANGED = "unchanged"
    RESTORED = "restored"
    REFUSED = "refused"


@dataclass(slots=True)
class ImportReport:
    """Counts, problems in the order met, and the lines that say what changed."""

    run: int | None = None
    files: Counter[str] = field(default_factory=Counter)
    documents: Counter[str] = field(default_factory=Counter)
    people: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    interrupted: bool = False
    residue: list[str] = field(default_factory=list)

    def counts(self) -> dict[str, dict[str, int]]:
        """All counts by what they count."""
        return {
            "files": dict(self.files),
            "documents": dict(self.documents),
            "people": dict(self.people),
            "problems": dict(Counter(problem.level.value for problem in self.problems)),
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
        refused = self.files["refused"] + self.files["partly"]
        return 1 if refused or any(problem.level == Level.ERROR for problem in self.problems) else 0

    def outcome(self) -> str:
        """The outcome in the words of ImportRun."""
        return {0: "complete", 1: "partial", 2: "nothing", 130: "interrupted"}[self.exit_code()]
