"""The language of the search box: what is typed, how it is read, and that it comes back."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telegrams.search.language import AllOf, AnyOf, Term, TermKind, Without, read, text_of

PIECES = ["a", "b", '"a b"', '"a b"~5', "~2", "(", ")", "OR", "-", "in:footnotes", "in:text", "from:x", "=a", "b*", '"']
ANYTHING_TYPED = (
    st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join)
    | st.text(alphabet='ab OR"“”()-–/.,197*=ANDé:fromsentkid\u0301½\x00\ud800\t', max_size=60)
    | st.text(max_size=60)
)


def word(text: str) -> Term:
    """A word as a term."""
    return Term(TermKind.WORD, text)


def phrase(text: str) -> Term:
    """A phrase as a term."""
    return Term(TermKind.PHRASE, text)


def noted(text: str) -> Term:
    """A word looked for in the notes."""
    return Term(TermKind.WORD, text, within="footnotes")


def number(text: str) -> Term:
    """A file number as a term."""
    return Term(TermKind.FILE_NUMBER, text)


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        pytest.param("", None, id="nothing"),
        pytest.param("Litvinov", word("Litvinov"), id="a word"),
        pytest.param("Litvinov Molotov", AllOf((word("Litvinov"), word("Molotov"))), id="words are joined by and"),
        pytest.param('"lend  lease"', phrase("lend lease"), id="a phrase"),
        pytest.param("“lend lease”", phrase("lend lease"), id="a phrase in curly marks"),
        pytest.param('"urtel"', word("urtel"), id="a phrase of one word"),
        pytest.param("a OR b", AnyOf((word("a"), word("b"))), id="or"),
        pytest.param("a b OR c", AnyOf((AllOf((word("a"), word("b"))), word("c"))), id="words bind closer than or"),
        pytest.param("a (b OR c)", AllOf((word("a"), AnyOf((word("b"), word("c"))))), id="a group"),
        pytest.param("a -b", AllOf((word("a"), Without(word("b")))), id="without a word"),
        pytest.param('-"b c"', Without(phrase("b c")), id="without a phrase"),
        pytest.param("-(a b)", Without(AllOf((word("a"), word("b")))), id="without a group"),
        pytest.param("-(-a)", word("a"), id="without without"),
        pytest.param("a and b", AllOf((word("a"), word("and"), word("b"))), id="and in small letters is a word"),
        pytest.param("a AND b", AllOf((word("a"), word("b"))), id="AND says nothing new"),
        pytest.param('"OR"', word("OR"), id="OR as a word"),
        pytest.param("Anglo-American", word("Anglo-American"), id="a dash inside a word excludes nothing"),
        pytest.param("711.61/11-2245", number("711.61/11-2245"), id="a file number with a hyphen"),
        pytest.param("711.61/11–2245", number("711.61/11–2245"), id="a file number with a dash"),
        pytest.param("711.61 / 11 – 2245", number("711.61/11–2245"), id="a file number with blanks"),
        pytest.param("711.61/11–2245: Telegram", AllOf((number("711.61/11–2245"), word("Telegram"))), id="as printed"),
        pytest.param('"740.00119 P. W./8–1545"', number("740.00119 P. W./8–1545"), id="a file number in quotes"),
        pytest.param("3930", word("3930"), id="a message number is a word"),
        pytest.param("demand*", Term(TermKind.BEGINNING, "demand"), id="a beginning"),
        pytest.param("-Chargé*", Without(Term(TermKind.BEGINNING, "Chargé")), id="without a beginning"),
        pytest.param("=treaties", Term(TermKind.EXACT, "treaties"), id="in this form alone"),
        pytest.param("from:Harriman", replace(word("Harriman"), asked_of="from"), id="a field"),
        pytest.param('to:"Secretary of State"', replace(phrase("Secretary of State"), asked_of="to"), id="of a phrase"),
        pytest.param("-kind:circ*", Without(Term(TermKind.BEGINNING, "circ", asked_of="kind")), id="of a beginning"),
        pytest.param("sent:1945-11", Term(TermKind.DAY, "1945-11", asked_of="sent"), id="of days"),
        pytest.param("sent:11-22", Term(TermKind.DAY, "--11-22", asked_of="sent"), id="of any year"),
        pytest.param("file:711.61", replace(word("711.61"), asked_of="file"), id="of a file"),
        pytest.param("from: Harriman", AllOf((word("from"), word("Harriman"))), id="a word and a colon"),
        pytest.param("where:Moscow", word("where:Moscow"), id="no field"),
        pytest.param('"lend lease"~5', replace(phrase("lend lease"), kind=TermKind.NEAR, near=5), id="near"),
        pytest.param("a b in:footnotes", AllOf((noted("a"), noted("b"))), id="in the notes"),
        pytest.param("in:footnotes a", noted("a"), id="in the notes, said first"),
        pytest.param("(a in:footnotes) b", AllOf((noted("a"), word("b"))), id="a group in the notes"),
        pytest.param("a in:footnotes OR b", AnyOf((noted("a"), word("b"))), id="one of two in the notes"),
        pytest.param("-(a in:footnotes)", Without(noted("a")), id="not in the notes"),
        pytest.param("file:861.24/*", Term(TermKind.BEGINNING, "861.24/", asked_of="file"), id="a number's beginning"),
        pytest.param("U.S.S.R.", word("U.S.S.R"), id="initials"),
        pytest.param("-" * 33 + "a", Without(word("a")), id="a run of dashes is one"),
    ],
)
def test_a_question_is_read_as_it_is_meant(typed: str, tree: object) -> None:
    reading = read(typed)

    assert reading.tree == tree
    assert reading.misread == ()


@pytest.mark.parametrize(
    ("typed", "searched", "position", "found"),
    [
        pytest.param('at the "lend lease', "at the lend lease", 8, "a quotation mark that is never closed", id="quote"),
        pytest.param("a OR", "a", 3, "OR without words on both sides", id="or at the end"),
        pytest.param("OR a", "a", 1, "OR without words on both sides", id="or at the start"),
        pytest.param("a OR OR b", "a OR b", 3, "OR without words on both sides", id="or twice"),
        pytest.param("a)", "a", 2, "a parenthesis that closes nothing", id="closing parenthesis"),
        pytest.param("(a b", "a b", 1, "a parenthesis that is never closed", id="opening parenthesis"),
        pytest.param('a ""', "a", 3, "a phrase without words", id="empty phrase"),
        pytest.param("a & b", "a b", 3, "“&” has no letters or digits", id="a sign alone"),
        pytest.param("sent:soon", "soon", 1, "“sent:soon” names no day, month or year", id="a day that is none"),
        pytest.param("a in:margin", "a", 3, "“in:margin” names no part of a document", id="no part"),
        pytest.param("in:text", "", 1, "in:text without words", id="a part without words"),
        pytest.param("a in:text in:source", "a in:text", 11, "in:source after in:text", id="two parts"),
        pytest.param('"a b"~', '"a b"', 6, "a ~ without a number", id="nearness without a number"),
        pytest.param('"a"~5', "a", 4, "a ~ that does not follow a phrase of the text", id="near itself"),
        pytest.param('"a b"~99', '"a b"~50', 6, "words within 99", id="near from afar"),
        pytest.param("d*", "d", 1, "a star after a single letter", id="a star after a letter"),
        pytest.param("Anglo-Am*", "Anglo-Am", 1, "a star after more than one word", id="a star after two words"),
        pytest.param(
            "=Anglo-Am", "Anglo-Am", 1, "a sign of equality before more than one word", id="= before two words"
        ),
        pytest.param("(" * 9 + "a" + ")" * 9, "a", 9, "more than 8 parentheses inside one another", id="too deep"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(typed: str, searched: str, position: int, found: str) -> None:
    reading = read(typed)

    assert text_of(reading.tree) == searched
    assert [(one.position, one.found) for one in reading.misread] == [(position, found)]
    assert all(one.suggestion for one in reading.misread)


def test_words_beyond_the_thirty_second_are_said_to_be_left_out() -> None:
    reading = read(" ".join(f"w{number}" for number in range(40)))

    assert len(list(reading.terms())) == 32
    assert reading.misread[0].found == "more than 32 words and phrases"


def test_a_phrase_of_more_than_a_hundred_words_is_compared_by_its_first_hundred() -> None:
    reading = read('"' + "a " * 120 + '"')

    assert len(reading.wanted()[0].forms) == 100
    assert reading.misread[0].suggestion == "its first 100 are searched"


def test_excluded_terms_are_known_to_be_so() -> None:
    terms = read('a -(b OR "c d") -(-e)').terms()

    assert [(term.text, excluded) for term, excluded in terms] == [
        ("a", False),
        ("b", True),
        ("c d", True),
        ("e", False),
    ]


@given(ANYTHING_TYPED)
def test_what_was_read_is_read_again_from_its_own_words(typed: str) -> None:
    tree = read(typed).tree

    again = read(text_of(tree))

    assert again.tree == tree
    assert again.misread == () or len(list(again.terms())) == 32 or "phrase of more" in again.misread[0].found


@given(ANYTHING_TYPED)
def test_every_term_has_words_to_compare(typed: str) -> None:
    reading = read(typed)

    assert all(term.forms for term, _ in reading.terms())


@given(ANYTHING_TYPED)
def test_positions_lie_in_what_was_typed(typed: str) -> None:
    reading = read(typed)

    assert all(1 <= one.position <= len(typed) for one in reading.misread)
    assert all(1 <= term.position <= len(typed) for term, _ in reading.terms())
