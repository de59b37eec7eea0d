"""What is a word, and by what form it is compared."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telegrams.search.words import BREAK, LONGEST_WORD, forms_of, head_of, stem, words_of


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        pytest.param("Chargé d’Affaires", ["charge", "d", "affaires"], id="accent and apostrophe"),
        pytest.param("711.61/11–2245", ["711", "61", "11", "2245"], id="file number"),
        pytest.param("867n.01 and 5e19a", ["n867n", "01", "and", "n5e19a"], id="numbers with letters stay whole"),
        pytest.param("co\u00adoperation", ["cooperation"], id="soft hyphen"),
        pytest.param("E\u0301cole", ["ecole"], id="accent apart from its letter"),
        pytest.param("Ωmega", ["u3c9mega"], id="letter of another script"),
        pytest.param("3302½", ["330212"], id="fraction"),
        pytest.param("\x00 \ud800 & * :", [], id="nothing but signs"),
    ],
)
def test_words_are_compared_without_accents_case_and_signs(text: str, forms: list[str]) -> None:
    assert forms_of(text) == forms


@given(st.text())
def test_every_form_is_short_ascii_that_the_parser_takes_whole(text: str) -> None:
    forms = forms_of(text)

    assert all(re.fullmatch(r"[a-z0-9]{1,64}", form) for form in forms)
    assert len(BREAK) > LONGEST_WORD


@given(st.text())
def test_words_stand_in_order_and_apart(text: str) -> None:
    words = words_of(text)

    ends = [0, *(word.end for word in words)]
    assert all(end <= word.start < word.end for end, word in zip(ends, words, strict=False))


@given(st.text(alphabet="abAB12é’“”—–½°_ -./", max_size=60))
def test_the_forms_of_a_text_are_those_of_its_words_one_by_one(text: str) -> None:
    assert forms_of(text) == [word.form for word in words_of(text)]


def test_every_word_of_a_text_begins_as_its_stem_says(corpus: Path) -> None:
    texts = sorted((corpus / "text").rglob("*.txt"))[:400]
    forms = {form for path in texts for form in forms_of(path.read_text())}

    assert [form for form in forms if not form.startswith(head_of(stem(form)))] == []


@pytest.mark.parametrize("word", ["skies", "dying", "tying", "idly", "gently", "ugly", "early", "only", "singly"])
def test_words_that_are_stemmed_by_name_begin_so_too(word: str) -> None:
    assert word.startswith(head_of(stem(word)))
