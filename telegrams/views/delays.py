"""How long telegrams were under way: by post, by precedence and by month, as a page and as a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from telegrams.parsing.transmission import EARLY, LONGEST
from telegrams.saying import lasting_said
from telegrams.views.asked import asked
from telegrams.views.frame import Frame, frame, searching
from telegrams.views.lines import table_of
from telegrams.views.manners import reading_page
from telegrams.vocabulary import Precedence

LEAST = 5
"""Telegrams of which a median is drawn."""

BOUNDS = tuple(f"{bound.total_seconds()} seconds" for bound in (EARLY, LONGEST))
"""What a time under way lies between, as PostgreSQL has it."""

GROUPS = {
    "post": ("Post", "post.city", "post.slug"),
    "precedence": ("Precedence", "telegram.precedence", "telegram.precedence"),
    "month": ("Month", "to_char(telegram.earliest, 'YYYY-MM')", "to_char(telegram.earliest, 'YYYY-MM')"),
}

_COUNTED = """
SELECT {name} AS name, {key} AS key, count(*),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY telegram.received_at - telegram.sent_at),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY telegram.received_at - telegram.sent_at)
  FROM telegrams_telegram telegram
  LEFT JOIN telegrams_post post ON post.id = telegram.post_id
 WHERE telegram.withdrawn_at IS NULL AND telegram.received_at - telegram.sent_at BETWEEN %s::interval AND %s::interval
 GROUP BY 1, 2 HAVING count(*) >= %s ORDER BY {order}
"""
_IN_ALL = """
SELECT count(*) FILTER (WHERE telegram.received_at - telegram.sent_at BETWEEN %s::interval AND %s::interval),
       count(*) FILTER (WHERE telegram.received_at - telegram.sent_at NOT BETWEEN %s::interval AND %s::interval),
       count(*) FILTER (WHERE telegram.received_time IS NOT NULL AND telegram.received_at - telegram.sent_at IS NULL)
  FROM telegrams_telegram telegram WHERE telegram.withdrawn_at IS NULL AND telegram.received_time IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Delay:
    """Telegrams of one post, precedence or month: how many, half of them within, nine in ten within."""

    label: str
    address: str
    count: int
    half: str
    most: str
    half_minutes: int
    most_minutes: int


@dataclass(frozen=True, slots=True)
class DelaysPage:
    """How long telegrams were under way, and of how many that is known."""

    frame: Frame
    by: str
    label: str
    others: tuple[tuple[str, str], ...]
    rows: tuple[Delay, ...]
    known: int
    impossible: int
    unreckoned: int
    least: int


def _rows(by: str) -> tuple[Delay, ...]:
    _, name, key = GROUPS[by]
    order = "1" if by == "month" else "3 DESC, 1"
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED.format(name=name, key=key, order=order), [*BOUNDS, LEAST])
        found = cursor.fetchall()
    return tuple(
        Delay(
            label=_label(by, label),
            address=_address(by, key),
            count=count,
            half=lasting_said(half),
            most=lasting_said(most),
            half_minutes=round(half.total_seconds() / 60),
            most_minutes=round(most.total_seconds() / 60),
        )
        for label, key, count, half, most in found
    )


def _label(by: str, label: str | None) -> str:
    if by == "precedence":
        return Precedence(label).label if label else "not stated"
    return label or "not known"


def _address(by: str, key: str | None) -> str:
    """The search for the documents of a row; '' where it has no value to search by."""
    if not key:
        return ""
    return searching(since=key, until=key) if by == "month" else searching(**{by: key})


@reading_page
def delays(request: HttpRequest) -> HttpResponse:
    """The page, by post unless another grouping is asked for."""
    by = asked(request, "by", 20)
    by = by if by in GROUPS else "post"
    with connection.cursor() as cursor:
        cursor.execute(_IN_ALL, [*BOUNDS, *BOUNDS])
        known, impossible, unreckoned = cursor.fetchone()
    page = DelaysPage(
        frame=frame("How long telegrams were under way", section="search"),
        by=by,
        label=GROUPS[by][0],
        others=tuple((key, label.lower()) for key, (label, _, _) in GROUPS.items() if key != by),
        rows=_rows(by),
        known=known,
        impossible=impossible,
        unreckoned=unreckoned,
        least=LEAST,
    )
    return render(request, "telegrams/delays.html", {"page": page})


@reading_page
def delays_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table, in minutes."""
    by = asked(request, "by", 20)
    by = by if by in GROUPS else "post"
    return table_of("delays", (by, "telegrams", "half_within_minutes", "nine_in_ten_within_minutes"), _lines(_rows(by)))


def _lines(rows: Iterable[Delay]) -> Iterable[Sequence[str]]:
    for row in rows:
        yield row.label, str(row.count), str(row.half_minutes), str(row.most_minutes)
