"""Which held document a reference by number, day or hour means. Pure: works on values.

Direction, post, number and day decide together, never number and year alone: series of different posts run
beside one another, and the same number comes back every year.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from telegrams.parsing.dates import PartialDate
from telegrams.parsing.folding import slugged
from telegrams.parsing.offices import read_office
from telegrams.parsing.posts import post_of_place
from telegrams.vocabulary import Certainty, Function, Kind

DEPARTMENT = "department"

BACK = timedelta(days=366)
"""How long before a document lies what it names by a day without a year; editors' notes look ahead as far."""

SLACK = timedelta(days=3)
"""A telegram may name one that is dated a day or two after it, for days are local."""

UNDATED_BACK = timedelta(days=150)
"""How long before a document lies what it names by number alone."""

_WIRED = frozenset({Kind.TELEGRAM, Kind.CIRCULAR})
_MY = frozenset({"my", "our"})
_POSTS_OWN = frozenset({"embassy", "legation", "consulate"})


@dataclass(frozen=True, slots=True)
class End:
    """One end of a correspondence: the key of the office, '' where none is known, and the city it wrote from or to.

    Offices of the Department are one end, 'department', without a city.
    """

    office: str = ""
    city: str = ""
    name: str = ""

    def is_same(self, other: "End") -> bool | None:
        """Whether two ends are one; None where too little is known of either."""
        if self.office and other.office:
            return self.office == other.office
        if self.name and other.name:
            return self.name == other.name
        if self.city and other.city:
            return self.city == other.city
        return None


NOBODY = End()


@dataclass(frozen=True, slots=True)
class Message:
    """A held document as correspondence: its ends, its number, its days, and what kind of paper it is."""

    key: int
    number: str
    kind: Kind
    first: date | None
    last: date | None
    hour: time | None
    sender: End
    recipient: End

    @property
    def day(self) -> date | None:
        """The day it was sent, where one day is known."""
        return self.first if self.first and self.first == self.last else None

    @property
    def is_wired(self) -> bool:
        """Whether it went by wire, and stands in the telegrams' series of numbers."""
        return self.kind in _WIRED


@dataclass(frozen=True, slots=True)
class Sought:
    """What a reference wants, and where it stands.

    ``wanted`` as parsing gives it. ``within``: the document it stands in; ``in_note``: in an editors' note, and so
    not its sender's words; ``in_part``: in an enclosure, whose parties are others.
    """

    wanted: Mapping[str, str]
    within: Message
    in_note: bool = False
    in_part: bool = False

    @property
    def number(self) -> str:
        """The number wanted, also where it is told by its neighbour; '' for none."""
        beside, own = self.wanted.get("beside"), self.within.number
        if beside:
            return str(int(own) + int(beside)) if own.isdecimal() and self.wanted.get("by") in _MY else ""
        return self.wanted.get("number", "")

    @property
    def stated(self) -> str:
        """The day wanted, as an ISO day, with or without its year; '' for none. 'ultimo' is of the month before."""
        said, here = self.wanted.get("date", ""), self.within.first
        word, _, day = said.partition("-")
        if word not in ("instant", "ultimo"):
            return said
        if here is None or here != self.within.last:
            return ""
        month = here if word == "instant" else here.replace(day=1) - timedelta(days=1)
        return f"{month:%Y-%m}-{day}" if PartialDate.of(f"{month:%Y-%m}-{day}") else ""

    def window(self) -> tuple[date, date] | None:
        """The days among which the wanted document may be; None where nothing tells them."""
        said, here = self.stated, self.within.first
        if said and not said.startswith("--"):
            known = PartialDate.of(said)
            return (known.earliest, known.latest) if known and known.earliest and known.latest else None
        last = self.within.last or here
        if here is None or last is None:
            return None
        if said or self.in_note:
            return widened(here, last, BACK, BACK if self.in_note else SLACK)
        return widened(here, last, UNDATED_BACK, SLACK)


def widened(first: date, last: date, before: timedelta, after: timedelta) -> tuple[date, date]:
    """Days and those about them, as far as the calendar goes: a misprinted year may be 1 or 9999.

    >>> widened(date(1, 1, 3), date(9999, 12, 31), timedelta(days=7), timedelta(days=7))
    (datetime.date(1, 1, 1), datetime.date(9999, 12, 31))
    """
    return first - min(before, first - date.min), last + min(after, date.max - last)


