"""The search: its page, its data, and all values of one facet."""

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from telegrams.search import ENGINE
from telegrams.search.engine import TooHeavy
from telegrams.search.facets import FACET
from telegrams.search.query import Query
from telegrams.views.absent import NotHeld
from telegrams.views.asked import asked
from telegrams.views.frame import Frame, frame
from telegrams.views.manners import public_data, searching_page
from telegrams.views.search_page import ChipShown, FacetShown, SearchPage, as_data, facet_shown

EVERY = 100_000


def _page(request: HttpRequest) -> SearchPage:
    query, messages = Query.from_params(request.GET)
    try:
        return SearchPage.of(query, messages, ENGINE.ask(query))
    except TooHeavy as stopped:
        return SearchPage.stopped(query, messages, stopped.seconds, stopped.term)


@searching_page
def search(request: HttpRequest) -> HttpResponse:
    """The search page; every state of it is in its address."""
    page = _page(request)
    return render(request, "telegrams/search.html", {"page": page}, status=503 if page.too_heavy else 200)


@searching_page
def search_json(request: HttpRequest) -> HttpResponse:
    """The same answer as data."""
    page = _page(request)
    data = JsonResponse(as_data(page), json_dumps_params={"ensure_ascii": False}, status=503 if page.too_heavy else 200)
    return public_data(data)


@dataclass(frozen=True, slots=True)
class FacetPage:
    """All values of one facet under a question; ``by_name`` orders them by their names."""

    frame: Frame
    query: Query
    facet: FacetShown
    by_name: bool
    by_count_address: str
    by_name_address: str
    back: str
    chips: tuple[ChipShown, ...]


@searching_page
def facet(request: HttpRequest, key: str) -> HttpResponse:
    """Every value of one facet."""
    described = FACET.get(key)
    if described is None:
        raise NotHeld(f"There is no facet {key[:40]}; there are {', '.join(FACET)}.")
    query, _ = Query.from_params(request.GET)
    try:
        answer = ENGINE.all_values(query, key)
    except TooHeavy as stopped:
        too_heavy = SearchPage.stopped(query, (), stopped.seconds, stopped.term)
        return render(request, "telegrams/search.html", {"page": too_heavy}, status=503)
    shown = facet_shown(query, answer, EVERY)
    by_name = asked(request, "order") == "name"
    if by_name:
        shown = _by_name(shown)
    address = reverse("facet", args=[key]) + query.address()
    page = FacetPage(
        frame=frame(f"{described.label}: all values", section="search", css="search", question=query.q),
        query=query,
        facet=shown,
        by_name=by_name,
        by_count_address=address,
        by_name_address=f"{address}{'&' if query.address() else '?'}order=name",
        back=reverse("search") + query.address(),
        chips=tuple(ChipShown(chip.text, "") for chip in query.in_words()),
    )
    return render(request, "telegrams/facet.html", {"page": page})


def _by_name(facet: FacetShown) -> FacetShown:
    ordered = tuple(sorted(facet.values, key=lambda one: (one.is_none, one.label.casefold())))
    return replace(facet, values=ordered)
