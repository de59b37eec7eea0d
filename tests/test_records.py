"""Records: exact to JSON and back, one checksum for one content, messages safe for a terminal."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telegrams.records import (
    FootnoteRecord,
    Mark,
    PageRecord,
    Part,
    Passage,
    Place,
    Problem,
    ReadValue,
    ReferenceRecord,
    TelegramRecord,
    checksum,
    from_json,
    printable,
    to_json,
    without_places,
)
from telegrams.vocabulary import HeaderField, Level, Origin, PassageKind

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
offsets = st.integers(0, 10_000)
places = st.none() | st.builds(Place, st.integers(1, 500), st.none() | offsets, st.none() | offsets)
values = st.lists(
    st.builds(
        ReadValue, st.sampled_from(HeaderField), st.none() | words, words, st.sampled_from(Origin), words, places
    ),
    unique_by=lambda value: value.field,
).map(lambda some: tuple(sorted(some, key=lambda value: list(HeaderField).index(value.field))))
records = st.builds(
    TelegramRecord,
    volume=words,
    document=words,
    text=words,
    passages=st.lists(
        st.builds(Passage, offsets, offsets, st.sampled_from(PassageKind), st.integers(0, 3), st.none() | offsets)
    ).map(tuple),
    values=values,
    footnotes=st.lists(
        st.builds(FootnoteRecord, offsets, st.none() | words, st.none() | offsets, words, places, words)
    ).map(tuple),
    pages=st.lists(st.builds(PageRecord, words, offsets, st.booleans(), places)).map(tuple),
    references=st.lists(
        st.builds(
            ReferenceRecord, st.none() | offsets, offsets, offsets, words, st.just((("page", "1"), ("volume", "v")))
        )
    ).map(tuple),
    parts=st.lists(st.builds(Part, offsets, offsets, offsets, words, words)).map(tuple),
    marks=st.lists(st.builds(Mark, offsets, offsets, words)).map(tuple),
)


@given(records)
def test_a_record_survives_json(record: TelegramRecord) -> None:
    assert from_json(to_json(record)) == record


@given(records, st.integers(1, 99))
def test_a_record_whose_lines_moved_has_the_same_checksum(record: TelegramRecord, line: int) -> None:
    moved = replace(record, values=tuple(replace(value, place=Place(line)) for value in record.values))

    assert checksum(moved) == checksum(record)


@given(records)
def test_a_record_whose_text_changed_has_another_checksum(record: TelegramRecord) -> None:
    assert checksum(replace(record, text=record.text + "x")) != checksum(record)


@given(st.text())
def test_whatever_a_file_holds_a_message_is_one_printable_line(text: str) -> None:
    assert printable(text).isprintable()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param(7, "d1.txt:7: nul: a NUL character; expected text; remove it", id="with a line"),
        pytest.param(None, "d1.txt: nul: a NUL character; expected text; remove it", id="without one"),
    ],
)
def test_a_problem_says_file_line_code_found_expected_and_remedy(line: int | None, message: str) -> None:
    problem = Problem("d1.txt", line, "nul", Level.ERROR, "a NUL character", "expected text", "remove it")

    assert problem.message() == message


@given(records)
def test_the_checksum_is_that_of_the_record_without_its_places(record: TelegramRecord) -> None:
    assert checksum(record) == checksum(without_places(record))
