"""Uploaded sheets: what people and their programs do to a file, and what a hostile one may hold."""

import random
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from telegrams.revising import reading
from telegrams.revising.reading import Cell, NotASheet, Sheet, read_sheet

HEAD = ["document", "fingerprint", "message_number"]


def book(*rows: list[Any], head: list[Any] = HEAD, change: Callable[[Workbook], None] = lambda made: None) -> bytes:
    """An XLSX of these rows."""
    made, stream = Workbook(), BytesIO()
    for row in (head, *rows):
        made.active.append(row)
    change(made)
    made.save(stream)
    return stream.getvalue()


def third(sheet: Sheet) -> Cell:
    return sheet.rows[0].cells["message_number"]


def repacked(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The same file with its parts changed."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (3930, "3930"),
        (3930.0, "3930"),
        (711.61, "711.61"),
        (datetime(1945, 11, 22), "1945-11-22"),
        (date(1945, 11, 22), "1945-11-22"),
        (datetime(1945, 11, 23, 9, 20), "1945-11-23T09:20"),
        (time(18, 0), "18:00"),
        ("  Moscow \r\n", "Moscow"),
        ("one\r\ntwo", "one\ntwo"),
        ("'1945-11-22", "1945-11-22"),
        ("'tis", "'tis"),
    ],
)
def test_what_a_spreadsheet_made_of_a_cell_is_read_back(typed: Any, read: str) -> None:
    assert third(read_sheet(book(["v/d1", "f", typed]))).value == read


def test_a_cell_turned_into_a_date_says_so() -> None:
    assert "read as 1945-11-22" in third(read_sheet(book(["v/d1", "f", date(1945, 11, 22)]))).remark


@pytest.mark.parametrize(("typed", "said"), [("=A1", "formula"), ("#N/A", "error"), (True, "")])
def test_a_cell_without_a_value_of_its_own_has_a_problem(typed: Any, said: str) -> None:
    cell = third(read_sheet(book(["v/d1", "f", typed])))

    assert said in cell.problem
    assert bool(cell.problem) is bool(said)


@pytest.mark.parametrize(
    "content",
    [
        "document,fingerprint,message_number\r\nv/d1,f,Köln\r\n".encode(),
        "\ufeffdocument,fingerprint,message_number\nv/d1,f,Köln\n".encode(),
        "document;fingerprint;message_number\r\nv/d1;f;Köln\r\n".encode(),
        "document\tfingerprint\tmessage_number\r\nv/d1\tf\tKöln\r\n".encode("utf-16"),
        "Document,FINGERPRINT,Message number\r\nv/d1,f, Köln  \r\n".encode(),
        'document,fingerprint,message_number\r\n\r\n"v/d1","f","Köln"\r\n,,\r\n'.encode(),
    ],
    ids=["plain", "marked, LF", "semicolons", "UTF-16 with tabs", "labels and blanks", "blank rows"],
)
def test_a_csv_is_read_however_it_was_saved(content: bytes) -> None:
    sheet = read_sheet(content)

    assert [(row.of("document"), row.of("message_number")) for row in sheet.rows] == [("v/d1", "Köln")]


def test_rows_keep_their_numbers_below_empty_ones() -> None:
    assert [row.number for row in read_sheet(book([], ["v/d1", "f", "7"], ["v/d2", "f", "8"])).rows] == [3, 4]


def test_a_sheet_is_found_beside_others() -> None:
    def another(made: Workbook) -> None:
        made.create_sheet("notes", 0).append(["my own notes"])

    assert third(read_sheet(book(["v/d1", "f", "7"], change=another))).value == "7"


def test_more_rows_than_are_taken_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 2)

    with pytest.raises(NotASheet, match="more than 2 rows"):
        read_sheet(book(*[[f"v/d{one}", "f", "7"] for one in range(3)]))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = repacked(book(), lambda name, part: part + b" " * (125 << 20) if name.endswith("sheet1.xml") else part)
    assert len(bomb) < 1 << 20

    with pytest.raises(NotASheet, match="unpacks to far more"):
        read_sheet(bomb)


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_entities_are_refused(part: str) -> None:
    declared = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    hostile = repacked(book(), lambda name, old: old.replace(b"<", declared + b"<", 1) if name == part else old)

    with pytest.raises(NotASheet, match="entities"):
        read_sheet(hostile)


def test_a_cell_far_away_does_not_make_the_sheet_large() -> None:
    far = repacked(
        book(["v/d1", "f", "7"]),
        lambda name, part: part.replace(b'r="A2"', b'r="XFD2"') if name.endswith("sheet1.xml") else part,
    )

    assert len(read_sheet(far).rows) <= 1


def test_damaged_files_are_refused_in_plain_words() -> None:
    chance = random.Random(1945)  # noqa: S311  # no secret
    whole = book(["v/d1", "f", "7"], ["v/d2", "f", date(1945, 11, 22)])
    said = set()
    for _ in range(150):
        torn = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            torn[chance.randrange(4, len(torn))] = chance.randrange(256)
        mangled = repacked(whole, lambda name, part: _mangled(part, chance))
        for content in (bytes(torn), mangled):
            try:
                read_sheet(content)
            except NotASheet as refused:
                said.add(str(refused)[-1])

    assert said == {"."}


def _mangled(part: bytes, chance: random.Random) -> bytes:
    if chance.random() < 0.7:
        return part
    start = chance.randrange(len(part))
    return (
        part[:start]
        + bytes(chance.randrange(256) for _ in range(chance.randrange(3)))
        + part[start + chance.randrange(12) :]
    )
