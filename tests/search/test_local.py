"""The engine: exact phrases, numbers, days, long documents, hostile questions."""

import re
from datetime import date

import pytest

from telegrams.models import Change, Telegram
from telegrams.search import ENGINE, local
from telegrams.search.engine import TooHeavy
from telegrams.search.local import LocalEngine
from telegrams.search.query import Query
from tests.making import a_telegram

pytestmark = pytest.mark.django_db


def total(q: str) -> int:
    """How many documents a question of words finds."""
    return ENGINE.ask(Query(q=q)).total


@pytest.mark.parametrize(
    ("q", "found"),
    [
        pytest.param('"it is not in the interest of the"', 1, id="a phrase of stop words"),
        pytest.param('"in the interest of it"', 0, id="the same words in another order"),
        pytest.param('"interests of the"', 1, id="a phrase by stems"),
        pytest.param("the", 2, id="a stop word"),
        pytest.param('"faits accomplis"', 1, id="foreign words"),
        pytest.param("Chargé", 1, id="with its accent"),
        pytest.param("charge", 1, id="without its accent"),
        pytest.param("CHARGÉ", 1, id="in capitals"),
        pytest.param("negotiation", 1, id="another form of a word"),
        pytest.param("Subasich", 1, id="only in a note"),
        pytest.param("Foreign-Minister", 0, id="words joined by a hyphen stand together"),
        pytest.param("Umberto", 0, id="a word nobody wrote"),
        pytest.param("interest OR accomplis", 2, id="or"),
        pytest.param("interest -accomplis", 1, id="without"),
        pytest.param("-accomplis", 1, id="only without"),
        pytest.param("(interest OR accomplis) negotiating", 1, id="a group"),
        pytest.param("negoti*", 1, id="words that begin so"),
        pytest.param("NÉGOTI*", 1, id="words that begin so, in capitals and with an accent"),
        pytest.param("negotiatio*", 0, id="no word begins so, whatever its stem"),
        pytest.param("=negotiating", 1, id="in this form alone"),
        pytest.param("=negotiate", 0, id="in another form"),
    ],
)
def test_words_and_phrases_are_found_exactly(q: str, found: int) -> None:
    a_telegram("It is not in the interest of the negotiating Powers.")
    a_telegram("The Chargé spoke of faits accomplis.", notes=("Ivan Subasich, a former Prime Minister.",))

    assert total(q) == found


def test_no_phrase_crosses_from_one_passage_or_note_to_the_next() -> None:
    a_telegram("We await the lend\n\nlease agreement", notes=("here ends lend", "lease begins here"))

    assert total('"lend lease"') == 0
    assert total("lend lease") == 1


@pytest.mark.parametrize(
    "q",
    ["711.61/11-2245", "711.61/11–2245", "711.61 / 11 – 2245", "711.61/11—2245:", '"711.61/11-2245"'],
    ids=["hyphen", "dash", "blanks", "long dash and colon", "quotes"],
)
def test_a_file_number_finds_its_document_and_those_that_cite_it(q: str) -> None:
    own = a_telegram("Long text about nothing.", file_number="711.61/11–2245")
    citing = a_telegram("As reported.", file_number="711.61/12–345", notes=("See 711.61/11–2245, not printed.",))
    a_telegram("Other matters.", file_number="711.61/11–2246")

    answer = ENGINE.ask(Query(q=q))

    assert [hit.telegram_id for hit in answer.hits] == [own.pk, citing.pk]
    assert answer.pinned == (own.pk,)
    assert answer.read[0].said.startswith("the file number 711.61")


def test_a_message_number_pins_its_document_beside_those_that_have_it_as_a_word() -> None:
    own = a_telegram("The talks go on.", message_number="3930")
    citing = a_telegram("Replying to your 3930.", message_number="17")

    answer = ENGINE.ask(Query(q="3930"))

    assert [hit.telegram_id for hit in answer.hits] == [citing.pk]
    assert answer.pinned == (own.pk,)
    assert answer.total == 1


def test_a_number_in_a_longer_question_pins_only_what_fulfils_the_rest() -> None:
    own = a_telegram("Litvinov spoke.", message_number="3930")
    a_telegram("Molotov spoke.", message_number="3930")

    assert ENGINE.ask(Query(q="3930 Litvinov")).pinned == (own.pk,)


def test_words_that_stand_together_come_first() -> None:
    apart = a_telegram("We lend them money. They lease us bases. " + "Nothing more is said. " * 10)
    together = a_telegram("Nothing more is said. " * 30 + "The lend lease talks. " + "Nothing more is said. " * 30)

    assert [hit.telegram_id for hit in ENGINE.ask(Query(q="lend lease")).hits] == [together.pk, apart.pk]


# --- long documents ---


