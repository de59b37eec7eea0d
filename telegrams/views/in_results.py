"""Where a document stands in the answer it was opened from: its number, and the documents before and after it there.

The question is carried in the address (``in=``), and each neighbour carries it on with its own page of the answer, so
that two windows with two questions never mix, and the way back leads to the page that holds the document.
"""

from dataclasses import dataclass

from telegrams.models import Telegram
from telegrams.search import ENGINE
from telegrams.search.engine import NotReady, TooHeavy
from telegrams.search.query import PAGE, Query
from telegrams.views.cards import Card, card_of
from telegrams.views.steps import search_address
from telegrams.views.ties import Ties
from telegrams.views.within import Within, token_of


@dataclass(frozen=True, slots=True)
class InResults:
    """The document's number among ``total``, the page of results that holds it, and its neighbours, None at an end."""

    number: int
    total: int
    back: str
    before: Card | None
    after: Card | None


def in_results(within: Within | None, telegram: Telegram) -> InResults | None:
    """The place of a document in the answer it was opened from; None where it came from none, or is not in it now."""
    if within is None or not within.back:
        return None
    query = within.query
    try:
        place = ENGINE.place(query, telegram.pk)
    except (NotReady, TooHeavy):
        return None  # the document can be read without it
    if place is None:
        return None
    beside = [one for one in (place.before, place.after) if one is not None]
    rows = Telegram.objects.held().for_result_list().in_bulk(beside)

    def neighbour(key: int | None, number: int) -> Card | None:
        return card_of(rows[key], Ties(), token=token_of(_on_page_of(query, number))) if key in rows else None

    return InResults(
        number=place.number,
        total=place.total,
        back=search_address(_on_page_of(query, place.number)),
        before=neighbour(place.before, place.number - 1),
        after=neighbour(place.after, place.number + 1),
    )


def _on_page_of(query: Query, number: int) -> Query:
    """The question on the page of results that holds the document of this number."""
    return query.on_page((number - 1) // PAGE + 1)
