"""One record → the div of its document: passages, notes, pages, names and header values, each said outright.

What ``importing.readers.tei_archive`` reads back, to the last blank. Pure: takes a record, knows no tables.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from telegrams.errata import Erratum
from telegrams.exports.tei_anchored import Anchored
from telegrams.exports.tei_markup import Ids, element, escaped, lines
from telegrams.exports.tei_passages import Cut, cut, laid_out
from telegrams.records import Part, ReadValue, TelegramRecord


@dataclass(frozen=True, slots=True)
class Described:
    """A record, and what readers of its file are told beside it: how to cite it, its address, and errata."""

    record: TelegramRecord
    citation: str = ""
    address: str = ""
    errata: tuple[Erratum, ...] = ()


def document(described: Described, ids: Ids) -> str:
    """The div of a document."""
    record = described.record
    named = {"type": "document", "xml:id": ids.take(record.document), "n": record.document, "xml:space": "preserve"}
    anchored = Anchored(record, ids, described.errata)
    cuts = cut(record.text, record.passages, anchored.places)
    content = [
        _citation(described),
        _header(record.values),
        _enclosures(record.parts, cuts),
        laid_out(cuts, anchored.text(cuts), lambda part: ids.take(f"{record.document}-enclosure-{part}")),
        *anchored.loose_notes(),
    ]
    return element("div", named, "\n" + "".join(f"{one}\n" for one in content if one))


def _citation(described: Described) -> str:
    address = described.address
    link = element("ref", {"target": address}, escaped(address)) if address else ""
    said = " ".join(filter(None, (escaped(described.citation), link)))
    return element("note", {"type": "citation"}, said) if said else ""


def _header(values: Sequence[ReadValue]) -> str:
    """The header values, each a note with its origin: what it means, how it is printed, the rule of an inferred one."""
    return _group("header", [_value(value) for value in values])


def _value(value: ReadValue) -> str:
    said = _said(value=value.value, printed=value.printed, rule=value.rule or None)
    return element("note", {"type": value.field.value, "subtype": value.origin.value}, said)


def _enclosures(parts: Sequence[Part], cuts: Sequence[Cut]) -> str:
    """The parts of the document; the range of one is said where it is not that of its own passages."""
    return _group("enclosures", [_enclosure(part, cuts) for part in parts])


def _enclosure(part: Part, cuts: Sequence[Cut]) -> str:
    own = [one for one in cuts if one.passage and one.passage.part == part.number]
    is_natural = bool(own) and (own[0].start, own[-1].end) == (part.start, part.end)
    ends = f"{part.start}-{part.end}"
    said = _said(range=None if is_natural else ends, label=part.label, heading=part.heading)
    return element("note", {"type": "enclosure", "n": str(part.number)}, said)


def _said(**words: str | None) -> str:
    """Each of these words in a seg of its name; what is None is not said."""
    return "".join(element("seg", {"type": name}, lines(text)) for name, text in words.items() if text is not None)


def _group(name: str, notes: Sequence[str]) -> str:
    return element("noteGrp", {"type": name}, "\n" + "".join(f"{one}\n" for one in notes)) if notes else ""
