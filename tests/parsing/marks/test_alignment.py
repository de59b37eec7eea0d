"""The row of marks that explains the notes best."""

from telegrams.parsing.marks.alignment import align
from telegrams.parsing.marks.candidates import find_candidates


def rows(text: str, *notes: str) -> list[tuple[str, int]]:
    """The labels chosen in a text with the index of their note."""
    aligned = align(find_candidates([(text, "body")]), notes)
    return [(candidate.label, note) for candidate, note in aligned.pairs]


def test_without_notes_or_candidates_there_is_no_row() -> None:
    assert rows("with Litvinov.7 He") == []
    assert rows("with Litvinov. He", "Maxim Litvinov.") == []


def test_the_row_that_runs_on_wins_over_a_figure_by_the_way() -> None:
    found = rows("Litvinov.7 He gave 25. The Minister8 left.", "Maxim Litvinov.", "Not further known.")

    assert found == [("7", 0), ("8", 1)]


def test_signs_make_a_row_of_their_own() -> None:
    assert rows("with Litvinov.* He told Subasic.† The", "Maxim Litvinov.", "Ivan Subasic.") == [("*", 0), ("†", 1)]


def test_a_mark_too_many_is_left_over_and_not_forced_on_a_note() -> None:
    aligned = align(find_candidates([("with Litvinov.7 He told Subasic.8 The", "body")]), ["Maxim Litvinov."])

    assert [candidate.label for candidate, _ in aligned.pairs] == ["7"]
    assert [candidate.label for candidate in aligned.leftover] == ["8"]
