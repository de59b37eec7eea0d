"""What the archive should hold after what editors and loads did, in plain Python: no database, no rules of linking."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from telegrams import corrections, errata
from telegrams.corrections import CorrectedValue, Field, ShownValue
from telegrams.errata import NOTHING, NotAPlace, PlacedField, Printed, ShownPlaces
from telegrams.records import TelegramRecord
from telegrams.vocabulary import HeaderField

DAY = date(2026, 11, 27)


@dataclass
class Made:
    """A correction that somebody made, and by whose act it ended: '' while it stands."""

    key: int
    document: "Document"
    field: Field
    value: str
    made_against: str
    reason: str
    source: str
    by: str
    replaces: int | None = None
    revision: int | None = None
    ended: str = ""

    def said(self) -> tuple[object, ...]:
        """What must not change, whatever happens, and whether it stands."""
        return (self.field.value, self.value, self.made_against, self.reason, self.source, self.by, not self.ended)

    def corrected(self) -> CorrectedValue:
        """As the layer of corrections takes it."""
        return CorrectedValue(self.field, self.value, self.made_against, self.reason, self.source, self.by, DAY)


@dataclass(frozen=True)
class State:
    """A document as a load left it: what was read, None before the first, and whether readers are given it."""

    record: TelegramRecord | None = None
    is_held: bool = False


@dataclass
class Document:
    """One printed document: as it is now, and what it was before each run that touched it."""

    volume: str
    name: str
    post: str
    now: State = State()
    before: dict[int, State] = field(default_factory=dict)
    made: list[Made] = field(default_factory=list)

    def touched(self, run: int, now: State) -> None:
        """A run makes it so."""
        if now != self.now:
            self.before.setdefault(run, self.now)
            self.now = now

    @property
    def record(self) -> TelegramRecord:
        """What was read of it last."""
        assert self.now.record is not None
        return self.now.record

    @property
    def printed(self) -> Printed:
        """Its text, notes and page marks as loaded."""
        return Printed.of(self.record)

    def standing(self) -> dict[Field, Made]:
        """The corrections that stand, by their fields."""
        return {one.field: one for one in self.made if not one.ended}

    def places(self) -> ShownPlaces:
        """What corrections make of its text, notes and page marks."""
        placed = [one.corrected() for one in self.made if not one.ended and isinstance(one.field, PlacedField)]
        return errata.show(self.printed, placed) if placed else NOTHING

    def shown(self) -> dict[HeaderField, ShownValue]:
        """Every value of its header: corrections over what is loaded."""
        standing = [one.corrected() for one in self.standing().values()]
        return corrections.show(self.record.values, standing, self.places())

    def value(self, where: Field) -> str:
        """What is shown for a field."""
        if isinstance(where, HeaderField):
            return self.shown()[where].value
        one = self.standing().get(where)
        return one.value if one and not self.conflicts(one) else errata.loaded(where, self.printed)

    def conflicts(self, one: Made) -> bool:
        """Whether what is loaded today contradicts a standing correction."""
        if isinstance(one.field, HeaderField):
            return self.shown()[one.field].conflicting
        return one.field.value in self.places().conflicting

    def checked(self, where: Field, typed: str) -> str | None:
        """The value as it is held; None where it must be refused."""
        if isinstance(where, HeaderField):
            return typed
        try:
            value = errata.checked(where, typed, self.printed)
        except NotAPlace:
            return None
        laid = [one for one in self.standing() if isinstance(one, PlacedField) and one != where]
        is_free = not any(where.overlaps(one) and not self.conflicts(self.standing()[one]) for one in laid)
        return value if is_free else None

    def against(self, where: Field, value: str) -> str:
        """What a correction of a field is made against."""
        return (
            self.shown()[where].loaded if isinstance(where, HeaderField) else errata.against(where, value, self.printed)
        )

    def kept_at(self, one: Made) -> Field | None:
        """Where a correction in conflict can be kept; None where it cannot."""
        if one.ended or not self.conflicts(one):
            return None
        where = one.field
        if isinstance(where, HeaderField):
            return where
        if where.what == "text":
            start = errata.stands_at(self.printed.text, one.made_against)
            if start is None:
                return None
            where = PlacedField("text", start, start + len(one.made_against))
        others = [other for other in self.standing() if isinstance(other, PlacedField) and other != one.field]
        if any(where == other or where.overlaps(other) for other in others):
            return None
        try:
            errata.checked(where, one.value, self.printed)
        except NotAPlace:
            return None
        return where


@dataclass
class Desk:
    """All that was done: runs, corrections, revisions, and decisions about people."""

    documents: list[Document]
    made: dict[int, Made] = field(default_factory=dict)
    runs: list[int] = field(default_factory=list)
    undone: dict[int, int] = field(default_factory=dict)
    revisions: dict[int, bool] = field(default_factory=dict)
    registered: dict[str, str] = field(default_factory=dict)
    merges: dict[int, tuple[str, str]] = field(default_factory=dict)
    splits: dict[int, tuple[str, str, dict[tuple[str, str], str], bool]] = field(default_factory=dict)
    retired: dict[str, str] = field(default_factory=dict)

    def loaded(self) -> list[Document]:
        """The documents that were ever loaded."""
        return [one for one in self.documents if one.now.record is not None]

    # --- corrections ---

    def add(self, one: Made) -> None:
        """A correction is made; the one of the same field that stood ends by it."""
        former = one.document.standing().get(one.field)
        if former:
            former.ended = f"replaced by {one.key}"
        one.document.made.append(one)
        self.made[one.key] = one

    def undo_revision(self, key: int) -> None:
        """Its corrections that stand end; what stood before each stands again, unless its own revision was undone."""
        self.revisions[key] = True
        for one in [one for one in self.made.values() if one.revision == key and not one.ended]:
            one.ended = f"revision {key} undone"
            before = one.replaces
            while before and self.revisions.get(self.made[before].revision or 0):
                before = self.made[before].replaces
            if before:
                self.made[before].ended = ""

    # --- runs ---

    def stands(self, run: int, document: Document) -> bool:
        """Whether what a run did to a document is in effect: not undone there, or its undoing undone."""
        by = self.undone.get(run)
        return run in document.before and not (by is not None and self.stands(by, document))

    def left(self, run: int, document: Document) -> bool:
        """Whether a later run's work on a document would be lost; undoing what came later is no work."""
        did = {by: of for of, by in self.undone.items()}
        later = [one for one in document.before if one > run and did.get(one, 0) < run]
        return any(self.stands(one, document) for one in later)

    def undoable(self, run: int) -> list[Document]:
        """The documents that a run can be undone of."""
        if run in self.undone:
            return []
        return [one for one in self.documents if run in one.before and not self.left(run, one)]

    def undo_run(self, run: int, by: int) -> None:
        """Every document as it was before; one that was added is withdrawn."""
        for one in self.undoable(run):
            before = one.before[run]
            one.touched(by, before if before.record else State(one.now.record))
        self.undone[run] = by

    # --- people ---

    def top(self, person: str) -> str:
        """Whoever is kept in the end."""
        to = {gone: kept for kept, gone in self.merges.values()} | self.retired
        while person in to:
            person = to[person]
        return person

    def sender(self, document: Document) -> str:
        """Who sent it: as decided for that name or one of his own, else as registered, else known by name and post."""
        name = document.shown()[HeaderField.SENDER_NAME].value
        person = self.registered.get(name) or f"{name.lower()}-{document.post}"
        for _, to, said, _ in (self.splits[key] for key in sorted(self.splits)):
            decided = said.get((document.volume, document.name))
            person = to if decided and name in (decided, to.partition("-")[0].title()) else person
        return self.top(person)

    def has_more(self, person: str) -> bool:
        """Whether a person who was entered with a split has anything else."""
        others = [(off, to) for off, to, _, _ in self.splits.values()]
        return any(person in pair for pair in [*others, *self.merges.values()])


def words_of(text: str, first: int, count: int) -> PlacedField:
    """The place of some words of a text, counted round and round."""
    places = list(_words(text))
    first %= len(places)
    return PlacedField("text", places[first][0], places[min(first + count, len(places)) - 1][1])


def _words(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        yield start, at


def chosen(some: Sequence[int], number: int) -> int | None:
    """One of some keys."""
    return some[number % len(some)] if some else None
