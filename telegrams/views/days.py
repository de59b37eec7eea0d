"""Days: what was sent, arrived, was filed and is named of one day; and what Washington had by an hour."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from telegrams.models import CrossReference, Telegram
from telegrams.models.telegram import TelegramQuerySet
from telegrams.parsing.tables import post_fact
from telegrams.parsing.transmission import WASHINGTON, instant
from telegrams.saying import day_said, hour_said, lasting_said
from telegrams.views.absent import no_day
from telegrams.views.asked import asked
from telegrams.views.cards import Card, first_cards
from telegrams.views.frame import Frame, frame, searching
from telegrams.views.manners import reading_page, unindexed
from telegrams.views.visible import on_one_line
from telegrams.vocabulary import Function, Role

MOST = 300
"""Documents of one list of a day; the search has all of them."""

BEFORE = timedelta(days=14)
"""How long before an hour the lists of what had come, and of what was under way, reach back."""


@dataclass(frozen=True, slots=True)
class Part:
    """A list of a day's sheet: what it is of, and where the search has all of it, if it does."""

    name: str
    heading: str
    note: str
    cards: tuple[Card, ...]
    is_cut: bool
    address: str = ""


@dataclass(frozen=True, slots=True)
class DayPage:
    """The sheet of a day."""

    frame: Frame
    day: str
    before: str
    after: str
    parts: tuple[Part, ...]
    by_address: str

    @classmethod
    def of(cls, day: date) -> "DayPage":
        """The sheet of a day; its queries do not grow with the documents."""
        held = Telegram.objects.held()
        named = CrossReference.objects.filter(wanted__date=day.isoformat()).values("telegram")
        sent = searching(since=day.isoformat(), until=day.isoformat())
        return cls(
            frame=frame(day_said(day), section="search"),
            day=day_said(day),
            before=_address(day - timedelta(days=1)) if day > date.min else "",
            after=_address(day + timedelta(days=1)) if day < date.max else "",
            parts=(
                _part("sent", "Sent", "On this day by their datelines.", held.filter(earliest=day, latest=day), sent),
                _part("arrived", "Arrived", "Received on this day, by the receipt printed.",
                      held.filter(received_on=day).exclude(earliest=day, latest=day)),
                _part("filed", "Filed", "Under this day by their file numbers, and sent on another.",
                      held.filter(filed_on=day).exclude(earliest=day, latest=day)),
                _part("named", "Named", "Documents that name a message of this day.",
                      held.filter(pk__in=named).exclude(earliest=day, latest=day)),
            ),
            by_address=f"{reverse('washington')}?by={day.isoformat()}T18:00",
        )  # fmt: skip


def _part(name: str, heading: str, note: str, documents: TelegramQuerySet, address: str = "") -> Part:
    cards = first_cards(documents.order_by("sent_time", "volume__slug", "document_key"), MOST + 1)
    return Part(name, heading, note, cards[:MOST], len(cards) > MOST, address)


def _address(day: date) -> str:
    return reverse("day", args=[day.isoformat()])


@reading_page
def day(request: HttpRequest, day: str) -> HttpResponse:
    """The sheet of a day."""
    try:
        meant = date.fromisoformat(day)
    except ValueError:
        raise no_day(day) from None
    return render(request, "telegrams/day.html", {"page": DayPage.of(meant)})


@dataclass(frozen=True, slots=True)
class Arrival:
    """A telegram to the Department with the hour at which it came, and how long it was under way."""

    card: Card
    received: str
    under_way: str


@dataclass(frozen=True, slots=True)
class WashingtonPage:
    """What the Department had received by an hour of a day in Washington, and what was on its way to it."""

    frame: Frame
    typed: str
    message: str
    when: str
    arrived: tuple[Arrival, ...]
    under_way: tuple[Arrival, ...]
    is_cut: bool
    unknown: int
    days: int

    @classmethod
    def of(cls, typed: str) -> "WashingtonPage":
        """The page for an hour as typed: 1945-11-22T18:00."""
        when, message = _read(typed)
        title = frame("What Washington had by", section="search")
        if when is None:
            return cls(title, typed, message, "", (), (), is_cut=False, unknown=0, days=BEFORE.days)
        then = instant(when.date(), when.time(), post_fact(WASHINGTON))
        if then is None:
            return cls(title, typed, "Before 18 November 1883 Washington had no legal time, and no hours are reckoned.",
                       "", (), (), is_cut=False, unknown=0, days=BEFORE.days)  # fmt: skip
        home = Telegram.objects.held().filter(_to_the_department())
        came = home.filter(received_at__gt=then - BEFORE, received_at__lte=then).order_by("-received_at", "pk")
        comes = home.filter(received_at__gt=then, sent_at__gt=then - BEFORE, sent_at__lte=then)
        arrived = _arrivals(came, MOST + 1)
        days = (when.date() - BEFORE, when.date())
        unknown = home.filter(received_at=None, earliest__gt=days[0], latest__lte=days[1]).count()
        return cls(
            frame=title,
            typed=typed,
            message="",
            when=f"{day_said(when.date())}, {hour_said(when.time())}",
            arrived=arrived[:MOST],
            under_way=_arrivals(comes.order_by("sent_at", "pk"), MOST),
            is_cut=len(arrived) > MOST,
            unknown=unknown,
            days=BEFORE.days,
        )


def _to_the_department() -> Q:
    return Q(participations__role=Role.RECIPIENT, participations__office__function=Function.DEPARTMENT)


def _read(typed: str) -> tuple[datetime | None, str]:
    if not typed:
        return None, ""
    day, _, hour = typed.replace(" ", "T").partition("T")
    try:
        return datetime.combine(date.fromisoformat(day), time.fromisoformat(hour or "23:59")), ""
    except ValueError:
        return None, f"“{on_one_line(typed)[:40]}” is no hour of a day; write 1945-11-22T18:00."


def _arrivals(documents: TelegramQuerySet, most: int) -> tuple[Arrival, ...]:
    """The first of these with their hours, which no card reads; three questions, however many they are."""
    cards = first_cards(documents, most)
    hours = Telegram.objects.only("received_on", "received_time", "sent_at", "received_at")
    rows = hours.in_bulk([card.telegram.pk for card in cards])
    return tuple(_arrival(card, rows[card.telegram.pk]) for card in cards)


def _arrival(card: Card, telegram: Telegram) -> Arrival:
    under_way = telegram.instants().under_way
    received = f"{day_said(telegram.received_on)}, " if telegram.received_on else ""
    hour = hour_said(telegram.received_time) if telegram.received_time else ""
    return Arrival(card, f"{received}{hour}", lasting_said(under_way) if under_way is not None else "")


@reading_page
def washington(request: HttpRequest) -> HttpResponse:
    """What the Department had by an hour."""
    page = WashingtonPage.of(asked(request, "by", 40))
    return unindexed(render(request, "telegrams/washington.html", {"page": page}))
