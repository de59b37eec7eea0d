"""The search: its page, its data, and all values of one facet."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from telegrams.models import Telegram
from telegrams.search import ENGINE
from telegrams.search.engine import TooHeavy
from telegrams.search.facets import FACET
from telegrams.search.present import asked_today
from telegrams.search.query import PAGE, Query
from telegrams.views.absent import no_facet
from telegrams.views.asked import asked, page_number
from telegrams.views.cards import cards_of
from telegrams.views.facet_page import Choice, FacetPage
from telegrams.views.manners import kept_page, public_data, unindexed
from telegrams.views.search_page import SearchPage, as_data, too_heavy


def _page(request: HttpRequest) -> SearchPage:
    query, messages = asked_today(request.GET)
    try:
        return SearchPage.of(query, messages, ENGINE.ask(query))
    except TooHeavy as stopped:
        return SearchPage.stopped(query, stopped, messages)


@kept_page
def search(request: HttpRequest) -> HttpResponse:
    """The search page; every state of it is in its address."""
    page = _page(request)
    status = 503 if page.too_heavy else 200
    answer = render(request, "telegrams/search.html", {"page": page}, status=status)
    return unindexed(answer) if page.query != Query() else answer


@kept_page
def search_json(request: HttpRequest) -> HttpResponse:
    """The same answer as data. ``after=frus1945v05/d690``: the documents after that one, however deep."""
    page = _page(request)
    after = asked(request, "after", 220)
    if after and page.answer is not None:
        volume, _, document = after.partition("/")
        known = Telegram.objects.filter(volume__slug=volume, document=document).values_list("pk", flat=True).first()
        hits = ENGINE.after(page.query, known, PAGE) if known else ()
        message = () if known else (f"There is no document {after} to go on after.",)
        page = replace(page, cards=cards_of(hits), messages=(*page.messages, *message))
    data = JsonResponse(as_data(page), json_dumps_params={"ensure_ascii": False}, status=503 if page.too_heavy else 200)
    return public_data(unindexed(data))


@kept_page
def facet(request: HttpRequest, key: str) -> HttpResponse:
    """Every value of one facet."""
    described = FACET.get(key)
    if described is None:
        raise no_facet(key)
    query, _ = asked_today(request.GET)
    query = query.on_page(1)
    try:
        answer = ENGINE.all_values(query, key)
    except TooHeavy as stopped:
        return too_heavy(request, query, stopped)
    choice = Choice(
        find=" ".join(asked(request, "find", 80).split()),
        letter=asked(request, "letter", 1).upper(),
        by_name=asked(request, "order") == "name",
        page=page_number(request),
    )
    page = FacetPage.of(query, answer, choice)
    return unindexed(render(request, "telegrams/facet.html", {"page": page}))
