"""A document as JSON: every value with where it comes from, the text, and what has a place in it."""

import json
from collections.abc import Iterable
from typing import Any, TextIO

from telegrams import corrections
from telegrams.citing import citation_of, note_form
from telegrams.corrections import CorrectedValue, ShownValue
from telegrams.models import Telegram
from telegrams.records import values_from_json


def write(documents: Iterable[Telegram], stream: TextIO, site: str = "") -> None:
    """One object a line."""
    for telegram in documents:
        stream.write(json.dumps(document(telegram, site), ensure_ascii=False) + "\n")


def document(telegram: Telegram, site: str = "") -> dict[str, Any]:
    """Everything the archive says of a document, as plain values; offsets count code points of ``text``."""
    shown = corrections.show(values_from_json(telegram.loaded), _standing(telegram))
    return {
        "volume": telegram.volume.slug,
        "document": telegram.document,
        "address": f"{site}{telegram.get_absolute_url()}",
        "specimen": telegram.volume.is_specimen,
        "header": {field.value: _value(value) for field, value in shown.items()},
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
            for note in telegram.footnotes.all()
        ],
        "pages": [
            {"label": page.label, "offset": page.offset, "inferred": page.implied}
            for page in telegram.page_markers.all()
        ],
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


def _standing(telegram: Telegram) -> list[CorrectedValue]:
    return [corrections.corrected_value(row) for row in telegram.corrections.all() if row.withdrawn_at is None]


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
        said["correction"] = {
            "reason": value.correction.reason,
            "source": value.correction.source,
            "on": value.correction.on.isoformat(),
            "conflicting": value.conflicting,
        }
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
