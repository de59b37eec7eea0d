"""A whole answer as a file: every document that a question finds, in its order, written as it is read."""

from collections.abc import Callable, Iterator, Sequence
from io import StringIO
from itertools import islice

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from telegrams.exports import Format
from telegrams.models import Telegram
from telegrams.search import ENGINE
from telegrams.search.present import asked_today
from telegrams.views.manners import one_snapshot, public_data, searching_file, unindexed

AT_ONCE = 200
"""Documents read and written together."""


def in_form(form: Format) -> Callable[..., HttpResponseBase]:
    """The view of an answer in a form."""

    @searching_file
    def answer(request: HttpRequest) -> HttpResponseBase:
        query, _ = asked_today(request.GET)
        site = f"{request.scheme}://{request.get_host()}"
        pieces = () if request.method == "HEAD" else _pieces(ENGINE.documents(query), form, site)
        response = StreamingHttpResponse(pieces, content_type=f"{form.media_type}; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="telegrams.{form.suffix}"'
        return public_data(unindexed(response))

    return answer


def _pieces(keys: Iterator[int], form: Format, site: str) -> Iterator[str]:
    """The file in pieces, from one snapshot of the tables; a document withdrawn since the question is left out."""
    yield form.begin
    with one_snapshot():
        while some := list(islice(keys, AT_ONCE)):
            stream = StringIO(newline="")
            form.write(_in_order(some, form), stream, site)
            yield stream.getvalue()


def _in_order(keys: Sequence[int], form: Format) -> list[Telegram]:
    rows = Telegram.objects.held().select_related("volume", "source", "post").prefetch_related(*form.needs)
    known = rows.in_bulk(keys)
    return [known[key] for key in keys if key in known]
