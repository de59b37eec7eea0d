"""Parties of headings and signatures → people, by ordered rules. Pure: works on a Register.

A wrong link is worse than none: a rule that does not settle the matter yields nothing.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from telegrams.parsing.dates import PartialDate
from telegrams.parsing.folding import folded, slugged
from telegrams.parsing.names import surname
from telegrams.parsing.posts import place_of_office, seat_of
from telegrams.vocabulary import Certainty

_OFFICE = re.compile(
    r"^(?:the\s+)?(?P<title>.+?)(?:\s+(?:in|at|to|near)\s+(?:the\s+)?(?P<where>[^,]+).*)?$", re.IGNORECASE
)
_PARTS_OF_NAMES = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Held:
    """An office of the register and who held it; dates are ISO text of any precision, '' is open."""

    person: str
    family: str
    label: str
    office: str
    where: str
    since: str
    until: str
    only_in_volume: str


@dataclass(frozen=True, slots=True)
class FullName:
    """A full form by which texts name a person of the register."""

    words: tuple[str, ...]
    printed: str
    person: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A person of a volume's list, whom texts mark by a key."""

    person: str
    label: str


@dataclass(frozen=True, slots=True)
class Unmade:
    """A person whom only a heading knows and who has no row yet."""

    slug: str
    family: str
    office: str


@dataclass(slots=True)
class Register:
    """The offices and names known, laid out for looking up by surname, and by first word and volume ('' for all).

    ``people`` and ``posts`` are the rows held, by slug, so that a load asks for each only once;
    ``unmade`` are the people of headings to be made with the next rows. ``listed`` are the people of
    the volumes' lists by 'frus1919Parisv01#p_BAJ1'.
    """

    by_family: dict[str, list[Held]] = field(default_factory=lambda: defaultdict(list))
    placeless: list[Held] = field(default_factory=list)
    by_first_word: dict[str, dict[str, list[FullName]]] = field(default_factory=lambda: defaultdict(dict))
    people: dict[str, int] = field(default_factory=dict)
    posts: dict[str, int] = field(default_factory=dict)
    unmade: dict[str, Unmade] = field(default_factory=dict)
    listed: dict[str, Listed] = field(default_factory=dict)

    def add(self, held: Held) -> None:
        """Know an office somebody held."""
        self.by_family[folded(held.family)].append(held)
        if held.office and not held.where:
            self.placeless.append(held)

    def add_name(self, name: str, person: str, only_in_volume: str) -> None:
        """Know a full form of a name; a single word is not one."""
        words = tuple(_words(name))
        if len(words) >= 2:
            self.by_first_word[words[0]].setdefault(only_in_volume, []).append(FullName(words, name, person))


@dataclass(frozen=True, slots=True)
class Asked:
    """A party as a document names it. ``name`` or ``office`` may be ''."""

    name: str
    office: str
    when: PartialDate | None
    volume: str


@dataclass(frozen=True, slots=True)
class Link:
    """A person by slug, how sure, by which rule, on what evidence.

    ``family`` is set where the person is to be made from the heading.
    """

    person: str
    certainty: Certainty
    rule: str
    evidence: str
    family: str = ""


def resolve(asked: Asked, register: Register) -> Link | None:
    """The link of the first rule that settles who is meant, or None."""
    return next((link for rule in RULES if (link := rule(asked, register))), None)


def _by_name_and_office(asked: Asked, register: Register) -> Link | None:
    """'The Ambassador in the Soviet Union (Harriman)', 22 November 1945: name, office and day agree."""
    fits = {
        held.person: held
        for held in _of_name(asked, register, with_office=True)
        if _same_office(asked, held) and _in_term(asked, held)
    }
    if len(fits) != 1:
        return None
    (held,) = fits.values()
    certainty = Certainty.SURE if asked.when else Certainty.PROBABLE
    return Link(held.person, certainty, "register: name, office and day", _evidence(held))


def _by_volume_list(asked: Asked, register: Register) -> Link | None:
    """A surname that the volume's own list of persons gives to one person only."""
    fits = {held.person: held for held in _of_name(asked, register) if held.only_in_volume}
    if len(fits) != 1:
        return None
    (held,) = fits.values()
    return Link(held.person, Certainty.PROBABLE, "list of persons: only bearer of the name", held.label)


