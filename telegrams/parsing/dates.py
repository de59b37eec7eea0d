"""Printed dates and hours, read as far as they are printed and no further."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
SHORT_MONTHS = {
    "jan": 1,
    "feb": 2,
    "febr": 2,
    "mar": 3,
    "apr": 4,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "sept": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
MONTH_NUMBER = {name.lower(): number for name, number in MONTHS.items()} | SHORT_MONTHS
MONTH_WORD = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\b\.?|Febr?\b\.?|Mar\b\.?|Apr\b\.?|Jun\b\.?|Jul\b\.?|Aug\b\.?|Sept?\b\.?|Oct\b\.?|Nov\b\.?|Dec\b\.?)"
)


class Precision(Enum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    SPAN = "span"
    NOT_BEFORE = "not-before"
    NOT_AFTER = "not-after"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """The days between which something happened, in the local calendar of the post.

    ``earliest`` or ``latest`` is None where that side is open. ``text`` and ``of`` are inverses.

    >>> PartialDate.of("1945-11").latest
    datetime.date(1945, 11, 30)
    >>> PartialDate.of("1949-06-23/..").text()
    '1949-06-23/..'
    """

    earliest: date | None
    latest: date | None
    precision: Precision

    @classmethod
    def day(cls, when: date) -> "PartialDate":
        """One day."""
        return cls(when, when, Precision.DAY)

    @classmethod
    def month(cls, year: int, month: int) -> "PartialDate":
        """Some day of a month."""
        last = calendar.monthrange(year, month)[1]
        return cls(date(year, month, 1), date(year, month, last), Precision.MONTH)

    @classmethod
    def year(cls, year: int) -> "PartialDate":
        """Some day of a year."""
        return cls(date(year, 1, 1), date(year, 12, 31), Precision.YEAR)

    @classmethod
    def span(cls, first: date, last: date) -> "PartialDate":
        """From one day to another; one day where both are the same."""
        return cls.day(first) if first == last else cls(first, last, Precision.SPAN)

    @classmethod
    def not_before(cls, when: date) -> "PartialDate":
        """That day or later."""
        return cls(when, None, Precision.NOT_BEFORE)

    @classmethod
    def not_after(cls, when: date) -> "PartialDate":
        """That day or earlier."""
        return cls(None, when, Precision.NOT_AFTER)

    @classmethod
    def of(cls, text: str) -> "PartialDate | None":
        """The date whose ``text`` this is; None for anything else."""
        first, slash, last = text.partition("/")
        try:
            if slash:
                return cls._between(first, last)
            if re.fullmatch(r"\d{4}", text):
                return cls.year(int(text))
            if re.fullmatch(r"\d{4}-\d{2}", text):
                return cls.month(int(text[:4]), int(text[5:]))
            return cls.day(_iso(text))
        except ValueError:
            return None

    @classmethod
    def _between(cls, first: str, last: str) -> "PartialDate | None":
        if last == "..":
            return cls.not_before(_iso(first))
        if first == "..":
            return cls.not_after(_iso(last))
        earliest, latest = _iso(first), _iso(last)
        return cls(earliest, latest, Precision.SPAN) if earliest < latest else None

    def text(self) -> str:
        """The canonical text: '1945-11-22', '1945-11', '1945', '1919-05-05/1919-05-18', '1949-06-23/..'."""
        first = self.earliest.isoformat() if self.earliest else ".."
        last = self.latest.isoformat() if self.latest else ".."
        if self.precision == Precision.DAY:
            return first
        if self.precision == Precision.MONTH:
            return first[:7]
        if self.precision == Precision.YEAR:
            return first[:4]
        return f"{first}/{last}"


def _iso(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError(text)
    return date.fromisoformat(text)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date found in a line: its range, its meaning, and what is wrong with it.

    ``value`` is None for a day that cannot be and for a date without a year; ``month`` and
    ``day`` then still say what is printed. ``supplied`` is true where all of it stands in
    editors' brackets.
    """

    start: int
    end: int
    value: PartialDate | None
    year: int | None
    month: int | None
    day: int | None
    supplied: bool = False
    impossible: bool = False


# 3 · 22d · 1st · [5] · 3[5?] · 22 [23] · 5/18 · 5–18 · 22, (June 3,)
_DAY = r"(?P<day{n}>\[?\d{{1,2}}\]?(?:\[\d\??\])?(?:st|nd|rd|d|th)?\??\]?)(?:\s*\[(?P<dayfix{n}>\d{{1,2}})\??\])?"
# "November 8—11:06 a.m." is a day and an hour, no span.
_SECOND = (
    rf"(?:\s*(?:[/–—-]|\[?and|&)\s*(?:(?P<month2>{MONTH_WORD})\s+)?"
    r"(?P<second>\d{1,2})(?:st|nd|rd|d|th)?\]?(?!\d|[:.]\d|\s*[ap]\.?\s?m\b|\s*noon))?"
)
_OTHER_STYLE = rf"(?:,?\s*\((?P<styled>(?:{MONTH_WORD}\s+)?\d{{1,2}},?(?:\s+\d{{4}})?)\),?)?"
_YEAR = r"(?P<year{n}>1\s?[5-9]\d\d)\b\]?(?:\s*\[(?P<yearfix{n}>1[5-9]\d\d)\??\])?"
_ERA = r"(?:A\.\s?D\.\s*,?\s*)?"

