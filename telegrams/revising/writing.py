"""Rows of a sheet → a file that spreadsheets open: CSV, written as it is read, or XLSX."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import islice
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from telegrams.revising.cells import csv_cell, sheet_cell
from telegrams.revising.columns import COLUMNS, DOCUMENT, FINGERPRINT, FIXED

AT_ONCE = 200
"""Rows that are sent together."""

MARK = "\ufeff"
"""Stands before a CSV: without it Excel reads UTF-8 as the letters of some Western page, and saves them so."""

TEXT = "@"
"""The number format of text: a spreadsheet leaves what is in such a cell, and what is typed there, as it is."""

SHEET, ADVICE = "documents", "how to"

HOW_TO = (
    "Change the cells of the sheet “documents” and upload this file again. Only cells that you changed are looked at.",
    "Grey columns are read only. Leave “document” and “fingerprint” as they are: by them each row is known again.",
    "Rows and columns may be deleted or moved; what is not in the file is not touched. An emptied cell: not stated.",
    "Sort whole rows, never a single column. Do not merge cells.",
    "Days: 1945-11-22, 1945-11, 1945, 1945-11-20/1945-11-24. Hours: 18:00. Receipt: 1945-11-23 or 1945-11-23T09:20.",
    "“reason” and “source” may be filled in row by row; where they are empty, those of the whole upload hold.",
)

WIDTHS = {DOCUMENT: 22, FINGERPRINT: 6, "heading": 50, "source_note": 40, "signature": 20, "reason": 30, "source": 30}


def csv_pieces(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A CSV in pieces; lines end in CR LF, as the format asks."""
    yield MARK + _lines([COLUMNS])
    each = iter(rows)
    while some := list(islice(each, AT_ONCE)):
        yield _lines(some)


def _lines(rows: Iterable[Sequence[str]]) -> str:
    stream = StringIO(newline="")
    csv.writer(stream).writerows([csv_cell(value) for value in row] for row in rows)
    return stream.getvalue()


def write_xlsx(rows: Iterable[Sequence[str]], stream: IO[bytes]) -> None:
    """An XLSX: every cell text, names in the first row, fixed columns grey; a second sheet says what may be done."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.freeze_panes = "B2"
    for number, name in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(name, 16)
    head, grey, free = _model(sheet, is_fixed=True, is_head=True), _model(sheet, is_fixed=True), _model(sheet)
    sheet.append([_like(head, sheet, name) for name in COLUMNS])
    models = [grey if name in FIXED else free for name in COLUMNS]
    for row in rows:
        sheet.append([_like(model, sheet, value) for model, value in zip(models, row, strict=True)])
    advice = book.create_sheet(ADVICE)
    advice.column_dimensions["A"].width = 120
    for line in HOW_TO:
        advice.append([line])
    book.save(stream)


_GREY = PatternFill("solid", fgColor="E6E6E6")
_TOP = Alignment(vertical="top")


def _model(sheet: object, *, is_fixed: bool = False, is_head: bool = False) -> WriteOnlyCell:
    """A cell whose looks others take over: to put them together for each anew takes most of the time."""
    cell = WriteOnlyCell(sheet)
    cell.number_format = TEXT
    cell.alignment = _TOP
    if is_fixed:
        cell.fill = _GREY
    if is_head:
        cell.font = Font(bold=True)
    return cell


def _like(model: WriteOnlyCell, sheet: object, value: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, sheet_cell(value))
    cell.data_type = "s"
    cell._style = model._style
    return cell
