"""What travels between rooms of a whole volume: its title page, its contents, its lists, its own texts.

Frozen and free of Django, like ``records``. ``contents_to_json`` and ``contents_from_json`` are exact
inverses for what ``VolumeContents.printed`` holds; the texts of sections and the persons have
tables of their own, so that a document's page need not read them to know where it stands.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class DivisionRecord:
    """A part of the printed contents: a compilation, a chapter, a section that holds documents.

    ``key``: its id in the volume. ``notes``: the editors' notes to its heading, each as its mark
    ('' where it has none) and its text. ``documents``: the ids of those directly in it, in printed
    order. ``first_page`` is '' before the first numbered page.
    """

    key: str
    kind: str
    heading: str
    notes: tuple[tuple[str, str], ...] = ()
    first_page: str = ""
    documents: tuple[str, ...] = ()
    divisions: tuple["DivisionRecord", ...] = ()

    def everything(self) -> Iterator["DivisionRecord"]:
        """This division and all within it, in printed order."""
        yield self
        for one in self.divisions:
            yield from one.everything()


@dataclass(frozen=True, slots=True)
class TermRecord:
    """A line of the volume's list of abbreviations; ``key`` is the id by which texts mark the term, '' for none."""

    key: str
    term: str
    expansion: str


@dataclass(frozen=True, slots=True)
class ListedPersonRecord:
    """A line of the volume's list of persons: the name as printed ('Clark, Reuben J.') and what is said of it."""

    key: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class SectionRecord:
    """Text of the volume that is no document: a preface, a message, the text of a chapter itself.

    ``where`` is front, body or back; in the body ``key`` is that of the division whose text it is.
    Lists of papers, tables of contents and indexes are not kept as text: they repeat headings.
    """

    key: str
    where: str
    kind: str
    heading: str
    first_page: str
    paragraphs: tuple[str, ...]
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """What a document's page needs of its volume: the tree of the divisions, and the abbreviations."""

    divisions: tuple[DivisionRecord, ...] = ()
    terms: tuple[TermRecord, ...] = ()

    def everything(self) -> Iterator[DivisionRecord]:
        """Every division, in printed order."""
        for one in self.divisions:
            yield from one.everything()

    def way_to(self, document: str) -> tuple[DivisionRecord, ...]:
        """The divisions around a document, outermost first; () where none holds it."""
        return next((way for one in self.divisions if (way := _way(one, document))), ())

    def way_to_division(self, key: str) -> tuple[DivisionRecord, ...]:
        """The divisions down to the one of this key, which is the last; () where there is none."""
        return next((way for one in self.divisions if (way := _way_down(one, key))), ())


@dataclass(frozen=True, slots=True)
class VolumeRecord:
    """A volume as its file states it; '' is not stated."""

    slug: str
    title: str = ""
    published: str = ""
    publisher: str = ""
    place: str = ""
    rights: str = ""
    contents: Contents = Contents()
    sections: tuple[SectionRecord, ...] = ()
    persons: tuple[ListedPersonRecord, ...] = ()


def _way(division: DivisionRecord, document: str) -> tuple[DivisionRecord, ...]:
    if document in division.documents:
        return (division,)
    for one in division.divisions:
        if way := _way(one, document):
            return (division, *way)
    return ()


def _way_down(division: DivisionRecord, key: str) -> tuple[DivisionRecord, ...]:
    if division.key == key:
        return (division,)
    for one in division.divisions:
        if way := _way_down(one, key):
            return (division, *way)
    return ()


def contents_to_json(contents: Contents) -> dict[str, Any]:
    """Contents as plain JSON values, as they are stored."""
    return {
        "divisions": [_division_to_json(one) for one in contents.divisions],
        "terms": [[one.key, one.term, one.expansion] for one in contents.terms],
    }


def contents_from_json(stored: dict[str, Any]) -> Contents:
    """The inverse of ``contents_to_json``; nothing stored is empty contents."""
    return Contents(
        divisions=tuple(_division_from_json(one) for one in stored.get("divisions", [])),
        terms=tuple(TermRecord(key, term, expansion) for key, term, expansion in stored.get("terms", [])),
    )


def _division_to_json(division: DivisionRecord) -> dict[str, Any]:
    return {
        "key": division.key,
        "kind": division.kind,
        "heading": division.heading,
        "notes": [list(pair) for pair in division.notes],
        "first_page": division.first_page,
        "documents": list(division.documents),
        "divisions": [_division_to_json(one) for one in division.divisions],
    }


def _division_from_json(stored: dict[str, Any]) -> DivisionRecord:
    return DivisionRecord(
        key=stored["key"],
        kind=stored["kind"],
        heading=stored["heading"],
        notes=tuple((mark, text) for mark, text in stored["notes"]),
        first_page=stored["first_page"],
        documents=tuple(stored["documents"]),
        divisions=tuple(_division_from_json(one) for one in stored["divisions"]),
    )
