"""The header of a document as data: each value with where it comes from, in a fixed order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from telegrams.corrections import CorrectedValue, ShownValue
from telegrams.errata import PlacedField, in_words
from telegrams.models import Telegram
from telegrams.parsing.dates import PartialDate
from telegrams.parsing.file_number import FileNumber, FilePartKind, file_class, file_key, read_file_number
from telegrams.parsing.transmission import says_zone
from telegrams.saying import (
    NOT_STATED,
    date_said,
    day_said,
    days_said,
    hour_said,
    lasting_said,
    machine_date,
    pages_said,
)
from telegrams.views.frame import searching
from telegrams.views.spans import anchor_of
from telegrams.views.visible import shown
from telegrams.views.wording import SIGNS, Sign, rule_said
from telegrams.vocabulary import Classification, Function, HeaderField, Kind, Origin, Precedence, Role

_OF_A_SERIES = (Role.SENDER, Role.RECIPIENT)

Values = Mapping[HeaderField, ShownValue]


@dataclass(frozen=True, slots=True)
class CorrectionShown:
    """A correction as readers see it. ``made_against`` is '' unless the source has changed since."""

    name: str
    field: str
    value: SafeString
    as_read: SafeString
    reason: str
    source: str
    by: str
    on: str
    conflict: str
    reported_by: str = ""


@dataclass(frozen=True, slots=True)
class FilePartShown:
    """A part of a file number, what it means, and where its like are found; '' leads nowhere."""

    printed: str
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Said:
    """A value of a row with its sign, the rule of an inferred one, its correction, and who checked it."""

    html: SafeString
    sign: Sign | None
    rule: str = ""
    correction: CorrectionShown | None = None
    before: str = ""
    checked: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of the header; without values it is not stated. ``printed`` is shown where it says more."""

    label: str
    values: tuple[Said, ...] = ()
    decoded: tuple[FilePartShown, ...] = ()
    remark: str = ""
    name: str = ""


def said_html(field: HeaderField, value: str) -> SafeString:
    """A header value in the archive's words."""
    if not value:
        return SafeString(NOT_STATED)
    if field == HeaderField.SENT:
        return _day_html(PartialDate.of(value), value)
    if field == HeaderField.SENT_TIME:
        return shown(_hour(value))
    if field == HeaderField.RECEIVED:
        day, _, hour = value.partition("T")
        when = _day_html(PartialDate.of(day), day)
        return format_html("{}, {}", when, _hour(hour)) if hour else when
    words = {HeaderField.KIND: Kind, HeaderField.CLASSIFICATION: Classification, HeaderField.PRECEDENCE: Precedence}
    if field in words:
        return shown(next((word.label for word in words[field] if word.value == value), value))
    return format_html("<bdi>{}</bdi>", shown(value))


def _hour(value: str) -> str:
    try:
        return hour_said(time.fromisoformat(value))
    except ValueError:
        return value


def _day_html(when: PartialDate | None, value: str) -> SafeString:
    machine = machine_date(when)
    if machine:
        return format_html('<time datetime="{}">{}</time>', machine, date_said(when))
    return shown(date_said(when) if when else value)


def said(values: Values, field: HeaderField, html: SafeString | None = None, before: str = "") -> tuple[Said, ...]:
    """The value of a field with its provenance; nothing where it is neither stated nor corrected."""
    value = values[field]
    correction = correction_shown(value)
    if not value.value and correction is None:
        return ()
    return (
        Said(
            html=html if html is not None and value.value else said_html(field, value.value),
            sign=SIGNS[value.origin],
            rule=rule_said(value.rule) if value.origin == Origin.INFERRED else "",
            correction=correction,
            before=before,
            checked=value.checked,
        ),
    )


def placed_corrections(places: Iterable[ShownValue], text: str) -> tuple[CorrectionShown, ...]:
    """The corrections of text, notes and pages, in words; ``text`` is the printed text."""
    return tuple(_placed_correction(one, one.correction, text) for one in places if one.correction is not None)


