"""Whether a note speaks of the words before a mark: a small weight beside the row of labels."""

import re
from dataclasses import dataclass

# notes that say where a paper is: "Not printed.", "Ante, p. 5.", "Foreign Relations, 1924, vol. i, p. 3."
_PAPER = re.compile(
    r"(?:Not (?:printed|found|attached|enclosed)|None printed|Neither|Both|Printed|Ante|Post|Supra|Infra|Ibid|Vol\.|Foreign Relations"
    r"|Document \d|See |For text|Telegram|Despatch|No\. \d|Dated|p+\. \d|[A-Z][a-z]+ \d{1,2}, .*p\. \d)",
    re.IGNORECASE,
)
# words before a mark that name a paper
_NAMES_PAPER = re.compile(
    rf"(?:\b[Nn]os?\.?\s?[\d ,and]+|\bnumbers?\s\d+|\b(?:my|our|your|[’']s)\s\d+|[ap]\.\s?m\.?|noon|midnight"
    rf"|(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?\s\d{{1,2}}(?:st|d|nd|rd|th)?"
    r"|1[789]\d\d|instant|ultimo|telegrams?|cables?|despatch(?:es)?|dispatch(?:es)?|instructions?|notes?|letters?|memorandum|memoranda|reports?"
    r"|treaty|convention|agreement|enclosed?|herewith|transmitted)[\]”’)]?[.,;:]?[\s]?$"
)
_WORD = re.compile(r"[A-Za-zÀ-ÿ]{3,}")
_NAME = re.compile(r"[A-ZÀ-Þ][\w’À-ÿ-]{2,}")


@dataclass(frozen=True, slots=True)
class NoteTraits:
    """What a note is about: papers, and the names it begins with."""

    is_of_paper: bool
    names: frozenset[str]


def traits_of(note: str) -> NoteTraits:
    """The traits of a note by its first words.

    >>> sorted(traits_of("Elihu Root, Secretary of State, 1905–9.").names)
    ['elihu', 'root', 'secretary', 'state']
    """
    return NoteTraits(bool(_PAPER.match(note)), frozenset(name.lower() for name in _NAME.findall(note[:80])))


def before_traits(before: str) -> tuple[bool, str]:
    """Whether the words before a mark name a paper, and their last word if it is a name.

    >>> before_traits("and one of those Root"), before_traits("refer to your No. 58,")
    ((False, 'root'), (True, ''))
    """
    words = _WORD.findall(before)
    last = words[-1] if words else ""
    tail = before.rstrip(".,;:)’”]")
    named = last.lower() if last[:1].isupper() and tail.endswith(last) else ""
    return bool(_NAMES_PAPER.search(before)), named


def affinity(names_paper: bool, named: str, note: NoteTraits) -> float:
    """How well words and note go together: 0.6 where the note names the word, less where only the kind agrees.

    >>> affinity(False, "root", traits_of("Elihu Root, Secretary of State"))
    0.6
    """
    if named and named in note.names:
        return 0.6
    if note.is_of_paper:
        return 0.3 if names_paper else 0.0
    return -0.2 if names_paper and note.names else 0.0
