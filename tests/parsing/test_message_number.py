"""The sender's own serial: on a line of its own, or at the head of the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telegrams.parsing.message_number import begins_list_item, read_number_line, read_opening_number, read_series_number


@pytest.mark.parametrize(
    ("line", "number"), [("No. 58.]", "58"), ("No. 29,132", "29132"), ("No 267.]", "267"), ("[No. 207]", "207")]
)
def test_a_number_line_gives_the_number(line: str, number: str) -> None:
    read = read_number_line(line)

    assert read is not None
    assert read.number == number


def test_the_editors_correction_of_a_number_stands_beside_it() -> None:
    read = read_opening_number("7956 [7946]. For the Secretary")

    assert read is not None
    assert (read.number, read.corrected) == ("7956", "7946")


@pytest.mark.parametrize(
    "text", ["No. 58 was received.", "402 Main Street", "“3930. At", "1945", "12,345. So"], ids=lambda text: text
)
def test_other_figures_are_no_number(text: str) -> None:
    assert read_number_line(text) is None
    assert read_opening_number(text) is None


@pytest.mark.parametrize("dash", ["-", "‐", "–", "—", "−"], ids=["hyphen", "U+2010", "en", "em", "minus"])
def test_an_airgram_has_a_letter_and_any_dash(dash: str) -> None:
    read = read_series_number(f"A{dash}19. Supplementing my 136")

    assert read is not None
    assert read.number == f"A{dash}19"


def test_an_item_carries_the_label_awaited() -> None:
    assert begins_list_item("(2) The Minister", 2)
    assert not begins_list_item("2. The Minister", 3)


@given(st.text(max_size=200))
def test_a_number_stands_where_it_is_said_to(text: str) -> None:
    for read in (read_number_line(text), read_opening_number(text), read_series_number(text)):
        assert read is None or text[read.start : read.end].replace(",", "") == read.number
