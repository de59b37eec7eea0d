"""The lists of a volume's front matter: the persons and the abbreviations, however they are marked up.

Volumes differ: the name or term stands in an item, alone or in another face, in a label before its
item, or in the first cell of a row. Its key is the xml:id that texts refer to.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from telegrams.importing.readers.safe_xml import Element
from telegrams.importing.readers.tei_blocks import TEI, XML_ID
from telegrams.importing.readers.tei_run import Run
from telegrams.volume_records import ListedPersonRecord, TermRecord

PERSON = (TEI + "persName", TEI + "name")
TERM = (TEI + "term", TEI + "gloss", TEI + "abbr")

_ENTRIES = (TEI + "label", TEI + "item", TEI + "row", TEI + "p")
_STRONG = frozenset({"strong", "bold", "smallcaps"})
_PARTING = " ,;:=–—-"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list: its key, the name or term, and what is said of it."""

    key: str
    word: str
    said: str


def persons_in(section: Element) -> tuple[ListedPersonRecord, ...]:
    """The persons of a list, in printed order; one that no text can refer to has no key."""
    return tuple(ListedPersonRecord(one.key, one.word, one.said) for one in _entries(section, PERSON))


def terms_in(section: Element) -> tuple[TermRecord, ...]:
    """The abbreviations of a list with their meaning; a line without a meaning explains nothing and is none."""
    found = (TermRecord(one.key, one.word, one.said) for one in _entries(section, TERM))
    return tuple(one for one in found if one.expansion)


def names_any(section: Element, tags: tuple[str, ...]) -> bool:
    """Whether something within gives ids to names or terms."""
    return any(element.get(XML_ID) for element in section.iter(*tags))


def words_of(element: Element, leave_out: Element = None) -> str:
    """The text of an element on one line, without notes and without the element ``leave_out``."""
    run = Run()
    _write(run, element, leave_out)
    run.close()
    return run.text.replace("\n", " ")


def _write(run: Run, element: Element, leave_out: Element) -> None:
    run.add(element.text)
    for child in element:
        if child.tag == TEI + "lb":
            run.part_words()
        elif child is not leave_out and child.tag != TEI + "note":
            _write(run, child, leave_out)
        run.add(child.tail)


def _entries(section: Element, tags: tuple[str, ...]) -> Iterator[Entry]:
    for element in section.iter(*_ENTRIES):
        if entry := _entry(element, tags):
            yield entry


def _entry(element: Element, tags: tuple[str, ...]) -> Entry | None:
    """The line that begins with this element, or None where the element is only part of one."""
    before = element.getprevious()
    if element.tag == TEI + "item" and before is not None and before.tag == TEI + "label":
        return None
    marked = next((one for one in element.iter(*tags) if one.get(XML_ID)), None)
    if element.tag == TEI + "p" and (marked is None or _is_in_an_entry(element)):
        return None
    if element.tag == TEI + "label":
        item = element.getnext()
        said = words_of(item) if item is not None and item.tag == TEI + "item" else ""
        return _made(marked, words_of(element), said)
    if element.tag == TEI + "row":
        cells = [words_of(cell) for cell in element]
        return _made(marked, cells[0], " ".join(cells[1:])) if len(cells) > 1 else None
    if marked is None:
        marked = next((one for one in element.iter(TEI + "hi", *tags) if _is_set_off(one, tags)), None)
    if marked is None:
        word, _, said = words_of(element).partition(", ")
        return _made(None, word, said)
    return _made(marked, words_of(marked), words_of(element, leave_out=marked))


def _is_in_an_entry(element: Element) -> bool:
    return next(element.iterancestors(TEI + "item", TEI + "cell"), None) is not None


def _is_set_off(element: Element, tags: tuple[str, ...]) -> bool:
    return element.tag in tags or (element.get("rend") or "").lstrip("#") in _STRONG


def _made(marked: Element, word: str, said: str) -> Entry | None:
    word = word.strip(_PARTING)
    key = "" if marked is None else marked.get(XML_ID) or ""
    return Entry(key, word, said.strip().lstrip(_PARTING)) if word else None
