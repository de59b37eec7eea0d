"""Names in running text → people. Pure: works on a Register."""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from telegrams.importing.resolving.register import FullName, Register, words_of_name
from telegrams.parsing.dates import PartialDate
from telegrams.parsing.folding import folded

# Mr. Harriman · Ambassador Gibson · Messrs. Hecht
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Miss|Dr|Messrs|Sir|Lord|Count|Baron|Señor|Ambassador|Minister|Secretary|Under\sSecretary|Senator"
    r"|President|Premier|Prime\sMinister|Governor|Consul|Chargé|General|Colonel|Major|Captain|Admiral)\.?\s"
    r"(?P<family>[A-ZÀ-Þ][\w’'-]{2,})(?!\s(?:of|Company|Street)\b)"
)


@dataclass(frozen=True, slots=True)
class Surnamed:
    """A bare surname of a text and those who bear it: one of them is meant, and several are only listed."""

    printed: str
    family: str
    bearers: tuple[str, ...]
    labels: tuple[str, ...]
    is_of_a_party: bool


def named_in(text: str, volume: str, register: Register, when: PartialDate | None = None) -> Iterator[FullName]:
    """The full names of the register's people that stand in a text, each person once.

    A name that two people bear who may both be meant names neither; the longest name at a place is read.
    """
    words = words_of_name(text) if register.by_first_words else []
    met: set[str] = set()
    for at, first in enumerate(itertools.pairwise(words)):
        known = register.by_first_words.get(first)
        if not known:
            continue
        for where in ("", volume):
            fits = [
                name
                for name in known.get(where, ())
                if tuple(words[at : at + len(name.words)]) == name.words and name.may_be_meant(when)
            ]
            longest = max((len(name.words) for name in fits), default=0)
            best = {name.person: name for name in fits if len(name.words) == longest}
            if len(best) == 1 and (found := next(iter(best.values()))).person not in met:
                met.add(found.person)
                yield found


def surnames_in(
    text: str, volume: str, parties: Iterable[tuple[str, str, str]], register: Register
) -> Iterator[Surnamed]:
    """The bare surnames with a title that stand in a text and are known here, each once.

    The bearers are those of the volume's own list where it has any of the name, else the parties of the document
    (surname, slug, label). Nobody is looked for in registers of other times and places.
    """
    known: dict[str, dict[str, str]] = {}
    for family, slug, label in parties:
        known.setdefault(folded(family), {})[slug] = label
    met: set[str] = set()
    for found in _TITLED.finditer(text):
        family = folded(found["family"]).removesuffix("’s").removesuffix("'s")
        if family in met:
            continue
        met.add(family)
        listed = {
            held.person: held.label for held in register.by_family.get(family, ()) if held.only_in_volume == volume
        }
        bearers = listed or known.get(family, {})
        if bearers:
            yield Surnamed(found[0], family, tuple(bearers), tuple(bearers.values()), not listed)
