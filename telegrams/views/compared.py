"""Two searches compared: how many documents answer one, the other and both, in all and in each year."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from telegrams.search import ENGINE
from telegrams.search.compared import Compared, alone, both, compared
from telegrams.search.engine import TooHeavy
from telegrams.search.facets import NONE
from telegrams.search.filters import LONGEST_QUESTION
from telegrams.search.language import read
from telegrams.search.present import asked_today
from telegrams.search.query import Query
from telegrams.views.asked import asked
from telegrams.views.frame import Frame, frame
from telegrams.views.lines import table_of
from telegrams.views.manners import kept_page, searching_page, unindexed
from telegrams.views.search_page import Field, fields_of, too_heavy
from telegrams.views.steps import ChipShown, search_address

BAR = 100
"""Units of the longest bar."""


@dataclass(frozen=True, slots=True)
class PartShown:
    """Some of the documents: which, how many, the bar of up to BAR units, and the address of a search for them."""

    label: str
    count: int
    bar: int
    address: str


@dataclass(frozen=True, slots=True)
class YearCompared:
    """A year, and of the first and the second question their documents of that year."""

    label: str
    parts: tuple[PartShown, PartShown]


@dataclass(frozen=True, slots=True)
class ComparedPage:
    """Two questions within the same filters; no ``parts`` where there are not yet two of them."""

    frame: Frame
    query: Query
    other: str
    parts: tuple[PartShown, ...]
    either: int
    years: tuple[YearCompared, ...]
    messages: tuple[str, ...]
    chips: tuple[ChipShown, ...]
    fields: tuple[Field, ...]
    csv_address: str
    turned_address: str
    longest: int = LONGEST_QUESTION


def address_of(query: Query, other: str = "", name: str = "compared") -> str:
    """Where a question is compared with another."""
    params = query.bare().to_params() | ({"other": [other]} if other else {})
    return reverse(name) + (f"?{urlencode(params, doseq=True)}" if params else "")


def _page(query: Query, other: str, messages: Sequence[str]) -> ComparedPage:
    counts = compared(ENGINE, query, other) if other else None
    said = list(messages)
    if other and counts is None:
        said.append("Both questions together are more than one question may be; shorten one of them.")
    for name, words in (("first", query.q), ("second", other)):
        said += [f"In the {name} question: {one.found}; {one.suggestion}." for one in read(words).misread]
    chips = [chip for chip in query.in_words() if chip.text != query.q]
    return ComparedPage(
        frame=frame("Two searches compared", section="search", css="pictures"),
        query=query,
        other=other,
        parts=_parts(query, other, counts) if counts else (),
        either=counts.either if counts else 0,
        years=tuple(_years(query, other)) if counts else (),
        messages=tuple(said),
        chips=tuple(ChipShown(chip.text, address_of(chip.without, other)) for chip in chips),
        fields=fields_of(query, frozenset({"page", "sort", "view", "q"})),
        csv_address=address_of(query, other, "compared-csv") if counts else "",
        turned_address=address_of(query.asking(other), query.q) if counts else "",
    )


def _parts(query: Query, other: str, counts: Compared) -> tuple[PartShown, ...]:
    parts = (
        ("The first", counts.first, query.q),
        ("The second", counts.second, other),
        ("Both", counts.both, both(query.q, other)),
        ("The first without the second", counts.first_alone, alone(query.q, other)),
        ("The second without the first", counts.second_alone, alone(other, query.q)),
    )
    return tuple(_part(label, count, counts.either, query.asking(words or "")) for label, count, words in parts)


def _part(label: str, count: int, most: int, query: Query) -> PartShown:
    return PartShown(label, count, round(BAR * count / most) if most else 0, search_address(query) if count else "")


def _years(query: Query, other: str) -> list[YearCompared]:
    """Every year of either question, and last what lies in no single year."""
    counts = _counts(query, other)
    most = max((max(pair) for pair in counts.values()), default=0)
    return [
        YearCompared(
            "in no one year" if year == NONE else year,
            (
                _part(year, counts[year][0], most, query.only("years", year)),
                _part(year, counts[year][1], most, query.asking(other).only("years", year)),
            ),
        )
        for year in counts
    ]


def _counts(query: Query, other: str) -> dict[str, tuple[int, int]]:
    first, second = (
        {one.value: one.count for one in ENGINE.all_values(one, "years").values if one.count}
        for one in (query, query.asking(other))
    )
    chosen = query.chosen("years")
    years = {year for year in {*first, *second} - {*chosen.unwanted} if year in chosen.wanted or not chosen.wanted}
    order = sorted(years, key=lambda year: (year == NONE, year))
    return {year: (first.get(year, 0), second.get(year, 0)) for year in order}


def _asked(request: HttpRequest) -> tuple[Query, str, tuple[str, ...]]:
    query, messages = asked_today(request.GET)
    return query.bare(), " ".join(asked(request, "other", LONGEST_QUESTION).split()), messages


@kept_page
def page(request: HttpRequest) -> HttpResponse:
    """Two questions, or the form that asks for them."""
    query, other, messages = _asked(request)
    try:
        shown = _page(query, other, messages)
    except TooHeavy as stopped:
        return too_heavy(request, query, stopped)
    answer = render(request, "telegrams/compared.html", {"page": shown})
    return unindexed(answer) if other or query != Query() else answer


@searching_page
def page_csv(request: HttpRequest) -> HttpResponse:
    """The years of both questions as a table."""
    query, other, _ = _asked(request)
    rows = [("" if year == NONE else year, f"{one}", f"{two}") for year, (one, two) in _counts(query, other).items()]
    return table_of("compared", ("year", query.q or "all documents", other or "all documents"), rows)
