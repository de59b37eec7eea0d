"""A document as JSON: every value with where it comes from, the text, and what has a place in it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from telegrams.citing import citation_of, note_form
from telegrams.corrections import CorrectedValue, ShownValue
from telegrams.errata import PlacedField
from telegrams.exports.corrected import Corrected, corrected
from telegrams.models import Telegram


def write(documents: Iterable[Telegram], stream: TextIO, site: str = "") -> None:
    """One object a line."""
    for telegram in documents:
        stream.write(json.dumps(document(telegram, site), ensure_ascii=False) + "\n")


def document(telegram: Telegram, site: str = "") -> dict[str, Any]:
    """Everything the archive says of a document, as plain values; offsets count code points of ``text``."""
    shown = corrected(telegram)
    moved = {one.field.value: one for one in shown.placed}
    return {
        "volume": telegram.volume.slug,
        "document": telegram.document,
        "address": f"{site}{telegram.get_absolute_url()}",
        "specimen": telegram.volume.is_specimen,
        "header": {field.value: _value(value) for field, value in shown.header.items()},
        "parties": [_party(row) for row in telegram.participations.all()],
        "text": telegram.text,
        "passages": [
            {"start": start, "end": end, "kind": kind, "part": part}
            for start, end, kind, part, _ in telegram.layout.get("passages", [])
        ],
        "parts": [
            {"number": number, "start": start, "end": end, "label": name, "heading": heading}
            for number, start, end, name, heading in telegram.layout.get("parts", [])
        ],
        "notes": [
            {"number": note.ordinal, "mark": note.printed_mark, "offset": note.offset, "text": note.text}
            | _moved(moved.get(f"note:{note.ordinal}"))
            for note in telegram.footnotes.all()
        ],
        "pages": [
            {"label": page.label, "offset": page.offset, "inferred": page.implied}
            for page in telegram.page_markers.all()
        ],
        **_placed(shown, moved),
        "references": [_reference(row) for row in telegram.references.all()],
        "citation": note_form(citation_of(telegram)),
        "source": {
            "name": telegram.source.name.rsplit("/", 1)[-1],
            "sha256": telegram.source.sha256,
            "reader": telegram.source.reader,
            "reader_version": telegram.source.reader_version,
        },
        "checksum": telegram.checksum,
    }


def _placed(shown: Corrected, moved: Mapping[str, ShownValue]) -> dict[str, Any]:
    """Errata, and pages as they are printed; only where there are any: ``text`` is the print, whatever is corrected."""
    errata = [one for one in moved.values() if isinstance(one.field, PlacedField) and one.field.what == "text"]
    pages = [one for one in moved.values() if isinstance(one.field, PlacedField) and one.field.what == "page"]
    said: dict[str, Any] = {}
    if errata:
        said["errata"] = [
            {"start": one.field.first, "end": one.field.last, "printed": one.printed} | _made(one)  # type: ignore[union-attr]
            for one in errata
        ]
    if pages:
        said["pages_as_printed"] = [
            {"label": page.label, "offset": page.offset, "inferred": page.implied} for page in shown.printed.pages
        ]
        said["pages_corrected"] = [
            {"mark": one.field.value, "as_read": one.loaded or None} | _made(one) for one in pages
        ]
    return said


def _moved(value: ShownValue | None) -> dict[str, Any]:
    """Of a note whose place is corrected: the offset as it was read, and why."""
    return {} if value is None else {"as_read": int(value.loaded) if value.loaded else None} | _made(value)


def _made(value: ShownValue) -> dict[str, Any]:
    made = value.correction
    return {} if made is None else {"value": made.value} | {"correction": _why(made, value)}


def _why(made: CorrectedValue, value: ShownValue) -> dict[str, Any]:
    return {
        "reason": made.reason,
        "source": made.source,
        "on": made.on.isoformat(),
        "conflicting": value.conflicting,
    }


def _value(value: ShownValue) -> dict[str, Any] | None:
    """A header value; None where it is not stated."""
    if not value.value and value.correction is None:
        return None
    said: dict[str, Any] = {
        "value": value.value or None,
        "printed": value.printed or None,
        "origin": value.origin.value,
    }
    if value.rule:
        said["rule"] = value.rule
    if value.correction:
        said["as_read"] = value.loaded or None
        said["correction"] = _why(value.correction, value)
    return said


def _party(row: Any) -> dict[str, Any]:
    return {
        "role": row.role,
        "name": row.name_printed or None,
        "office": row.office_printed or None,
        "person": row.person.slug if row.person else None,
        "certainty": row.certainty or None,
        "rule": row.rule or None,
    }


def _reference(row: Any) -> dict[str, Any]:
    return {
        "note": row.footnote.ordinal if row.footnote else None,
        "start": row.start,
        "end": row.end,
        "printed": row.printed,
        "certainty": row.certainty,
        "address": row.address or None,
    }
