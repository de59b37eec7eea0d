"""What stands above the text of a document in the archive's own TEI: header values and enclosures, said outright."""

from collections.abc import Iterator
from dataclasses import dataclass

from telegrams.importing.readers.safe_xml import Element
from telegrams.importing.readers.tei_blocks import TEI
from telegrams.parsing.dates import PartialDate
from telegrams.records import Place, ReadValue
from telegrams.vocabulary import Classification, HeaderField, Kind, Origin, Precedence, Word

_CLOSED: dict[HeaderField, type[Word]] = {
    HeaderField.KIND: Kind,
    HeaderField.CLASSIFICATION: Classification,
    HeaderField.PRECEDENCE: Precedence,
}


@dataclass(frozen=True, slots=True)
class Odd:
    """Something of a file that somebody changed by hand: its line, and what was found."""

    line: int
    found: str


def read_values(document: Element) -> tuple[tuple[ReadValue, ...], list[Odd]]:
    """The header values in their order, and those that are none."""
    values: dict[HeaderField, ReadValue] = {}
    odd: list[Odd] = []
    for note in notes_of(document, "header"):
        value = _value(note)
        if value is None or value.field in values:
            odd.append(Odd(note.sourceline or 1, f"a header value “{note.get('type')}: {_words(note)[:40]}”"))
        else:
            values[value.field] = value
    return tuple(values.values()), odd


def notes_of(document: Element, group: str) -> Iterator[Element]:
    """The notes of a group above the text."""
    return (
        note for found in document.iterfind(f"{TEI}noteGrp[@type='{group}']") for note in found.iterfind(f"{TEI}note")
    )


def said_in(note: Element) -> dict[str, str]:
    """What a note says, by the name of each seg; its line breaks are line ends."""
    return {seg.get("type") or "": _words(seg) for seg in note.iterfind(f"{TEI}seg")}


def _words(element: Element) -> str:
    for line_end in element.iterfind(f"{TEI}lb"):
        line_end.text = "\n"
    return "".join(element.itertext())


def _value(note: Element) -> ReadValue | None:
    """A header value; None where its field, its origin or its meaning is none."""
    try:
        field, origin = HeaderField(note.get("type")), Origin(note.get("subtype"))
    except ValueError:
        return None
    said = said_in(note)
    value = said.get("value")
    if value and not _is_value(field, value):
        return None
    return ReadValue(field, said.get("printed"), value, origin, said.get("rule", ""), Place(note.sourceline or 1))


def _is_value(field: HeaderField, value: str) -> bool:
    """Whether closed lists and dates hold what they can hold; every other field is text."""
    if field in _CLOSED:
        return value in set(_CLOSED[field])
    return field != HeaderField.SENT or PartialDate.of(value) is not None
