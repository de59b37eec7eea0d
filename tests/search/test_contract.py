"""What every engine promises, compared with a count in plain Python over a few dozen documents."""

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from telegrams.models import Change, Participation, Telegram
from telegrams.search import ENGINE
from telegrams.search.compared import Compared, alone, both, compared
from telegrams.search.engine import Axis, Place
from telegrams.search.facets import FACETS
from telegrams.search.query import PAGE, Query
from telegrams.vocabulary import Role
from tests.making import a_telegram
from tests.search.oracle import Oracle

WORDS = [
    *["the", "of", "in", "not", "it", "is", "interest", "treaty", "treaties", "oil", "Litvinov", "lend", "lease"],
    *["chargé", "affaires", "minister", "402", "A-1"],
]
FILES = ["711.61/11–2245", "711.61/12–345", "861.24/402", "812.6363/1629", "", ""]
SENDERS = ["Harriman", "Kennan", "Caffery", ""]
SENT = ["1945-11-22", "1945-11", "1945", "1946-01-02", "1945-12-30/1946-01-02", "1949-06-23/..", ""]
NAMED = [
    *[
        "from:harriman",
        "from:kenn*",
        'to:"secretary of state"',
        "to:byrnes",
        "by:harriman",
        "about:stalin",
        "about:bev*",
    ],
    *[
        "sent:1945",
        "sent:11-22",
        "sent:--01-02",
        "sent:1945-11",
        "sent:1945-11-22",
        "file:711.61",
        'file:"711.61/12"',
        "file:711.61/*",
        "file:81*",
        "no:3930",
        "no:A-12",
    ],
    *["post:moscow", "post:wash*", "kind:telegram", "vol:frus1945v05", "vol:1946", "from:nobody"],
]
SECTIONS = ["heading", "text", "footnotes", "source"]
SINGLE = [facet.key for facet in FACETS if facet.key not in ("sender", "recipient", "mentioned", "informed", "file")]

fuzzed = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def oracle(db: None) -> Oracle:
    """Thirty-six documents of few words and many values."""
    chance = random.Random(1945)  # noqa: S311 — the same documents at every run
    for number in range(36):
        one = a_telegram(
            "\n\n".join(" ".join(chance.choices(WORDS, k=12)) for _ in range(3)),
            volume=chance.choice(["frus1945v05", "frus1946v06"]),
            document=f"d{number}",
            kind=chance.choice(["telegram", "note", "circular"]),
            sender=chance.choice(SENDERS),
            recipient=chance.choice(["Byrnes", ""]),
            recipient_office=chance.choice(["the Secretary of State", ""]),
            sent=chance.choice(SENT),
            place=chance.choice(["Moscow", "Washington", ""]),
            file_number=chance.choice(FILES),
            message_number=chance.choice(["3930", "402", "A–12", ""]),
            classification=chance.choice(["secret", "top-secret", ""]),
            precedence=chance.choice(["niact", ""]),
            notes=tuple(" ".join(chance.choices(WORDS, k=6)) for _ in range(chance.randrange(3))),
        )
        for party in chance.sample(["molotov", "stalin", "bevin"], k=chance.randrange(4)):
            Participation.objects.create(telegram=one, role=Role.MENTIONED, party=party, party_label=party.title())
    return Oracle()


@st.composite
def questions(draw: st.DrawFn) -> str:
    """Something to type: words, phrases, exclusions, groups, numbers."""
    word = st.sampled_from([*WORDS, "demarche", *(number for number in FILES if number)])
    phrase = st.lists(st.sampled_from(WORDS), min_size=2, max_size=4).map(lambda words: f'"{" ".join(words)}"')
    plain = st.sampled_from(["treat", "treaties", "interest", "li", "402", "minis", "charge"])
    named = st.sampled_from(NAMED)
    near = st.tuples(phrase, st.integers(0, 4)).map(lambda pair: f"{pair[0]}~{pair[1]}")
    term = st.one_of(word, phrase, near, named, plain.map(lambda one: f"{one}*"), plain.map(lambda one: f"={one}"))
    asked = st.recursive(
        st.one_of(term, term.map(lambda one: f"-{one}")),
        lambda inner: st.one_of(
            st.lists(inner, min_size=2, max_size=3).map(" ".join),
            st.lists(inner, min_size=2, max_size=3).map(" OR ".join),
            inner.map(lambda one: f"-({one})"),
            inner.map(lambda one: f"({one})"),
            st.tuples(inner, st.sampled_from(SECTIONS)).map(lambda pair: f"({pair[0]}) in:{pair[1]}"),
        ),
        max_leaves=4,
    )
    return draw(st.one_of(st.just(""), asked))


