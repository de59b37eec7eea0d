"""One JSON object a document in the form of the gold records, for measuring how well documents are read.

Printed values only; what the archive concluded stands under ``inferred``. Pure: takes a record,
returns a dict (the form: README of the shared test corpus).
"""

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any, TextIO

from telegrams.models import Telegram
from telegrams.parsing.file_number import read_file_number
from telegrams.parsing.message_number import read_number_line
from telegrams.parsing.names import is_name
from telegrams.parsing.references import gold_target, is_citation
from telegrams.records import Passage, TelegramRecord, record_of
from telegrams.vocabulary import HeaderField, Kind, Origin, PassageKind

# Passages of a document's own head that stand in no paragraph of the gold form.
_ABOVE = frozenset({PassageKind.SOURCE_NOTE, PassageKind.BRACKET, PassageKind.SERIAL})
_STILL_HEAD = frozenset({PassageKind.NUMBER, PassageKind.CLASSIFICATION, PassageKind.SERIAL})
_WORDS = {Kind.CIRCULAR: "telegram"}
_BY_NUMBER = frozenset({Kind.AIRGRAM, Kind.INSTRUCTION, Kind.DESPATCH, Kind.NOTE, Kind.LETTER})
_NAMED = ((HeaderField.SENDER_NAME, "sender"), (HeaderField.SENDER_OFFICE, "sender_office"),
          (HeaderField.RECIPIENT_NAME, "recipient"), (HeaderField.RECIPIENT_OFFICE, "recipient_office"))  # fmt: skip


def write(documents: Iterable[Telegram], stream: TextIO, site: str = "") -> None:
    """One line a document."""
    for telegram in documents:
        record = record_of(telegram)
        stream.write(json.dumps(gold_record(record, export_id(record)), ensure_ascii=False) + "\n")


def export_id(record: TelegramRecord) -> str:
    """The stem of the text file a document came from, with its number in the file; else volume and document."""
    source = record.source
    if source is None or not _is_printed_text(record) or not PurePath(source.name).suffix:
        return f"{record.volume}-{record.document}"
    stem = PurePath(source.name).stem
    later = re.search(r"-\d+$", record.document)
    return stem + later[0] if later and source.first_line > 1 and not stem.endswith(later[0]) else stem


def _is_printed_text(record: TelegramRecord) -> bool:
    return record.source is None or record.source.reader == "printed-text"


@dataclass(frozen=True, slots=True)
class _Layout:
    """The passages of a record as gold parts them: ``starts`` of its paragraphs, and the others by name."""

    paragraphs: tuple[Passage, ...]
    named: dict[str, tuple[Passage, ...]]


def gold_record(record: TelegramRecord, export_id: str) -> dict[str, Any]:
    """The gold record of a document; ``export_id`` is the stem of a text file, or volume and xml:id."""
    layout = _layout(record)
    gold: dict[str, Any] = {
        "id": export_id,
        "volume": record.volume,
        "document_number": _document_number(record.document),
        "source_note": "\n".join(_said(record, one) for one in layout.named["source_note"]) or None,
        "file_number": _file_number(record),
        "kind": _kind(record),
        "heading": " ".join(_said(record, one) for one in layout.named["heading"]) or None,
    }
    gold.update({key: _printed(record, field) for field, key in _NAMED})
    gold.update(
        {
            "dateline": " ".join(_said(record, one) for one in layout.named["dateline"]) or None,
            "place": _printed(record, HeaderField.PLACE),
            "date": _day(_printed_value(record, HeaderField.SENT)),
            "time": _printed_value(record, HeaderField.SENT_TIME),
            "received": (_printed_value(record, HeaderField.RECEIVED) or "")[:10] or None,
            "message_number": _printed_value(record, HeaderField.MESSAGE_NUMBER),
            "paragraphs": [_said(record, one) for one in layout.paragraphs],
            "pages": _pages(record, layout),
            "footnotes": _footnotes(record, layout),
            "signature": "\n".join(record.text_of(one) for one in layout.named["signature"]) or None,
            "persons_mentioned": _persons(record),
            "cross_references": _cross_references(record),
            "inferred": _inferred(record),
        }
    )
    return gold


def _said(record: TelegramRecord, passage: Passage) -> str:
    return record.text_of(passage).replace("\n", " ")


def _layout(record: TelegramRecord) -> _Layout:
    named: dict[str, list[Passage]] = {"source_note": [], "heading": [], "dateline": [], "signature": []}
    paragraphs: list[Passage] = []
    in_head = True
    for passage in record.passages:
        key = _name_of(record, passage, named, in_head)
        if key:
            named[key].append(passage)
            continue
        in_head = in_head and passage.kind in _STILL_HEAD
        paragraphs.extend(_lines(record, passage))
    return _Layout(tuple(paragraphs), {key: tuple(passages) for key, passages in named.items()})


def _lines(record: TelegramRecord, passage: Passage) -> Iterator[Passage]:
    """The lines of a signature of an enclosure, each a paragraph of the gold form; any other passage whole.

    Only printed text has several blocks in one signature: the markup says where each begins.
    """
    if passage.kind != PassageKind.SIGNATURE or not _is_printed_text(record):
        yield passage
        return
    start = passage.start
    for line in record.text_of(passage).split("\n"):
        yield replace(passage, start=start, end=start + len(line))
        start += len(line) + 1


