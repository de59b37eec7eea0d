"""The dates that the encoders of a TEI volume give beside the printed ones, and where the two differ."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from telegrams.importing.readers.tei_run import Range
from telegrams.parsing.dates import PartialDate

_WHEN = re.compile(r"(?P<year>-?\d{4,})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T\S+)?)?)?")
_YEARLESS = re.compile(r"--\d\d(?:-\d\d)?")
_VOLUME_YEAR = re.compile(r"frus(?P<first>1[789]\d\d|20\d\d)")
# A paper printed without its year is hardly older than the volume by more, and never younger by more than this.
_OLDEST, _YOUNGEST = 10, 1
_EARLIEST, _LATEST = 1600, 2100


@dataclass(frozen=True, slots=True)
class Encoded:
    """A date of the markup: its words, what @when says, what that means (None: it cannot be), and its line."""

    printed: str
    when: str
    value: PartialDate | None
    line: int


def read_when(when: str) -> PartialDate | None:
    """What a date of the markup means; None for what is no date, or no date of this world's correspondence.

    >>> read_when("1934-02-05T18:00:00").text(), read_when("1917-11").text(), read_when("1861-05-02/1861-05-09").text()
    ('1934-02-05', '1917-11', '1861-05-02/1861-05-09')
    >>> read_when("1945-13-40"), read_when("0201-06-22"), read_when("--06-22")
    (None, None, None)
    """
    first, slash, last = when.strip().partition("/")
    begin, end = _one(first), _one(last) if slash else None
    if not slash or begin is None or end is None:
        return begin or end
    return PartialDate.span(begin.earliest, end.latest) if begin.earliest and end.latest else None


def _one(when: str) -> PartialDate | None:
    match = _WHEN.fullmatch(when)
    if match is None or not _EARLIEST <= int(match["year"]) <= _LATEST:
        return None
    return PartialDate.of("-".join(part for part in (match["year"], match["month"], match["day"]) if part))


def is_yearless(when: str) -> bool:
    """Whether @when leaves out the year on purpose: --06-22."""
    return bool(_YEARLESS.fullmatch(when.strip()))


def encoded_dates(text: str, ranges: Iterable[Range]) -> Iterator[Encoded]:
    """The dates that markup gives in a dateline."""
    for one in ranges:
        if one.what == "date" and one.value and one.start is not None:
            yield Encoded(text[one.start : one.end], one.value, read_when(one.value), one.line)


def differs(printed: str, read: PartialDate, encoded: PartialDate) -> bool:
    """Whether the date of the markup is none that the print can mean.

    A pair of days, "June 5–17, 1864", is of two calendars: either will do.

    >>> june = PartialDate.of("1864-06-17")
    >>> differs("June 5–17, 1864", june, PartialDate.of("1864-06-05"))
    False
    >>> differs("June 17", june, PartialDate.of("1864-07-17"))
    True
    """
    if read.earliest is None or read.latest is None or encoded.earliest is None or encoded.latest is None:
        return False
    if encoded.earliest <= read.latest and read.earliest <= encoded.latest:
        return False
    day = encoded.earliest
    days = [int(number) for number in re.findall(r"\d{1,2}(?!\d)", printed)]
    return not (day.day in days and day.month == read.earliest.month and day.year == read.earliest.year)


def fits_volume(value: PartialDate, slug: str) -> bool:
    """Whether a year that only the markup gives is one the volume can hold.

    >>> fits_volume(PartialDate.of("1870-07-18"), "frus1870"), fits_volume(PartialDate.of("1884-07-18"), "frus1870")
    (True, False)
    """
    volume = _VOLUME_YEAR.match(slug)
    if volume is None or value.earliest is None:
        return value.earliest is not None
    first = int(volume["first"])
    return first - _OLDEST <= value.earliest.year <= first + _YOUNGEST + _span(slug)


def _span(slug: str) -> int:
    """How many years after its first a volume covers: frus1969-76v04 seven."""
    match = re.match(r"frus(\d{4})-(\d{2,4})", slug)
    if match is None:
        return 0
    last = int(match[2]) if len(match[2]) == 4 else int(match[1][:2] + match[2])
    return max(0, last - int(match[1]))
