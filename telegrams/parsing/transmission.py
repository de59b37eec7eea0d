"""How long a telegram was under way: hours of the clock at two cities made comparable.

The print mostly gives the local hour of sending and of receipt and no zone, so zones are reckoned: those of the
standard zone database for the two cities on the two days. Before a city had legal time, nothing is reckoned. A zone
that is printed stands before what would be reckoned: 1545Z, 9:36 p.m. EST, 6 p.m. Moscow time.
"""

import datetime
import functools
import re
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

_PRINTED = {
    "Z": datetime.UTC,
    "GMT": datetime.UTC,
    "EST": _EASTERN_STANDARD,
    "EDT": datetime.timezone(datetime.timedelta(hours=-4)),
    "EWT": datetime.timezone(datetime.timedelta(hours=-4)),
}
"""Zones that hours are printed with. EWT: the war time of 1942 to 1945, an hour before standard time."""

_ABBREVIATED = re.compile(r"(?<=\d)\s?Z\b|\bG\.?M\.?T\b|\bE[SDW]T\b")
_OF_A_CITY = re.compile(r"\b(?P<city>[A-Z]\w+(?:\s[A-Z]\w+)?|local)\s[Tt]ime\b")
_WITH_ZONES_OF_THEIR_OWN = {"greenwich": "GMT", "eastern": "", "eastern standard": "EST", "eastern daylight": "EDT"}

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


def says_zone(printed: str) -> bool:
    """Whether an hour is printed with a zone.

    >>> says_zone("1545Z"), says_zone("6 p.m. (local time)"), says_zone("6 p.m.")
    (True, True, False)
    """
    return bool(_ABBREVIATED.search(printed) or _OF_A_CITY.search(printed))


def _printed_zone(printed: str, post: PostFact | None, day: datetime.date) -> datetime.tzinfo | None:
    """The zone an hour is printed with; None where that is not known: another is not put in its place."""
    if found := _ABBREVIATED.search(printed):
        return _PRINTED[found[0].replace(".", "").strip()]
    found = _OF_A_CITY.search(printed)
    said = found["city"] if found else ""
    if said == "local":
        return _zone(post, day) if post else None
    if said.lower() in _WITH_ZONES_OF_THEIR_OWN:
        known = _WITH_ZONES_OF_THEIR_OWN[said.lower()]
        if known:
            return _PRINTED[known]
        said = WASHINGTON.title()
    there = post_of_place(said)
    return _zone(there, day) if there else None


def instant(
    day: datetime.date | None, hour: datetime.time | None, post: PostFact | None, printed: str = ""
) -> datetime.datetime | None:
    """An hour of the clock in a city as an instant of universal time; by the zone ``printed`` with it, where one is.

    None where the day, the hour or the city is not known, where it had no legal time yet, and for an hour that the
    clocks passed over when they were put forward.

    >>> moscow = post_fact("moscow")
    >>> instant(datetime.date(1945, 11, 22), datetime.time(18), moscow).isoformat()
    '1945-11-22T15:00:00+00:00'
    >>> instant(datetime.date(1880, 11, 22), datetime.time(18), moscow) is None
    True
    >>> instant(datetime.date(1969, 2, 17), datetime.time(15, 45), moscow, "1545Z").isoformat()
    '1969-02-17T15:45:00+00:00'
    """
    if day is None or hour is None:
        return None
    zone = _printed_zone(printed, post, day) if says_zone(printed) else _zone(post, day) if post else None
    if zone is None:
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
