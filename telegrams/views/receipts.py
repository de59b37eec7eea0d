"""Receipts: a question with what it found on a day, under a short address, and how that differs from today."""

import secrets
from dataclasses import dataclass
from itertools import islice

from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_protect

from telegrams.models import Receipt, Telegram
from telegrams.search import ENGINE
from telegrams.search.present import asked_today
from telegrams.search.query import Chip, Query
from telegrams.views.absent import NotHeld
from telegrams.views.cards import Card, plain_cards
from telegrams.views.frame import Frame, frame
from telegrams.views.manners import searching_page, unindexed
from telegrams.views.refusals import Way, not_allowed, too_many
from telegrams.views.whence import whence

MOST_KEPT = 20_000
"""Documents of an answer up to which their keys are kept, so that those gone and come can be listed."""

MOST_LISTED = 100
HOUR = 3600
MOST_AN_HOUR = 60
"""Receipts that one address may make in an hour."""


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """A receipt beside today's answer; ``come`` and ``gone`` are None where the documents of then were not kept."""

    frame: Frame
    receipt: Receipt | None
    chips: tuple[Chip, ...]
    question: str
    search: str
    total: int
    come: int | None = None
    gone: int | None = None
    come_cards: tuple[Card, ...] = ()
    gone_cards: tuple[Card, ...] = ()
    address: str = ""


@searching_page
def new_receipt(request: HttpRequest) -> HttpResponse:
    """The question, and a button that keeps a receipt of its answer."""
    query = asked_today(request.GET)[0].bare()
    page = ReceiptPage(
        frame=frame("Keep a receipt", section="search"),
        receipt=None,
        chips=query.in_words(),
        question=query.address(),
        search=reverse("search") + query.address(),
        total=ENGINE.count(query),
    )
    return unindexed(render(request, "telegrams/receipt.html", {"page": page}))


@csrf_protect
def keep_receipt(request: HttpRequest) -> HttpResponse:
    """Keep a receipt of the answer as it is now; its address."""
    if request.method != "POST":
        return not_allowed(request, "POST")
    counted = f"receipts:{whence(request)}"
    cache.add(counted, 0, HOUR)
    if cache.incr(counted) > MOST_AN_HOUR:
        said = f"More than {MOST_AN_HOUR} receipts were kept from here within an hour."
        return too_many(request, "Too many receipts", said, HOUR)
    query = _asked(request.POST.get("question", ""))
    ENGINE.catch_up()
    answer = ENGINE.ask(query)
    with transaction.atomic():
        receipt, _ = Receipt.objects.get_or_create(
            question=query.address(),
            sequence=answer.sequence,
            defaults={
                "key": secrets.token_urlsafe(6),
                "total": answer.total,
                "found": sorted(ENGINE.documents(query)) if answer.total <= MOST_KEPT else None,
            },
        )
    return HttpResponseRedirect(reverse("receipt", args=[receipt.key]))


@searching_page
def receipt(request: HttpRequest, key: str) -> HttpResponse:
    """A receipt, and what has come and gone since."""
    kept = Receipt.objects.filter(key=key).first()
    if kept is None:
        raise NotHeld("There is no receipt under this address.", [Way("Search the telegrams", reverse("search"))])
    query = _asked(kept.question)
    total = ENGINE.count(query)
    come: set[int] | None = None
    gone: set[int] | None = None
    if kept.found is not None and total <= MOST_KEPT:
        now, then = set(ENGINE.documents(query)), set(kept.found)
        come, gone = now - then, then - now
    page = ReceiptPage(
        frame=frame(f"Receipt {kept.key}", section="search", css="search"),
        receipt=kept,
        chips=query.in_words(),
        question=kept.question,
        search=reverse("search") + query.address(),
        total=total,
        come=None if come is None else len(come),
        gone=None if gone is None else len(gone),
        come_cards=_cards(come or set()),
        gone_cards=_cards(gone or set()),
        address=f"{request.scheme}://{request.get_host()}{reverse('receipt', args=[kept.key])}",
    )
    return unindexed(render(request, "telegrams/receipt.html", {"page": page}))


def _asked(question: str) -> Query:
    return asked_today(QueryDict(question.removeprefix("?")))[0].bare()


def _cards(keys: set[int]) -> tuple[Card, ...]:
    """Cards of documents, also of those withdrawn, which answer at their addresses that they are."""
    some = list(islice(sorted(keys), MOST_LISTED))
    return plain_cards(Telegram.objects.filter(pk__in=some).by_date().for_result_list())