def _sole_holder(asked: Asked, register: Register) -> Link | None:
    """'the Secretary of State', no name printed: the one person the register knows in it that day."""
    if asked.name or not asked.when:
        return None
    fits = {
        held.person: held
        for held in _for_volume(register.placeless, asked.volume)
        if _same_office(asked, held) and _in_term(asked, held)
    }
    if len(fits) != 1:
        return None
    (held,) = fits.values()
    return Link(held.person, Certainty.PROBABLE, "register: sole holder of the office that day", _evidence(held))


def _from_heading(asked: Asked, register: Register) -> Link | None:
    """'The Chargé in the Soviet Union (Kennan)': a person made from the heading, by surname and post."""
    family = surname(asked.name)
    where = _where(asked)
    if not family or not where or not slugged(family):
        return None
    slug = f"{slugged(family, 40)}-{slugged(where, 75)}"
    return Link(slug, Certainty.SURE, "heading: name and office", f"{asked.office} ({asked.name})", family)


RULES: tuple[Callable[[Asked, Register], Link | None], ...] = (
    _by_name_and_office,
    _by_volume_list,
    _sole_holder,
    _from_heading,
)


def _of_name(asked: Asked, register: Register, *, with_office: bool = False) -> list[Held]:
    """The bearers of the name; ``with_office``: a volume's list that states no offices hides no register."""
    known = register.by_family.get(folded(surname(asked.name) or ""), ())
    return _for_volume([held for held in known if held.office or not with_office], asked.volume)


def _for_volume(known: Iterable[Held], volume: str) -> list[Held]:
    """Those who may be meant in a volume: of its own list where that has any, else of no one volume."""
    own = [held for held in known if held.only_in_volume == volume]
    return own or [held for held in known if not held.only_in_volume]


def _evidence(held: Held) -> str:
    office = f"{held.office}, {held.where}" if held.where else held.office
    return f"{held.label}: {office}, {held.since or '…'} – {held.until or '…'}"


def _where(asked: Asked) -> str:
    """The post behind an office: the seat of the country that day, else the place it names.

    An office that names no place is one of its volume's: two books' Consul Smith need not be one.
    """
    where = place_of_office(asked.office)
    if where is None:
        return f"{slugged(asked.office, 60)} {asked.volume}" if asked.office else ""
    seat = seat_of(where, asked.when.earliest if asked.when else None)
    return seat.city if seat else where


def _same_office(asked: Asked, held: Held) -> bool:
    read = _OFFICE.match(asked.office)
    if read is None or folded(read["title"]) != folded(held.office):
        return False
    return _same_place((read["where"] or "").strip(), held.where, asked.when.earliest if asked.when else None)


def _same_place(here: str, there: str, day: date | None) -> bool:
    """Whether two names mean one country ('Great Britain', 'the United Kingdom') or one city."""
    plain_here, plain_there = (re.sub(r"^the ", "", folded(place)) for place in (here, there))
    if plain_here == plain_there:
        return True
    seat_here, seat_there = seat_of(here, day), seat_of(there, day)
    return seat_here is not None and seat_here == seat_there


def _in_term(asked: Asked, held: Held) -> bool:
    """Whether every day the document may be of lies in the term, as far as both are known."""
    if asked.when is None or asked.when.earliest is None or asked.when.latest is None:
        return asked.when is None
    first, last = asked.when.earliest.isoformat(), asked.when.latest.isoformat()
    # A bound of lesser precision is compared at that precision: '1943' admits all of 1943.
    return (not held.since or held.since <= first[: len(held.since)]) and (
        not held.until or last[: len(held.until)] <= held.until
    )


def named_in(text: str, volume: str, register: Register) -> Iterable[FullName]:
    """The full names of the register's people that stand in a text, each person once."""
    words = _words(text) if register.by_first_word else []
    met: set[str] = set()
    for at, word in enumerate(words):
        known = register.by_first_word.get(word)
        for where in ("", volume) if known else ():
            for name in known.get(where, ()) if known else ():
                if name.person not in met and tuple(words[at : at + len(name.words)]) == name.words:
                    met.add(name.person)
                    yield name


def _words(text: str) -> list[str]:
    return _PARTS_OF_NAMES.findall(folded(text))