@dataclass(frozen=True, slots=True)
class Found:
    """What a reference came to: how sure, by which rule, and the documents that fit, the only one of them first."""

    certainty: Certainty
    rule: str
    keys: tuple[int, ...] = ()


NOT_HELD = Found(Certainty.NOT_HELD, "sought by number and day")


def find(sought: Sought, candidates: Sequence[Message]) -> Found:
    """The document that a reference means, among held ones of its number or day; of several, the earliest first."""
    in_order = sorted(candidates, key=_sent)
    fits = [
        (grade, one.key)
        for one in in_order
        if one.key != sought.within.key and (grade := _grade(sought, one)) is not None
    ]
    if not fits:
        return NOT_HELD
    best = min(grade for grade, _ in fits)
    keys = tuple(dict.fromkeys(key for grade, key in fits if grade == best))
    hour = sought.wanted.get("time", "")
    at_that_hour = [one.key for one in in_order if one.key in keys and one.hour and f"{one.hour:%H:%M}" == hour]
    if len(keys) > 1 and at_that_hour:
        keys = tuple(at_that_hour)
    if len(keys) > 1:
        return Found(Certainty.AMBIGUOUS, RULES[best][1], keys)
    return Found(*RULES[best], keys)


def _sent(one: Message) -> tuple[date, time, int]:
    """When it was sent, for sorting: what is not known comes last."""
    return one.first or date.max, one.hour or time.max, one.key


RULES: tuple[tuple[Certainty, str], ...] = (
    (Certainty.SURE, "number, day and direction"),
    (Certainty.SURE, "number, day and post"),
    (Certainty.SURE, "day, hour and direction"),
    (Certainty.PROBABLE, "number and direction, the day one off"),
    (Certainty.PROBABLE, "number and day, one end unknown"),
    (Certainty.PROBABLE, "number and direction, no day stated"),
    (Certainty.PROBABLE, "day and direction, no number stated"),
    (Certainty.PROBABLE, "number, day and hour, no direction stated"),
)
"""In order: the first that a candidate meets is its own, and the best of all candidates decides."""

_EXACT, _BY_POST, _BY_HOUR, _ONE_OFF, _ONE_END, _UNDATED, _UNNUMBERED, _WHEREVER = range(len(RULES))


def _grade(sought: Sought, one: Message) -> int | None:
    """The rule by which a candidate fits; None where it contradicts the reference, or too little agrees."""
    number = sought.number
    if number and number != one.number:
        return None
    if _is_other_paper(sought.wanted.get("kind", ""), one):
        return None
    directions = ways(sought)
    agreed = max((_agreement(way, one) for way in directions), default=0)
    if agreed < 0:
        return _from_wherever(sought, one) if number else None
    apart = _days_apart(sought, one)
    if apart is None:
        return _without_a_day(sought, one, agreed) if number else None
    if number and apart == 0:
        if agreed >= 2:
            return _EXACT
        if agreed == 1:
            return _BY_POST if _names_post(sought.wanted) else _ONE_END
        return None
    if number:
        return _ONE_OFF if apart == 1 and agreed >= 2 else None
    if apart != 0 or agreed < 2:
        return None
    hour = sought.wanted.get("time", "")
    if hour:
        return _BY_HOUR if one.hour is not None and f"{one.hour:%H:%M}" == hour else None
    return _UNNUMBERED


def _from_wherever(sought: Sought, one: Message) -> int | None:
    """A message of neither party, as a text passes on another post's: its number, day and hour must all agree."""
    wanted = sought.wanted
    hour = wanted.get("time", "")
    if "by" in wanted or _names_post(wanted) or not hour or one.hour is None or _days_apart(sought, one) != 0:
        return None
    return _WHEREVER if f"{one.hour:%H:%M}" == hour else None


def _without_a_day(sought: Sought, one: Message, agreed: int) -> int | None:
    """A number without a day: only of the same correspondence and the same kind of paper, and not long before."""
    window = sought.window()
    if sought.stated or window is None or one.day is None or agreed < 2:
        return None
    if not sought.wanted.get("kind") and one.is_wired != sought.within.is_wired:
        return None
    return _UNDATED if window[0] <= one.day <= window[1] else None


