"""Datelines: place, date, hour and receipt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telegrams.parsing.dateline import is_dateline, is_received, read_dateline

LINES = [
    "Moscow, November 22, 1945—6 p.m. [Received November 23—9:20 a.m.]",
    "Legation of the United States, London, July 26, 1861.",
    "[Paris,] 17 January, 1919.",
    "Paris, July —, 1870. (Received July 21, 1870.)",
    "La Paz [, undated]. [Received September 18, 1930—5:52 p.m.]",
    "[Undated—circa December 15, 1917.]",
    "U. S. S. “George Washington,” December 7, 1918—5 p.m.",
    "September 15, 1917.",
    "London, April 30, 1917, 2 p.m. [Received 3 p.m.]",
    "Embassy of the United States, Paris. (Received July 5—9 a.m.)",
    "Moscow, February 17, 1969, 1545Z.",
    "Washington, October 22, 1962, 9:36 p.m. EST.",
    "Saigon, November 1, 1963, 1810 hours. [Received 1215Z]",
]
SENTENCES = [
    "On November 22, 1945, I saw the Minister.",
    "Sir: I have received your note of May 3, 1861.",
    "My telegram of November 22, 1945, was answered.",
    "The agreement was signed at London, May 3, 1919, by both parties.",
    "Repeated to Paris.",
    "",
]


@pytest.mark.parametrize("line", LINES)
def test_a_dateline_is_known(line: str) -> None:
    assert is_dateline(line)


@pytest.mark.parametrize("line", SENTENCES)
def test_a_sentence_with_a_date_is_no_dateline(line: str) -> None:
    assert not is_dateline(line)


def test_every_part_of_a_dateline_keeps_its_columns() -> None:
    text = "Moscow, November 22, 1945—6 p.m. [Received November 23—9:20 a.m.]"

    line = read_dateline(text)

    assert None not in (line.place, line.sent, line.hour, line.received)
    parts = (line.place, line.sent, line.hour, line.received)
    assert [text[part.start : part.end] for part in parts] == [part.printed for part in parts]
    assert [part.value for part in parts] == ["Moscow", "1945-11-22", "18:00", "1945-11-23T09:20"]


@pytest.mark.parametrize(
    ("line", "printed", "value"),
    [
        ("Moscow, February 17, 1969, 1545Z.", "1545Z", "15:45"),
        ("Paris, May 12, 1968, 1210Z [Received 1:15 p.m.]", "1210Z", "12:10"),
        ("Cairo, June 6, 1967, 11:10 a.m. GMT.", "11:10 a.m. GMT", "11:10"),
        ("Moscow, 22 February 1946—9 p. m. (Moscow time)", "9 p. m. (Moscow time)", "21:00"),
        ("Saigon, November 1, 1963, 1810 hours.", "1810 hours", "18:10"),
    ],
)
def test_an_hour_keeps_the_zone_it_is_printed_with(line: str, printed: str, value: str) -> None:
    hour = read_dateline(line).hour

    assert hour is not None
    assert (hour.printed, hour.value) == (printed, value)


def test_a_receipt_of_another_clock_is_read() -> None:
    received = read_dateline("Saigon, November 1, 1963, 1810 hours. [Received November 1, 1215Z]").received

    assert received is not None
    assert received.value == "1963-11-01T12:15"


@pytest.mark.parametrize(
    ("line", "received"),
    [
        ("London, April 30, 1917, 2 p.m. [Received 3 p.m.]", "1917-04-30T15:00"),
        ("Peking, December 30, 1917. [Received January 4.]", "1918-01-04"),
        ("Tokyo, January 2, 1919—9 a.m. [Received January 1—11 p.m.]", "1919-01-01T23:00"),
        ("Paris, May 5, 1870. (Received May 20, 1870.)", "1870-05-20"),
    ],
    ids=["an hour alone is of the same day", "january after december", "the day before", "in round brackets"],
)
def test_a_receipt_takes_its_year_from_the_sending(line: str, received: str) -> None:
    read = read_dateline(line).received

    assert read is not None
    assert read.value == received


def test_what_the_editors_supply_is_marked_so() -> None:
    line = read_dateline("[Washington,] November 7, 1918.")

    assert None not in (line.place, line.sent)
    assert (line.place.supplied, line.sent.supplied) == (True, False)


def test_an_hour_without_its_half_is_unknown() -> None:
    assert read_dateline("Washington, December 10, 1954—6:18").hour is None


def test_a_receipt_alone_is_no_dateline_of_its_own() -> None:
    assert is_received("[Received November 19—8:15 a.m.]")


@given(st.text(max_size=120))
def test_no_text_breaks_the_reading_of_datelines(text: str) -> None:
    is_dateline(text)
    read_dateline(text)