def test_a_phrase_is_found_among_very_many_of_its_words() -> None:
    a_telegram("the treaty of peace and " * 300 + "the\u00a0ultimatum")

    assert total('"the ultimatum"') == 1
    assert total('"ultimatum the"') == 0
    assert total('"of peace and the ultimatum"') == 1


def test_a_phrase_is_found_at_the_end_of_a_long_document() -> None:
    words = " ".join(f"w{number}" for number in range(17_000))
    a_telegram(words + " at the very end")

    assert total('"w16990 w16991"') == 1
    assert total('"w16991 w16990"') == 0
    assert total('"w16380 w16999"') == 0
    assert total('"at the very end"') == 1
    assert total('"w500 w501 w502" "very end" -"w501 w500"') == 1


@pytest.mark.parametrize("length", [2, 99, 100], ids=str)
def test_a_phrase_as_long_as_may_be_asked_is_found_wherever_it_begins(length: int) -> None:
    a_telegram("the " * 300 + " ".join(f"w{number}" for number in range(700)))
    phrases = [" ".join(f"w{number}" for number in range(start, start + length)) for start in range(0, 600, 37)]

    assert [total(f'"{phrase}"') for phrase in phrases] == [1] * len(phrases)


def test_a_document_of_too_many_different_words_is_held_and_found() -> None:
    a_telegram(" ".join(f"q{number:x}zxyvu{number * 7919:x}" for number in range(70_000)) + " the last word")
    other = a_telegram("the last straw")

    assert total('"the last word"') == 1
    assert total("the -straw") == 1
    assert total("-q0zxyvu0") == 1
    assert [hit.telegram_id for hit in ENGINE.ask(Query(q="-word")).hits] == [other.pk]


# --- days ---


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        pytest.param("1945-11-22", "1945-11-22", ["day", "month", "later"], id="a day"),
        pytest.param("1945-11-23", "", ["month", "later"], id="from a day on"),
        pytest.param("", "1945-11-21", ["month", "later"], id="up to a day"),
        pytest.param("1945", "1945", ["day", "month", "later"], id="a year"),
        pytest.param("1946", "", ["later"], id="a later year"),
        pytest.param("", "1944", [], id="an earlier year"),
    ],
)
def test_a_document_is_found_if_its_days_overlap_those_asked(since: str, until: str, found: list[str]) -> None:
    names = {
        a_telegram(sent="1945-11-22").pk: "day",
        a_telegram(sent="1945-11").pk: "month",
        a_telegram(sent="1945-11-01/..").pk: "later",
        a_telegram(sent="").pk: "undated",
    }

    answer = ENGINE.ask(Query(since=since, until=until, sort="number"))

    assert sorted(names[hit.telegram_id] for hit in answer.hits) == sorted(found)
    assert answer.undated == 1


def test_undated_documents_are_counted_in_when_asked_for() -> None:
    a_telegram(sent="")

    answer = ENGINE.ask(Query(since="1945", until="1945").with_undated())

    assert (answer.total, answer.undated) == (1, 0)


# --- order and pages ---


def test_undated_documents_stand_last_in_both_orders_of_time() -> None:
    late, undated, early = a_telegram(sent="1946"), a_telegram(sent=""), a_telegram(sent="1944")

    assert list(ENGINE.documents(Query(sort="date"))) == [early.pk, late.pk, undated.pk]
    assert list(ENGINE.documents(Query(sort="newest"))) == [late.pk, early.pk, undated.pk]


def test_message_numbers_sort_as_numbers() -> None:
    hundred, nine, none = (a_telegram(message_number=number) for number in ("100", "9", ""))

    assert list(ENGINE.documents(Query(sort="number"))) == [nine.pk, hundred.pk, none.pk]


def test_pages_hold_twenty_five_and_every_document_once() -> None:
    made = {a_telegram().pk for _ in range(30)}

    pages = [[hit.telegram_id for hit in ENGINE.ask(Query(page=page)).hits] for page in (1, 2)]

    assert [len(page) for page in pages] == [25, 5]
    assert {pk for page in pages for pk in page} == made


@pytest.mark.parametrize("page", [2, 1000, 9_999_999], ids=str)
def test_a_page_beyond_the_last_is_empty_with_the_total(page: int) -> None:
    a_telegram()

    answer = ENGINE.ask(Query(page=page))

    assert (answer.total, answer.hits) == (1, ())


# --- hostile questions ---

