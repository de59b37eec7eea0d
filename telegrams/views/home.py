"""The first page: a box to search in, and what there is to find."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from telegrams.models import Correction, Telegram
from telegrams.saying import day_said
from telegrams.search import ENGINE
from telegrams.search.engine import Axis, PeriodCount
from telegrams.search.facets import NONE
from telegrams.search.query import Query
from telegrams.views.cards import Card, plain_cards
from telegrams.views.frame import ARCHIVE, Frame, Held, what_is_held
from telegrams.views.histogram import Histogram, histogram, within_reach
from telegrams.views.manners import kept_page
from telegrams.views.posts_by_year import ROWS, PostsByYear, posts_by_year

WORKED = (
    ('"faits accomplis"', "a phrase, exactly as printed"),
    ("subasich", "a name as one footnote spells it"),
    ("711.61/11-2245", "a file number, with any kind of dash"),
    ("litvinov -molotov", "one name without another"),
    ('"Secretary of State" garble', "a phrase and a word, in any order"),
    ("ultimatum OR protest", "either of two words"),
    ("embassy", "a single word"),
)
"""Questions that show the language of the box; those that find something here are offered."""

OFFERED = 3


@dataclass(frozen=True, slots=True)
class Worked:
    """A question worked out: what it asks, and how many documents it finds."""

    question: str
    said: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """A recent correction."""

    address: str
    heading: str
    field: str
    on: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """Everything the first page says; all its numbers are counted now.

    ``far``: documents of years so far from the others that these would be drawn too small.
    """

    frame: Frame
    held: Held
    specimens: int
    specimen_address: str
    histogram: Histogram | None
    posts: PostsByYear | None
    far: int
    undated: int
    undated_address: str
    worked: tuple[Worked, ...]
    today: str
    on_this_day: tuple[Card, ...]
    corrections: tuple[CorrectionLine, ...]

    @classmethod
    def of(cls, today: date) -> "HomePage":
        """The first page on a day."""
        held = what_is_held()
        years = ENGINE.all_values(Query(), "years").values
        stated = [PeriodCount(one.value, one.count, one.count) for one in years if one.value != NONE]
        counts, far = within_reach(stated)
        specimens = list(
            Telegram.objects.held().filter(volume__is_specimen=True).values_list("volume__slug", flat=True)
        )
        return cls(
            frame=Frame(ARCHIVE, held, section="home", css="home"),
            held=held,
            specimens=len(specimens),
            specimen_address=f"{reverse('search')}{_specimen_query(specimens).address()}",
            histogram=histogram(counts, lambda year: f"{reverse('search')}{Query().between(year, year).address()}"),
            posts=_posts([int(one.period) for one in counts]),
            far=far,
            undated=sum(one.count for one in years if one.value == NONE),
            undated_address=f"{reverse('search')}{Query().adding('years', NONE).address()}",
            worked=_worked(),
            today=f"{today.day} {day_said(today).split()[1]}",
            on_this_day=_on_this_day(today),
            corrections=_latest_corrections(),
        )


def _posts(years: list[int]) -> PostsByYear | None:
    """The posts from which most was sent, over the same years as the histogram above them."""
    if not years:
        return None
    crossed = ENGINE.crossed(Query(), Axis("post", most=ROWS), Axis("years"))
    return posts_by_year(crossed, min(years), max(years))


def _specimen_query(slugs: list[str]) -> Query:
    query = Query()
    for slug in dict.fromkeys(slugs):
        query = query.adding("volume", slug)
    return query


def _worked() -> tuple[Worked, ...]:
    offered: list[Worked] = []
    for question, said in WORKED:
        query = Query(q=question)
        count = ENGINE.count(query)
        if count:
            offered.append(Worked(question, said, count, f"{reverse('search')}{query.address()}"))
        if len(offered) == OFFERED:
            break
    return tuple(offered)


def _on_this_day(today: date) -> tuple[Card, ...]:
    """Documents surely sent on this day and month."""
    same = Telegram.objects.held().filter(
        earliest__month=today.month, earliest__day=today.day, latest__month=today.month
    )
    return plain_cards(same.filter(latest__day=today.day).by_date().for_result_list()[:3])


def _latest_corrections() -> tuple[CorrectionLine, ...]:
    rows = Correction.objects.filter(withdrawn_at=None, telegram__withdrawn_at=None).select_related("telegram__volume")
    return tuple(
        CorrectionLine(
            f"{row.telegram.get_absolute_url()}#source", row.telegram.heading, row.get_field_display(), day_said(row.at)
        )
        for row in rows.defer("telegram__text", "telegram__layout", "telegram__loaded").order_by("-at", "-pk")[:5]
    )


@kept_page
def home(request: HttpRequest) -> HttpResponse:
    """The first page."""
    return render(request, "telegrams/home.html", {"page": HomePage.of(timezone.localdate())})
