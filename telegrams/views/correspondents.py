"""Who wrote to whom: the senders and recipients of most documents of a question, as a table of both."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from telegrams.models import Participation, Person
from telegrams.search import ENGINE
from telegrams.search.engine import Axis, Crossed, FacetCount, TooHeavy
from telegrams.search.query import Query
from telegrams.views.absent import NotHeld, named
from telegrams.views.asked import asked
from telegrams.views.frame import Frame, frame
from telegrams.views.manners import kept_page, unindexed
from telegrams.views.refusals import Way
from telegrams.views.search_page import Field, fields_of, too_heavy
from telegrams.views.shading import Strength, strengths, tone_of
from telegrams.views.steps import ChipShown, addresses_of, search_address
from telegrams.views.visible import on_one_line

SIDE = 20
"""Senders, and recipients, in the table."""

AMONG = 14
"""Of one party's correspondents, how many of those it wrote to, and of those it heard from."""


@dataclass(frozen=True, slots=True)
class PartyShown:
    """A sender or recipient at the edge of the table, and all of their documents in that role."""

    label: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class CellShown:
    """What one wrote to another: how many, how strong the tone, and where they are."""

    count: int
    tone: int
    address: str


@dataclass(frozen=True, slots=True)
class RowShown:
    """A sender and what they wrote to each recipient; None where nothing is held."""

    party: PartyShown
    cells: tuple[CellShown | None, ...]


@dataclass(frozen=True, slots=True)
class CorrespondentsPage:
    """The table of a question; of ``total`` documents ``both`` state a sender and a recipient.

    ``among``: the party whose correspondents these are, by name; '' where they are the largest of the question.
    """

    frame: Frame
    query: Query
    among: str
    among_slug: str
    among_address: str
    rows: tuple[RowShown, ...]
    columns: tuple[PartyShown, ...]
    legend: tuple[Strength, ...]
    side: int
    total: int
    both: int
    search_address: str
    all_address: str
    chips: tuple[ChipShown, ...]
    messages: tuple[str, ...]
    fields: tuple[Field, ...]

    @classmethod
    def of(cls, query: Query, crossed: Crossed, messages: Sequence[str] = (), among: str = "") -> "CorrespondentsPage":
        """The page of a question and its crossing."""
        person = Person.objects.filter(slug=among).first() if among else None
        name = on_one_line(str(person)) if person else _label_of(among, crossed)
        legend = strengths(max((one.count for one in crossed.cells), default=0))
        return cls(
            frame=frame(f"Correspondents of {name}" if among else "Correspondents", section="people", css="pictures"),
            query=query,
            among=name,
            among_slug=among,
            among_address=person.get_absolute_url() if person else "",
            rows=_rows(query, crossed, legend),
            columns=_parties(query, "recipient", crossed.columns),
            legend=legend,
            side=SIDE,
            total=crossed.total,
            both=crossed.both,
            search_address=search_address(query),
            all_address=reverse("correspondents") if among or query.asks_anything() else "",
            chips=tuple(ChipShown(chip.text, _address(chip.without, among)) for chip in query.in_words()),
            messages=tuple(messages),
            fields=fields_of(query, frozenset({"page", "sort", "view", "q", "since", "until"})),
        )


def _address(query: Query, among: str) -> str:
    params = query.to_params() | ({"among": [among]} if among else {})
    return reverse("correspondents") + (f"?{urlencode(params, doseq=True)}" if params else "")


def _label_of(party: str, crossed: Crossed) -> str:
    return next((one.label for one in (*crossed.rows, *crossed.columns) if one.value == party), party)


def _parties(query: Query, facet: str, counts: Sequence[FacetCount]) -> tuple[PartyShown, ...]:
    address = addresses_of(lambda value: query.only(facet, value))
    return tuple(PartyShown(on_one_line(one.label), one.count, address(one.value)) for one in counts)


def _rows(query: Query, crossed: Crossed, legend: tuple[Strength, ...]) -> tuple[RowShown, ...]:
    counts = {(one.row, one.column): one.count for one in crossed.cells}
    senders = _parties(query, "sender", crossed.rows)
    return tuple(
        RowShown(sender, tuple(_cells(query.only("sender", row.value), row, crossed.columns, counts, legend)))
        for row, sender in zip(crossed.rows, senders, strict=True)
    )


def _cells(
    query: Query,
    row: FacetCount,
    columns: Sequence[FacetCount],
    counts: dict[tuple[str, str], int],
    legend: tuple[Strength, ...],
) -> list[CellShown | None]:
    address = addresses_of(lambda value: query.only("recipient", value))
    found = [counts.get((row.value, column.value), 0) for column in columns]
    return [
        CellShown(count, tone_of(count, legend), address(column.value)) if count else None
        for column, count in zip(columns, found, strict=True)
    ]


def crossed_among(query: Query, party: str) -> Crossed:
    """What passed among a party and those with whom most passed of it, both ways."""
    itself = (party,)
    out = ENGINE.crossed(query.only("sender", party), Axis("sender", named=itself), Axis("recipient", most=AMONG))
    back = ENGINE.crossed(query.only("recipient", party), Axis("sender", most=AMONG), Axis("recipient", named=itself))
    ours = tuple(dict.fromkeys((party, *(one.value for one in (*out.columns, *back.rows)))))
    crossed = ENGINE.crossed(query, Axis("sender", named=ours), Axis("recipient", named=ours))
    wrote, heard = {one.row for one in crossed.cells}, {one.column for one in crossed.cells}
    return replace(
        crossed,
        rows=tuple(one for one in crossed.rows if one.value in wrote),
        columns=tuple(one for one in crossed.columns if one.value in heard),
    )


@kept_page
def correspondents(request: HttpRequest) -> HttpResponse:
    """Who wrote to whom, of a question or among one party's correspondents."""
    query, messages = Query.from_params(request.GET)
    query, among = query.bare(), asked(request, "among", 120)
    if among and not Participation.objects.filter(party=among, role__in=("sender", "recipient")).exists():
        every = Way("Who wrote to whom, of all", reverse("correspondents"))
        raise NotHeld(f"No document held was sent or received by {named(among)}.", [every])
    try:
        crossed = (
            crossed_among(query, among)
            if among
            else ENGINE.crossed(query, Axis("sender", SIDE), Axis("recipient", SIDE))
        )
    except TooHeavy as stopped:
        return too_heavy(request, query, stopped)
    page = CorrespondentsPage.of(query, crossed, messages, among)
    answer = render(request, "telegrams/correspondents.html", {"page": page})
    return unindexed(answer) if among or query != Query() else answer
