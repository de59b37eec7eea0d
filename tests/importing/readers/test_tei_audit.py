"""The apparatus of a volume: pages and notes that do not follow one another, marks without notes."""

import pytest

from telegrams.importing.readers.tei_audit import MOST_OF_A_KIND, Apparatus, in_order
from telegrams.records import Problem, TelegramRecord
from tests.importing.readers.tei_slices import HEAD, a_div, a_volume, yielded


def said(*divs: str) -> list[tuple[str, str]]:
    """What the reader remarks on pages, notes and marks of a volume, in order."""
    remarks: list[Problem] = []
    for one in yielded(a_volume(*divs)):
        remarks.extend(one.problems if isinstance(one, TelegramRecord) else [one])
    codes = ("page-order", "duplicate-page", "note-numbering", "ref-without-note")
    return [(one.code, one.found) for one in remarks if one.code in codes]


def notes(*labels: str) -> str:
    return "".join(f"<p>Words<note n='{label}'>A note.</note>.</p>" for label in labels)


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (("1", "2"), ("3", "3", "4"), []),
        (("98", "99"), ("1",), []),
        (("12", "13"), ("1", "2"), []),
        (("1", "*", "2"), ("2a", "3"), []),
        (("1", "2"), ("4",), [("note-numbering", "note 4 after note 2, in d2")]),
        (("5", "6"), ("3",), [("note-numbering", "note 3 after note 6, in d2"), ]),
    ],
)  # fmt: skip
def test_notes_follow_one_another_through_a_volume(
    first: tuple[str, ...], second: tuple[str, ...], found: list[tuple[str, str]]
) -> None:
    lead = tuple(str(number) for number in range(1, int(first[0]))) if first[0].isdigit() else ()

    assert said(a_div(notes(*lead, *first)), a_div(notes(*second), name="d2")) == found


@pytest.mark.parametrize(
    ("between", "found"),
    [
        ("<pb n='2'/>", []),
        ("<pb n='[Map 3]'/><pb n='2'/>", []),
        ("<pb n='5'/>", [("page-order", "page 5 after page 1")]),
        ("<pb n='1'/>", [("duplicate-page", "page 1 twice running")]),
        ("<pb n='iv'/><pb n='9'/>", []),
    ],
)
def test_pages_between_documents_follow_one_another(between: str, found: list[tuple[str, str]]) -> None:
    assert said("<pb n='1'/>", a_div("<p>One.</p>"), between, a_div("<p>Two.</p>", name="d2")) == found


def test_pages_within_a_document_are_remarked_once() -> None:
    assert said(a_div("<p>One <pb n='1'/>two <pb n='4'/>three.</p>")) == [("page-order", "page 4 after page 1")]


@pytest.mark.parametrize(
    ("words", "marks"),
    [
        ("<p>The treaty.<hi rend='superscript'>12</hi></p>", ["the mark 12 has no note"]),
        ("<p>The treaty.<hi rend='superscript'>12</hi><note n='12'>It is printed.</note></p>", []),
        ("<p>22<hi rend='superscript'>d</hi>, 10<hi rend='superscript'>6</hi>, M<hi rend='superscript'>r</hi></p>", []),
    ],
)  # fmt: skip
def test_a_raised_mark_without_a_note_is_remarked(words: str, marks: list[str]) -> None:
    assert [found for code, found in said(a_div(words)) if code == "ref-without-note"] == marks


def test_what_is_remarked_very_often_is_said_a_hundred_times_and_then_counted() -> None:
    apparatus = Apparatus("v.xml")
    for number in range(0, 500, 2):
        apparatus.page(str(number), number, "")

    said = list(in_order(apparatus.problems))

    assert len(said) == MOST_OF_A_KIND + 1
    assert said[-1].found == "149 more of the kind"


@pytest.mark.parametrize(("year", "found"), [("1901", []), ("1645", ["dated 1645-11-22 in a volume of 1945"])])
def test_a_year_far_from_those_of_the_volume_is_remarked(year: str, found: list[str]) -> None:
    (record,) = yielded(a_volume(a_div("<p>One.</p>", head=HEAD.replace("1945", year))))

    assert isinstance(record, TelegramRecord)
    assert [one.found for one in record.problems if one.code == "odd-year"] == found
