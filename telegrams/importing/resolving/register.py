"""What rules look people up in: offices and who held them, full names, and the people of the volumes' lists.

Pure: built by ``known`` from the tables, and by tests from values.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum
from functools import lru_cache

from telegrams.parsing.dates import PartialDate
from telegrams.parsing.folding import folded
from telegrams.vocabulary import Role

_PARTS_OF_NAMES = re.compile(r"[^\W_]+")

NEAR = timedelta(days=30)
"""Before entry and after leaving a mission, within which its head was seen to sign."""

GAP = timedelta(days=400)
"""Outside the dates of the register within which its head was still, or already, there."""

OPEN = timedelta(days=4 * 365 + 1)
"""How long a term is taken to last whose end no register states."""


class Fit(IntEnum):
    """How a day lies to a term of office; the greater the better."""

    OUT = 0
    GAP = 1
    OPEN = 2
    NEAR = 3
    IN_TERM = 4


@dataclass(frozen=True, slots=True)
class Held:
    """An office and who held it, or, with no office, a surname of a list; dates are ISO of any precision, '' is open.

    ``office`` is the key that ``parsing.offices`` gives ('mission-in-russia'); ``title`` and ``where``
    as the register has them. ``tenure`` is the key of the row.
    """

    person: str
    family: str
    given: str
    label: str
    title: str
    office: str
    where: str
    since: str
    until: str
    only_in_volume: str = ""
    appointed: str = ""
    tenure: int | None = None
    kept_as: str = ""
    """The name of the person kept, where this is an entry of one who was merged into another, or a further name."""

    @property
    def listed_as(self) -> str:
        """The name as lists have it: 'Harriman, William Averell'."""
        if self.kept_as:
            return self.kept_as
        return f"{self.family}, {self.given}" if self.given else self.family

    @property
    def is_mission(self) -> bool:
        """Whether it is that of a head of mission, who signs before credentials and after taking leave."""
        return self.office.startswith("mission-in-")

    @property
    def is_principal(self) -> bool:
        """Whether it is that of a principal officer of the Department."""
        return bool(self.office) and not self.office.startswith(("mission-", "consulate-", "representative-"))

    def fit(self, when: PartialDate | None) -> Fit | None:
        """How a document's day, or days, lie to the term; None where the document has none.

        The bounds are the register's; a bound of lesser precision is taken at that precision: '1943' admits all of it.
        """
        if when is None or when.earliest is None or when.latest is None:
            return None if when is None else Fit.OUT
        first, last = when.earliest, when.latest
        begin, end = _first_day(self.since), _last_day(self.until)
        if self.office and (begin is None or end is None):
            return self._fit_open(first, last, begin, end)
        if (begin is None or begin <= first) and (end is None or last <= end):
            return Fit.IN_TERM
        if not self.is_mission:
            return Fit.OUT
        appointed = _first_day(self.appointed) or begin
        earliest = min((day for day in (appointed, begin and begin - NEAR) if day), default=None)
        if (earliest is None or earliest <= first) and (end is None or last <= end + NEAR):
            return Fit.NEAR
        if (earliest is None or earliest - GAP <= first) and (end is None or last <= end + GAP):
            return Fit.GAP
        return Fit.OUT

    def _fit_open(self, first: date, last: date, begin: date | None, end: date | None) -> Fit:
        """How days lie to a term of which the register states one bound: within some years of it."""
        within = (begin is not None and timedelta() <= first - begin <= OPEN) or (
            end is not None and timedelta() <= end - last <= OPEN
        )
        return Fit.OPEN if within else Fit.OUT


@dataclass(frozen=True, slots=True)
class FullName:
    """A full form by which texts name a person, and the days between which that person can be meant."""

    words: tuple[str, ...]
    printed: str
    person: str
    since: str = ""
    until: str = ""

    def may_be_meant(self, when: PartialDate | None) -> bool:
        """Whether a document of these days can speak of the person as of someone living and known."""
        if when is None or when.earliest is None or when.latest is None:
            return True
        begin, end = _first_day(self.since), _last_day(self.until)
        return (begin is None or begin <= when.latest) and (end is None or when.earliest <= end)


@dataclass(frozen=True, slots=True)
class Listed:
    """A person of a volume's list, whom texts mark by a key."""

    person: str
    label: str


