"""Text → the words that are compared. One splitting for documents, questions and quotations.

The index is only ever given words made here: letters a–z and digits, parted by blanks, each
exactly one place. So no address, hyphen, sign or locale changes what a phrase is.
"""

import re
import threading
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from telegrams.parsing.folding import folded

LONGEST_WORD = 64
"""Characters of a word that are compared."""

BREAK = "x" * (LONGEST_WORD + 1)
"""Stands between passages, so that no phrase crosses them; longer than any word, so no question names it."""

# Marks over letters and what is invisible inside a word (soft hyphen, joiners, marks of direction).
_INSIDE = (
    "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
)
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_INSIDE}])*")
# Signs that part words and are no letters, nor invisible inside a word.
_SIGNS = "’‘“”—–…§°£†‡•"
PLAIN_WORD = re.compile(r"[a-z0-9]+")
_NEEDS_CARE = re.compile(rf"(?<![a-z0-9])\d+[a-z]|[a-z0-9]{{{LONGEST_WORD + 1}}}")
_NEITHER = re.compile(r"[^a-z0-9]")
_NUMBER_WITH_LETTERS = re.compile(r"\d+[a-z]")


class Word(NamedTuple):
    """A word where it stands in its text, and the form by which it is compared."""

    start: int
    end: int
    form: str


def words_of(text: str) -> list[Word]:
    """The words of a text, in order.

    >>> [word.form for word in words_of('Chargé’s 711.61/11–2245')]
    ['charge', 's', '711', '61', '11', '2245']
    """
    found = _WORD.finditer(text)
    return [Word(match.start(), match.end(), form) for match in found if (form := _form(match[0]))]


def forms_of(text: str) -> list[str]:
    """The compared forms of a text's words, in order."""
    plain = plain_text(text)
    if plain is not None and not _NEEDS_CARE.search(plain):  # five times as fast
        return PLAIN_WORD.findall(plain)
    return [form for word in _WORD.findall(text) if (form := _form(word))]


def plain_text(text: str) -> str | None:
    """A text in small letters of ASCII, where but for signs that part words it has no others; most texts do."""
    if not text.isascii():
        for sign in _SIGNS:
            text = text.replace(sign, " ")
    return text.lower() if text.isascii() else None


def head_of(stemmed: str) -> str:
    """Letters with which every word of a stem begins in a plain text; '' where that cannot be said.

    >>> head_of("treati"), head_of("3930"), head_of("n867n")
    ('trea', '39', '')
    """
    return "" if _NUMBER_WITH_LETTERS.match(stemmed[1:]) else stemmed[: max(1, len(stemmed) - 2)]


@lru_cache(maxsize=2**16)
def stem(form: str) -> str:
    """The English stem of a compared form, as the index has it."""
    return str(_analyzer().analyze(form)[0])


def _analyzer() -> TextAnalyzer:
    """This thread's own: one must not be used by two at once."""
    if not hasattr(_of_this_thread, "analyzer"):
        _of_this_thread.analyzer = analyzer()
    return _of_this_thread.analyzer


_of_this_thread = threading.local()


def analyzer() -> TextAnalyzer:
    """Words parted by blanks → their English stems; no word is dropped, so that phrases are exact."""
    return TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.stemmer("english")).build()


def prepared(forms: Iterable[str]) -> str:
    """The forms as the index is given them."""
    return " ".join(forms)


@lru_cache(maxsize=2**16)
def _form(word: str) -> str:
    """One word without accents and case, in ASCII; a letter of another script as its number.

    A number with letters is given a letter in front: the parser would cut 5e19a in two.
    """
    plain = folded(word)
    if not plain.isascii():
        plain = "".join(char if char.isascii() else f"u{ord(char):x}" for char in plain if char.isalnum())
    plain = _NEITHER.sub("", plain)
    return (f"n{plain}" if _NUMBER_WITH_LETTERS.match(plain) else plain)[:LONGEST_WORD]
