"""Page markers: found in every printed form, and taken out without splitting or joining words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telegrams.parsing.page_markers import find_page_markers, without_markers

PIECES = st.sampled_from(
    ["con", " ", "tinued", "[Page 5]", "[Page 6]", "[", "]", "\n", "[Page torn]", "[Page 7 x", "é"]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map("".join))


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("[Page 922]", "922"),
        ("[Page IX]", "IX"),
        ("[Page [5]]", "5"),
        ("[Page 12a]", "12a"),
        ("[page 922]", "922"),
        ("[p. 922]", "922"),
        ("[[Page 922]]", "922"),
    ],
    ids=["plain", "roman", "supplied", "lettered", "small", "short", "doubled"],
)
def test_each_printed_form_is_a_marker(printed: str, label: str) -> None:
    text = f"the London {printed} Conference"

    (marker,) = find_page_markers(text)

    assert marker.label == label
    assert text[marker.start : marker.end] == printed
    assert without_markers(text).text == "the London Conference"


@pytest.mark.parametrize("text", ["[Page torn] of the letter", "11 [p.m.] to-day", "page 922", "[Pages missing]"])
def test_an_editors_remark_is_no_marker(text: str) -> None:
    assert find_page_markers(text) == ()
    assert without_markers(text).text == text


def test_a_marker_that_nothing_closes_is_reported_and_stays_text() -> None:
    text = "the Soviet [Page 922 will accept"

    (marker,) = find_page_markers(text)

    assert not marker.well_formed
    assert marker.label == "922"
    assert without_markers(text).text == text
    assert without_markers(text).pages == ()


def test_a_fiche_is_neither_text_nor_a_page_of_the_volume() -> None:
    cleaned = without_markers("The talks [Typeset Page 730] went on [Facsimile Page 2] in Geneva")

    assert cleaned.text == "The talks went on in Geneva"
    assert cleaned.pages == ()


@pytest.mark.parametrize(
    ("text", "clean", "offset"),
    [
        ("con[Page 5]tinued", "continued", 3),
        ("the London [Page 5] Conference", "the London Conference", 11),
        ("of his [Page 5]would", "of his would", 7),
        ("of his[Page 5] would", "of his would", 7),
        ("[Page 5] The Minister", "The Minister", 0),
        ("in Moscow. [Page 5]", "in Moscow.", 10),
        ("Harriman [Page 5]\nAmbassador", "Harriman\nAmbassador", 9),
    ],
    ids=["within a word", "between words", "glued to the next", "glued to the last", "first", "last", "end of a line"],
)
def test_the_page_begins_at_its_first_character(text: str, clean: str, offset: int) -> None:
    cleaned = without_markers(text)

    assert cleaned.text == clean
    assert cleaned.pages == (("5", offset),)


def test_two_markers_in_a_row_leave_one_blank() -> None:
    cleaned = without_markers("a [Page 5] [Page 6] b")

    assert cleaned.text == "a b"
    assert cleaned.pages == (("5", 2), ("6", 2))


def test_a_place_in_the_printed_text_is_found_again() -> None:
    printed = "with Litvinov [Page 922] who said no"
    cleaned = without_markers(printed)

    moved = cleaned.moved(printed.index("who"))

    assert cleaned.text[moved:] == "who said no"


@given(TEXTS)
def test_what_is_left_is_the_text_without_its_markers_and_blanks(text: str) -> None:
    cleaned = without_markers(text)
    printed = list(text)
    for marker in find_page_markers(text):
        if marker.well_formed:
            printed[marker.start : marker.end] = [""] * (marker.end - marker.start)

    assert cleaned.text.replace(" ", "") == "".join(printed).replace(" ", "")


@given(TEXTS)
def test_offsets_stay_in_order_and_inside_the_text(text: str) -> None:
    cleaned = without_markers(text)

    moved = [cleaned.moved(offset) for offset in range(len(text) + 1)]

    assert moved == sorted(moved)
    assert moved[-1] == len(cleaned.text)
    assert all(0 <= offset <= len(cleaned.text) for _, offset in cleaned.pages)