def _placed_correction(value: ShownValue, made: CorrectedValue, text: str) -> CorrectionShown:
    where = value.field
    if not isinstance(where, PlacedField):
        raise TypeError(f"{where} has no place")
    conflict = ""
    if value.conflicting:
        then = said_plain(made.made_against)
        conflict = (
            f"It is set aside until an editor decides: it was made when the source read {then}, which has changed."
        )
    return CorrectionShown(
        name=f"correction-{anchor_of(where.value)}",
        field=where.label,
        value=shown("set aside" if value.conflicting else in_words(where, made.value, text)),
        as_read=shown(in_words(where, value.loaded, text) if value.loaded or where.what != "text" else NOT_STATED),
        reason=made.reason,
        source=made.source,
        by=made.by,
        on=day_said(made.on),
        conflict=conflict,
    )


def correction_shown(value: ShownValue) -> CorrectionShown | None:
    """The standing correction of a value, with both readings where the source has changed since."""
    made = value.correction
    if made is None:
        return None
    if isinstance(value.field, PlacedField):
        raise TypeError(f"{value.field} is no field of the header")
    conflict = ""
    if value.conflicting:
        then = said_plain(made.made_against)
        now = said_plain(value.loaded)
        conflict = f"The correction was made when the source read {then}; it now reads {now}."
    return CorrectionShown(
        name=f"correction-{value.field.value.replace('_', '-')}",
        field=value.field.label,
        value=said_html(value.field, made.value),
        as_read=said_html(value.field, value.loaded),
        reason=made.reason,
        source=made.source,
        by=made.by,
        on=day_said(made.on),
        conflict=conflict,
        reported_by=made.reported_by,
    )


def said_plain(value: str) -> str:
    """A value in quotation marks, or the words that it is not stated."""
    return f"“{value}”" if value else NOT_STATED


def facts_of(telegram: Telegram, values: Values, source: SafeString, source_name: str) -> tuple[Fact, ...]:
    """The rows of the header in their one order; ``source`` is the line of the source as printed."""
    return (
        Fact(
            "Sent",
            (said(values, HeaderField.SENT) or _bracketed(telegram)) + said(values, HeaderField.SENT_TIME),
            remark=_dateline(values),
        ),
        Fact("Received", said(values, HeaderField.RECEIVED), remark=_under_way(telegram, values)),
        Fact("From", said(values, HeaderField.PLACE, _place_html(telegram, values))),
        Fact("Message number", said(values, HeaderField.MESSAGE_NUMBER, _number_html(telegram, values))),
        _file_fact(telegram, values),
        Fact("Kind", said(values, HeaderField.KIND)),
        Fact("Precedence", said(values, HeaderField.PRECEDENCE)),
        Fact("Classification", said(values, HeaderField.CLASSIFICATION), remark=_declassified(values)),
        Fact("Source", said(values, HeaderField.SOURCE_NOTE, source or None), name=source_name),
        Fact("Signature", said(values, HeaderField.SIGNATURE)),
        _printed_fact(telegram, values),
    )


def _bracketed(telegram: Telegram) -> tuple[Said, ...]:
    """The days between which an undated document was sent, by the numbers around its own."""
    if not telegram.bracket_proof:
        return ()
    html = shown(days_said(telegram.bracket_first, telegram.bracket_last))
    return (Said(html, SIGNS[Origin.INFERRED], rule=telegram.bracket_proof),)


def _dateline(values: Values) -> str:
    """The printed date beside its meaning, where the print says it in other words."""
    sent = values[HeaderField.SENT]
    return f"printed “{sent.printed}”" if sent.printed and sent.origin == Origin.SUPPLIED else ""


def _under_way(telegram: Telegram, values: Values) -> str:
    """How long it was under way and by which zones that is reckoned, or that the hours printed contradict it."""
    instants = telegram.instants()
    if instants.is_impossible:
        return "the hours printed do not agree: it would have come before it was sent, or months after"
    if instants.under_way is None:
        return ""
    printed = [says_zone(values[one].printed) for one in (HeaderField.SENT_TIME, HeaderField.RECEIVED)]
    zones = (
        "by the zones printed"
        if all(printed)
        else "by the zone printed with one hour and, reckoned, that of the other’s city"
        if any(printed)
        else "reckoned by the zones of both cities; none is printed"
    )
    return f"under way {lasting_said(instants.under_way)}, {zones}"


def _filing_lag(telegram: Telegram) -> str:
    """How far the day of the file number is from the days printed, where it is farther than is usual."""
    filed, first, last = telegram.filed_on, telegram.earliest, telegram.latest
    if filed is None or first is None or last is None:
        return ""
    latest = max(filter(None, (last, telegram.received_on)))
    days = (first - filed).days if filed < first else (filed - latest).days if filed > latest else 0
    if days <= settings.ARCHIVE_FILING_LAG:
        return ""
    return f"filed under {day_said(filed)}, {days:,} days {'before' if filed < first else 'after'} the days printed"


