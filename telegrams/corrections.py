"""The one place where loaded values and people's corrections become the values shown.

Pure: no Django, no database. May import vocabulary, parsing, records and errata, which has the corrections
of what has a place.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from telegrams import errata
from telegrams.errata import NOTHING, PlacedField, Printed, ShownPlaces
from telegrams.parsing.dates import PartialDate
from telegrams.parsing.file_number import file_class, file_key, read_file_number
from telegrams.records import HIDDEN, Place, ReadValue
from telegrams.vocabulary import Classification, HeaderField, Kind, Origin, Precedence, Word

Field = HeaderField | PlacedField


def field_of(written: str) -> Field:
    """The field of a correction by its stored name; raises ValueError where there is none of that name."""
    return PlacedField.of(written) or HeaderField(written)


@dataclass(frozen=True, slots=True)
class CorrectedValue:
    """A standing correction of one field. ``value`` '' means not stated; ``on`` is the day it was made.

    ``reported_by``: the reader to whom it is owed, where one wished to be named.
    """

    field: Field
    value: str
    made_against: str
    reason: str
    source: str
    by: str
    on: date
    reported_by: str = ""


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A value as readers see it, with where it comes from: of the header, or of what has a place.

    ``loaded`` is the value as read, which differs from ``value`` where it is corrected.
    ``conflicting``: the loaded value is no longer the one the correction was made against.
    ``checked``: by whom, when and against which source a person compared the value and found it right.
    """

    field: Field
    value: str
    printed: str
    loaded: str
    origin: Origin
    rule: str = ""
    place: Place | None = None
    correction: CorrectedValue | None = None
    conflicting: bool = False
    checked: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a telegram that hold shown values; names are the model's."""

    kind: str
    heading: str
    earliest: date | None
    latest: date | None
    sent_time: time | None
    received_on: date | None
    received_time: time | None
    place: str
    file_number: str
    file_key: str
    file_system: str
    file_class: str
    filed_on: date | None
    message_number: str
    classification: str
    precedence: str
    signature: str
    source_note: str
    first_page: str
    last_page: str


def corrected_value(row: Any) -> CorrectedValue:
    """The value of a stored Correction, which is not named as a type: this module stands below the tables."""
    return CorrectedValue(
        field=field_of(row.field),
        value=row.value,
        made_against=row.made_against,
        reason=row.reason,
        source=row.source,
        by=public_name(row.by.first_name, row.by.last_name, row.by.username),
        on=row.at.date(),
        reported_by=row.reported_by,
    )


def public_name(first: str, last: str, account: str) -> str:
    """The name by which readers know an editor: the full name, else the account's; never an address of mail.

    >>> public_name("Clio", "Muse", "clio"), public_name("", "", "clio@example.org")
    ('Clio Muse', 'clio')
    """
    return (f"{first} {last}".strip() or account).partition("@")[0].strip()


def show(
    loaded: Iterable[ReadValue], corrections: Iterable[CorrectedValue], places: ShownPlaces = NOTHING
) -> dict[HeaderField, ShownValue]:
    """Every header field with the value shown for it; one not stated has the value ''.

    ``places``: what corrections make of page marks; the first and last page follow them, unless corrected themselves.
    """
    read = {value.field: value for value in loaded}
    standing = {correction.field: correction for correction in corrections}
    shown = {field: _shown(field, read.get(field), standing.get(field)) for field in HeaderField}
    if places.pages is not None:
        ends = errata.end_pages(places.pages)
        for field, label in ((HeaderField.FIRST_PAGE, ends.first), (HeaderField.LAST_PAGE, ends.last)):
            if shown[field].correction is None and shown[field].value != label:
                shown[field] = replace(shown[field], value=label, origin=Origin.INFERRED, rule=BY_MARKS, place=None)
    return shown


BY_MARKS = "page-marks-corrected"
"""The rule of a first or last page that follows corrected page marks."""


def show_placed(standing: Iterable[CorrectedValue], printed: Printed) -> list[ShownValue]:
    """The standing corrections of what has a place, in their order, each beside what is loaded for it today.

    In a conflict what is loaded is shown: where the correction would belong now is not guessed.
    """
    placed = [one for one in standing if isinstance(one.field, PlacedField)]
    conflicting = errata.show(printed, placed).conflicting
    return [_placed(one.field, one, printed, one.field.value in conflicting) for one in placed]  # type: ignore[arg-type]


def _placed(where: PlacedField, correction: CorrectedValue, printed: Printed, conflicting: bool) -> ShownValue:
    as_loaded = errata.loaded(where, printed)
    return ShownValue(
        where,
        as_loaded if conflicting else correction.value,
        as_loaded,
        as_loaded,
        Origin.CORRECTED,
        correction=correction,
        conflicting=conflicting,
    )


def show_as_loaded(where: PlacedField, printed: Printed) -> ShownValue:
    """What has a place and no correction."""
    as_loaded = errata.loaded(where, printed)
    return ShownValue(where, as_loaded, as_loaded, as_loaded, Origin.PRINTED)


def _shown(field: HeaderField, read: ReadValue | None, correction: CorrectedValue | None) -> ShownValue:
    as_read = (read.value or "") if read else ""
    printed = (read.printed or "") if read else ""
    place = read.place if read else None
    if correction is None:
        origin = read.origin if read else Origin.PRINTED
        return ShownValue(field, as_read, printed, as_read, origin, read.rule if read else "", place)
    return ShownValue(
        field,
        correction.value,
        printed,
        as_read,
        Origin.CORRECTED,
        place=place,
        correction=correction,
        conflicting=correction.made_against != as_read and correction.value != as_read,
    )


