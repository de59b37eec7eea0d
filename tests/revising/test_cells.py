"""Values in cells of a spreadsheet: never run, never turned, and back exactly."""

import csv
from io import BytesIO, StringIO

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from telegrams.revising.cells import csv_cell, plain, sheet_cell, value_of_cell, with_controls
from telegrams.revising.columns import COLUMNS
from telegrams.revising.reading import read_sheet
from telegrams.revising.writing import csv_pieces, write_xlsx

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60) | st.text(
    "=+-@\t\r\n'\"|%,;.0123456789_x0Dmay ", max_size=12
)


@given(TEXTS)
@example("'=1")
@example("''1945")
@example("true")
@example("=HYPERLINK(1)")
def test_a_value_comes_back_from_a_cell_of_a_csv(value: str) -> None:
    assert value_of_cell(csv_cell(value)) == value


@given(TEXTS)
@example("_x000D_")
@example("'_x000D_=")
def test_a_value_comes_back_from_a_cell_of_a_sheet(value: str) -> None:
    assert value_of_cell(with_controls(sheet_cell(value))) == value


@given(st.sampled_from("=+-@\t\r"), TEXTS)
def test_no_cell_begins_with_a_sign_of_a_formula(sign: str, rest: str) -> None:
    assert csv_cell(sign + rest)[0] == "'"
    assert sheet_cell(sign + rest)[0] in "'_"


@pytest.mark.parametrize("value", ["1945-11-22", "711.60", "0042", "18:00", "Nov 45", "MAR1", "true", "1E5", ".5"])
def test_what_a_spreadsheet_would_turn_is_marked_in_a_csv_alone(value: str) -> None:
    assert (csv_cell(value), sheet_cell(value)) == (f"'{value}", value)


def row_of(values: list[str]) -> list[str]:
    return ["v/d1", "f", *values, *[""] * (len(COLUMNS) - len(values) - 2)]


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, max_size=12))
def test_a_row_comes_back_from_a_csv(values: list[str]) -> None:
    row = row_of(values)

    sheet = read_sheet("".join(csv_pieces([row])).encode())

    assert [sheet.rows[0].of(name) for name in COLUMNS] == [plain(value) for value in row]


@settings(max_examples=30, deadline=None)
@given(st.lists(TEXTS, max_size=12))
def test_a_row_comes_back_from_an_xlsx(values: list[str]) -> None:
    row, stream = row_of(values), BytesIO()

    write_xlsx([row], stream)
    sheet = read_sheet(stream.getvalue())

    assert [sheet.rows[0].of(name) for name in COLUMNS] == [plain(value) for value in row]


def test_every_cell_of_an_xlsx_is_text() -> None:
    stream = BytesIO()
    write_xlsx([row_of(["=1+1", "1945-11-22", "3930"])], stream)

    cells = [cell for row in load_workbook(stream)["documents"].iter_rows() for cell in row if cell.value is not None]

    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}


def test_a_csv_says_that_it_is_utf_8_and_ends_its_lines_as_the_format_asks() -> None:
    whole = "".join(csv_pieces([row_of(["Köln"])])).encode()

    assert whole.startswith(b"\xef\xbb\xbfdocument,fingerprint,")
    assert whole.count(b"\r\n") == 2
    assert next(csv.DictReader(StringIO(whole.decode("utf-8-sig"))))["kind"] == "Köln"