def _name_of(record: TelegramRecord, passage: Passage, named: dict[str, list[Passage]], in_head: bool) -> str | None:
    """Which field of the gold form a passage is; None for a paragraph."""
    if passage.part:
        return None
    if passage.kind in _ABOVE and in_head:
        return "source_note"
    if (
        passage.kind in (PassageKind.NUMBER, PassageKind.SUBJECT)
        and not named["heading"]
        and _is_above_heading(record, passage)
    ):
        return "source_note"
    if passage.kind == PassageKind.HEADING and not named["heading"]:
        return "heading"
    if passage.kind == PassageKind.DATELINE and not named["dateline"]:
        return "dateline"
    return "signature" if passage.kind == PassageKind.SIGNATURE else None


def _persons(record: TelegramRecord) -> list[str]:
    """The people the source marks; plain text marks none: its parties and signers."""
    marked = [name for name in record.names if name.what == "person"]
    if marked:
        texts = {note.ordinal: note.text for note in record.footnotes}
        said = ((texts[name.footnote] if name.footnote else record.text)[name.start : name.end] for name in marked)
        return list(dict.fromkeys(" ".join(name.split()) for name in said))
    signed = (_printed_value(record, HeaderField.SIGNATURE) or "").split("\n")
    named = [_printed_value(record, HeaderField.SENDER_NAME), _printed_value(record, HeaderField.RECIPIENT_NAME)]
    signers = [line.strip("[] ") for line in signed if is_name(line.strip("[] "))]
    return list(dict.fromkeys(name for name in [*named, *signers] if name))


def _is_above_heading(record: TelegramRecord, passage: Passage) -> bool:
    return any(
        one.kind == PassageKind.HEADING and one.start > passage.start and not one.part for one in record.passages
    )


def _document_number(document: str) -> str | None:
    match = re.fullmatch(r"(?:.*-)?d(\d+[a-z]?)", document)
    return match[1] if match else None


def _printed_value(record: TelegramRecord, field: HeaderField) -> str | None:
    value = record.read(field)
    return value.value if value and value.origin in (Origin.PRINTED, Origin.SUPPLIED) else None


def _printed(record: TelegramRecord, field: HeaderField) -> str | None:
    return _printed_value(record, field)


def _day(value: str | None) -> str | None:
    """The first day of a printed date; None where no day is printed."""
    return value[:10] if value and len(value) >= 10 else None


def _file_number(record: TelegramRecord) -> str | None:
    """The number of the source line, where the text itself prints it."""
    value = record.read(HeaderField.FILE_NUMBER)
    if value is None or value.value is None or not next(record.passages_of(PassageKind.SOURCE_NOTE), None):
        return None
    return value.value if read_file_number(value.value, None) or value.value[:1].isdigit() else None


def _kind(record: TelegramRecord) -> str:
    value = record.read(HeaderField.KIND)
    kind = Kind(value.value) if value and value.value else Kind.OTHER
    if kind not in _BY_NUMBER:
        return _WORDS.get(kind, kind.value)
    if any(read_number_line(record.text_of(one)) for one in record.passages_of(PassageKind.NUMBER)):
        return Kind.DESPATCH.value
    return Kind.LETTER.value if any(record.read(field) for field, _ in _NAMED) else Kind.OTHER.value


def _spot(layout: _Layout, offset: int) -> tuple[int, int]:
    """Paragraph index and offset of a place of the text; between paragraphs: the next one's beginning."""
    if not layout.paragraphs:
        return 0, 0
    index = bisect_right([one.start for one in layout.paragraphs], offset) - 1
    if index >= 0 and offset <= layout.paragraphs[index].end:
        return index, offset - layout.paragraphs[index].start
    if index + 1 < len(layout.paragraphs):
        return index + 1, 0
    last = layout.paragraphs[-1]
    return len(layout.paragraphs) - 1, last.end - last.start


def _pages(record: TelegramRecord, layout: _Layout) -> list[dict[str, Any]]:
    pages = []
    for page in record.pages:
        if not page.implied:
            index, offset = _spot(layout, page.offset)
            pages.append({"label": page.label, "paragraph_index": index, "char_offset": offset})
    return pages


def _footnotes(record: TelegramRecord, layout: _Layout) -> list[dict[str, Any]]:
    return [
        {"ref_label": note.printed_mark, "text": note.text, "anchor": _anchor(record, layout, note.offset)}
        for note in record.footnotes
    ]


def _anchor(record: TelegramRecord, layout: _Layout, offset: int | None) -> dict[str, Any] | None:
    if offset is None:
        return None
    for part, passages in layout.named.items():
        before = 0
        for passage in passages:
            if passage.start <= offset <= passage.end:
                return {"part": part, "paragraph_index": None, "char_offset": before + offset - passage.start}
            # Gold counts from the beginning of each source note, of every other field from that of the whole.
            before += 0 if part == "source_note" else passage.end - passage.start + 1
    index, at = _spot(layout, offset)
    return {"part": "body", "paragraph_index": index, "char_offset": at}


def _cross_references(record: TelegramRecord) -> list[dict[str, Any]]:
    return [
        {"text": reference.printed, "target": gold_target(reference.wanted)}
        for reference in record.references
        if is_citation(reference.wanted)
    ]


def _inferred(record: TelegramRecord) -> dict[str, dict[str, str | None]]:
    return {
        value.field.value: {"value": value.value, "rule": value.rule}
        for value in record.values
        if value.origin == Origin.INFERRED
    }
