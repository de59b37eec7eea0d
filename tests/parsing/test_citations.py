"""Citations that readers type or paste: what they name, and when a question is one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telegrams.parsing.citations import Citation, read_citations


def named(typed: str) -> list[tuple[str, ...]]:
    """Volume, document, page, number and day of what a text cites."""
    return [(one.volume, one.document, one.page, one.number, one.day) for one in read_citations(typed)[1]]


@pytest.mark.parametrize(
    ("typed", "cited"),
    [
        ("Foreign Relations, 1945, vol. V, p. 921", [("frus1945v05", "", "921", "", "")]),
        ("FRUS, 1945, Volume V, Document 690", [("frus1945v05", "d690", "", "", "")]),
        (
            "Foreign Relations of the United States, 1945, Volume V, Europe, Document 690",
            [("frus1945v05", "d690", "", "", "")],
        ),
        ("what he says in Foreign Relations, 1933, vol. ii, p. 133", [("frus1933v02", "", "133", "", "")]),
        ("Foreign Relations, 1944, vol. iv, pp. 1035-1037", [("frus1944v04", "", "1035", "", "")]),
        ("telegram 4040 of December 3, 1945", [("", "", "", "4040", "1945-12-03")]),
        ("despatch 207 of May 3", [("", "", "", "207", "--05-03")]),
        ("telegram 3930", [("", "", "", "3930", "")]),
        ("doc 690", [("", "d690", "", "", "")]),
        ("doc. no. 690", [("", "d690", "", "", "")]),
        ("d690", [("", "d690", "", "", "")]),
        ("p. 921", [("", "", "921", "", "")]),
        ("https://example.org/telegrams/frus1945v05/d690/", [("frus1945v05", "d690", "", "", "")]),
        ("frus1945v05 d690", [("frus1945v05", "d690", "", "", "")]),
        (
            "doc. 1; p. 2; telegram 3 of May 4, 1945",
            [("", "d1", "", "", ""), ("", "", "2", "", ""), ("", "", "", "3", "1945-05-04")],
        ),
        ("3930", []),
        ("711.61/11-2245", []),
        ("Harriman on p. 921", []),
        ("lend lease in 1945", []),
        ("", []),
    ],
)
def test_a_question_of_citations_names_what_they_name(typed: str, cited: list[tuple[str, ...]]) -> None:
    assert named(typed) == cited


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from(["p. 5", "doc 1,", "FRUS 1945,", "vol. V,", "–", "9", "a", "d7"]), max_size=9).map(
        " ".join
    )
)
def test_citations_stand_apart_within_the_text(typed: str) -> None:
    text, cited = read_citations(typed)

    places = [place for one in cited for place in (one.start, one.end)]
    assert places == sorted(places)
    assert all(0 <= one.start < one.end <= len(text) for one in cited)
    assert all(one != Citation(one.start, one.end) for one in cited)
