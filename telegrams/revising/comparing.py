"""Rows of an uploaded sheet → what would be changed: cells that an editor changed, against what is shown today."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from telegrams.corrections import NotAValue, ShownValue
from telegrams.curating import CORRECTABLE, checked
from telegrams.models import Correction, RecordChange, Telegram
from telegrams.revising.cells import plain
from telegrams.revising.columns import (
    ADDRESS,
    DOCUMENT,
    FINGERPRINT,
    ONLY_READ,
    REASON,
    SOURCE,
    Fingerprint,
    read_fingerprint,
)
from telegrams.revising.in_bulk import shown_of, with_remarks
from telegrams.revising.proposal import Proposal, Proposed, RowProblem
from telegrams.revising.reading import NotASheet, Row, Sheet
from telegrams.revising.revisions import MOST_DOCUMENTS
from telegrams.saying import NOT_STATED
from telegrams.vocabulary import HeaderField

MOST_NAMED = 10
"""Rows that are named of one thing that many have."""

MOST_RELOADS = 20
"""Former records of a document that are searched for the value a sheet was given out with."""


@dataclass(frozen=True, slots=True)
class _Edited:
    """A row with the cells that its editor changed."""

    row: Row
    name: str
    held: Fingerprint
    fields: tuple[HeaderField, ...]


def compare(sheet: Sheet) -> Proposal:
    """What the sheet would change. A row with a problem in any cell is left out as a whole.

    Raises NotASheet where more documents are changed than one revision may.
    """
    edited, problems, unchanged = _edited(sheet)
    if len(edited) > MOST_DOCUMENTS:
        said = f"{len(edited):,} rows are changed; at most {MOST_DOCUMENTS:,} documents are corrected at once."
        raise NotASheet(f"{said} Split the sheet.")
    keys = _keys(one.name for one in edited)
    shown = {telegram.pk: (telegram, now) for telegram, now in shown_of([*keys.values()])}
    changes: list[Proposed] = []
    for one in edited:
        key = keys.get(one.name)
        if key is None or key not in shown:
            problems.append(RowProblem(one.row.number, one.name, DOCUMENT, "no such document is held"))
            continue
        wrong, good = _compared(one, *shown[key])
        problems += wrong
        changes += [] if wrong else good
        unchanged += not wrong and not good
    order = sorted(problems, key=lambda problem: problem.row)
    return Proposal(tuple(changes), tuple(order), unchanged, (*sheet.remarks, *_only_read(sheet)))


def _only_read(sheet: Sheet) -> list[str]:
    """What is said of cells that were changed where nothing can be."""
    columns = [one for one in ONLY_READ if one in sheet.columns]
    said = []
    for column in columns:
        rows = [row.number for row in sheet.rows if _is_other(row, column)]
        if rows:
            named = ", ".join(map(str, rows[:MOST_NAMED])) + (" and others" if rows[MOST_NAMED:] else "")
            where = f"“{column}” in {'rows' if rows[1:] else 'row'} {named}"
            said.append(f"Not written, for what is printed is only read: the column {where}.")
    return said


def _is_other(row: Row, column: str) -> bool:
    """Whether a cell of a row that is known again is not what it was given out with."""
    held = read_fingerprint(row.of(DOCUMENT), row.of(FINGERPRINT))
    return held is not None and not held.held(column, row.of(column))


def _edited(sheet: Sheet) -> tuple[list[_Edited], list[RowProblem], int]:
    """The rows in which a cell differs from what it was given out with, what cannot be told, and how many do not."""
    edited: list[_Edited] = []
    problems: list[RowProblem] = []
    unchanged = 0
    places: dict[str, list[int]] = {}
    fields = [field for field in CORRECTABLE if field.value in sheet.columns]
    for row in sheet.rows:
        name = row.of(DOCUMENT)
        places.setdefault(name, []).append(row.number)
        held = read_fingerprint(name, row.of(FINGERPRINT)) if name else None
        if held is None:
            problems.append(_unknown(row, name))
            continue
        changed = tuple(one for one in fields if _is_changed(row, one, held))
        if changed:
            edited.append(_Edited(row, name, held, changed))
        else:
            unchanged += 1
    kept = []
    for one in edited:
        if len(places[one.name]) == 1:
            kept.append(one)
            continue
        rows = ", ".join(map(str, places[one.name]))
        said = f"the document stands in rows {rows}; keep the one that holds"
        problems.append(RowProblem(one.row.number, one.name, DOCUMENT, said))
    return kept, problems, unchanged


def _is_changed(row: Row, field: HeaderField, held: Fingerprint) -> bool:
    cell = row.cells[field.value]
    return bool(cell.problem) or not held.held(field, cell.value)


def _unknown(row: Row, name: str) -> RowProblem:
    if not name:
        return RowProblem(row.number, "", DOCUMENT, "is empty; it names the document: frus1945v05/d690")
    if not row.of(FINGERPRINT):
        said = "is empty: without it nobody can tell which cells were changed. Save the spreadsheet anew"
    else:
        said = "is not that of this document as saved here: was a part of the sheet sorted? Save the spreadsheet anew"
    return RowProblem(row.number, name, FINGERPRINT, said)


def _compared(
    one: _Edited, telegram: Telegram, shown: dict[HeaderField, ShownValue]
) -> tuple[list[RowProblem], list[Proposed]]:
    """What is wrong with a row, and what it would change."""
    address = unquote(one.row.of(ADDRESS)).rstrip("/")
    if address and not address.endswith(unquote(telegram.get_absolute_url()).rstrip("/")):
        said = "is that of another document: was a part of the sheet sorted? Save the spreadsheet anew"
        return [RowProblem(one.row.number, one.name, ADDRESS, said, address)], []
    wrong: list[RowProblem] = []
    good: list[Proposed] = []
    for field in one.fields:
        cell, now = one.row.cells[field.value], shown[field]
        if cell.problem:
            wrong.append(RowProblem(one.row.number, one.name, field.value, cell.problem))
            continue
        if plain(cell.value) == plain(now.value):
            continue
        try:
            value = checked(field, cell.value)
        except NotAValue as refused:
            said = day_suggested(field, cell.value) or str(refused)
            wrong.append(RowProblem(one.row.number, one.name, field.value, said, cell.value))
            continue
        if value == now.value:
            continue
        if not one.held.held(field, now.value):
            who = f" by {now.correction.by}" if now.correction else ""
            said = f"changed{who} in the archive since the spreadsheet was saved"
            exported = _given_out(one, telegram, field, now)
            wrong.append(RowProblem(one.row.number, one.name, field.value, said, value, now.value, exported))
        elif now.conflicting:
            said = f"a later load brings “{now.loaded or NOT_STATED}”; settle that on its page first"
            wrong.append(RowProblem(one.row.number, one.name, field.value, said, value, now.value))
        else:
            why = one.row.of(REASON), one.row.of(SOURCE)
            good.append(Proposed(telegram.pk, one.name, field, now.value, value, one.row.number, *why, cell.remark))
    return wrong, with_remarks(good, shown)


def _keys(names: Iterable[str]) -> dict[str, int]:
    """The keys of documents by volume and name; a question for each volume."""
    of_volumes: dict[str, list[str]] = {}
    for name in names:
        volume, _, document = name.partition("/")
        of_volumes.setdefault(volume, []).append(document)
    return {
        f"{volume}/{document}": key
        for volume, documents in of_volumes.items()
        for document, key in Telegram.objects.filter(volume__slug=volume, document__in=documents).values_list(
            "document", "pk"
        )
    }


def _given_out(one: _Edited, telegram: Telegram, field: HeaderField, now: ShownValue) -> str | None:
    """The value that the sheet was given out with, found by its checksum among all that were ever shown."""
    made = Correction.objects.filter(telegram=telegram, field=field.value).values_list("value", "made_against")
    loads = RecordChange.objects.filter(telegram=telegram).order_by("-pk").values_list("before", "after")
    known = [now.loaded, *(value for pair in made for value in pair)]
    known += [_loaded(record, field) for pair in loads[:MOST_RELOADS] for record in pair if record]
    return next((value for value in known if one.held.held(field, value)), None)


def _loaded(record: dict[str, object], field: HeaderField) -> str:
    values = record.get("values")
    read = values.get(field.value) if isinstance(values, dict) else None
    return str(read.get("value") or "") if isinstance(read, dict) else ""


_GERMAN = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")


def day_suggested(field: HeaderField, typed: str) -> str:
    """What to write instead of a day with dots; '' where nothing is sure.

    >>> day_suggested(HeaderField.SENT, "31.02.1945")
    '“31.02.1945” is not a date: that month has 28 days; write 1945-02-28'
    """
    found = _GERMAN.fullmatch(typed.strip())
    if field not in (HeaderField.SENT, HeaderField.RECEIVED) or found is None:
        return ""
    day, month, year = map(int, found.groups())
    if not (1 <= month <= 12 and 1 <= day <= 31 and year):
        return ""
    last = calendar.monthrange(year, month)[1]
    why = f": that month has {last} days" if day > last else ""
    return f"“{typed}” is not a date{why}; write {year:04}-{month:02}-{min(day, last):02}"