def _place_html(telegram: Telegram, values: Values) -> SafeString | None:
    place = values[HeaderField.PLACE].value
    if telegram.post is None or place != telegram.place:
        return None
    link = format_html('<a href="{}"><bdi>{}</bdi></a>', searching(post=telegram.post.slug), shown(place))
    return link if place == telegram.post.city else format_html("{} <small>{}</small>", link, telegram.post.city)


def _number_html(telegram: Telegram, values: Values) -> SafeString | None:
    """The number as a link to the line of numbers it stands in, of the mission that wrote or was written to."""
    number = values[HeaderField.MESSAGE_NUMBER].value
    offices = [one.office for one in telegram.participations.all() if one.office and one.role in _OF_A_SERIES]
    missions = [office for office in offices if office.function != Function.DEPARTMENT]
    is_of_series = len(offices) == 2 and len(missions) == 1 and number == telegram.message_number
    if not (is_of_series and number.isdecimal() and telegram.earliest):
        return None
    address = f"{reverse('office-numbers', args=[missions[0].slug])}?year={telegram.earliest.year}"
    return format_html('<a href="{}">{}</a>', address, number)


def _declassified(values: Values) -> str:
    marked = values[HeaderField.CLASSIFICATION].value
    return "historical marking; since declassified" if marked and marked != Classification.UNCLASSIFIED else ""


def decoded(number: FileNumber) -> tuple[FilePartShown, ...]:
    """A file number part by part; a part in the tree of classes leads to its like."""
    steps = [step.code for step in file_class(number)]
    parts = []
    for position, part in enumerate(number.parts):
        code = steps[position] if position < len(steps) and part.code else ""
        address = searching(file=code) if code else ""
        label = part.label or ("" if part.kind == FilePartKind.QUALIFIER else "not readable by the tables we have")
        parts.append(FilePartShown(part.printed, label, address))
    return tuple(parts)


def _file_fact(telegram: Telegram, values: Values) -> Fact:
    value = values[HeaderField.FILE_NUMBER].value
    number = read_file_number(value, telegram.earliest.year if telegram.earliest else None) if value else None
    html = file_link(value)
    if number is None:
        return Fact("File number", said(values, HeaderField.FILE_NUMBER, html))
    remark = ". ".join(part for part in (number.system.label, number.problem or "", _filing_lag(telegram)) if part)
    return Fact("File number", said(values, HeaderField.FILE_NUMBER, html), decoded=decoded(number), remark=remark)


def file_link(value: str) -> SafeString:
    """A file number as a link to the documents of its file."""
    key = file_key(value)
    if not key:
        return format_html('<span class="mono"><bdi>{}</bdi></span>', shown(value)) if value else SafeString()
    return format_html('<a class="mono" href="{}"><bdi>{}</bdi></a>', reverse("file", args=[key]), shown(value))


def _printed_fact(telegram: Telegram, values: Values) -> Fact:
    first, last = values[HeaderField.FIRST_PAGE], values[HeaderField.LAST_PAGE]
    pages = pages_said(first.value, last.value)
    html = format_html('<a href="{}">{}</a>', telegram.volume.get_absolute_url(), telegram.volume.short_title)
    whole = format_html("{}, {}", html, pages) if pages else html
    rows = [Said(whole, None)]
    rows.extend(_page_sign(value, word) for value, word in ((first, "first"), (last, "last")) if _is_to_be_said(value))
    return Fact("Printed", tuple(rows))


def _is_to_be_said(value: ShownValue) -> bool:
    return bool(value.value) and (value.origin != Origin.PRINTED or value.correction is not None)


def _page_sign(value: ShownValue, word: str) -> Said:
    return Said(
        html=format_html("{} page {}", word, value.value),
        sign=SIGNS[value.origin],
        rule=rule_said(value.rule) if value.origin == Origin.INFERRED else "",
        correction=correction_shown(value),
    )


def corrections_shown(values: Values) -> tuple[CorrectionShown, ...]:
    """Every standing correction, in the order of the header."""
    return tuple(made for value in values.values() if (made := correction_shown(value)))