def columns(shown: dict[HeaderField, ShownValue]) -> Columns:
    """The telegram's columns for these shown values."""
    said = {field: value.value for field, value in shown.items()}
    sent = PartialDate.of(said[HeaderField.SENT])
    received_on, received_time = _received(said[HeaderField.RECEIVED])
    year = sent.earliest.year if sent and sent.earliest else None
    number = read_file_number(said[HeaderField.FILE_NUMBER], year)
    return Columns(
        kind=said[HeaderField.KIND] or Kind.OTHER.value,
        heading=said[HeaderField.HEADING],
        earliest=sent.earliest if sent else None,
        latest=sent.latest if sent else None,
        sent_time=_hour(said[HeaderField.SENT_TIME]),
        received_on=received_on,
        received_time=received_time,
        place=said[HeaderField.PLACE],
        file_number=said[HeaderField.FILE_NUMBER],
        file_key=file_key(said[HeaderField.FILE_NUMBER]),
        file_system=number.system.value if number else "",
        file_class=file_class(number)[-1].code if number else "",
        filed_on=number.filed if number else None,
        message_number=said[HeaderField.MESSAGE_NUMBER],
        classification=said[HeaderField.CLASSIFICATION],
        precedence=said[HeaderField.PRECEDENCE],
        signature=said[HeaderField.SIGNATURE],
        source_note=said[HeaderField.SOURCE_NOTE],
        first_page=said[HeaderField.FIRST_PAGE],
        last_page=said[HeaderField.LAST_PAGE],
    )


_HOUR = re.compile(r"\d\d:\d\d")
_RECEIPT = re.compile(r"\d{4}-\d\d-\d\d(T([01]\d|2[0-3]):[0-5]\d)?")


YEARS = range(1500, 2101)
"""Years in which a document may be dated: those that are read from print and from markup."""


_PAGE = re.compile(r"[ivxlcdm]{1,12}|[IVXLCDM]{1,12}|(?:[A-Za-z]{1,3}[.–-]?)?[0-9]{1,5}[A-Za-z]?")

QUOTED = 80
"""Characters of a refused value that its message repeats."""


class NotAValue(ValueError):
    """What was typed is not a value of that field; the message says what is."""


def checked(field: HeaderField, typed: str) -> str:
    """The canonical form of a value an editor typed; '' stays '' (not stated).

    Raises NotAValue with the forms accepted.

    >>> checked(HeaderField.SENT, '1945-11')
    '1945-11'
    """
    typed = " ".join(typed.split()) if field != HeaderField.SIGNATURE else typed.replace("\r\n", "\n").strip()
    if not typed:
        return ""
    if hidden := hidden_in(typed):
        raise NotAValue(hidden)
    closed: dict[HeaderField, type[Word]] = {
        HeaderField.KIND: Kind,
        HeaderField.CLASSIFICATION: Classification,
        HeaderField.PRECEDENCE: Precedence,
    }
    if field in closed:
        return _word(closed[field], typed)
    if field == HeaderField.SENT:
        return _checked_day(typed)
    if field == HeaderField.SENT_TIME and not (_HOUR.fullmatch(typed) and _hour(typed)):
        raise NotAValue(f"“{_cut(typed)}” is not an hour; write 18:00")
    if field == HeaderField.RECEIVED and not (_RECEIPT.fullmatch(typed) and _received(typed)[0]):
        raise NotAValue(f"“{_cut(typed)}” is not a day of receipt; write 1945-11-23 or 1945-11-23T09:20")
    if field in (HeaderField.FIRST_PAGE, HeaderField.LAST_PAGE) and not _PAGE.fullmatch(typed):
        raise NotAValue(f"“{_cut(typed)}” is no number of a page; write 922, IX or 12a")
    if field == HeaderField.RECEIVED:
        _in_time(typed, _received(typed)[0])
    return typed


def hidden_in(typed: str) -> str:
    """Why a value with a sign that nobody sees is not taken; '' where it holds none.

    >>> hidden_in("a\\u200b"), hidden_in("a")
    ('it holds a sign that nobody sees (U+200B); take it out', '')
    """
    sign = HIDDEN.search(typed)
    return f"it holds a sign that nobody sees (U+{ord(sign.group()):04X}); take it out" if sign else ""


def _cut(typed: str) -> str:
    """What was typed, as a message can quote it."""
    return typed if len(typed) <= QUOTED else f"{typed[:QUOTED]}…"


def _word(words: type[Word], typed: str) -> str:
    for word in words:
        if typed.casefold() in (word.value, word.label.casefold()):
            return str(word.value)
    raise NotAValue(f"“{_cut(typed)}” is none of: " + ", ".join(word.value for word in words))


def _checked_day(typed: str) -> str:
    day = PartialDate.of(typed)
    if day is None:
        raise NotAValue(
            f"“{_cut(typed)}” is not a date; write 1945-11-22, 1945-11, 1945, or two of these with / between"
        )
    _in_time(typed, day.earliest, day.latest)
    return day.text()


def _in_time(typed: str, *days: date | None) -> None:
    """Refuse what is a day of the calendar, but of no paper that an archive of telegrams holds: a slip of the keys."""
    if any(day is not None and day.year not in YEARS for day in days):
        raise NotAValue(f"“{_cut(typed)}” lies outside the years {YEARS[0]} to {YEARS[-1]}; look at the year once more")


def _hour(text: str) -> time | None:
    try:
        return time.fromisoformat(text) if text else None
    except ValueError:
        return None


def _received(text: str) -> tuple[date | None, time | None]:
    day, _, hour = text.partition("T")
    try:
        return (date.fromisoformat(day) if day else None), _hour(hour)
    except ValueError:
        return None, None
