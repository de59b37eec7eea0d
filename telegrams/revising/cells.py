"""Values as a spreadsheet keeps them without running or turning them, and back again, exactly. Pure.

A program that opens a CSV runs what begins with a sign of a formula and turns what looks like a number or a day:
711.60 becomes 711.6, and 1945-11-22 becomes 22/11/1945. An apostrophe before it prevents both; the way back takes
one away where the archive would have put one.
"""

import re

_FORMULA = re.compile(r"[\s']*[=+\-@|%＝＋－＠]|'*[\t\r\n]")
_TURNED = re.compile(
    r"[\s']*[.,]?\d|[\s']*(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[\s.,/-]*\d|[\s']*(true|false)\s*\Z",
    re.I,
)


def plain(value: str) -> str:
    """A value however a browser or a spreadsheet ends its lines, without blanks around it."""
    return value.replace("\r\n", "\n").replace("\r", "\n").strip()


def csv_cell(value: str) -> str:
    """A value as a cell of a CSV: an apostrophe before all that would be run or turned.

    >>> csv_cell("=1+1"), csv_cell("1945-11-22"), csv_cell("Moscow"), csv_cell("'=1+1")
    ("'=1+1", "'1945-11-22", 'Moscow', "''=1+1")
    """
    return f"'{value}" if _marked(value) else value


def sheet_cell(value: str) -> str:
    """A value as a text cell of an XLSX, which turns nothing; signs of a formula have their apostrophe here too.

    >>> sheet_cell("=1+1"), sheet_cell("1945-11-22"), sheet_cell("'1945-11-22")
    ("'=1+1", '1945-11-22', "''1945-11-22")
    """
    ambiguous = value[:1] == "'" and _marked(value[1:])
    return _without_controls(f"'{value}" if _FORMULA.match(value) or ambiguous else value)


def value_of_cell(cell: str) -> str:
    """The value behind a cell of either kind.

    >>> value_of_cell("'=1+1"), value_of_cell("1945-11-22"), value_of_cell("'1945-11-22"), value_of_cell("'tis")
    ('=1+1', '1945-11-22', '1945-11-22', "'tis")
    """
    return cell[1:] if cell[:1] == "'" and _marked(cell[1:]) else cell


def _marked(value: str) -> bool:
    return bool(_FORMULA.match(value) or _TURNED.match(value))


_NO_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_WRITTEN_OUT = re.compile("_x([0-9A-Fa-f]{4})_")


def _without_controls(value: str) -> str:
    """Signs that no XML holds written out, as the format has it: _x000D_."""
    return _NO_XML.sub(lambda found: f"_x{ord(found.group()):04X}_", value)


def with_controls(cell: str) -> str:
    """The inverse: what a text cell of an XLSX holds.

    >>> with_controls("a_x000D_b") == "a" + chr(13) + "b", with_controls(sheet_cell("_x000D_"))
    (True, '_x000D_')
    """
    return _WRITTEN_OUT.sub(lambda found: chr(int(found.group(1), 16)), cell)
