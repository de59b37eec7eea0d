"""Posts to which a telegram was repeated: named as posts, with their numbers, and never a verb of the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telegrams.parsing.repetitions import find_repetitions


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        ("Sent Department 61, repeated Paris, pouched Saigon.", [("paris", "")]),
        ("Repeated as 2326 to Paris.", [("paris", "2326")]),
        ("Repeat to Canton, Swatow and Chungking.", [("canton", ""), ("swatow", ""), ("chungking", "")]),
        ("Sent Department; repeated Paris as 45, London as No. 12, and Moscow.",
         [("paris", "45"), ("london", "12"), ("moscow", "")]),
        ("Repeated to Embassy at Vienna.", [("vienna", "")]),
        ("Repeated to the Legation in Paris as No. 7.", [("paris", "7")]),
        ("He repeated to Grandi in Rome the substance.", []),
        ("After repeated efforts I saw Paris Peace delegates.", []),
        ("Paris repeated London’s 45.", []),
    ],
)  # fmt: skip
def test_the_posts_a_text_names_as_repeated_to(text: str, posts: list[tuple[str, str]]) -> None:
    found = [(one.post.slug, one.number) for one in find_repetitions(text)]

    assert found == posts


@given(st.text(alphabet="Repatd toParisLondon,45. as", max_size=80))
def test_what_is_found_stands_in_the_text(text: str) -> None:
    for one in find_repetitions(text):
        assert text[one.start : one.end].startswith(one.printed)
