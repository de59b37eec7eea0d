"""A note and the words before its mark: what speaks for a pair, and what against it."""

import pytest

from telegrams.parsing.marks.affinity import affinity, surroundings_of, traits_of


@pytest.mark.parametrize(
    ("before", "note", "weight"),
    [
        ("I spoke with Litvinov", "Maxim Litvinov, formerly Commissar.", 0.6),
        ("in reply to my telegram 4040", "Dated December 3; telegram 4040, not printed.", 0.6),
        ("I enclose his letter of May 5", "Not printed.", 0.3),
        ("in his despatch", "Elihu Root, Secretary of State.", -0.2),
        ("he went away", "Elihu Root, Secretary of State.", 0.0),
    ],
    ids=["the name", "the number", "a paper", "a person for a paper", "nothing"],
)
def test_a_note_goes_with_the_words_it_speaks_of(before: str, note: str, weight: float) -> None:
    assert affinity(surroundings_of(before), traits_of(note)) == weight