# November 22, 1945 · [Nov. 22d, 1861] · May 5/18, 1917 · May 22, (June 3,) 1861 · November 22
_MONTH_FIRST = re.compile(
    rf"(?P<open>\[)?(?P<month>{MONTH_WORD})\]?,?\s+(?:the\s+)?{_DAY.format(n=1)}{_SECOND}{_OTHER_STYLE}"
    rf"(?:\s*(?:,|\[,|\.(?=\s1[5-9]))?\s*\[?{_ERA}{_YEAR.format(n=1)})?"
)
# 19th October, 1861 · the 4th day of September, 1870 · 17 June, 1918 [1919]
_DAY_FIRST = re.compile(
    rf"(?P<open>\[)?{_DAY.format(n=1)}{_SECOND}\s*(?:day\s+)?(?:of\s+)?,?\s*(?P<month>{MONTH_WORD}),?\]?"
    rf"(?:,?\s*\[?{_ERA}{_YEAR.format(n=1)})?"
)
# November 1918 · November, 1918
_MONTH_ONLY = re.compile(rf"(?P<open>\[)?(?P<month>{MONTH_WORD})\]?,?\s*(?:[—–-]+\s*,\s*)?\[?{_YEAR.format(n=1)}")
_ORDER = (_MONTH_FIRST, _DAY_FIRST, _MONTH_ONLY)


def find_date(text: str, since: int = 0, year: int | None = None) -> FoundDate | None:
    """The first date printed in ``text``; ``year`` is used where none is printed.

    >>> find_date("Moscow, November 22, 1945—6 p.m.").value.text()
    '1945-11-22'
    >>> find_date("Paris, 17 June, 1918 [1919].").value.text()
    '1919-06-17'
    >>> find_date("St. Petersburg, May 5/18, 1917").value.text()
    '1917-05-18'
    >>> find_date("yours of the 11th instant") is None
    True
    """
    found = [(pattern, match) for pattern in _ORDER if (match := pattern.search(text, since))]
    if not found:
        return None
    pattern, match = min(found, key=lambda pair: (pair[1].start(), -pair[1].end(), _ORDER.index(pair[0])))
    if match.start() and text[match.start() - 1].isalpha():
        return find_date(text, match.start() + 1, year)
    return _found(match, year, with_day=pattern is not _MONTH_ONLY)


def read_date(printed: str) -> PartialDate | None:
    """The meaning of a printed date that stands alone, or None for anything else.

    >>> read_date("19th October, 1861").text()
    '1861-10-19'
    >>> read_date("September 29 to October 3, 1919").text()
    '1919-09-29/1919-10-03'
    >>> read_date("1918").text()
    '1918'
    >>> read_date("the 11th instant") is None
    True
    """
    text = printed.strip().strip(".,;").removeprefix("the ")
    if re.fullmatch(r"\[?1[5-9]\d\d\]?", text):
        return PartialDate.year(int(text.strip("[]")))
    both = re.fullmatch(r"(?:from\s+)?(.+?)\s*(?:\bto\b|–|—)\s*(.+)", text, re.IGNORECASE)
    if both and (last := find_date(both[2])) and last.start == 0 and last.end == len(both[2]) and last.value:
        first = find_date(both[1], 0, last.year)
        whole = first is not None and first.start == 0 and first.end == len(both[1])
        span = between(first.value, last.value) if whole and first else None
        if span:
            return span
    found = find_date(text)
    return found.value if found and found.start == 0 and found.end == len(text) else None


def between(first: PartialDate | None, last: PartialDate | None) -> PartialDate | None:
    """From the first day of one date to the last of another; None where they are not in that order.

    >>> between(PartialDate.of("1919-09-29"), PartialDate.of("1919-10")).text()
    '1919-09-29/1919-10-31'
    """
    if first is None or last is None or first.earliest is None or last.latest is None:
        return None
    return PartialDate.span(first.earliest, last.latest) if first.earliest <= last.latest else None


def _found(match: re.Match[str], default_year: int | None, with_day: bool) -> FoundDate:
    groups = match.groupdict()
    month = month_number(groups["month"])
    printed_year = groups.get("yearfix1") or groups.get("year1")
    year = int(printed_year.replace(" ", "")) if printed_year else default_year
    end = match.end()
    whole = match[0]
    supplied = whole.startswith("[") and "]" not in whole[:-1]
    if not with_day:
        value = PartialDate.month(year, month) if year else None
        return FoundDate(match.start(), end, value, year, month, None, supplied)
    day = _day(groups)
    if year is None:
        return FoundDate(match.start(), end, None, None, month, day, supplied, impossible=not _could_be(month, day))
    first = _date(year, month, day)
    value = PartialDate.day(first) if first else None
    if groups.get("second") and first:
        value = _second_day(groups, whole, first) or value
    elif groups.get("styled") and first:
        value = _other_style(groups["styled"], first) or value
    return FoundDate(match.start(), end, value, year, month, day, supplied, impossible=first is None)


