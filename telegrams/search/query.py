"""The question an engine is asked: nothing but values, and the addresses that lead on from it."""

from calendar import month_name
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from telegrams.parsing.dates import PartialDate
from telegrams.search.facets import FACET, FACETS, NONE, NOT_STATED
from telegrams.search.filters import not_key, read_params
from telegrams.search.language import Reading, read
from telegrams.search.telegraphese import with_abbreviations

PAGE = 25
"""Results on a page."""

SINGLES = ("q", "since", "until", "undated", "abbreviations", "sort", "view", "page")
"""The parameters of an address that have one value."""

DATES_ORDER = 5
WORDS_ORDER = 6

Say = Callable[[str, str], str]
"""(facet's key, value) → what a page prints for it."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The values chosen and excluded in one facet; 'none' stands for not stated."""

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()

    def named(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.wanted, *self.unwanted)


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition of a question in plain words, and the question without it."""

    text: str
    without: "Query"


@dataclass(frozen=True, slots=True)
class Query:
    """A question. ``since`` and ``until`` bound the days sent and may be of any precision (ISO).

    ``facets`` holds what is chosen, in the order of FACETS. ``sort`` is 'relevance', 'date',
    'newest' or 'number', '' the usual one; without words relevance means date. 'left' and 'right' put
    lines in order and documents by date. ``view``: how the answer is shown, '' as a list.
    """

    q: str = ""
    facets: tuple[tuple[str, Chosen], ...] = field(default=())
    since: str = ""
    until: str = ""
    undated: bool = False
    abbreviations: bool = False
    sort: str = ""
    view: str = ""
    page: int = 1

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> tuple["Query", tuple[str, ...]]:
        """The question an address asks, and what is wrong with the address in plain words."""
        clean = read_params(params)
        chosen = {facet.key: Chosen(clean.values[facet.key], clean.values[not_key(facet.key)]) for facet in FACETS}
        values = {name: clean.values[name] for name in SINGLES}
        return cls(facets=_in_order(chosen), **values), clean.messages

    def to_params(self) -> dict[str, list[str]]:
        """The parameters of this question's address, in their order."""
        params: dict[str, list[str]] = {"q": [self.q]} if self.q else {}
        for key, chosen in self.facets:
            params |= {key: list(chosen.wanted)} if chosen.wanted else {}
            params |= {not_key(key): list(chosen.unwanted)} if chosen.unwanted else {}
        said = {
            "since": self.since,
            "until": self.until,
            "undated": "1" if self.undated else "",
            "abbreviations": "1" if self.abbreviations else "",
            "sort": self.sort,
            "view": self.view,
            "page": str(self.page) if self.page > 1 else "",
        }
        return params | {name: [value] for name, value in said.items() if value}

    def address(self) -> str:
        """The query string, '?' included where there is anything to ask; '' for the whole archive."""
        return f"?{urlencode(self.to_params(), doseq=True)}" if self.to_params() else ""

    def chosen(self, facet: str) -> Chosen:
        """What is chosen in a facet."""
        return dict(self.facets).get(facet, Chosen())

    def typed(self) -> Reading:
        """How the words of the question are understood, as they were typed."""
        return read(self.q)

    def reading(self) -> Reading:
        """What is searched for: the words as typed, and their abbreviations where the question asks for them too."""
        typed = self.typed()
        return replace(typed, tree=with_abbreviations(typed.tree)) if self.abbreviations else typed

    def order(self) -> str:
        """The order results stand in: the one asked for, else by relevance if words are asked, else by date."""
        if self.sort in ("left", "right"):
            return "date"
        if self.sort not in ("", "relevance"):
            return self.sort
        return "relevance" if self.q else "date"

    def first_day(self) -> date | None:
        """The first day asked for."""
        day = PartialDate.of(self.since) if self.since else None
        return day.earliest if day else None

    def last_day(self) -> date | None:
        """The last day asked for."""
        day = PartialDate.of(self.until) if self.until else None
        return day.latest if day else None

    def asks_anything(self) -> bool:
        """Whether this is more than the whole archive in some order."""
        return bool(self.q or self.facets or self.since or self.until)

    # --- questions one step away; each begins on the first page ---

    def adding(self, facet: str, value: str) -> "Query":
        """This question with a value of a facet chosen."""
        chosen = self.chosen(facet)
        unwanted = tuple(one for one in chosen.unwanted if one != value)
        return self._choosing(facet, Chosen(tuple(dict.fromkeys((*chosen.wanted, value))), unwanted))

    def only(self, facet: str, value: str) -> "Query":
        """This question with one value chosen in a facet, and no other named there."""
        return self._choosing(facet, Chosen((value,)))

    def excluding(self, facet: str, value: str) -> "Query":
        """This question with a value of a facet excluded."""
        chosen = self.chosen(facet)
        wanted = tuple(one for one in chosen.wanted if one != value)
        return self._choosing(facet, Chosen(wanted, tuple(dict.fromkeys((*chosen.unwanted, value)))))

    def without(self, facet: str, value: str) -> "Query":
        """This question with a value of a facet neither chosen nor excluded."""
        chosen = self.chosen(facet)
        wanted = tuple(one for one in chosen.wanted if one != value)
        return self._choosing(facet, Chosen(wanted, tuple(one for one in chosen.unwanted if one != value)))

    def _choosing(self, facet: str, chosen: Chosen) -> "Query":
        return replace(self, facets=_in_order({**dict(self.facets), facet: chosen}), page=1)

    def asking(self, q: str) -> "Query":
        """This question with other words."""
        return replace(self, q=q, page=1)

    def between(self, since: str, until: str) -> "Query":
        """This question within other days."""
        return replace(self, since=since, until=until, page=1)

    def with_undated(self) -> "Query":
        """This question with undated documents counted in."""
        return replace(self, undated=True, page=1)

    def with_abbreviations(self, *, are_wanted: bool) -> "Query":
        """This question with words searched as the telegraph shortened them too, or as typed alone."""
        return replace(self, abbreviations=are_wanted, page=1)

    def sorted_by(self, sort: str) -> "Query":
        """This question in another order."""
        return replace(self, sort=sort, page=1)

    def bare(self) -> "Query":
        """This question whatever its page, order and view."""
        return replace(self, page=1, sort="", view="")

    def viewed_as(self, view: str) -> "Query":
        """This question with its answer shown otherwise."""
        sort = "" if self.sort in ("left", "right") else self.sort
        return replace(self, view=view, sort=sort, page=1)

    def on_page(self, page: int) -> "Query":
        """Another page of this question's answer."""
        return replace(self, page=page)

    # --- in words ---

    def in_words(self, say: Say | None = None) -> tuple[Chip, ...]:
        """The conditions in reading order: from, to, where, when, about what, and at last what not.

        ``say`` names values; an Answer knows the names, see ``Answer.chips``.
        """
        say = say or _say
        chips = [
            (FACET[key].order, Chip(_wanted_words(key, value, say), self.without(key, value)))
            for key, chosen in self.facets
            for value in chosen.wanted
        ]
        if self.since or self.until:
            chips.append(
                (DATES_ORDER, Chip(self._days_words(), replace(self, since="", until="", undated=False, page=1)))
            )
        if self.q:
            chips.append((WORDS_ORDER, Chip(self.q, replace(self, q="", abbreviations=False, page=1))))
            if self.abbreviations:
                chips.append((WORDS_ORDER, Chip("abbreviations too", self.with_abbreviations(are_wanted=False))))
        excluded = [
            Chip(f"not: {_wanted_words(key, value, say)}", self.without(key, value))
            for key, chosen in self.facets
            for value in chosen.unwanted
        ]
        return (*(chip for _, chip in sorted(chips, key=lambda one: one[0])), *excluded)

    def _days_words(self) -> str:
        first, last = day_words(self.since), day_words(self.until)
        if first == last:
            said = f"sent {first}"
        elif first and last:
            said = f"sent {first} to {last}"
        else:
            said = f"sent {first} or later" if first else f"sent {last} or earlier"
        return f"{said}, or undated" if self.undated else said


def day_words(day: str) -> str:
    """A date of any precision as the pages write it.

    >>> day_words('1945-11-22'), day_words('1945-11'), day_words('1945')
    ('22 November 1945', 'November 1945', '1945')
    """
    year, month, of_month = [*day.split("-"), "", ""][:3]
    words = (of_month.lstrip("0"), month_name[int(month)] if month else "", year)
    return " ".join(word for word in words if word)


def _say(facet: str, value: str) -> str:
    return FACET[facet].say(value)


def _wanted_words(key: str, value: str, say: Say) -> str:
    """'From Harriman', '1945', 'Sender not stated'."""
    facet = FACET[key]
    return f"{facet.label} {NOT_STATED}" if value == NONE else f"{facet.chip} {say(key, value)}".strip()


def _in_order(chosen: Mapping[str, Chosen]) -> tuple[tuple[str, Chosen], ...]:
    """What is chosen, in the order of FACETS; facets in which nothing is are left out."""
    pairs = ((facet.key, chosen.get(facet.key, Chosen())) for facet in FACETS)
    return tuple((key, one) for key, one in pairs if one.wanted or one.unwanted)
