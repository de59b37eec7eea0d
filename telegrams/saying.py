"""How the archive says days, hours, counts and pages in words; no more exact than they are.

May import vocabulary and parsing.
"""

from datetime import date, time, timedelta

from telegrams.parsing.dates import PartialDate, Precision

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

NOT_STATED = "not stated"


def day_said(day: date) -> str:
    """A day as the archive writes it.

    >>> day_said(date(1945, 11, 22))
    '22 November 1945'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def iso_said(text: str) -> str:
    """An ISO date of any precision in words; anything else as it is.

    >>> iso_said('1943-10'), iso_said('1943-10-23'), iso_said('about 1943')
    ('October 1943', '23 October 1943', 'about 1943')
    """
    when = PartialDate.of(text)
    return date_said(when) if when else text


def date_said(when: PartialDate | None) -> str:
    """A partial date in words, no more exact than it is.

    >>> date_said(PartialDate.of('1949-06-23/..'))
    'not before 23 June 1949'
    >>> date_said(PartialDate.of('1919-05-05/1919-05-18'))
    'between 5 May and 18 May 1919'
    """
    if when is None:
        return NOT_STATED
    if when.earliest is None or when.latest is None:
        return _open_said(when)
    if when.precision == Precision.DAY:
        return day_said(when.earliest)
    if when.precision == Precision.MONTH:
        return f"{MONTHS[when.earliest.month - 1]} {when.earliest.year}"
    if when.precision == Precision.YEAR:
        return str(when.earliest.year)
    return _span_said(when.earliest, when.latest)


def days_said(earliest: date | None, latest: date | None) -> str:
    """The days of two columns in words, a whole month or year as such.

    >>> days_said(date(1945, 11, 1), date(1945, 11, 30))
    'November 1945'
    """
    if earliest is None and latest is None:
        return NOT_STATED
    if earliest is None or latest is None:
        precision = Precision.NOT_BEFORE if latest is None else Precision.NOT_AFTER
        return date_said(PartialDate(earliest, latest, precision))
    for whole in (PartialDate.year(earliest.year), PartialDate.month(earliest.year, earliest.month)):
        if (whole.earliest, whole.latest) == (earliest, latest):
            return date_said(whole)
    return date_said(PartialDate.span(earliest, latest))


def _open_said(when: PartialDate) -> str:
    if when.earliest is not None:
        return f"not before {day_said(when.earliest)}"
    return f"not after {day_said(when.latest)}" if when.latest is not None else NOT_STATED


def _span_said(first: date, last: date) -> str:
    start = f"{first.day} {MONTHS[first.month - 1]}"
    return f"between {start if first.year == last.year else day_said(first)} and {day_said(last)}"


def machine_date(when: PartialDate | None) -> str:
    """What a ``datetime`` attribute may hold: a day, month or year; '' for a span."""
    exact = (Precision.DAY, Precision.MONTH, Precision.YEAR)
    return when.text() if when and when.precision in exact else ""


def hour_said(hour: time) -> str:
    """An hour as the volumes print it.

    >>> hour_said(time(18)), hour_said(time(9, 20)), hour_said(time(12)), hour_said(time(0))
    ('6 p.m.', '9:20 a.m.', 'noon', 'midnight')
    """
    if (hour.hour, hour.minute) in ((0, 0), (12, 0)):
        return "noon" if hour.hour else "midnight"
    minutes = f":{hour.minute:02d}" if hour.minute else ""
    return f"{hour.hour % 12 or 12}{minutes} {'p.m.' if hour.hour >= 12 else 'a.m.'}"


def lasting_said(lasting: timedelta) -> str:
    """How long something took, to the minute; a clock that was set by hand may make it less than nothing.

    >>> lasting_said(timedelta(hours=22, minutes=40)), lasting_said(timedelta(days=2, minutes=5))
    ('22 h 40 min', '2 d 5 min')
    """
    minutes = round(lasting.total_seconds() / 60)
    sign, minutes = ("−", -minutes) if minutes < 0 else ("", minutes)
    days, rest = divmod(minutes, 24 * 60)
    parts = [f"{days} d" if days else "", f"{rest // 60} h" if rest >= 60 else "", f"{rest % 60} min"]
    if rest % 60 == 0 and (days or rest):
        parts.pop()
    return sign + " ".join(part for part in parts if part)


def counted(number: int) -> str:
    """A count with its thousands apart: 1,310."""
    return f"{number:,}"


def counted_of(number: int, one: str, many: str) -> str:
    """A count with its noun.

    >>> counted_of(1, 'document', 'documents'), counted_of(1310, 'document', 'documents')
    ('1 document', '1,310 documents')
    """
    return f"{counted(number)} {one if number == 1 else many}"


def pages_said(first: str, last: str) -> str:
    """The pages a document is printed on: 'p. 922', 'pp. 921–922', '' if not known."""
    if not first:
        return f"p. {last}" if last else ""
    return f"pp. {first}–{last}" if last and last != first else f"p. {first}"


def capitalized(words: str) -> str:
    """Words as a sentence begins.

    >>> capitalized("it holds a sign")
    'It holds a sign'
    """
    return f"{words[:1].upper()}{words[1:]}"


def shortened(text: str, longest: int) -> str:
    """The text cut at a blank to at most that many characters, with an ellipsis where it was cut."""
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
