"""Whether a note speaks of the words before a mark: a small weight beside the row of labels."""

import re
from dataclasses import dataclass

from telegrams.parsing.dates import MONTH_WORD

# notes that say where a paper is: "Not printed.", "Ante, p. 5.", "Foreign Relations, 1924, vol. i, p. 3."
_PAPER = re.compile(
    r"""Not\ (?:printed|found|attached|enclosed) | None\ printed | Neither | Both | Printed | Ante | Post | Supra
      | Infra | Ibid | Vol\. | Foreign\ Relations | Document\ \d | See\  | For\ text | Telegram | Despatch
      | No\.\ \d | Dated | p+\.\ \d | [A-Z][a-z]+\ \d{1,2},\ .*p\.\ \d""",
    re.VERBOSE | re.IGNORECASE,
)
# words before a mark that name a paper
_NAMES_PAPER = re.compile(
    rf"""(?: \b[Nn]os?\.?\s?[\d\ ,and]+ | \bnumbers?\s\d+ | \b(?:my|our|your|[’']s)\s\d+ | [ap]\.\s?m\.? | noon
           | midnight | {MONTH_WORD}\s\d{{1,2}}(?:st|d|nd|rd|th)? | 1[789]\d\d | instant | ultimo | telegrams? | cables?
           | d[ei]spatch(?:es)? | instructions? | notes? | letters? | memorand(?:um|a) | reports? | treaty | convention
           | agreement | enclosed? | herewith | transmitted )
        [\]”’)]?[.,;:]?\s?$""",
    re.VERBOSE,
)
_WORD = re.compile(r"[A-Za-zÀ-ÿ]{3,}")
_NUMBER = re.compile(r"[0-9]{2,5}")
_NAME = re.compile(r"[A-ZÀ-Þ][\w’À-ÿ-]{2,}")


@dataclass(frozen=True, slots=True)
class NoteTraits:
    """What a note is about: papers, the names it begins with, the numbers it gives."""

    is_of_paper: bool
    names: frozenset[str]
    numbers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands before a mark: whether a paper is named, the last word if a name, a number it is glued to."""

    names_paper: bool
    name: str
    number: str


def traits_of(note: str) -> NoteTraits:
    """The traits of a note by its first words.

    >>> sorted(traits_of("Elihu Root, Secretary of State, 1905–9.").names)
    ['elihu', 'root', 'secretary', 'state']
    """
    return NoteTraits(
        bool(_PAPER.match(note)),
        frozenset(name.lower() for name in _NAME.findall(note[:80])),
        frozenset(_NUMBER.findall(note[:160])),
    )


def surroundings_of(before: str) -> Surroundings:
    """What the words before a mark say.

    >>> surroundings_of("and one of those Root")
    Surroundings(names_paper=False, name='root', number='')
    >>> surroundings_of("refer to your No. 581")
    Surroundings(names_paper=True, name='', number='581')
    """
    words = _WORD.findall(before)
    last = words[-1] if words else ""
    tail = before.rstrip(".,;:)’”]")
    name = last.lower() if last[:1].isupper() and tail.endswith(last) else ""
    figures = before[len(before.rstrip("0123456789")) :]
    return Surroundings(bool(_NAMES_PAPER.search(before)), name, figures if len(figures) > 1 else "")


def affinity(mark: Surroundings, note: NoteTraits) -> float:
    """How well words and note go together: 0.6 where the note names the word, less where only the kind agrees.

    >>> affinity(surroundings_of("those of Root"), traits_of("Elihu Root, Secretary of State"))
    0.6
    >>> affinity(surroundings_of("in my 219"), traits_of("Telegram No. 219, August 27, p. 70."))
    0.6
    """
    if (mark.name and mark.name in note.names) or (mark.number and mark.number in note.numbers):
        return 0.6
    if note.is_of_paper:
        return 0.3 if mark.names_paper else 0.0
    return -0.2 if mark.names_paper and note.names else 0.0
