"""The question a document was opened from, in its address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telegrams.search.query import Query
from telegrams.views.within import question_of, token_of, within


@pytest.mark.parametrize(
    "query",
    [
        Query(q='"lend lease" urtel', page=3),
        Query().adding("sender", "harriman-william-averell").excluding("kind", "letter"),
        Query(since="1945-11", until="1946", undated=True, sort="newest"),
    ],
    ids=["words", "facets", "days"],
)
def test_a_question_comes_back_as_it_went(query: Query) -> None:
    assert question_of(token_of(query)) == query


@given(st.text(max_size=200))
def test_any_other_text_is_no_question_and_no_fault(token: str) -> None:
    assert question_of(token) is None or isinstance(question_of(token), Query)


def test_a_token_that_unpacks_without_end_is_refused() -> None:
    assert question_of("eJ" + "A" * 1000) is None


def test_the_whole_archive_needs_no_token() -> None:
    assert token_of(Query()) == ""


def test_bare_words_mark_without_a_way_back() -> None:
    found = within("", "litvinov")

    assert found is not None
    assert (found.query.q, found.back) == ("litvinov", "")
