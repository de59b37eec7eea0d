"""Words reduced to what is compared: without accents, case and punctuation."""

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not take apart into a letter and a mark.
_WHOLE = str.maketrans(
    {
        "ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o",
        "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ı": "i",
    }
)  # fmt: skip


def folded(text: str) -> str:
    """The text without accents and case; its words and blanks stay where they are.

    >>> folded('ÉCOLE de Zürich')
    'ecole de zurich'
    """
    if not text.isascii():
        # A text has few different letters beyond ASCII: each is replaced at once, not character by character.
        for char in set(text):
            if char > "\x7f":
                text = text.replace(char, _folded(char))
    return text.lower()


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    apart = unicodedata.normalize("NFKD", char.translate(_WHOLE))
    return "".join(one for one in apart if not unicodedata.combining(one)).casefold()


def slugged(text: str, longest: int = 80) -> str:
    """Lower-case letters and digits parted by hyphens, fit for an address; '' if none is left.

    >>> slugged('The Chargé in Rumania')
    'the-charge-in-rumania'
    """
    return re.sub(r"[^a-z0-9]+", "-", folded(text)).strip("-")[:longest].rstrip("-")


def padded(name: str) -> str:
    """The name with its numbers padded to eight digits, so that d9 stands before d10.

    >>> padded('d9') < padded('d10')
    True
    """
    return re.sub(r"\d+", lambda number: number.group().zfill(8), folded(name))[:240]
