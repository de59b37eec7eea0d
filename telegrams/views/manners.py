"""How readers' pages answer: GET and HEAD only, few parameters, one snapshot, a bounded time."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TypeVar

from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from telegrams.search import ENGINE
from telegrams.views.kept import KEPT
from telegrams.views.refusals import Way, not_allowed, refused

EDITION = "6"
"""Changes with the templates and the renderer, so that readers' copies of older pages are not kept."""

MOST_PARAMETERS = 32
LONGEST_ADDRESS = 4000
STATEMENT_SECONDS = 5
CANCELLED = "57014"
"""PostgreSQL's code of a statement stopped for its time."""

View = Callable[..., HttpResponse]
FileView = Callable[..., HttpResponseBase]
Answered = TypeVar("Answered", bound=HttpResponseBase)


class TooManyParameters(SuspiciousOperation):
    """An address with more parameters than any page of ours makes."""


def reading_page(view: View) -> View:
    """A reader's page: refuses what no reader sends, asks the database in one read-only snapshot, and has an ETag."""

    @csrf_exempt  # a form sent here is refused for being sent, whatever it carries
    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return unless_held(request, _read(view, request, *args, **kwargs))

    return answer


def _read(view: View, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    return _refused(request) or _in_one_snapshot(view, request, *args, **kwargs)


def searching_file(view: FileView) -> FileView:
    """A file of an answer, which asks the search first and opens a snapshot of its own while it is written."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        refused = _refused(request)
        if refused is not None:
            return refused
        ENGINE.catch_up()
        answered = view(request, *args, **kwargs)
        answered.setdefault("Cache-Control", "no-cache")  # written while it is sent: it has no ETag
        return answered

    return answer


def _refused(request: HttpRequest) -> HttpResponse | None:
    """The answer to what no reader sends; None for the rest."""
    if request.method not in ("GET", "HEAD"):
        return not_allowed(request, "GET", "HEAD")
    if sum(len(values) for _, values in request.GET.lists()) > MOST_PARAMETERS:
        raise TooManyParameters(f"an address may hold {MOST_PARAMETERS} parameters")
    return None


def searching_page(view: View) -> View:
    """A reader's page that asks the search, which takes in what has changed before the page's snapshot begins."""

    page = reading_page(view)

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            ENGINE.catch_up()
        return page(request, *args, **kwargs)

    return answer


def kept_page(view: View) -> View:
    """A page that asks the search and is the same for every reader: it is made once a minute, or when anything changes.

    What the archive holds is asked before it is taken from among those kept, so that no edit of a document, a
    person, a post or a volume is missed.
    """

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return _read(view, request, *args, **kwargs)
        key = request.build_absolute_uri(), ENGINE.catch_up(), _last_edits(), timezone.localdate()
        answered = KEPT.of(key)
        if answered is None:
            answered = _read(view, request, *args, **kwargs)
            # Under what was known before it was made: it may hold more than that, and never less.
            KEPT.keep(key, answered)
        return unless_held(request, answered)

    return answer


def _last_edits() -> tuple[int | None, ...]:
    """The newest lines of the histories that editors write without touching a document."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST_EDITS)
        return tuple(cursor.fetchone())


_LAST_EDITS = """
SELECT (SELECT max(history_id) FROM telegrams_historicalperson),
       (SELECT max(history_id) FROM telegrams_historicalpost),
       (SELECT max(history_id) FROM telegrams_historicalvolume)
"""


@contextmanager
def one_snapshot() -> Iterator[None]:
    """The tables as they stand now, for as long as this lasts; within a transaction they stand as that has them."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute(f"SET LOCAL statement_timeout = '{STATEMENT_SECONDS}s'")
        yield


def _in_one_snapshot(view: View, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    try:
        with one_snapshot():
            return view(request, *args, **kwargs)
    except OperationalError as stopped:
        if getattr(stopped.__cause__, "sqlstate", "") != CANCELLED:
            raise
        said = f"This page took longer than {STATEMENT_SECONDS} seconds and was stopped."
        ways = [Way("Search the telegrams", reverse("search"))]
        return refused(request, 503, "Too heavy a question", said, "A narrower question is quicker.", ways)


def unless_held(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page with its ETag, or 304 where the reader holds that very page; asked anew before each use.

    What is no page of its own (a refusal, a way elsewhere) and what is written while it is sent has none.
    """
    if response.status_code != 200 or response.streaming:
        return response
    tag = f'"{EDITION}-{hashlib.sha256(response.content).hexdigest()[:24]}"'
    known = [one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")]
    answer = response
    if tag in known or "*" in known:
        answer = HttpResponseNotModified(
            headers={name: value for name, value in response.items() if name != "Content-Type"}
        )
    answer["ETag"] = tag
    answer.setdefault("Cache-Control", "no-cache")
    return answer


def unindexed(response: Answered) -> Answered:
    """Mark an answer as one that no crawler should keep or follow: there are more questions than documents."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def public_data(response: Answered) -> Answered:
    """Mark an answer as data that other sites may read."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
