"""What one block of a page is by its own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telegrams.parsing import blocks


@pytest.mark.parametrize(
    "line",
    ["[Inclosure 1 in No. 53.]", "[Enclosure—Translation]", "[Subinclosure.]", "[Annex A]", "[Attachment]"],
)
def test_a_label_opens_a_part(line: str) -> None:
    assert blocks.is_part_label(line)


@pytest.mark.parametrize(
    "line",
    ["[For enclosures see the next paper.]", "[Here follows text of enclosure 1.]", "Enclosure 4 was returned to him."],
)
def test_a_remark_on_enclosures_is_no_label(line: str) -> None:
    assert not blocks.is_part_label(line)


@pytest.mark.parametrize("line", ["* * * * *", ". . . . . . .", "…", "* * *"])
def test_a_row_of_dots_or_stars_is_an_omission(line: str) -> None:
    assert blocks.is_omission(line)


@given(st.text(max_size=200))
def test_any_block_can_be_judged(text: str) -> None:
    plain = blocks.loose(text)

    assert blocks.is_marking(plain) in (True, False)
    assert blocks.is_part_label(plain) in (True, False)
    assert blocks.is_salutation(plain) in (True, False)
