"""A spreadsheet as it was uploaded → rows of cells. Pure: asks no database, runs nothing, opens no address.

What is no sheet of ours is refused as a whole, in plain words: too large, another encoding, no column of names.
What is wrong with a cell stands with the cell.
"""

import csv
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import Any

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from telegrams.revising.cells import plain, value_of_cell, with_controls
from telegrams.revising.columns import COLUMNS, DOCUMENT, FINGERPRINT
from telegrams.vocabulary import HeaderField

MOST_BYTES = 10 * 2**20
"""Bytes of a file that is uploaded."""

MOST_UNPACKED = 120 * 2**20
"""Bytes that an XLSX may unpack to, by its own list of contents; what says less than it holds is cut there."""

MOST_ROWS = 20_000
MOST_COLUMNS = 200
LONGEST_CELL = 40_000


class NotASheet(ValueError):
    """The file cannot be read as a sheet; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell; ``remark`` on how it was read, ``problem`` where it cannot be."""

    value: str = ""
    remark: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the sheet by its number there, the names' row being 1; its cells by the names of their columns."""

    number: int
    cells: Mapping[str, Cell]

    def of(self, column: str) -> str:
        """What stands in a column; '' where there is none."""
        return self.cells.get(column, _EMPTY).value


@dataclass(frozen=True, slots=True)
class Sheet:
    """The columns of ours that are there, the rows, and what is to be said of the file."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    remarks: tuple[str, ...] = field(default=())


_EMPTY = Cell()
_LABELS = {one.label.casefold(): one.value for one in HeaderField} | {name.casefold(): name for name in COLUMNS}


def read_sheet(content: bytes) -> Sheet:
    """The rows of a CSV or an XLSX, told apart by its first bytes; raises NotASheet."""
    if len(content) > MOST_BYTES:
        raise NotASheet(f"The file has {len(content):,} bytes; at most {MOST_BYTES:,} are taken. Split it.")
    if not content.strip():
        raise NotASheet("The file is empty.")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotASheet("This is an old Excel file (.xls) or one with a password. Save it as XLSX or as CSV UTF-8.")
    lines = _lines_of_xlsx(content) if content.startswith(b"PK") else _lines_of_csv(content)
    return _sheet(lines)


def _sheet(lines: Iterator[Sequence[Cell]]) -> Sheet:
    """Rows by the names of the first one."""
    head = next(lines, ())
    names, remarks = _names([cell.value for cell in head])
    rows: list[Row] = []
    for number, line in enumerate(lines, 2):
        if number > MOST_ROWS + 1:
            raise NotASheet(f"The sheet has more than {MOST_ROWS:,} rows. Split it.")
        cells = {name: line[place] if place < len(line) else _EMPTY for name, place in names.items()}
        if any(cell.value or cell.problem for cell in cells.values()):
            rows.append(Row(number, cells))
    return Sheet(tuple(names), tuple(rows), tuple(remarks))


def _names(head: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    """The places of our columns by their names, and what is said of the others."""
    names: dict[str, int] = {}
    strangers: list[str] = []
    for place, said in enumerate(head):
        said = " ".join(said.split())
        name = _LABELS.get(said.casefold())
        if name in names:
            raise NotASheet(f"The column {name} stands there twice; keep one.")
        if name is not None:
            names[name] = place
        elif said:
            strangers.append(said[:40])
    if missing := [name for name in (DOCUMENT, FINGERPRINT) if name not in names]:
        raise NotASheet(
            f"The first row has no column “{missing[0]}”. Upload a spreadsheet that was saved here: its first row are "
            "the names of its columns, and by “document” and “fingerprint” each row is known again."
        )
    remarks = [f"Not looked at, for they are no columns of ours: {', '.join(strangers[:10])}."] if strangers else []
    return names, remarks


# --- CSV ---


def _lines_of_csv(content: bytes) -> Iterator[list[Cell]]:
    text = _text(content)
    sign = max(",;\t", key=text.split("\n", 1)[0].count)
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL * 4))
    reader = csv.reader(StringIO(text, newline=""), delimiter=sign, strict=True)
    try:
        for line in reader:
            yield [_csv_cell(said) for said in line[:MOST_COLUMNS]]
    except csv.Error as fault:
        raise NotASheet(
            f"Line {reader.line_num:,} of the file cannot be read as CSV ({fault}). Is a quotation mark left open?"
        ) from fault


def _text(content: bytes) -> str:
    """The words of a file in UTF-8, or in UTF-16 where it says so.

    Another encoding is not guessed: what it could not hold is lost in it already, as question marks.
    """
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as fault:
        raise NotASheet(
            f"Byte {fault.start:,} is no {encoding.removesuffix('-sig').upper()}: the file was saved in another "
            "encoding, in which letters are lost. Save it as “CSV UTF-8”, or better as XLSX."
        ) from fault
    if "\x00" in text:
        raise NotASheet("The file holds characters that no text has. Save it as “CSV UTF-8” or as XLSX.")
    return text


def _csv_cell(said: str) -> Cell:
    if len(said) > LONGEST_CELL:
        return Cell("", problem=f"{len(said):,} characters; a cell has at most {LONGEST_CELL:,}")
    return Cell(plain(value_of_cell(said)))


# --- XLSX ---

UNREADABLE = (
    InvalidFileException, zipfile.BadZipFile, zlib.error, DefusedXmlException, SyntaxError, LookupError, ValueError,
    TypeError, AttributeError, ArithmeticError, AssertionError, RuntimeError, EOFError, OSError,
)  # fmt: skip
"""What the library raises at parts of a file that are missing, cut or of another kind: it takes them for granted."""

_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*ref=[\"']([A-Z0-9:]{1,20})[\"']")
_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)


def _lines_of_xlsx(content: bytes) -> Iterator[list[Cell]]:
    _look_inside(content)
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = next((one for one in book.worksheets if _has_names(one)), None)
        if sheet is None:
            raise NotASheet("No sheet of the file has a first row with a column “document”.")
        sheet.reset_dimensions()  # what the file says of its size is not believed
        _refuse_merged(content, sheet)
        for line in sheet.iter_rows(max_col=MOST_COLUMNS):
            yield [_sheet_cell(cell) for cell in line]
    except UNREADABLE as fault:
        if isinstance(fault, NotASheet):
            raise
        raise NotASheet("The file cannot be read as XLSX: it is damaged, or something else. Save it anew.") from fault


def _look_inside(content: bytes) -> None:
    """Refuse what would unpack to more than a sheet can be, and XML that declares entities."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > 500 or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise NotASheet(
                    "The file unpacks to far more than a sheet can hold. Save the sheet alone, as CSV UTF-8."
                )
            for part in parts:
                with packed.open(part) as begun:
                    declares = _ENTITIES.search(begun.read(4096))
                if declares and part.filename.endswith((".xml", ".rels")):
                    raise NotASheet("The file declares entities, which no spreadsheet does. Save it anew as XLSX.")
    except UNREADABLE as fault:
        if isinstance(fault, NotASheet):
            raise
        raise NotASheet(
            "The file cannot be unpacked: it is damaged, or has a password. Save it anew as XLSX."
        ) from fault


