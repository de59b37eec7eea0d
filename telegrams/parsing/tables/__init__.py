"""The fact tables: what every reader of print has to know beforehand, each fact with its source.

What it is for: file-number classes and countries, posts and the states whose seat they were,
abbreviations of the cable trade, and the volumes that hold documents. A table is a csv file of
this folder; a loader below gives it back as a tuple of frozen dataclasses, read once.

What it may import: the standard library only.

How to add to it: a fact is a new line of a csv file with its ``source``; leave empty what is not
known. A new table is a csv file, a dataclass and a loader here, and a test in
``tests/parsing/test_tables.py``.
"""

import csv
import datetime
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True)
class CountryFact:
    """A country number of a filing scheme, e.g. 61; ``since`` and ``until`` are years of a name.

    The line without years is the lasting name ('Russia; Soviet Union'); lines with years say
    what the state was called then ('Soviet Union', since 1923).
    """

    scheme: str
    number: str
    name: str
    since: int | None
    until: int | None
    aliases: tuple[str, ...]
    iso: str
    source: str

    def holds_in(self, year: int) -> bool:
        """Whether this is the name of that year."""
        return (self.since or 0) <= year <= (self.until or 9999)

    @property
    def is_lasting(self) -> bool:
        """Whether this is the name without years."""
        return self.since is None and self.until is None


@dataclass(frozen=True, slots=True)
class ClassFact:
    """A class, a fixed number, a subject or a qualifier of a filing scheme.

    ``kind`` is class, fixed, subject-6, subject-7, subject-8 or qualifier. ``shape`` says of a
    class or fixed number what follows (pair or state: country numbers; conference: a subject of
    class 8), of a subject how it matches (prefix or exact).
    """

    scheme: str
    kind: str
    code: str
    label: str
    short: str
    shape: str
    since: int | None
    until: int | None
    source: str

    def holds_in(self, year: int | None) -> bool:
        """Whether the number had this meaning in that year; an unknown year does not exclude it."""
        return year is None or (self.since or 0) <= year <= (self.until or 9999)


@dataclass(frozen=True, slots=True)
class SeatFact:
    """That the mission to a state sat in a post's city, from ``since`` to ``until`` (None: open).

    ``states`` are the names under which headings print the state.
    """

    post: str
    states: tuple[str, ...]
    since: datetime.date | None
    until: datetime.date | None
    source: str

    def holds_on(self, day: datetime.date) -> bool:
        """Whether the mission sat there on that day."""
        return (self.since or datetime.date.min) <= day <= (self.until or datetime.date.max)


@dataclass(frozen=True, slots=True)
class TerritoryFact:
    """A country to which missions were sent, by its slug in the register, under every name headings gave it.

    ``adjectives`` are those of its representatives abroad: the *British* Ambassador.
    """

    slug: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class PostFact:
    """A city of a mission, consulate or delegation.

    ``aliases`` are printed spellings; ``tz`` an IANA zone; ``tz_from`` the first whole or part
    year of legal time there, None where not known; ``lat`` and ``lon`` in degrees.
    """

    slug: str
    city: str
    country: str
    aliases: tuple[str, ...]
    lat: float | None
    lon: float | None
    tz: str
    tz_from: int | None
    source: str
    seats: tuple[SeatFact, ...] = ()


@dataclass(frozen=True, slots=True)
class AbbreviationFact:
    """A cable abbreviation as printed ('urtel'), what it stands for ('your telegram'), and whose form it is.

    ``word`` is the word of which a search takes it for a form ('telegram'), '' for none.
    """

    term: str
    expansion: str
    word: str
    source: str


@dataclass(frozen=True, slots=True)
class VolumeFact:
    """A printed volume; ``is_derived`` says that titles come from the slug by rule, not from the book."""

    slug: str
    title: str
    short_title: str
    place: str
    publisher: str
    published: int | None
    is_specimen: bool
    source: str
    is_derived: bool = False


def _rows(name: str) -> Iterator[dict[str, str]]:
    table = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    yield from csv.DictReader(table.splitlines())


def _year(printed: str) -> int | None:
    return int(printed) if printed else None


def _degrees(printed: str) -> float | None:
    return float(printed) if printed else None


def _several(printed: str) -> tuple[str, ...]:
    return tuple(part for part in printed.split("|") if part)


def _first_day(printed: str) -> datetime.date | None:
    """The first day of a year, month or day: a mission named with a year sat there all that year."""
    if not printed:
        return None
    year, month, day = [*(int(part) for part in printed.split("-")), 1, 1][:3]
    return datetime.date(year, month, day)


def _last_day(printed: str) -> datetime.date | None:
    """The last day of a year, month or day."""
    if not printed:
        return None
    parts = [int(part) for part in printed.split("-")]
    if len(parts) == 3:
        return datetime.date(*parts)
    if len(parts) == 1:
        return datetime.date(parts[0], 12, 31)
    after = datetime.date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1)
    return after - datetime.timedelta(days=1)