def _is_other_paper(kind: str, one: Message) -> bool:
    """Whether the paper is of another series than the word says: a despatch is no telegram."""
    if "gram" in kind and kind != "airgram":
        return not one.is_wired and one.kind != Kind.OTHER
    if kind in ("despatch", "instruction", "circular instruction"):
        return one.is_wired
    return False


def _days_apart(sought: Sought, one: Message) -> int | None:
    """How many days the candidate is from the day stated; None where either has no day, or it is out of the window."""
    said, window = sought.stated, sought.window()
    if not said or one.day is None or window is None:
        return None
    if not said.startswith("--"):
        return abs((one.day - window[0]).days) if window[0] == window[1] else None
    first, last = widened(*window, SLACK, SLACK)
    if not first <= one.day <= last:
        return None
    month, day = int(said[2:4]), int(said[5:7])
    try:
        meant = date(one.day.year, month, day)
    except ValueError:
        return None
    return abs((one.day - meant).days)


def _names_post(wanted: Mapping[str, str]) -> bool:
    return any(key in wanted for key in ("post", "to", "sender", "recipient"))


def ways(sought: Sought) -> list[tuple[End, End]]:
    """The directions in which a wanted document may have gone, each as its sender and its recipient."""
    wanted, within = sought.wanted, sought.within
    by = wanted.get("by", "")
    here, there = (NOBODY, NOBODY) if sought.in_part else (within.sender, within.recipient)
    post = here if here.office != DEPARTMENT else there
    sender = _named_end(wanted.get("sender", ""), wanted.get("post", ""))
    recipient = _named_end(wanted.get("recipient", ""), wanted.get("to", ""))
    if sender != NOBODY or recipient != NOBODY:
        if by == DEPARTMENT:
            sender = End(DEPARTMENT)
        elif sender == NOBODY and not sought.in_note:
            sender = here if by in _MY else there if by == "your" else post if by in _POSTS_OWN else NOBODY
        return [(sender, recipient)]
    if sought.in_note and by in (*_MY, "your"):
        return [(here, there), (there, here)]
    if by in _MY:
        return [(here, there)]
    if by == "your":
        return [(there, here)]
    if by == DEPARTMENT:
        return [(End(DEPARTMENT), post)]
    if by in _POSTS_OWN:
        return [(post, End(DEPARTMENT))]
    if by:
        return []
    return [(here, there), (there, here)]


def _named_end(office: str, city: str) -> End:
    """The end that a reference names itself: 'from the Consul at Geneva', 'from Moscow'."""
    if office:
        return end_of(office, "", None, "")
    post = post_of_place(city) if city else None
    return End("", post.slug) if post else NOBODY


def _agreement(way: tuple[End, End], one: Message) -> int:
    """How many of both ends agree; -1 where one contradicts."""
    agreed = 0
    for meant, known in zip(way, (one.sender, one.recipient), strict=True):
        same = _is_meant(meant, known)
        if same is False:
            return -1
        agreed += same is True
    return agreed


def _is_meant(meant: End, known: End) -> bool | None:
    """Whether an end is the one meant; a city named without an office means whoever writes from there."""
    if meant.city and not meant.office and not meant.name:
        return meant.city == known.city if known.city else (False if known.office == DEPARTMENT else None)
    return meant.is_same(known)


def end_of(office_printed: str, office: str, city: str | None, name: str) -> End:
    """The end that a party is, by the key of its office where it has one, else by what the heading prints."""
    read = read_office(office_printed) if office_printed else None
    if read and read.function == Function.SEVERAL:
        return NOBODY
    key = office or (read.office if read else "") or slugged(office_printed, 60)
    if (read and read.function == Function.DEPARTMENT) or key in _DEPARTMENT_KEYS:
        return End(DEPARTMENT)
    return End(key, city or _city_of(key), "" if key else name)


_DEPARTMENT_KEYS = frozenset({
    "secretary", "secretary-ad-interim", "under-secretary", "deputy-secretary", "assistant-secretary",
    "assistant-secretary2", "second-assistant-secretary", "third-assistant-secretary", "counselor",
    "department-of-state",
})  # fmt: skip


def _city_of(office: str) -> str:
    return office.removeprefix("consulate-at-") if office.startswith("consulate-at-") else ""