def _day(groups: dict[str, str | None]) -> int:
    corrected = groups.get("dayfix1")
    if corrected:
        return int(corrected)
    printed = groups["day1"] or ""
    inner = re.match(r"\[?(\d{1,2})\]?(?:\[(\d)\??\])?", printed)
    return int((inner[1] if inner else "0") + (inner[2] or "" if inner else ""))


def _second_day(groups: dict[str, str | None], whole: str, first: date) -> PartialDate | None:
    """Both halves of a double date: '5/18' is one day in two calendars, '5–8' a span."""
    month = month_number(groups["month2"]) if groups.get("month2") else first.month
    second = _date(first.year, month, int(groups["second"] or 0))
    if second is None:
        return None
    if 10 <= (second - first).days <= 13:
        # The Russian calendar was 12 days behind until 1900, 13 after: the later day is ours.
        return PartialDate.day(second)
    if second < first and "/" in whole and not groups.get("month2"):
        following = _following_month(first)
        second = _date(following.year, following.month, second.day)
        if second is not None and 10 <= (second - first).days <= 13:
            return PartialDate.day(second)
        return None
    return PartialDate.span(first, second) if first < second else None


def _other_style(printed: str, first: date) -> PartialDate | None:
    """'May 22, (June 3,) 1861': the day in brackets is the one of the other calendar."""
    words = re.match(rf"(?:(?P<month>{MONTH_WORD})\s+)?(?P<day>\d{{1,2}})", printed)
    if words is None:
        return None
    month = month_number(words["month"]) if words["month"] else first.month
    other = _date(first.year, month, int(words["day"]))
    if other is not None and 10 <= (other - first).days <= 13:
        return PartialDate.day(other)
    return None


def _following_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=7)).replace(day=1)


def month_number(word: str | None) -> int:
    """The number of a month's name or abbreviation.

    >>> month_number("Sept.")
    9
    """
    return MONTH_NUMBER[(word or "").rstrip(".").lower()]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _could_be(month: int, day: int) -> bool:
    return _date(2000, month, day) is not None


# 4 p.m. · 11:30 a. m. · 8.09 p.m. · noon · 12 noon · midnight · [6 p.m.] · 6 o’clock p. m.
# 1545Z · 1810 hours · 9:36 p.m. EST · 6 p.m. (Moscow time)
HOUR = re.compile(
    r"""\[?(?:
        (?P<clock>(?:[01]\d|2[0-3])[0-5]\d)(?:\s?(?:Z|hours?|hrs)\b|(?=\s?G\.?M\.?T\b))
      |
        (?P<hour>\d{1,2})(?:\s?[:.]\s?(?P<minute>\d{2}))?(?:\s*o[’']clock)?,?\s*
            (?P<half>[ap])\.?\s?m\b\.?
      | (?:12\s+)?(?P<noon>noon|m\b\.?(?=[\s\])]*$))
      | (?:12\s+)?(?P<midnight>midnight)
    )
    (?:,?\s?[(\[]?(?-i:G\.M\.T\.|GMT\b|E[SDW]T\b|(?:[A-Z]\w+(?:\s[A-Z]\w+)?|local)\s[Tt]ime\b)\)?)?\]?""",
    re.VERBOSE | re.IGNORECASE,
)
"""An hour as datelines print it, with the zone where one is printed: ``transmission`` reads that."""


def read_hour(printed: str) -> str | None:
    """The hour as 'HH:MM' on the clock of the place, or None where it is not one.

    >>> read_hour("6 p.m.")
    '18:00'
    >>> read_hour("8.09 p. m.")
    '20:09'
    >>> read_hour("noon"), read_hour("midnight"), read_hour("4")
    ('12:00', '00:00', None)
    >>> read_hour("1545Z"), read_hour("9:36 p.m. EST"), read_hour("1810 hours"), read_hour("6 p.m. [Moscow time]")
    ('15:45', '21:36', '18:10', '18:00')
    """
    match = HOUR.fullmatch(printed.strip().strip(",;—–- ").strip())
    return hour_of(match) if match else None


def hour_of(match: re.Match[str]) -> str | None:
    """The hour of a match of ``HOUR``; None for 25 o'clock. Midnight is '00:00', whichever day it ends."""
    if match["noon"]:
        return "12:00"
    if match["midnight"]:
        return "00:00"
    if match["clock"]:
        return f"{match['clock'][:2]}:{match['clock'][2:]}"
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if not 0 <= hour <= 23 or minute > 59:
        return None
    if hour <= 12:
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    return f"{hour:02d}:{minute:02d}"
