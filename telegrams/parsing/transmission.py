"""How long a telegram was under way: hours of the clock at two cities made comparable.

The print gives the local hour of sending and of receipt and no zone, so zones are reckoned: those of the standard
zone database for the two cities on the two days. Before a city had legal time, nothing is reckoned.
"""

import datetime
import functools
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from telegrams.parsing.offices import read_office, seat_of_mission
from telegrams.parsing.posts import post_of_place
from telegrams.parsing.tables import PostFact, post_fact
from telegrams.vocabulary import Function

WASHINGTON = "washington"

_NO_SUMMER_TIME = (datetime.date(1920, 1, 1), datetime.date(1942, 2, 8))
"""In these years Washington kept standard time in summer, while New York, which names the zone, did not.

Source: general knowledge of the District's law: summer time by the federal acts of 1918-19 and from 9 February
1942 on, and none between but for the government's early hours of 1922.
"""

_EASTERN_STANDARD = datetime.timezone(datetime.timedelta(hours=-5))

LONGEST = datetime.timedelta(days=60)
"""A receipt later than this after sending is taken for a misprint or for mail."""

EARLY = datetime.timedelta(minutes=-20)
"""Clocks were set and read by hand: a receipt up to so much before sending is no contradiction."""


@dataclass(frozen=True, slots=True)
class Instants:
    """When a telegram was sent and received, in universal time; None where it cannot be reckoned."""

    sent: datetime.datetime | None
    received: datetime.datetime | None

    @property
    def under_way(self) -> datetime.timedelta | None:
        """How long it was under way; None where that is not known or cannot be."""
        if self.sent is None or self.received is None or self.is_impossible:
            return None
        return self.received - self.sent

    @property
    def is_impossible(self) -> bool:
        """Whether the hours printed contradict one another: received before it was sent, or months after."""
        if self.sent is None or self.received is None:
            return False
        return not EARLY <= self.received - self.sent <= LONGEST


def instant(day: datetime.date | None, hour: datetime.time | None, post: PostFact | None) -> datetime.datetime | None:
    """An hour of the clock in a city as an instant of universal time.

    None where the day, the hour or the city is not known, where it had no legal time yet, and for an hour that the
    clocks passed over when they were put forward.

    >>> moscow = post_fact("moscow")
    >>> instant(datetime.date(1945, 11, 22), datetime.time(18), moscow).isoformat()
    '1945-11-22T15:00:00+00:00'
    >>> instant(datetime.date(1880, 11, 22), datetime.time(18), moscow) is None
    True
    """
    zone = _zone(post, day) if post and day else None
    if day is None or hour is None or zone is None:
        return None
    local = datetime.datetime.combine(day, hour, zone)
    universal = local.astimezone(datetime.UTC)
    return universal if universal.astimezone(zone).time() == hour else None


def destination(recipient_office: str, day: datetime.date | None) -> PostFact | None:
    """The city in which a telegram to an office was received: the Department's, or the seat of the mission that day.

    >>> destination("Secretary of State", None).city, destination("Consul at Geneva", None).city
    ('Washington', 'Geneva')
    >>> destination("President", None) is None
    True
    """
    office = read_office(recipient_office) if recipient_office else None
    if office is None:
        return None
    if office.function == Function.DEPARTMENT:
        return post_fact(WASHINGTON)
    if office.function == Function.CONSUL:
        return post_of_place(office.place)
    if office.function in (Function.MISSION, Function.CHARGE):
        return seat_of_mission(office.office, day)
    return None


def _zone(post: PostFact, day: datetime.date) -> datetime.tzinfo | None:
    if not post.tz or (post.tz_from is not None and day.year < post.tz_from):
        return None
    if post.slug == WASHINGTON and _NO_SUMMER_TIME[0] <= day <= _NO_SUMMER_TIME[1]:
        return _EASTERN_STANDARD
    return _named(post.tz)


@functools.cache
def _named(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None