@st.composite
def queries(draw: st.DrawFn, oracle: Oracle) -> Query:
    """Questions with values that documents have."""
    query = Query(q=draw(questions()))
    for key in draw(st.lists(st.sampled_from([facet.key for facet in FACETS]), max_size=3, unique=True)):
        known = sorted({value for values in oracle.values.values() for value in values[key]})
        for value in draw(st.lists(st.sampled_from([*known, "none"]), min_size=1, max_size=2, unique=True)):
            query = query.adding(key, value) if draw(st.booleans()) else query.excluding(key, value)
    since = draw(st.sampled_from(["", "", "1945", "1945-11-23", "1946"]))
    until = draw(st.sampled_from(["", "", "1946", "1946-01-01", "1950-01"]))
    return replace(query.between(since, until), undated=draw(st.booleans()))


@given(first=questions(), second=questions().filter(bool))
@fuzzed
def test_two_questions_compared_are_the_sets_of_their_documents(first: str, second: str, oracle: Oracle) -> None:
    query = Query(q=first).between("1945", "")
    shared, rest = both(first, second), alone(first, second)
    assert shared is not None
    assert rest is not None

    one, other, of_both, of_first = (
        {telegram.pk for telegram in oracle.found(query.asking(words))} for words in (first, second, shared, rest)
    )

    assert (of_both, of_first) == (one & other, one - other)
    assert compared(ENGINE, query, second) == Compared(len(one), len(other), len(one & other))


@given(data=st.data(), key=st.sampled_from([facet.key for facet in FACETS]))
@fuzzed
def test_totals_and_facets_are_those_of_counting_every_document(data: st.DataObject, key: str, oracle: Oracle) -> None:
    query = data.draw(queries(oracle))

    answer = ENGINE.ask(query)
    every = ENGINE.all_values(query, key)

    assert answer.total == len(oracle.found(query))
    assert {one.value: one.count for one in every.values if one.count} == oracle.counts(query, key)
    assert {one for one in answer.facet(key).values if one.depth == 0} <= set(every.values)
    assert every.distinct == len(set(oracle.counts(query, key)) - {"none"})
    shown = answer.facet(key)
    assert shown.distinct <= every.distinct if shown.is_least else shown.distinct == every.distinct


@given(data=st.data(), pair=st.permutations([facet.key for facet in FACETS]))
@fuzzed
def test_two_facets_together_are_those_of_counting_every_document(
    data: st.DataObject, pair: list[str], oracle: Oracle
) -> None:
    query, (down, across) = data.draw(queries(oracle)), pair[:2]
    found = [oracle.values[one.pk] for one in oracle.found(query)]
    expected = Counter((row, column) for one in found for row in one[down] for column in one[across])

    crossed = ENGINE.crossed(query, Axis(down), Axis(across))

    stated = {cell: count for cell, count in expected.items() if "none" not in cell}
    assert {(one.row, one.column): one.count for one in crossed.cells} == stated
    assert crossed.total == len(found)
    assert crossed.both == sum("none" not in one[down] and "none" not in one[across] for one in found)
    assert {one.value: one.count for one in crossed.rows} == Counter(
        value for one in found for value in one[down] if value != "none"
    )


def test_the_commonest_values_are_crossed_or_those_that_are_named(oracle: Oracle) -> None:
    every = ENGINE.crossed(Query(), Axis("post"), Axis("years"))

    first = ENGINE.crossed(Query(), Axis("post", most=1), Axis("years", named=("1946", "9999")))

    assert first.rows == every.rows[:1]
    assert [one.value for one in first.columns] == ["1946"]
    assert set(first.cells) < set(every.cells)
    assert (first.both, first.total) == (every.both, every.total)


@given(data=st.data(), sort=st.sampled_from(["date", "newest", "number"]))
@fuzzed
def test_every_order_but_relevance_is_that_of_sorting_every_document(
    data: st.DataObject, sort: str, oracle: Oracle
) -> None:
    query = data.draw(queries(oracle)).sorted_by(sort)

    pages = [hit.telegram_id for page in (1, 2) for hit in ENGINE.ask(query.on_page(page)).hits]

    assert pages == oracle.in_order(query) == list(ENGINE.documents(query))