@dataclass(frozen=True, slots=True)
class Present:
    """Who answers today for a slug that leads on; ``label`` is the name kept, '' where the person was only renamed."""

    person: str
    label: str


@dataclass(frozen=True, slots=True)
class Attributed:
    """What an editor decided of a party: the role, the name or office as printed then, the person, and why.

    ``family``: the surname of the person chosen, whoever that one is merged into since.
    """

    role: Role
    printed: str
    family: str
    person: str
    label: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Unmade:
    """A person whom only a heading knows and who has no row yet."""

    slug: str
    family: str
    office: str


@dataclass(slots=True)
class Register:
    """The offices and names known, laid out for looking up by surname, by office, and by first words and volume.

    ``people``, ``posts`` and ``offices`` are the rows held, by slug, so that a load asks for each only
    once; ``unmade`` are the people of headings to be made with the next rows. ``listed`` are the
    people of the volumes' lists by 'frus1919Parisv01#p_BAJ1'. ``leading_on`` are the slugs of those who
    were merged or renamed, ``attributed`` the decisions of editors by the key of the document, the newest first.
    """

    by_family: dict[str, list[Held]] = field(default_factory=lambda: defaultdict(list))
    by_office: dict[str, list[Held]] = field(default_factory=lambda: defaultdict(list))
    by_first_words: dict[tuple[str, str], dict[str, list[FullName]]] = field(default_factory=lambda: defaultdict(dict))
    people: dict[str, int] = field(default_factory=dict)
    posts: dict[str, int] = field(default_factory=dict)
    offices: dict[str, int] = field(default_factory=dict)
    unmade: dict[str, Unmade] = field(default_factory=dict)
    listed: dict[str, Listed] = field(default_factory=dict)
    leading_on: dict[str, Present] = field(default_factory=dict)
    attributed: dict[int, list[Attributed]] = field(default_factory=dict)

    def add(self, held: Held) -> None:
        """Know an office somebody held, or a surname."""
        self.by_family[folded(held.family)].append(held)
        if held.office:
            self.by_office[held.office].append(held)

    def add_name(self, name: FullName, only_in_volume: str) -> None:
        """Know a full form of a name; a single word is not one."""
        if len(name.words) >= 2:
            self.by_first_words[name.words[0], name.words[1]].setdefault(only_in_volume, []).append(name)

    def named(self, family: str, volume: str) -> list[Held]:
        """The bearers of a surname who may be meant in a volume."""
        return for_volume(self.by_family.get(folded(family), ()), volume) if family else []

    def of_office(self, office: str, volume: str) -> list[Held]:
        """The holders of an office who may be meant in a volume."""
        return for_volume(self.by_office.get(office, ()), volume) if office else []


def for_volume(known: Iterable[Held], volume: str) -> list[Held]:
    """Those who may be meant in a volume: of its own list where that has any, else of no one volume."""
    known = list(known)
    own = [held for held in known if held.only_in_volume == volume]
    return own or [held for held in known if not held.only_in_volume]


def one_person(fits: Sequence[Held]) -> Held | None:
    """The one person that several terms are of, by one of them; None for several people or none."""
    return fits[0] if fits and len({held.person for held in fits}) == 1 else None


def words_of_name(text: str) -> list[str]:
    """The words of a text as names are compared: folded, without marks."""
    return _PARTS_OF_NAMES.findall(folded(text))


@lru_cache(maxsize=50_000)
def _first_day(iso: str) -> date | None:
    known = PartialDate.of(iso)
    return known.earliest if known else None


@lru_cache(maxsize=50_000)
def _last_day(iso: str) -> date | None:
    known = PartialDate.of(iso)
    return known.latest if known else None
