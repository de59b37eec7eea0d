"""Posts: all of them on a map; and of each its offices, its years, and who wrote from it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from telegrams.models import Office, Participation, Post, Telegram
from telegrams.parsing.folding import folded
from telegrams.parsing.offices import territory
from telegrams.parsing.tables import post_fact
from telegrams.search import ENGINE
from telegrams.search.engine import FacetCount
from telegrams.search.facets import NONE
from telegrams.search.query import Query
from telegrams.views.absent import no_post
from telegrams.views.asked import asked
from telegrams.views.frame import Frame, frame, searching
from telegrams.views.manners import kept_page
from telegrams.views.map_of_posts import Chart, Key, Place, charts, key_of
from telegrams.views.year_bars import Counts, YearBars, year_bars
from telegrams.vocabulary import Role

WRITERS = 12


@dataclass(frozen=True, slots=True)
class Counted:
    """Somebody, with the number of documents and where they are."""

    label: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class SeatShown:
    """That the mission to a state sat here, from when to when."""

    state: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class PostPage:
    """Everything the page of a post says."""

    frame: Frame
    post: Post
    place: str
    seats: tuple[SeatShown, ...]
    offices: tuple[Office, ...]
    total: int
    informed: int
    address: str
    informed_address: str
    years: YearBars | None
    writers: tuple[Counted, ...]

    @classmethod
    def of(cls, post: Post) -> "PostPage":
        """The page of a post; its queries do not grow with the documents."""
        sent = Telegram.objects.held().filter(post=post)
        return cls(
            frame=frame(post.city, section="people", css="pictures"),
            post=post,
            place=f"{post.lat:.2f}°, {post.lon:.2f}°" if post.lat is not None and post.lon is not None else "",
            seats=_seats(post.slug),
            offices=_offices(post.slug),
            total=sent.count(),
            informed=Participation.objects.filter(role=Role.INFORMED, party=post.slug, telegram__withdrawn_at=None)
            .values("telegram").distinct().count(),
            address=searching(post=post.slug),
            informed_address=searching(informed=post.slug),
            years=_years(post.slug),
            writers=_writers(post.slug, sent),
        )  # fmt: skip


def _seats(slug: str) -> tuple[SeatShown, ...]:
    fact = post_fact(slug)
    seats = fact.seats if fact else ()
    return tuple(
        SeatShown(
            seat.states[0],
            seat.since.isoformat() if seat.since else "",
            seat.until.isoformat() if seat.until else "",
        )
        for seat in seats
    )


def _offices(slug: str) -> tuple[Office, ...]:
    """The consulate here, and the missions whose seat it was."""
    fact = post_fact(slug)
    countries = {territory(state) for seat in (fact.seats if fact else ()) for state in seat.states} - {""}
    keys = [f"consulate-at-{slug}", *(f"mission-in-{country}" for country in sorted(countries))]
    return tuple(Office.objects.filter(slug__in=keys))


def _years(slug: str) -> YearBars | None:
    """The years of what was sent, as a search counts them."""
    found = ENGINE.all_values(Query().adding("post", slug), "years").values
    by_year = {int(one.value): one.count for one in found if one.value != NONE}
    total = sum(one.count for one in found)
    return year_bars([Counts("Sent from here", by_year, total, lambda year: searching(years=f"{year}", post=slug))])


def _writers(slug: str, sent: "QuerySet[Telegram]") -> tuple[Counted, ...]:
    rows = (
        Participation.objects.filter(telegram__in=sent.values("pk"), role=Role.SENDER)
        .order_by()
        .values("party", "party_label")
        .annotate(count=Count("telegram", distinct=True))
        .order_by("-count", "party")[:WRITERS]
    )
    return tuple(Counted(row["party_label"], row["count"], searching(post=slug, sender=row["party"])) for row in rows)


@dataclass(frozen=True, slots=True)
class PostListed:
    """A post in the list, with the documents sent from it."""

    city: str
    country: str
    count: int
    bar: int
    address: str


@dataclass(frozen=True, slots=True)
class PostsPage:
    """Every post from which a document held was sent: on the map as far as its place is known, and as a list.

    Of the documents held ``drawn`` are of posts on the map, ``unplaced`` of others, and ``without`` state no post.
    """

    frame: Frame
    posts: tuple[PostListed, ...]
    charts: tuple[Chart, ...]
    key: tuple[Key, ...]
    on_map: int
    drawn: int
    unplaced: int
    without: int
    without_address: str
    by_name: bool

    @classmethod
    def of(cls, counts: Sequence[FacetCount], *, by_name: bool) -> "PostsPage":
        """The page of posts with their counts, by number or by name."""
        known = Post.objects.in_bulk([one.value for one in counts if one.value != NONE], field_name="slug")
        places = [
            Place(row.city, row.get_absolute_url(), one.count, row.lat, row.lon)
            for one in counts
            if (row := known.get(one.value))
        ]
        drawn = [one for one in places if one.lat is not None and one.lon is not None]
        largest = max((one.count for one in places), default=1)
        listed = [
            PostListed(row.city, row.country, one.count, max(1, round(48 * one.count / largest)), place.address)
            for one, place in zip((one for one in counts if one.value in known), places, strict=True)
            if (row := known[one.value])
        ]
        return cls(
            frame=frame("Posts", section="people", css="pictures"),
            posts=tuple(sorted(listed, key=lambda one: folded(one.city)) if by_name else listed),
            charts=charts(drawn) if drawn else (),
            key=key_of(places),
            on_map=len(drawn),
            drawn=sum(one.count for one in drawn),
            unplaced=sum(one.count for one in places) - sum(one.count for one in drawn),
            without=sum(one.count for one in counts if one.value == NONE),
            without_address=searching(post=NONE),
            by_name=by_name,
        )


@kept_page
def posts(request: HttpRequest) -> HttpResponse:
    """All posts, on a map and as a list."""
    counts = ENGINE.all_values(Query(), "post").values
    return render(
        request, "telegrams/posts.html", {"page": PostsPage.of(counts, by_name=asked(request, "order") == "name")}
    )


@kept_page
def post(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of a post."""
    found = Post.objects.filter(slug=slug).first()
    if found is None:
        raise no_post(slug)
    return render(request, "telegrams/post.html", {"page": PostPage.of(found)})
