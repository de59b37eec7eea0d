"""The question a document was opened from, carried in the address itself: no state is kept for a reader."""

import base64
import binascii
import zlib
from dataclasses import dataclass
from urllib.parse import parse_qs

from django.urls import reverse

from telegrams.search.present import of_today
from telegrams.search.query import Query

LONGEST_TOKEN = 1600
LONGEST_QUESTION = 4000
MOST_PARAMETERS = 400


@dataclass(frozen=True, slots=True)
class Within:
    """The question, and the way back to its results; '' where only words came with the address."""

    query: Query
    back: str


def token_of(query: Query) -> str:
    """A question as a token for ``in=``; '' where there is nothing to carry, or too much.

    >>> question_of(token_of(Query(q='litvinov', page=2)))
    Query(q='litvinov', facets=(), since='', until='', undated=False, abbreviations=False, sort='', view='', page=2)
    """
    address = query.address().removeprefix("?")
    if not address or len(address) > LONGEST_QUESTION:
        return ""
    token = base64.urlsafe_b64encode(zlib.compress(address.encode(), 9)).decode().rstrip("=")
    return token if len(token) <= LONGEST_TOKEN else ""


def question_of(token: str) -> Query | None:
    """The question of a token; None for anything that is no token of ours."""
    if not token or len(token) > LONGEST_TOKEN:
        return None
    try:
        packed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        opened = zlib.decompressobj()
        text = opened.decompress(packed, LONGEST_QUESTION).decode()
        parameters = parse_qs(text, max_num_fields=MOST_PARAMETERS) if opened.eof else {}
    except (binascii.Error, ValueError, zlib.error):
        return None
    return Query.from_params(parameters)[0] if parameters else None


def within(token: str, words: str) -> Within | None:
    """Where a document was opened from: a search carried by ``in=``, or the bare words of ``q=``."""
    query = question_of(token)
    if query is not None:
        query = of_today(query)
        return Within(query, f"{reverse('search')}{query.address()}")
    query = Query.from_params({"q": words})[0]
    return Within(query, "") if query.q else None
