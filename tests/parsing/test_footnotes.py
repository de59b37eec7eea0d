"""Note marks glued to words: the row of labels, the doubtful readings, and what must stay text."""

import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telegrams.parsing.footnotes import Block, pair_marks

PIECES = st.sampled_from(
    [
        "Litvinov",
        ".",
        "7",
        "8",
        " ",
        "November ",
        "217",
        "19252",
        "*",
        "†",
        "a",
        "telegrama ",
        "[Page 5]",
        "4:30 p.m.",
        "No. 8601",
    ]
)


def pairs(texts: list[str], notes: list[str], roles: Sequence[str] = ()) -> list[tuple[str, str, int]]:
    """(label, words before it, note) of each mark found."""
    blocks = [Block(text, *roles[index : index + 1]) for index, text in enumerate(texts)]
    return [(m.label, blocks[m.block].text[: m.start].split()[-1], m.note) for m in pair_marks(blocks, notes).marks]


def test_marks_of_a_chapter_run_on_from_any_number() -> None:
    found = pairs(
        ["with Litvinov.7 He told me", "broken with Subasic.8 The Govt", "as they look from Moscow.9"],
        ["Maxim Litvinov.", "See pp. 1208 ff.", "In telegram 4040."],
    )

    assert found == [("7", "Litvinov.", 0), ("8", "Subasic.", 1), ("9", "Moscow.", 2)]


def test_marks_begin_again_on_each_page() -> None:
    found = pairs(
        ["in the black list,1 which appeared", "[Page 6] of the note,1 and the reply.2 The"],
        ["Not printed.", "Ante, p. 5.", "Post, p. 9."],
    )

    assert [label for label, _, _ in found] == ["1", "1", "2"]
    assert [note for _, _, note in found] == [0, 1, 2]


def test_one_note_referred_to_twice_is_listed_twice() -> None:
    found = pairs(
        ["of June 20,4 I have the honor, enclosed.4 The", "and now.5"], ["Not printed.", "Not printed.", "Supra."]
    )

    assert [(label, note) for label, _, note in found] == [("4", 0), ("4", 1), ("5", 2)]


def test_a_lettered_mark_stands_between_two_numbers() -> None:
    found = pairs(
        ["appoint Day5 if he is; number 100,5a no letter; number 89,6 my"], ["William R. Day.", "Supra.", "Vol. ii."]
    )

    assert [label for label, _, _ in found] == ["5", "5a", "6"]


@pytest.mark.parametrize(
    ("text", "label", "before"),
    [
        ("In telegram of November 217 he said", "7", "21"),
        ("filed on Oct 2198 with us", "98", "21"),
        ("signed at Paris, July 2, 19252", "2", "1925"),
        ("the Treaty of 18835 was", "5", "1883"),
        ("in the year 1896, 28,9641 killable seals", "1", "28,964"),
        ("to my telegram No. 8601 which ought", "1", "860"),
        ("Referring 8014:1 Please", "1", "8014:"),
        ("at 4 p.m.84 He", "84", "p.m."),
        ("of June 23, 1945,57 the", "57", "1945,"),
        ("see No. 211,61 which", "61", "211,"),
        ("[Translation]53", "53", "[Translation]"),
    ],
)
def test_a_mark_after_figures_or_stops_is_told_from_them(text: str, label: str, before: str) -> None:
    (found,) = pairs([text], ["Not printed."])

    assert found[0] == label
    assert found[1].endswith(before)


@pytest.mark.parametrize(
    "text",
    [
        "Moscow, November 22, 1945—6 p.m. [Received November 23—9:20 a.m.]",
        "at 11:30 a.m. on the 7th",
        "a loan of $12,000 and £5",
        "a map of 1:1,000,000",
        "of 1925.",
        "[Page 12] The Minister",
        "No. 4330",
        "* * *",
        "a rate of 3.5 per cent",
        "in 1924–’27, and",
        "your 34 [33], November",
    ],
)
def test_other_figures_are_no_marks(text: str) -> None:
    pairing = pair_marks([Block(text)], ["Not printed."])

    assert pairing.marks == ()
    assert pairing.unpaired == (0,)


def test_a_blank_parts_the_mark_from_the_end_of_a_heading_only() -> None:
    heading = "The Chargé in France to the Secretary of State 79"

    assert pairs([heading], ["Telegram in two sections."], ["heading"]) == [("79", "State", 0)]
    assert pairs(["the Secretary of State 79"], ["Telegram in two sections."]) == []


