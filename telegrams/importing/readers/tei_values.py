"""Header values that only markup gives: dates beside printed ones, parties by name, the page before the document."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from telegrams.importing.readers.assembling import Assembled, Placed
from telegrams.importing.readers.header import Header
from telegrams.importing.readers.tei_dates import Encoded, differs, encoded_dates, fits_volume, is_yearless, read_when
from telegrams.importing.readers.tei_run import Range
from telegrams.parsing.dates import PartialDate
from telegrams.records import PageRecord, Place, ReadValue
from telegrams.vocabulary import HeaderField, Origin, PassageKind

_PARTY_FIELDS = {
    ("persName", "from"): HeaderField.SENDER_NAME,
    ("gloss", "from"): HeaderField.SENDER_OFFICE,
    ("persName", "to"): HeaderField.RECIPIENT_NAME,
    ("gloss", "to"): HeaderField.RECIPIENT_OFFICE,
}


@dataclass(frozen=True, slots=True)
class Oddity:
    """A date of the markup that cannot be or is not the printed one: ``code`` bad-date or date-mismatch."""

    code: str
    line: int
    found: str


@dataclass(frozen=True, slots=True)
class Markup:
    """What the markup of a document says of its header: ranges by passage, and the dates on its div."""

    slug: str
    ranges: tuple[tuple[Placed, Range], ...]
    days: tuple[str, str]
    line: int


def with_markup(
    header: Header, page: Assembled, pages: tuple[PageRecord, ...], markup: Markup
) -> tuple[Header, tuple[Oddity, ...]]:
    """The header with what only markup knows added, and where it contradicts the print."""
    values = {value.field: value for value in header.values}
    odd: list[Oddity] = []
    values.update(_sent(values.get(HeaderField.SENT), header, page, markup, odd))
    values.update(_parties(header, page, markup))
    values.update(_pages(pages))
    ordered = tuple(values[field] for field in HeaderField if field in values)
    return replace(header, values=ordered), tuple(odd)


def _sent(
    read: ReadValue | None, header: Header, page: Assembled, markup: Markup, odd: list[Oddity]
) -> dict[HeaderField, ReadValue]:
    """The day of sending: as printed where the print can be read, else as encoded and marked so."""
    encoded = _in_dateline(page, markup)
    printed = read is not None and read.origin != Origin.INFERRED
    if encoded is None:
        return {} if printed and read and read.value else _of_div(markup)
    if encoded.value is None:
        if not is_yearless(encoded.when):
            odd.append(Oddity("bad-date", encoded.line, f"the markup says “{encoded.when}”, which is no day"))
        return {}
    value = PartialDate.of(read.value) if printed and read and read.value else None
    if value is not None and read is not None:
        if differs(read.printed or "", value, encoded.value):
            found = f"printed “{read.printed}”, {encoded.value.text()} in the markup"
            odd.append(Oddity("date-mismatch", encoded.line, found))
        return {}
    if not fits_volume(encoded.value, markup.slug):
        odd.append(Oddity("bad-date", encoded.line, f"the markup says “{encoded.when}” in {markup.slug}"))
        return {}
    return {HeaderField.SENT: _inferred(encoded.printed, encoded.value, "encoded-date", encoded.line)}


def _in_dateline(page: Assembled, markup: Markup) -> Encoded | None:
    """The first date that is encoded in the document's own dateline."""
    first = next(iter(page.of_kind(PassageKind.DATELINE)), None)
    if first is None:
        return None
    return next(encoded_dates(page.words(first), (one for placed, one in markup.ranges if placed is first)), None)


def _of_div(markup: Markup) -> dict[HeaderField, ReadValue]:
    """The days the encoders give the whole document, where no line of it does."""
    first, last = (day[:10] for day in markup.days)
    value = read_when(first if first == last or not last else f"{first}/{last}") if first else None
    if value is None or not fits_volume(value, markup.slug):
        return {}
    return {HeaderField.SENT: _inferred(None, value, "encoded-document-date", markup.line)}


def _inferred(printed: str | None, value: PartialDate, rule: str, line: int) -> ReadValue:
    return ReadValue(HeaderField.SENT, printed, value.text(), Origin.INFERRED, rule, Place(line))


def _parties(header: Header, page: Assembled, markup: Markup) -> Iterator[tuple[HeaderField, ReadValue]]:
    """Sender and recipient whom the heading's own words do not part, by the names that are marked."""
    heading = next(iter(page.of_kind(PassageKind.HEADING)), None)
    if heading is None:
        return
    unread = {side for side, party in (("from", header.heading.sender), ("to", header.heading.recipient)) if not party}
    for placed, one in markup.ranges:
        field = _PARTY_FIELDS.get((one.what, one.value))
        if placed is not heading or field is None or one.value not in unread or one.start is None:
            continue
        words = page.words(heading)[one.start : one.end].strip(" ,.;()")
        if words:
            yield field, ReadValue(field, words, words, place=Place(one.line))


def _pages(pages: tuple[PageRecord, ...]) -> Iterator[tuple[HeaderField, ReadValue]]:
    """The page on which it begins is the last one before it, and stands in the source, though not in the document."""
    if not pages:
        return
    for field, page in ((HeaderField.FIRST_PAGE, pages[0]), (HeaderField.LAST_PAGE, pages[-1])):
        if field == HeaderField.LAST_PAGE or page.offset == 0:
            yield field, ReadValue(field, page.label, page.label, place=page.place)
