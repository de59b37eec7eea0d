"""The one place where loaded values and people's corrections become the values shown.

Pure: no Django, no database. May import vocabulary, parsing and records.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from telegrams.parsing.dates import PartialDate
from telegrams.parsing.file_number import file_class, file_key, read_file_number
from telegrams.records import Place, ReadValue
from telegrams.vocabulary import Classification, HeaderField, Kind, Origin, Precedence, Word


@dataclass(frozen=True, slots=True)
class CorrectedValue:
    """A standing correction of one field. ``value`` '' means not stated; ``on`` is the day it was made."""

    field: HeaderField
    value: str
    made_against: str
    reason: str
    source: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A header value as readers see it, with where it comes from.

    ``loaded`` is the value as read, which differs from ``value`` where it is corrected.
    ``conflicting``: the loaded value is no longer the one the correction was made against.
    """

    field: HeaderField
    value: str
    printed: str
    loaded: str
    origin: Origin
    rule: str = ""
    place: Place | None = None
    correction: CorrectedValue | None = None
    conflicting: bool = False


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
        field=HeaderField(row.field),
        value=row.value,
        made_against=row.made_against,
        reason=row.reason,
        source=row.source,
        by=row.by.get_full_name() or row.by.get_username(),
        on=row.at.date(),
    )


def show(loaded: Iterable[ReadValue], corrections: Iterable[CorrectedValue]) -> dict[HeaderField, ShownValue]:
    """Every header field with the value shown for it; one not stated has the value ''."""
    read = {value.field: value for value in loaded}
    standing = {correction.field: correction for correction in corrections}
    return {field: _shown(field, read.get(field), standing.get(field)) for field in HeaderField}


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


class NotAValue(ValueError):
    """What was typed is not a value of that field; the message says what is."""


def checked(field: HeaderField, typed: str) -> str:
    """The canonical form of a value an editor typed; '' stays '' (not stated).

    Raises NotAValue with the forms accepted.

    >>> checked(HeaderField.SENT, '1945-11')
    '1945-11'
    """
    typed = " ".join(typed.split()) if field != HeaderField.SIGNATURE else typed.strip()
    if not typed:
        return ""
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
        raise NotAValue(f"“{typed}” is not an hour; write 18:00")
    if field == HeaderField.RECEIVED and not (_RECEIPT.fullmatch(typed) and _received(typed)[0]):
        raise NotAValue(f"“{typed}” is not a day of receipt; write 1945-11-23 or 1945-11-23T09:20")
    return typed


def _word(words: type[Word], typed: str) -> str:
    for word in words:
        if typed.casefold() in (word.value, word.label.casefold()):
            return str(word.value)
    raise NotAValue(f"“{typed}” is none of: " + ", ".join(word.value for word in words))


def _checked_day(typed: str) -> str:
    day = PartialDate.of(typed)
    if day is None:
        raise NotAValue(f"“{typed}” is not a date; write 1945-11-22, 1945-11, 1945, or two of these with / between")
    return day.text()


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