@given(data=st.data())
@fuzzed
def test_relevance_gives_every_document_found_once(data: st.DataObject, oracle: Oracle) -> None:
    query = data.draw(queries(oracle)).sorted_by("relevance")

    pages = [hit.telegram_id for page in (1, 2) for hit in ENGINE.ask(query.on_page(page)).hits]

    assert sorted(pages) == sorted(one.pk for one in oracle.found(query))


@given(data=st.data())
@fuzzed
def test_values_of_a_single_facet_add_up_to_the_total(data: st.DataObject, oracle: Oracle) -> None:
    query = data.draw(queries(oracle))

    asked = {key: replace(query, facets=tuple(pair for pair in query.facets if pair[0] != key)) for key in SINGLE}

    sums = {key: sum(one.count for one in ENGINE.all_values(asked[key], key).values) for key in SINGLE}

    assert sums == {key: ENGINE.count(asked[key]) for key in SINGLE}


@given(data=st.data())
@fuzzed
def test_undated_documents_left_out_are_those_that_asking_for_them_adds(data: st.DataObject, oracle: Oracle) -> None:
    query = replace(data.draw(queries(oracle)), undated=False)

    answer = ENGINE.ask(query)

    assert answer.undated == ENGINE.count(query.with_undated()) - answer.total


def test_the_histogram_has_every_year_held(oracle: Oracle) -> None:
    answer = ENGINE.ask(Query(q="treaty"))

    matching, held = oracle.counts(Query(q="treaty"), "years"), oracle.counts(Query(), "years")
    assert [(int(one.period), one.matching, one.held) for one in answer.years] == [
        (int(year), matching.get(year, 0), count) for year, count in sorted(held.items()) if year != "none"
    ]


def test_a_withdrawn_document_is_in_no_answer(oracle: Oracle) -> None:
    before = ENGINE.ask(Query())
    Telegram.objects.filter(pk=before.hits[0].telegram_id).update(withdrawn_at="1950-01-01T00:00Z")
    Change.note(before.hits[0].telegram_id)

    after = ENGINE.ask(Query())

    assert after.total == before.total - 1
    assert before.hits[0].telegram_id not in [hit.telegram_id for hit in after.hits]


@given(data=st.data(), span=st.sampled_from([("1945", "1946"), ("1945-11", "1946-01"), ("1945-11-20", "1945-12-01")]))
@fuzzed
def test_months_and_days_of_a_short_span_are_counted(
    data: st.DataObject, span: tuple[str, str], oracle: Oracle
) -> None:
    query = replace(data.draw(queries(oracle)), undated=False).between(*span)
    length = 7 if span == ("1945", "1946") else 10
    first, last = query.first_day(), query.last_day()
    assert first is not None
    assert last is not None

    counted = {one.period: (one.matching, one.held) for one in ENGINE.ask(query).within}

    def periods(documents: list[Telegram]) -> Counter[str]:
        said = [
            one.earliest.isoformat()[:length]
            for one in documents
            if one.earliest and one.latest and one.earliest.isoformat()[:length] == one.latest.isoformat()[:length]
        ]
        return Counter(one for one in said if first.isoformat()[:length] <= one <= last.isoformat()[:length])

    held = periods(oracle.found(Query().between(*span)))
    found = periods(oracle.found(query))
    assert counted == {period: (found[period], count) for period, count in held.items()}


@pytest.mark.parametrize("query", [Query(q="the"), Query(), Query(q="of", sort="newest"), Query(sort="number")])
def test_a_document_knows_its_place_among_the_results(oracle: Oracle, query: Query) -> None:
    pages = [query.on_page(number) for number in (1, 2)]
    keys = [hit.telegram_id for page in pages for hit in ENGINE.ask(page).hits]
    assert len(keys) > PAGE

    for at, key in enumerate(keys):
        before = keys[at - 1] if at else None
        after = keys[at + 1] if at + 1 < len(keys) else None
        assert ENGINE.place(query.on_page(at // PAGE + 1), key) == Place(at + 1, len(keys), before, after)
    # one page off, as where documents were added since
    assert ENGINE.place(query.on_page(2), keys[0]) == Place(1, len(keys), None, keys[1])


def test_a_document_that_does_not_answer_has_no_place(oracle: Oracle) -> None:
    missing = next(iter({*Telegram.objects.values_list("pk", flat=True)} - {*ENGINE.documents(Query(q="lend"))}))

    assert ENGINE.place(Query(q="lend"), missing) is None
    assert ENGINE.place(Query(q="lend", page=900), missing) is None