HOSTILE = {
    "33 dashes and a letter": "-" * 33 + "a",
    "100 kB of words": "word " * 20_000,
    "100 kB of dashes": "-" * 100_000,
    "one word of 100 kB": "w" * 100_000,
    "NUL": "a\x00b",
    "half a character": "\ud800a",
    "quotes": "'''''\"\"\"'a",
    "tsquery operators": "a & !b | c:*A <-> d <9999999> e \\",
    "a tsquery weight": "'x':A",
    "SQL": "'; DROP TABLE telegrams_telegram; --",
    "percent signs": "%s %(x)s %%",
    "braces": "{0} {{x}} ${y}",
    "parentheses": "(" * 5_000 + "a",
    "groups": "-(" * 200 + "a" + ")" * 200,
    "right to left": "\u202eabc\u202c",
    "control characters": "".join(map(chr, range(1, 32))) + "a",
    "the word between passages": "x" * 65,
    "numbers": "1e400 -1e400 0x10 1/0 99999999999999999999999999",
    "file numbers": "711.61/11-2245 -711.61/ 861.24/* /// 0/0",
    "many terms": " OR ".join(f'"{number} the of"' for number in range(50)),
}


@pytest.mark.parametrize("q", HOSTILE.values(), ids=HOSTILE)
def test_no_question_fails(q: str) -> None:
    a_telegram("a b c the word")

    from_address, _ = Query.from_params({"q": q})

    assert ENGINE.ask(from_address).total in (0, 1)
    assert ENGINE.ask(Query(q=q)).total in (0, 1)


def test_a_value_that_nobody_has_is_said_not_guessed() -> None:
    a_telegram()

    answer = ENGINE.ask(Query().adding("sender", "nobody"))

    assert answer.total == 0
    assert [(one.position, one.found) for one in answer.misread] == [(0, "Sender “nobody”")]


def test_terms_are_read_with_their_counts() -> None:
    a_telegram("oil and steel")
    a_telegram("oil and lend lease")

    read = ENGINE.ask(Query(q='oil -"lend lease"')).read

    assert [(one.said, one.count, one.excluded) for one in read] == [
        ("oil", 2, False),
        ("the phrase lend lease", 1, True),
    ]


# --- time and transactions ---


def test_a_question_that_takes_too_long_is_stopped_and_names_its_phrase() -> None:
    a_telegram("the end")

    with pytest.raises(TooHeavy) as stopped:
        LocalEngine(ENGINE.follower, seconds=0.000_001).ask(Query(q='"the end"'))

    assert stopped.value.term == "the end"


def test_a_day_is_sent_as_the_text_of_its_date() -> None:
    assert Query(since="1945-11").first_day() == date(1945, 11, 1)
    assert Query(until="1945-11").last_day() == date(1945, 11, 30)


def test_a_changed_document_is_found_by_its_new_words_only() -> None:
    telegram = a_telegram("Litvinov spoke.")
    telegram.text = re.sub("Litvinov", "Molotov ", telegram.text)
    telegram.save()

    Change.note(telegram.pk)

    assert (total("Litvinov"), total("Molotov")) == (0, 1)


def test_a_corrected_heading_is_found_as_shown_and_as_printed() -> None:
    telegram = a_telegram(heading="The Ambassador in Chile (Bowers) to the Secretary of State")
    Telegram.objects.filter(pk=telegram.pk).update(heading="The Ambassador in Peru to the Secretary of State")

    Change.note(telegram.pk)

    assert (total('"Ambassador in Peru"'), total('"Ambassador in Chile"')) == (1, 1)


def test_counts_are_exact_where_the_index_is_in_parts_that_keep_their_rarest_values_to_themselves(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "COUNTED_AT_ONCE", 8)  # so each part gives its 80 commonest senders
    monkeypatch.setattr(local, "SHOWN", 1)
    for part in range(2):
        for number in range(100):
            common = ["Harriman"] * 2 if number < 2 else []
            for sender in [f"Sender {part}-{number}", *common]:
                a_telegram("The words.", document=f"d{part}-{number}-{sender[:8]}", sender=sender)
        a_telegram("The words.", document=f"e{part}", sender="Sender 0-99")
        ENGINE.follow()
    query = Query(q="words")
    assert ENGINE.follower.standing().searcher.num_segments > 1

    shown, every = ENGINE.ask(query).facet("sender"), ENGINE.all_values(query, "sender")

    counts = {one.value: one.count for one in every.values}
    assert all(one.count == counts[one.value] for one in shown.values)
    assert sum(counts.values()) == ENGINE.count(query)


def test_an_archive_of_a_few_years_is_counted_by_months_without_being_asked() -> None:
    for day in ("1945-11-22", "1945-11-23", "1946-02-01"):
        a_telegram(sent=day)

    within = ENGINE.ask(Query()).within

    assert [(one.period, one.matching) for one in within] == [("1945-11", 2), ("1946-02", 1)]


def test_a_span_without_an_end_reaches_as_far_as_documents_are_held() -> None:
    for day in ("1861-04-12", "1946-02-01", "1946-03-01"):
        a_telegram(sent=day)

    assert ENGINE.ask(Query()).within == ()
    assert [one.period for one in ENGINE.ask(Query(since="1945")).within] == ["1946-02", "1946-03"]
    assert [one.period for one in ENGINE.ask(Query(until="1861")).within] == ["1861-04"]
