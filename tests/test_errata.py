"""Corrections of words, anchors and page marks: laid over the print, which never moves."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telegrams import errata
from telegrams.corrections import CorrectedValue, show, show_placed
from telegrams.errata import GONE, OVERLAID, Erratum, NotAPlace, PlacedField, Printed, checked, with_errata
from telegrams.records import PageRecord, ReadValue
from telegrams.vocabulary import HeaderField, Origin

TEXT = "Barriman called on Molotov.\n\nHe left at six."
PRINTED = Printed(TEXT, ((0, 27), (29, 44)), {1: 8, 2: None}, (PageRecord("921", 0), PageRecord("922", 29)))
NAME, NOTE, LOOSE, PAGE = (
    PlacedField("text", 0, 8),
    PlacedField("note", 1),
    PlacedField("note", 2),
    PlacedField("page", 2),
)


def a_correction(where: PlacedField, value: str, printed: Printed = PRINTED) -> CorrectedValue:
    made_against = errata.against(where, value, printed)
    return CorrectedValue(where, value, made_against, "misprint", "the original", "An Editor", date(2026, 11, 24))


def with_text(text: str) -> Printed:
    return Printed(text, ((0, len(text)),), PRINTED.notes, PRINTED.pages)


@pytest.mark.parametrize("written", ["text:0-8", "note:3", "page:2", "page:+1"])
def test_a_field_is_read_back_as_it_is_written(written: str) -> None:
    field = PlacedField.of(written)

    assert field is not None
    assert field.value == written


@pytest.mark.parametrize("written", ["sent", "text:8-8", "text:9-8", "text:08-9", "note:0", "page:-1", "text:1-2 "])
def test_what_is_no_field_of_a_place_is_none(written: str) -> None:
    assert PlacedField.of(written) is None


def test_an_erratum_lies_over_the_printed_words() -> None:
    shown = errata.show(PRINTED, [a_correction(NAME, "Harriman")])

    assert shown.errata == (Erratum(0, 8, "Harriman"),)
    assert with_errata(TEXT, shown.errata) == "Harriman called on Molotov.\n\nHe left at six."
    assert not shown.conflicting


def test_a_note_is_moved_loosened_and_anchored() -> None:
    moved = errata.show(PRINTED, [a_correction(NOTE, "26"), a_correction(LOOSE, "43")])
    loosened = errata.show(PRINTED, [a_correction(NOTE, "")])

    assert moved.notes == {1: 26, 2: 43}
    assert loosened.notes == {1: None}


def test_a_page_is_moved_joined_and_split() -> None:
    moved = errata.show(PRINTED, [a_correction(PAGE, "923@9")])
    joined = errata.show(PRINTED, [a_correction(PAGE, "")])
    split = errata.show(PRINTED, [a_correction(PlacedField("page", 1, is_added=True), "921a@19")])

    assert [(page.label, page.offset) for page in moved.pages or ()] == [("921", 0), ("923", 9)]
    assert [page.label for page in joined.pages or ()] == ["921"]
    assert [page.label for page in split.pages or ()] == ["921", "921a", "922"]


def test_first_and_last_page_follow_the_marks_unless_they_are_corrected_themselves() -> None:
    read = [ReadValue(HeaderField.FIRST_PAGE, "921", "921"), ReadValue(HeaderField.LAST_PAGE, "922", "922")]
    own = CorrectedValue(HeaderField.FIRST_PAGE, "920", "921", "r", "s", "An Editor", date(2026, 11, 24))
    places = errata.show(PRINTED, [a_correction(PAGE, "923@29")])

    followed, kept = show(read, [], places), show(read, [own], places)

    assert (followed[HeaderField.FIRST_PAGE].value, followed[HeaderField.LAST_PAGE].value) == ("921", "923")
    assert followed[HeaderField.LAST_PAGE].origin == Origin.INFERRED
    assert followed[HeaderField.FIRST_PAGE].origin == Origin.PRINTED
    assert kept[HeaderField.FIRST_PAGE].value == "920"


@pytest.mark.parametrize(
    ("where", "value", "text"),
    [
        pytest.param(NAME, "Harriman", "On Monday Barriman called on Molotov.", id="words that moved and stand once"),
        pytest.param(NAME, "Harriman", "Berriman called on Molotov.", id="words that changed"),
        pytest.param(NOTE, "26", "Barriman did call on Molotov.", id="a note whose new place has other words"),
        pytest.param(PAGE, "922@19", "Barriman has called on Molotov.", id="a page whose new place has other words"),
    ],
)
def test_what_it_was_made_against_has_changed_and_nothing_is_guessed(where: PlacedField, value: str, text: str) -> None:
    correction, later = a_correction(where, value), with_text(text)

    shown = errata.show(later, [correction])

    assert shown.conflicting == {where.value}
    assert (shown.errata, shown.notes) == ((), {})
    [placed] = show_placed([correction], later)
    assert placed.conflicting
    assert placed.value == errata.loaded(where, later)


def test_of_errata_that_come_to_overlap_one_is_set_aside_and_flagged() -> None:
    whole = a_correction(PlacedField("text", 0, 15), "Harriman spoke")
    within = a_correction(PlacedField("text", 9, 15), "phoned", with_text("Carriman called on Molotov."))

    shown = errata.show(PRINTED, [within, whole])

    assert shown.errata == (Erratum(0, 15, "Harriman spoke"),)
    assert shown.conflicting == {"text:9-15"}
    assert shown.today["text:9-15"] == OVERLAID
    assert [one.conflicting for one in show_placed([within, whole], PRINTED)] == [True, False]
    assert errata.show(PRINTED, [within]).errata == (Erratum(9, 15, "phoned"),)


def test_a_change_elsewhere_leaves_corrections_standing() -> None:
    later = Printed(TEXT.replace("six", "ten"), PRINTED.passages, PRINTED.notes, PRINTED.pages)

    shown = errata.show(later, [a_correction(NAME, "Harriman"), a_correction(NOTE, "15")])

    assert not shown.conflicting
    assert shown.errata
    assert shown.notes == {1: 15}


def test_a_source_that_came_to_agree_is_no_conflict_and_needs_no_erratum() -> None:
    shown = errata.show(with_text(TEXT.replace("Barriman", "Harriman")), [a_correction(NAME, "Harriman")])

    assert (shown.errata, shown.conflicting) == ((), frozenset())


def test_a_note_that_is_not_there_any_more_is_a_conflict() -> None:
    without = Printed(TEXT, PRINTED.passages, {1: 8}, PRINTED.pages)

    shown = errata.show(without, [a_correction(LOOSE, "4")])

    assert shown.conflicting == {"note:2"}
    assert shown.today["note:2"] == GONE


@pytest.mark.parametrize(
    ("where", "typed", "said"),
    [
        (PlacedField("text", 40, 60), "x", "no words stand"),
        (PlacedField("text", 19, 33), "x", "more than one passage"),
        (PlacedField("text", 0, 9), "x", "blank"),
        (NAME, "Barriman", "printed words"),
        (NOTE, "45", "no character of this text"),
        (PlacedField("note", 9), "4", "no note number 9"),
        (PAGE, "922", "no page mark"),
        (PAGE, "9/2@4", "no page mark"),
        (PAGE, "922@999", "no character"),
        (PlacedField("page", 3), "924@4", "no page mark number 3"),
    ],
)
def test_what_fits_no_place_of_the_document_is_refused(where: PlacedField, typed: str, said: str) -> None:
    with pytest.raises(NotAPlace, match=said):
        checked(where, typed, PRINTED)


@given(st.text(alphabet="ab c", min_size=1, max_size=60), st.data())
def test_random_errata_never_move_an_offset(text: str, data: st.DataObject) -> None:
    at = st.integers(0, len(text) - 1)
    ranges = data.draw(st.lists(st.tuples(at, st.integers(1, 9), st.text(alphabet="xyz ", max_size=5)), max_size=6))
    printed = Printed(text, ((0, len(text)),), {1: len(text) // 2}, (PageRecord("1", 0),))
    fields = [(PlacedField("text", start, min(start + length, len(text))), value) for start, length, value in ranges]

    shown = errata.show(printed, [a_correction(where, value, printed) for where, value in fields])

    assert printed.text == text
    ends = [0, *(end for one in shown.errata for end in (one.start, one.end))]
    assert ends == sorted(ends)
    # what no erratum covers is shown as it is printed, in its order
    left = [text[start:end] for start, end in zip(ends[::2], [*ends[1::2], len(text)], strict=True)]
    assert with_errata(text, shown.errata) == "".join(
        part + (shown.errata[number].value if number < len(shown.errata) else "") for number, part in enumerate(left)
    )
    assert (shown.notes, shown.pages) == ({}, None)


@given(st.text(alphabet="ab c", min_size=4, max_size=60), st.integers(0, 3), st.integers(1, 9))
def test_what_is_stored_of_errata_is_what_was_shown(text: str, start: int, length: int) -> None:
    where = PlacedField("text", start, min(start + length, len(text)))
    printed = Printed(text, ((0, len(text)),))

    shown = errata.show(printed, [a_correction(where, "Z", printed)])

    assert errata.errata_of(errata.to_json(shown, printed)) == shown.errata
