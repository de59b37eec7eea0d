"""Names as printed: the family name in them, and what is no name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telegrams.parsing.names import has_title, is_name, surname, without_titles


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Mr. E. B. Washburne", "Washburne"),
        ("Count von Quadt", "von Quadt"),
        ("Mackenzie King", "King"),
        ("C. M. CLAY.", "CLAY"),
    ],
)
def test_a_family_name_is_found_in_a_printed_name(name: str, family: str) -> None:
    assert surname(name) == family


@pytest.mark.parametrize(
    "words", ["British Embassy", "the Secretary of State", "Certain American Missions", "not so", ""]
)
def test_an_office_or_a_body_is_no_name(words: str) -> None:
    assert not is_name(words)


def test_a_title_is_no_part_of_a_name() -> None:
    assert has_title("Rear Admiral Sir John Smith")
    assert without_titles("Rear Admiral Sir John Smith") == "John Smith"


@given(st.text(max_size=200))
def test_any_words_have_a_family_name_or_none(words: str) -> None:
    assert surname(words) is None or surname(words)
