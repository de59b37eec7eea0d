"""The words that stand near those of a question, on a page and as a table for a spreadsheet."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from telegrams.search import ENGINE
from telegrams.search.collocates import FEWEST, MOST_COUNTED, SPAN, Collocate, Collocates, collocates
from telegrams.search.compared import both
from telegrams.search.engine import TooHeavy
from telegrams.search.language import Term, TermKind, text_of
from telegrams.search.present import asked_today
from telegrams.search.query import Query
from telegrams.views.frame import Frame, frame
from telegrams.views.lines import table_of
from telegrams.views.manners import kept_page, searching_page, unindexed
from telegrams.views.search_page import Field, fields_of, too_heavy
from telegrams.views.steps import ChipShown, search_address

SHOWN = 60
"""Words on the page; the table has all."""

BAR = 100
"""Units of the longest bar."""


@dataclass(frozen=True, slots=True)
class NearShown:
    """A word with its bar of up to BAR units, and the search for documents that have it too."""

    collocate: Collocate
    bar: int
    address: str


@dataclass(frozen=True, slots=True)
class NearPage:
    """The words near those of a question; ``found`` None where none are asked for."""

    frame: Frame
    query: Query
    found: Collocates | None
    total: int
    words: tuple[NearShown, ...]
    messages: tuple[str, ...]
    chips: tuple[ChipShown, ...]
    fields: tuple[Field, ...]
    search_address: str
    csv_address: str
    span: int = SPAN
    fewest: int = FEWEST
    most: int = MOST_COUNTED


def address_of(query: Query, name: str = "near") -> str:
    """Where the words near those of a question are."""
    return f"{reverse(name)}{query.bare().address()}"


def _page(query: Query, messages: tuple[str, ...]) -> NearPage:
    found = collocates(ENGINE, query) if query.typed().wanted() else None
    chips = [chip for chip in query.in_words() if chip.text != query.q]
    return NearPage(
        frame=frame("Words near others", section="search", css="pictures"),
        query=query,
        found=found,
        total=ENGINE.count(query) if found else 0,
        words=_shown(query, found.words[:SHOWN]) if found else (),
        messages=messages,
        chips=tuple(ChipShown(chip.text, address_of(chip.without)) for chip in chips),
        fields=fields_of(query, frozenset({"page", "sort", "view", "q"})),
        search_address=search_address(query),
        csv_address=address_of(query, "near-csv"),
    )


def _shown(query: Query, words: tuple[Collocate, ...]) -> tuple[NearShown, ...]:
    most = max((one.keyness for one in words), default=1.0)
    return tuple(NearShown(one, round(BAR * one.keyness / most), _address(query, one)) for one in words)


def _address(query: Query, one: Collocate) -> str:
    words = both(query.q, text_of(Term(TermKind.EXACT, one.form)))
    return search_address(query.asking(words)) if words else ""


@kept_page
def page(request: HttpRequest) -> HttpResponse:
    """What stands near the words of a question, or the form that asks for it."""
    query, messages = asked_today(request.GET)
    query = query.bare()
    try:
        shown = _page(query, messages)
    except TooHeavy as stopped:
        return too_heavy(request, query, stopped)
    answer = render(request, "telegrams/near.html", {"page": shown})
    return unindexed(answer) if query != Query() else answer


@searching_page
def page_csv(request: HttpRequest) -> HttpResponse:
    """All the words as a table."""
    query, _ = asked_today(request.GET)
    found = collocates(ENGINE, query.bare()) if query.typed().wanted() else None
    rows = [
        (one.word, f"{one.near}", f"{one.held}", f"{one.times:.2f}", f"{one.keyness:.1f}")
        for one in (found.words if found else ())
    ]
    return table_of("near", ("word", "documents near", "documents held", "times as common", "keyness"), rows)
