"""Names as lists of persons print them, family name first, turned to the order in which texts name people."""

import re
from dataclasses import dataclass

from telegrams.parsing.names import without_titles

_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV|2d|3d)\.?")
_IN_BRACKETS = re.compile(r"\s*[\[(][^\])]*[\])]")


@dataclass(frozen=True, slots=True)
class ListedName:
    """A name taken apart: 'Benson, Admiral William S.' is family, given 'William S.' and title 'Admiral'."""

    family: str
    given: str
    title: str
    suffix: str = ""

    @property
    def natural(self) -> str:
        """The name as texts print it whole; a title stands in where there is no given name."""
        name = f"{self.given or self.title} {self.family}".strip()
        return f"{name}, {self.suffix}" if self.suffix else name


def read_listed_name(printed: str) -> ListedName:
    """The parts of a name of a list of persons.

    >>> read_listed_name("Clark, Reuben J.").natural
    'Reuben J. Clark'
    >>> read_listed_name("Benson, Admiral William S.")
    ListedName(family='Benson', given='William S.', title='Admiral', suffix='')
    >>> read_listed_name("Berle, Adolf A., Jr.").natural, read_listed_name("Curzon of Kedleston, Earl").natural
    ('Adolf A. Berle, Jr.', 'Earl Curzon of Kedleston')
    >>> read_listed_name("Derby, Earl of (Edward Stanley)").natural, read_listed_name("Nicholas I").natural
    ('Earl of Derby', 'Nicholas I')
    """
    family, *rest = [part.strip() for part in _IN_BRACKETS.sub("", printed).split(",")]
    suffix = next((part for part in rest if _SUFFIX.fullmatch(part)), "")
    first = " ".join(part for part in rest if part and part != suffix)
    # A blank and a sign after it let a title that stands alone be known as one.
    given = without_titles(f"{first} .")[:-1].strip() if first else ""
    title = first.removesuffix(given).strip() if given else first
    if title and given[:1].islower():
        given = first
    return ListedName(family or printed.strip(), given, title, suffix)
