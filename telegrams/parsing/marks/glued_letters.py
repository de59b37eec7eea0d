"""Letters that may be marks: ``my telegrama of the 14th``, ``No. 363,a dated``.

Volumes of about 1901 label their notes a, b … on each page, and the flattened text glues the
letter to the word before it. A letter after a word is only a mark if the word without it is one.
"""

import re
from collections import Counter
from collections.abc import Iterator

_AFTER_STOP = re.compile(r"(?<=[A-Za-z0-9][.,;:”’)\]])([a-e])(?=\s|$|[.,;)])")
_AFTER_FIGURE = re.compile(r"(?<![/–.\d-])\d{1,5}([abce])(?=\s|$|[.,;:)])")
_AFTER_WORD = re.compile(r"(?<![A-Za-zÀ-ÿ’'])([A-Za-zÀ-ÿ]{2,})([a-e])(?![A-Za-zÀ-ÿ’'-])")
# words a note is often put to, which a short document need not hold twice
_COMMON = re.compile(
    r"""(?: (?:tele|cable)grams? | notes? | d[ei]spatch(?:es|ed)? | repl(?:y|ies) | cop(?:y|ies) | letters?
          | instructions? | reports? | drafts? | memorand(?:um|a) | maps? | petitions? | statements?
          | resolutions? | laws? | communications? | documents? | translations? | treat(?:y|ies) | protocols?
          | conventions? | articles? | correspondence | [ie]nclosures? | answers? | agreements? | messages?
          | orders? | decrees? | receipts? | proclamations? | regulations? | circulars? | affidavits? | ultimo
          | instant | following | printed | ministers? | consuls? | embassy | legation | governments?
          | department | claims? | cases? | lists? | ports? | contracts? | opinions? | extracts? | clippings?
          | certificates? | passports? | codes? | acts? | bills? | sections? | paragraphs? | chapters? | here
          | there | above | below | from | with | this | that | which )""",
    re.VERBOSE,
)
# words that end in the letter of a mark by themselves
_NO_MARK = re.compile(
    r"area|idea|via|era|extra|sofa|quota|data|per|plea|tea|sea|comb|climb|bomb|tomb|limb|coded?|acted"
)


def find_glued_letters(text: str, known: Counter[str]) -> Iterator[tuple[int, int, str, float]]:
    """Letters that may be marks, with scores; ``known`` counts the words of the document, in small letters.

    >>> list(find_glued_letters("to confirm my telegrama of the 14th", Counter()))
    [(22, 23, 'a', 1.6)]
    >>> list(find_glued_letters("in China and Manila", Counter({"china": 1, "manila": 1})))
    []
    """
    for found in _AFTER_STOP.finditer(text):
        yield found.start(1), found.end(1), found[1], 1.8
    for found in _AFTER_FIGURE.finditer(text):
        yield found.start(1), found.end(1), found[1], 1.3
    for found in _AFTER_WORD.finditer(text):
        stem, letter = found[1].lower(), found[2]
        whole = stem + letter
        if _NO_MARK.fullmatch(whole):
            continue
        if _COMMON.fullmatch(stem):
            yield found.start(2), found.end(2), letter, 1.6 if letter in "ab" else 0.8
        elif known[whole] > 1 + known[stem]:
            continue
        elif known[stem] and letter in "abc":
            yield found.start(2), found.end(2), letter, 1.4 if len(stem) > 3 else 0.6
