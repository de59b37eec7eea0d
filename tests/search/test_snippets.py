"""Quoted passages: what is quoted, where it is cut, what is marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telegrams.search import ENGINE
from telegrams.search.engine import Quotation
from telegrams.search.marking import Finder, marked, marked_document
from telegrams.search.query import Query
from telegrams.search.snippets import LONGEST, window
from tests.making import a_telegram

LONG = "The talks went on, as was to be expected, without any result; " * 8


def shown(quotation: Quotation) -> str:
    """A quotation with its marks as brackets."""
    return "".join(f"[{text}]" if is_marked else text for text, is_marked in quotation.pieces)


def quotations(q: str) -> list[str]:
    """The quotations of the only document, each behind where it stands."""
    (hit,) = ENGINE.ask(Query(q=q)).hits
    return [f"{one.where}: {shown(one)}".removeprefix(": ") for one in hit.quotations]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("q", "quoted"),
    [
        pytest.param("accomplis", ["We face faits [accomplis]."], id="a word in its sentence"),
        pytest.param('"faits accomplis"', ["We face [faits accomplis]."], id="a phrase as one"),
        pytest.param("facing", ["We [face] faits accomplis."], id="another form of the word"),
        pytest.param("Subasich", ["in footnote 1: Dr. Ivan [Subasich] of Yugoslavia."], id="in a note"),
        pytest.param("711.61/11-2245", ["in the source note: [711.61/11–2245]: Telegram"], id="in the source note"),
        pytest.param(
            "Ambassador",
            ["in the heading: The [Ambassador] in the Soviet Union (Harriman) to the Secretary of State"],
            id="in the heading",
        ),
        pytest.param("Ambassador faits", ["We face [faits] accomplis."], id="the heading is not quoted beside text"),
        pytest.param("faits -Molotov", ["We face [faits] accomplis."], id="what is excluded is not marked"),
    ],
)
def test_a_quotation_says_where_and_marks_what_was_asked(q: str, quoted: list[str]) -> None:
    a_telegram(
        "Nothing is new. We face faits accomplis.",
        file_number="711.61/11–2245",
        notes=("Dr. Ivan Subasich of Yugoslavia.",),
    )

    assert quotations(q) == quoted


@pytest.mark.django_db
def test_words_of_a_phrase_are_not_marked_where_they_stand_apart() -> None:
    a_telegram("The lease of what we lend is a lend lease matter.")

    assert quotations('"lend lease"') == ["The lease of what we lend is a [lend lease] matter."]


@pytest.mark.django_db
def test_each_term_is_shown_in_up_to_three_quotations() -> None:
    a_telegram(
        "\n\n".join([f"Oil stands here. {LONG}", f"{LONG}Steel stands here.", "Coal stands here.", "Oil again."])
    )

    quoted = quotations("oil steel coal")

    assert len(quoted) == 3
    assert {word for word in ("Oil", "Steel", "Coal") if any(f"[{word}]" in one for one in quoted)} == {
        "Oil",
        "Steel",
        "Coal",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("question", "longest"), [("oil", 160), ("oil steel coal", 80)])
def test_several_quotations_are_shorter_so_that_a_card_stays_short(question: str, longest: int) -> None:
    a_telegram("\n\n".join(f"{LONG}{word} came in by sea. {LONG}" for word in ("oil", "steel", "coal", "oil")))

    quoted = quotations(question)

    assert len(quoted) == (2 if question == "oil" else 3)
    assert max(map(len, quoted)) <= longest + len("… […] …")


@pytest.mark.django_db
def test_a_long_phrase_is_quoted_whole_beside_others() -> None:
    phrase = " ".join(f"word{number}" for number in range(15))
    a_telegram("\n\n".join(f"{LONG}{words} {LONG}" for words in (phrase, "steel", "coal")))

    assert any(f"[{phrase}]" in one for one in quotations(f'"{phrase}" steel coal'))


@pytest.mark.django_db
def test_a_long_sentence_is_cut_at_a_clause_with_dots() -> None:
    a_telegram(f"{LONG}the ultimatum came, {LONG}")

    (quoted,) = quotations("ultimatum")

    assert quoted.startswith("… ")
    assert quoted.endswith("; …")
    assert "the [ultimatum] came," in quoted
    assert len(quoted) <= LONGEST + len("… […] …")


@pytest.mark.django_db
def test_without_words_a_document_is_quoted_by_its_beginning() -> None:
    a_telegram("I called on the Foreign Minister. He was out.")

    (hit,) = ENGINE.ask(Query()).hits

    assert [shown(one) for one in hit.quotations] == ["I called on the Foreign Minister. He was out."]


@pytest.mark.django_db
def test_markup_in_a_text_stays_text() -> None:
    a_telegram("He said <script>alert(1)</script> & left.")

    assert quotations("script") == ["He said <[script]>alert(1)</[script]> & left."]


@pytest.mark.django_db
def test_a_text_is_marked_in_pieces_that_make_it_up_again() -> None:
    text = "Lend lease, and the lending of leases."

    pieces = marked(text, Query(q="lend"))

    assert "".join(words for words, _ in pieces) == text
    assert [words for words, is_marked in pieces if is_marked] == ["Lend", "lending"]


@pytest.mark.parametrize(
    ("patterns", "found"),
    [
        pytest.param([("a",), ("a", "b")], [(0, 3, 1), (4, 7, 1)], id="the longer of two"),
        pytest.param([("b", "a"), ("a", "b")], [(0, 3, 1), (4, 7, 1)], id="the first of two that overlap"),
        pytest.param([("b",), ("b",)], [(2, 3, 0), (6, 7, 0)], id="the same asked twice"),
        pytest.param([("b", "a", "b", "a")], [], id="longer than what is left"),
        pytest.param([("=b",), ("a*",)], [(0, 1, 1), (2, 3, 0), (4, 5, 1), (6, 7, 0)], id="by their own form"),
    ],
)
def test_terms_are_found_in_order_without_overlap(
    patterns: list[tuple[str, ...]], found: list[tuple[int, int, int]]
) -> None:
    words = Finder(patterns)

    assert [(one.start, one.end, one.term) for one in words.found_in("a b a b")] == found


@pytest.mark.django_db
def test_a_document_is_marked_in_its_text_and_its_notes() -> None:
    telegram = a_telegram("Oil again.", heading="Oil", notes=("No coal.", "But oil."))

    found = marked_document(telegram, list(telegram.footnotes.all()), Query(q="oil"))

    assert [telegram.text[start:end] for start, end in found.text] == ["Oil", "Oil"]
    assert found.notes == ((2, ((4, 7),)),)


@pytest.mark.parametrize(
    ("text", "around", "cut"),
    [
        pytest.param("See Dr. Smith. He knows.", "Smith", "See Dr. Smith. He knows.", id="a title ends no sentence"),
        pytest.param("One.\nTwo three", "Two", "Two three", id="a line end"),
        pytest.param("", "", "", id="nothing"),
    ],
)
def test_a_window_opens_at_a_sentence(text: str, around: str, cut: str) -> None:
    start, end = window(text, text.find(around), text.find(around) + len(around))

    assert text[start:end] == cut


@given(st.text(alphabet="ab ,.;A\n—", max_size=900), st.data())
def test_a_window_holds_what_was_found_and_no_more_than_may_be_quoted(text: str, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(text)))
    last = data.draw(st.integers(first, min(first + 40, len(text))))

    start, end = window(text, first, last)

    assert start <= first
    assert end >= len(text[:last].rstrip())
    assert end - start <= LONGEST
