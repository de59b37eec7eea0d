"""Key words in context: the lines of an answer on a page, and all of them as a table for a spreadsheet."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import islice

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from telegrams.exports.csv import without_formula
from telegrams.models import Telegram
from telegrams.saying import days_said
from telegrams.search import ENGINE
from telegrams.search.concordance import MOST_DOCUMENTS, Line, in_order, lines_of
from telegrams.search.present import asked_today
from telegrams.search.query import Query
from telegrams.views.manners import public_data, searching_page, unindexed

AT_ONCE = 100
"""Lines on one page."""


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line, the day of its document, and the place in the document's page."""

    line: Line
    day: str
    address: str


@dataclass(frozen=True, slots=True)
class Lines:
    """A page of lines; ``total`` lines stand in the first ``documents`` documents of the answer."""

    shown: tuple[LineShown, ...]
    total: int
    documents: int
    last_page: int
    csv_address: str


def lines(query: Query, token: str) -> Lines:
    """The lines of a question on its page."""
    found, documents = _all_lines(query)
    last = max(1, -(-len(found) // AT_ONCE))
    page = found[(query.page - 1) * AT_ONCE : query.page * AT_ONCE]
    rows = _documents(page)
    shown = [
        LineShown(one, days_said(row.earliest, row.latest), _address(row, one, token))
        for one in page
        if (row := rows.get(one.telegram_id))
    ]
    return Lines(tuple(shown), len(found), documents, last, f"{reverse('search-lines')}{query.on_page(1).address()}")


def _documents(lines: Iterable[Line]) -> dict[int, Telegram]:
    """The documents of these lines, without their texts."""
    rows = Telegram.objects.select_related("volume").defer("text", "layout")
    return rows.in_bulk({one.telegram_id for one in lines})


def _all_lines(query: Query) -> tuple[list[Line], int]:
    keys = list(islice(ENGINE.documents(query), MOST_DOCUMENTS))
    return in_order(list(lines_of(keys, query.reading())), query.sort), len(keys)


def _address(telegram: Telegram, line: Line, token: str) -> str:
    there = telegram.get_absolute_url() + (f"?in={token}" if token else "")
    return f"{there}#{line.address}" if line.address else there


@searching_page
def lines_csv(request: HttpRequest) -> HttpResponse:
    """The lines of an answer as a table."""
    query, _ = asked_today(request.GET)
    found, _ = _all_lines(query)
    documents = _documents(found)
    rows: list[tuple[str, ...]] = []
    for one in found:
        row = documents[one.telegram_id]
        sent = row.earliest.isoformat() if row.earliest and row.earliest == row.latest else ""
        rows.append((row.volume.slug, row.document, sent, one.where, one.before, one.found, one.after))
    return table_of("lines", ("volume", "document", "sent", "where", "before", "found", "after"), rows)


@searching_page
def periods_csv(request: HttpRequest) -> HttpResponse:
    """The documents of each year, month or day of an answer, matching and held, as a table."""
    query, _ = asked_today(request.GET)
    answer = ENGINE.ask(query)
    rows = [(one.period, f"{one.matching}", f"{one.held}") for one in answer.within or answer.years]
    return table_of("periods", ("period", "matching", "held"), rows)


def table_of(name: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """A table to be saved, safe to be opened as a spreadsheet."""
    stream = StringIO(newline="")
    table = csv.writer(stream)
    table.writerow([without_formula(value) for value in head])
    table.writerows([without_formula(value) for value in row] for row in rows)
    response = HttpResponse(stream.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return public_data(unindexed(response))