def test_mark_0_of_a_heading_belongs_to_the_source_note() -> None:
    found = pairs(
        ["Memorandum, Washington, June 15, 1958, 9:35 a.m.0", "call to him.1 Later"],
        ["Source: Central Files, 783A.00/6–1558.", "Dulles called Lodge."],
        ["heading", "body"],
    )

    assert [(label, note) for label, _, note in found] == [("0", 0), ("1", 1)]


def test_signs_are_marks_and_restart() -> None:
    found = pairs(
        ["from you on the 17th,* and my telegram† of the 20th‡"], ["See No. 131.", "See No. 132.", "See No. 133."]
    )

    assert [label for label, _, _ in found] == ["*", "†", "‡"]


def test_letters_glued_to_a_word_are_marks_where_the_word_is_one() -> None:
    found = pairs(
        ["I confirm my telegrama of the 14th and the idea of China; No. 363,b dated"], ["Printed ante.", "Not printed."]
    )

    assert found == [("a", "telegram", 0), ("b", "363,", 1)]


def test_a_number_named_elsewhere_helps_to_part_it_from_the_mark() -> None:
    found = pairs(
        ["as explained in my telegram 28 has", "article 7 (see my telegram 2820). Second"], ["May 11, p. 353."]
    )

    assert found == [("20", "28", 0)]


def test_a_lost_mark_leaves_its_note_without_one() -> None:
    pairing = pair_marks([Block("with Litvinov.7 He"), Block("with Subasic.8 The Govt")], ["A.", "B.", "C."])

    assert [(mark.label, mark.note) for mark in pairing.marks] == [("7", 0), ("8", 1)]
    assert pairing.unpaired == (2,)


def test_a_gap_in_the_labels_is_the_gap_in_the_notes() -> None:
    pairing = pair_marks([Block("with Litvinov.7 He"), Block("with Subasic.9 The Govt")], ["A.", "B.", "C."])

    assert [(mark.label, mark.note) for mark in pairing.marks] == [("7", 0), ("9", 2)]
    assert pairing.unpaired == (1,)


def test_a_sure_mark_without_a_note_is_left_over() -> None:
    pairing = pair_marks([Block("with Litvinov.7 He"), Block("with Subasic.8 The Govt")], ["Maxim Litvinov."])

    assert [mark.label for mark in pairing.marks] == ["7"]
    assert [(mark.label, mark.block, mark.note) for mark in pairing.leftover] == [("8", 1, -1)]


def test_without_notes_there_are_no_marks() -> None:
    pairing = pair_marks([Block("with Litvinov.7 He")], [])

    assert (pairing.marks, pairing.leftover, pairing.unpaired) == ((), (), ())


@pytest.mark.parametrize(
    "block",
    ["words of text here.{} And", "see my No. 86{} and", "as [Page 5] said.{} The"],
    ids=["sure", "doubtful", "pages"],
)
def test_thousands_of_marks_take_seconds(block: str) -> None:
    blocks = [Block(block.format(number % 99 + 1)) for number in range(4_000)]
    begun = time.monotonic()

    pairing = pair_marks(blocks, ["Not printed."] * 4_000)

    assert time.monotonic() - begun < 12
    assert len(pairing.marks) + len(pairing.unpaired) == 4_000


@given(
    st.lists(st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=14).map("".join)), max_size=5),
    st.lists(st.sampled_from(["Not printed.", "Maxim Litvinov.", ""]), max_size=5),
    st.sampled_from(["heading", "body", "source", "signature"]),
)
def test_any_text_gives_ordered_marks_that_stand_where_they_say(texts: list[str], notes: list[str], role: str) -> None:
    blocks = [Block(text, role) for text in texts]

    pairing = pair_marks(blocks, notes)

    places = [(mark.block, mark.start) for mark in pairing.marks]
    assert places == sorted(set(places))
    assert [mark.note for mark in pairing.marks] == sorted({mark.note for mark in pairing.marks})
    assert sorted([*pairing.unpaired, *(mark.note for mark in pairing.marks)]) == list(range(len(notes)))
    for mark in (*pairing.marks, *pairing.leftover):
        assert blocks[mark.block].text[mark.start : mark.end].startswith(mark.label)
