"""Nothing is lost: every character of a volume is in a record, left out by a rule that says so, or residue.

Counted apart from the walk, over the text of the element as it stands in the file, so that an
element which no rule has thought of shows by its missing characters. Blanks do not count.
"""

from collections.abc import Callable, Iterable, Iterator

from lxml import etree

from telegrams.importing.readers.decoding import normal
from telegrams.importing.readers.safe_xml import Element
from telegrams.importing.readers.tei_blocks import TEI, Residue, Walked

_BLANKS_OF_ASCII = "\t\n\r "
_BLANKS = "\t\n\r \x85\u1680\u2004\u2005\u2006\u2008\u2028\u2029\u205f\u3000"
"""The blanks that a text in XML can have after ``normal``. To count each is faster than to part the text at them."""

_text_in = etree.XPath("string()", smart_strings=False)


def printed_in(element: Element) -> int:
    """How many characters an element and everything in it has, but for blanks."""
    return _not_blank(_text_in(element))


def residue_of(element: Element, walked: Walked, kept: Iterable[str]) -> Iterator[Residue]:
    """What of an element is neither in the texts ``kept`` nor left out by a rule; and names without a rule."""
    yield from _missing(element, kept, walked.left_out.total(), _without_blanks, _not_blank)
    for tag, line in walked.transparent.items():
        yield Residue(line, tag.removeprefix(TEI), 0, "")


def unlisted(section: Element, kept: Iterable[str]) -> Iterator[Residue]:
    """What of a list is in no entry: by its letters and digits, for the marks that part a name from what is said go."""
    return _missing(section, kept, 0, _letters, lambda text: len(_letters(text)))


def _without_blanks(text: str) -> str:
    return "".join((text if text.isascii() else normal(text)).split())


def _not_blank(text: str) -> int:
    """How many characters of a text are no blanks."""
    said = text if text.isascii() else normal(text)
    return len(said) - sum(map(said.count, _BLANKS_OF_ASCII if said.isascii() else _BLANKS))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text if text.isascii() else normal(text)))


def _missing(
    element: Element, kept: Iterable[str], left_out: int, signs: Callable[[str], str], count: Callable[[str], int]
) -> Iterator[Residue]:
    """One residue where the signs of the kept texts, and those left out, are not as many as the element has."""
    texts = list(kept)
    missing = count(_text_in(element)) - sum(map(count, texts)) - left_out
    if missing:
        whole = "".join(map(signs, texts))
        yield next(
            _not_in(element, whole, missing, signs), Residue(element.sourceline or 1, _name(element), missing, "")
        )


def _not_in(element: Element, kept: str, missing: int, signs: Callable[[str], str]) -> Iterator[Residue]:
    """The elements whose own words are not among what was kept."""
    for one in element.iter():
        for text in (one.text, *(child.tail for child in one)):
            words = signs(text or "")
            if words and words not in kept:
                yield Residue(one.sourceline or 1, _name(one), missing, " ".join((text or "").split())[:60])


def _name(element: Element) -> str:
    return str(element.tag).removeprefix(TEI)