@functools.cache
def countries() -> tuple[CountryFact, ...]:
    """Every line of ``decimal-countries.csv``, lasting names and names of the year."""
    return tuple(
        CountryFact(
            scheme=row["scheme"],
            number=row["number"],
            name=row["name"],
            since=_year(row["since"]),
            until=_year(row["until"]),
            aliases=_several(row["aliases"]),
            iso=row["iso"],
            source=row["source"],
        )
        for row in _rows("decimal-countries.csv")
    )


@functools.cache
def country_numbers(scheme: str) -> frozenset[str]:
    """The country numbers of a scheme, in lower case."""
    return frozenset(fact.number for fact in countries() if fact.scheme == scheme)


@functools.cache
def country_name(scheme: str, number: str, year: int | None) -> str | None:
    """What a country number of a scheme was called in a year; without a year its lasting name.

    >>> country_name("1910-1949", "61", 1945), country_name("1910-1949", "61", 1917)
    ('Soviet Union', 'Russia')
    >>> country_name("1910-1949", "61", None)
    'Russia; Soviet Union'
    """
    named = [fact for fact in countries() if fact.scheme == scheme and fact.number == number]
    lasting = next((fact.name for fact in named if fact.is_lasting), None)
    if year is None:
        return lasting
    return next((fact.name for fact in named if not fact.is_lasting and fact.holds_in(year)), lasting)


@functools.cache
def classes() -> tuple[ClassFact, ...]:
    """Every line of ``decimal-classes.csv``."""
    return tuple(
        ClassFact(
            scheme=row["scheme"],
            kind=row["kind"],
            code=row["code"],
            label=row["label"],
            short=row["short"],
            shape=row["shape"],
            since=_year(row["since"]),
            until=_year(row["until"]),
            source=row["source"],
        )
        for row in _rows("decimal-classes.csv")
    )


@functools.cache
def class_facts(scheme: str, kind: str) -> tuple[ClassFact, ...]:
    """The lines of one kind of a scheme, longest code first, so that the first match is the closest."""
    facts = (fact for fact in classes() if fact.scheme == scheme and fact.kind == kind)
    return tuple(sorted(facts, key=lambda fact: (-len(fact.code), fact.code)))


@functools.cache
def seats() -> tuple[SeatFact, ...]:
    """Every line of ``seats.csv``: where the mission to a state sat, and when."""
    return tuple(
        SeatFact(
            post=row["post"],
            states=_several(row["states"]),
            since=_first_day(row["since"]),
            until=_last_day(row["until"]),
            source=row["source"],
        )
        for row in _rows("seats.csv")
    )


@functools.cache
def territories() -> tuple[TerritoryFact, ...]:
    """Every line of ``territories.csv``."""
    return tuple(
        TerritoryFact(row["slug"], _several(row["names"]), _several(row["adjectives"]), row["source"])
        for row in _rows("territories.csv")
    )


@functools.cache
def posts() -> tuple[PostFact, ...]:
    """Every line of ``posts.csv``, each with its seats."""
    return tuple(
        PostFact(
            slug=row["slug"],
            city=row["city"],
            country=row["country"],
            aliases=_several(row["aliases"]),
            lat=_degrees(row["lat"]),
            lon=_degrees(row["lon"]),
            tz=row["tz"],
            tz_from=_year(row["tz_from"]),
            source=row["source"],
            seats=tuple(seat for seat in seats() if seat.post == row["slug"]),
        )
        for row in _rows("posts.csv")
    )


def post_fact(slug: str) -> PostFact | None:
    """The post of a slug; None for one that the table does not have."""
    return _posts_by_slug().get(slug)


def territory_fact(slug: str) -> TerritoryFact | None:
    """The country of a slug of the register; None for one that the table does not have."""
    return _territories_by_slug().get(slug)


@functools.cache
def _posts_by_slug() -> dict[str, PostFact]:
    return {fact.slug: fact for fact in posts()}


@functools.cache
def _territories_by_slug() -> dict[str, TerritoryFact]:
    return {fact.slug: fact for fact in territories()}


@functools.cache
def abbreviations() -> tuple[AbbreviationFact, ...]:
    """Every line of ``abbreviations.csv``."""
    return tuple(
        AbbreviationFact(row["term"], row["expansion"], row["word"], row["source"])
        for row in _rows("abbreviations.csv")
    )


@functools.cache
def volumes() -> tuple[VolumeFact, ...]:
    """Every line of ``volumes.csv``: the volumes whose titles are known, not derived."""
    return tuple(
        VolumeFact(
            slug=row["slug"],
            title=row["title"],
            short_title=row["short_title"],
            place=row["place"],
            publisher=row["publisher"],
            published=_year(row["published"]),
            is_specimen=row["is_specimen"] == "true",
            source=row["source"],
        )
        for row in _rows("volumes.csv")
    )
