"""Addresses: every question has one, every address gives a question, and what is wrong is said."""

from dataclasses import replace

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from telegrams.search.facets import FACETS
from telegrams.search.filters import not_key
from telegrams.search.query import Chosen, Query
from telegrams.vocabulary import Kind

SLUGS = st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True)
YEARS = st.integers(1600, 2100).map(str)
KINDS = st.sampled_from([*(kind.value for kind in Kind), "none"])
VALUES = {
    "years": YEARS,
    "kind": KINDS,
    "classification": st.just("secret"),
    "precedence": st.just("niact"),
    "has": st.sampled_from(["enclosure", "footnotes", "none"]),
    "day": st.sampled_from(["printed", "inferred", "none"]),
}
PARAMETERS = ("q", "since", "until", "undated", "sort", "page", *(facet.key for facet in FACETS))


def several(key: str) -> st.SearchStrategy[tuple[str, ...]]:
    """Different values of a facet."""
    return st.lists(VALUES.get(key, SLUGS), max_size=3, unique=True).map(tuple)


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """Questions as the site's own links make them."""
    query = Query()
    for key in draw(st.lists(st.sampled_from([facet.key for facet in FACETS]), max_size=4, unique=True)):
        for value in draw(several(key)):
            query = query.adding(key, value) if draw(st.booleans()) else query.excluding(key, value)
    since, until = sorted(draw(st.tuples(YEARS, YEARS)))
    query = query.between(
        draw(st.sampled_from(["", since, f"{since}-02"])), draw(st.sampled_from(["", until + "-12-31"]))
    )
    words = draw(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
    clean = Query.from_params({"q": words})[0].q
    return replace(query.asking(clean), undated=draw(st.booleans()), page=draw(st.integers(1, 9_999_999))).sorted_by(
        draw(st.sampled_from(["", "relevance", "date", "newest", "number"]))
    )


@given(queries())
@settings(max_examples=60, deadline=None)
def test_a_question_comes_back_from_its_parameters(query: Query) -> None:
    again = Query.from_params(query.to_params())

    assert again == (query, ())


@given(queries())
@settings(max_examples=40, deadline=None)
def test_a_question_comes_back_from_its_address(query: Query) -> None:
    again = Query.from_params(QueryDict(query.address().removeprefix("?")))

    assert again == (query, ())


@given(st.dictionaries(st.sampled_from([*PARAMETERS, *(not_key(key) for key in PARAMETERS)]), st.lists(st.text())))
@settings(max_examples=100, deadline=None)
def test_whatever_an_address_says_gives_a_question_that_has_an_address(params: dict[str, list[str]]) -> None:
    query, _ = Query.from_params(params)

    assert Query.from_params(query.to_params()) == (query, ())


@pytest.mark.parametrize(
    ("params", "message"),
    [
        pytest.param({"since": "1945-13"}, "“1945-13” is not a date; write 1945, 1945-11 or 1945-11-22", id="month 13"),
        pytest.param({"since": "0000"}, "is not a date", id="year nought"),
        pytest.param({"until": "1000000"}, "is not a date", id="year a million"),
        pytest.param({"until": "yesterday"}, "is not a date", id="no date"),
        pytest.param({"since": "1946", "until": "1945"}, "ends (1945) before it begins (1946)", id="span backwards"),
        pytest.param({"years": "1000000"}, "“1000000” is not a year of four digits", id="a far year"),
        pytest.param({"years": "０９４５"}, "is not a year of four digits", id="digits of another script"),
        pytest.param({"page": "0"}, "“0” is not the number of a page", id="page nought"),
        pytest.param({"page": "1" * 5000}, "is not the number of a page", id="a far page"),
        pytest.param({"page": "-1"}, "is not the number of a page", id="page below nought"),
        pytest.param({"kind": "poem"}, "“poem” is none of: telegram, circular", id="unknown word"),
        pytest.param({"not.kind": "poem"}, "Kind: “poem”", id="unknown word excluded"),
        pytest.param({"sender": "a b"}, "Sender: “a b” has signs that no value has", id="impossible slug"),
        pytest.param({"sender": "x\x00"}, "“x\\x00” has signs", id="NUL in a value"),
        pytest.param(
            {"volume": ["v"] + [f"v{n}" for n in range(40)]}, "41 values; only the first 32", id="many values"
        ),
        pytest.param({"sort": "price"}, "“price” is none of: relevance, date, newest, number", id="unknown order"),
        pytest.param({"undated": "perhaps"}, "“perhaps” is neither 1 nor 0", id="neither yes nor no"),
        pytest.param({"q": "a\x00b"}, "(U+0000); it was left out", id="NUL in the question"),
        pytest.param({"q": "a\ud800b"}, "(U+D800); it was left out", id="half a character in the question"),
        pytest.param({"q": "word " * 20_000}, "only the first 2000 were searched", id="100 kB of question"),
    ],
)
def test_a_bad_value_is_a_message_in_plain_words(params: dict[str, str | list[str]], message: str) -> None:
    _, messages = Query.from_params(params)

    assert len(messages) == 1
    assert message in messages[0]


def test_good_values_beside_a_bad_one_stay() -> None:
    query, messages = Query.from_params({"kind": ["telegram", "poem"], "sender": ["", "kennan-moscow"]})

    assert query.chosen("kind") == Chosen(("telegram",))
    assert query.chosen("sender") == Chosen(("kennan-moscow",))
    assert len(messages) == 1


def test_an_address_has_one_order_whatever_order_was_clicked() -> None:
    one = Query(q="oil").adding("kind", "note").adding("sender", "kennan-moscow")
    other = Query(q="oil").adding("sender", "kennan-moscow").adding("kind", "note")

    assert one.address() == other.address() == "?q=oil&sender=kennan-moscow&kind=note"


def test_a_choice_leads_back_to_the_first_page() -> None:
    query = Query(page=7).adding("kind", "note")

    assert query.page == 1
    assert query.on_page(3).address() == "?kind=note&page=3"


def test_a_value_is_chosen_or_excluded_never_both() -> None:
    query = Query().adding("kind", "note").excluding("kind", "note")

    assert query.chosen("kind") == Chosen((), ("note",))
    assert query.adding("kind", "note").chosen("kind") == Chosen(("note",))
    assert query.without("kind", "note") == Query()


def test_the_whole_archive_has_the_plain_address() -> None:
    assert Query().address() == ""
    assert not Query().asks_anything()


def test_chips_stand_in_reading_order_each_with_the_question_without_it() -> None:
    query = (
        Query(q="oil")
        .excluding("kind", "note")
        .adding("recipient", "byrnes")
        .adding("sender", "none")
        .adding("years", "1945")
        .between("1945-11", "1946")
    )

    chips = query.in_words()

    assert [chip.text for chip in chips] == [
        "Sender not stated",
        "To byrnes",
        "1945",
        "sent November 1945 to 1946",
        "oil",
        "not: Note",
    ]
    assert chips[-1].without == query.without("kind", "note")
    assert chips[3].without == query.between("", "")