def _has_names(sheet: Any) -> bool:
    first = next(sheet.iter_rows(min_row=1, max_row=1, max_col=MOST_COLUMNS, values_only=True), ())
    return any(isinstance(one, str) and one.strip().casefold() == DOCUMENT for one in first)


def _refuse_merged(content: bytes, sheet: Any) -> None:
    """A merged range has lost the values of all its cells but one, which would pass for emptied ones."""
    with zipfile.ZipFile(BytesIO(content)) as packed:
        path = str(sheet._worksheet_path).lstrip("/")
        if merged := _MERGED.search(packed.read(path)):
            where = merged.group(1).decode()
            raise NotASheet(
                f"The cells {where} are merged, and all but the first have lost their values. Unmerge them."
            )


def _sheet_cell(cell: Any) -> Cell:
    """What stands in a cell, whatever the spreadsheet has made of it."""
    value = cell.value
    if value is None:
        return _EMPTY
    if cell.data_type == "f":
        return Cell("", problem="holds a formula; put its value there")
    if cell.data_type == "e":
        return Cell("", problem=f"holds an error of the spreadsheet ({value})")
    if isinstance(value, bool):
        return Cell("true" if value else "false", remark="turned into yes or no by the spreadsheet")
    if isinstance(value, datetime | date | time):
        said = _day_or_hour(value)
        return Cell(said, remark=f"turned into a date by the spreadsheet; read as {said}")
    if isinstance(value, int | float):
        return Cell(_number(value))
    if not isinstance(value, str):
        return Cell("", problem="holds no text")
    if len(value) > LONGEST_CELL:
        return Cell("", problem=f"{len(value):,} characters; a cell has at most {LONGEST_CELL:,}")
    said = with_controls(value)
    if "\x00" in said:
        return Cell("", problem="holds a character that no text has")
    return Cell(plain(value_of_cell(said)))


def _number(value: float) -> str:
    """A number as it was typed: 3930 and not 3930.0."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 10**15 else repr(value)


def _day_or_hour(value: datetime | date | time) -> str:
    """In the archive's forms: 1945-11-22, 1945-11-22T09:20, 18:00."""
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, datetime) and (value.hour or value.minute):
        return value.strftime("%Y-%m-%dT%H:%M")
    return value.strftime("%Y-%m-%d")
