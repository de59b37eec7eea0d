"""The blocks that a TEI document is taken apart into, and the names of the markup."""

import re
from collections import Counter
from dataclasses import dataclass, field

from telegrams.importing.readers.safe_xml import Element
from telegrams.importing.readers.tei_run import PagePoint, Run

TEI = "{http://www.tei-c.org/ns/1.0}"
FRUS = "{http://history.state.gov/frus/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"

# Names of a page that is one of the volume: 12, 12a, xiv, [240]; never [Map 3] or nothing.
_PAGE_LABEL = re.compile(r"\[?(?P<label>\d{1,5}[a-z]?|[ivxlcdmIVXLCDM]{1,9})\]?")


@dataclass(slots=True)
class TeiBlock:
    """A stretch of the document: ``tag`` says what the markup calls it, ``setting`` what it stands in."""

    tag: str
    setting: str
    part: int
    line: int
    rend: str
    run: Run = field(default_factory=Run)
    is_main_head: bool = False


@dataclass(frozen=True, slots=True)
class Residue:
    """What of an element went into no record: how many characters, the first of them; 0 of a name without a rule."""

    line: int
    name: str
    characters: int
    words: str


@dataclass(slots=True)
class Walked:
    """The blocks of a document; ``after``: pages that begin when it has ended; ``unlabelled``: lines of such notes.

    ``left_out``: how many characters that are no blanks each rule left out, less than 0 where it
    added some; ``transparent``: the names without a rule, each with the line where it was met first.
    """

    blocks: list[TeiBlock] = field(default_factory=list)
    after: list[PagePoint] = field(default_factory=list)
    unlabelled: list[int] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    transparent: dict[str, int] = field(default_factory=dict)
    parts: int = 0


def page_label(pb: Element) -> str | None:
    """The label of a page break without its brackets; None where it names no page of the volume.

    >>> from lxml import etree
    >>> [page_label(etree.Element("pb", n=n)) for n in ("922", "[IV]", "[Map 3]", "")]
    ['922', 'IV', None, None]
    """
    named = _PAGE_LABEL.fullmatch((pb.get("n") or "").strip())
    return named["label"] if named else None
