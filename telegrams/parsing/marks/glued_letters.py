"""Letters that may be marks: ``my telegrama of the 14th``, ``No. 363,a dated``.

Volumes of about 1901 label their notes a, b … on each page, and the flattened text glues the
letter to the word before it. A letter after a word is only a mark if the word without it is one.
"""

import re
from collections import Counter
from collections.abc import Iterator

_AFTER_STOP = re.compile(r"(?<=[A-Za-z0-9][.,;:”’)\]])([a-e])(?=\s|$|[.,;)])")
_AFTER_FIGURE = re.compile(r"(?<=\d)([a-e])(?=\s|$|[.,;:)])")
_AFTER_WORD = re.compile(r"(?<![A-Za-zÀ-ÿ’'])([A-Za-zÀ-ÿ]{2,})([a-e])(?![A-Za-zÀ-ÿ’'-])")
# words a note is often put to, which a short document need not hold twice
_COMMON = frozenset(
    """telegram telegrams note notes dispatch dispatches despatch despatches reply replies copy copies letter letters
    instruction instructions report reports draft memorandum memoranda map maps petition statement statements
    resolution resolutions law laws cablegram cablegrams communication communications document documents
    translation treaty protocol convention article articles correspondence inclosure inclosures enclosure enclosures
    answer answers agreement agreements message messages order orders decree decrees receipts receipt
    dispatched proclamation regulation regulations circular affidavit affidavits ultimo instant following
    printed minister ministers consul embassy legation government governments department here there above below
    claim claims case cases list lists port ports contract contracts inform information note-verbale opinion
    extract extracts clipping clippings publication newspaper certificate certificates passport passports
    from with this that which code act acts bill section paragraph chapter""".split()
)
# words that end in the letter of a mark by themselves
_NO_MARK = frozenset("area idea via era extra sofa quota data per plea tea sea comb climb bomb tomb limb and".split())


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
        if whole in _NO_MARK:
            continue
        if stem in _COMMON:
            yield found.start(2), found.end(2), letter, 1.6 if letter in "ab" else 0.8
        elif known[whole] > 1 + known[stem]:
            continue
        elif known[stem] and letter in "abc":
            yield found.start(2), found.end(2), letter, 1.4 if len(stem) > 3 else 0.6
