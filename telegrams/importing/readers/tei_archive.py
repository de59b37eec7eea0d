"""The reader of the archive's own TEI: the exact inverse of the export (``exports.tei``), in which nothing is guessed.

A file of ours names the application ``telegram-archive`` in its header. It says every value and
every passage outright, so none of the rules by which printed documents are read is asked. It may
hold several volumes, and never claims to hold one whole: what it lacks is not withdrawn.
"""

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from telegrams.importing.readers.contract import SourceFile, Yielded
from telegrams.importing.readers.safe_xml import Element, Pieces, doctype_line, feed, stream
from telegrams.importing.readers.tei_archive_text import read_text
from telegrams.importing.readers.tei_archive_values import read_values
from telegrams.importing.readers.tei_blocks import TEI
from telegrams.importing.readers.tei_record import NAME, VERSION
from telegrams.parsing.volume_slug import volume_slug
from telegrams.records import Problem, SourceText, TelegramRecord
from telegrams.vocabulary import Level

_PROFILE = f"{TEI}encodingDesc/{TEI}appInfo/{TEI}application[@ident='telegram-archive'][@version='1']"
_SAID_WITHIN = 4
"""Pieces within which the header of a file of ours has said whose it is."""

_NAME = re.compile(r"[^/\x00-\x1f\x7f]{1,120}")


class _Nothing:
    """Meets a document to its end and keeps nothing of it."""

    def close(self) -> None:
        return None


def is_of_archive(plain: Pieces) -> bool:
    """Whether a file is TEI that this archive wrote: its first header says so. Raises Unreadable."""
    head = b"".join(islice(plain(), _SAID_WITHIN))
    if b"telegram-archive" not in head or doctype_line([head]) is not None:
        return False
    try:
        _, header = next(stream(plain(), ("end",), (TEI + "teiHeader",)))
    except (etree.XMLSyntaxError, StopIteration):
        return False
    return header.find(_PROFILE) is not None


def read_archive(source: SourceFile, plain: Pieces) -> Iterator[Yielded]:
    """The documents of a file of the archive's own, in order; nothing of one that is not whole. Raises Unreadable."""
    try:
        feed(plain(), _Nothing())
    except etree.XMLSyntaxError as broken:
        found = (broken.msg or "not well formed").rstrip(". ")
        remedy = "export it again; nothing of it is kept"
        yield _problem(source, broken.lineno or 1, "xml", Level.ERROR, found, "well-formed XML to its end", remedy)
        return
    met: set[tuple[str, str]] = set()
    for volume, division, element in _documents(plain):
        name = element.get("n") or ""
        if not _NAME.fullmatch(name):
            remedy = "it is left out; give it one"
            yield _problem(
                source, element.sourceline, "no-id", Level.WARNING, "a document without its name", "a name (@n)", remedy
            )
        elif (volume, name) in met:
            remedy = "the first stays, this one is left out; give it a name of its own"
            found = f"a second document {name}"
            yield _problem(source, element.sourceline, "duplicate-id", Level.WARNING, found, "each name once", remedy)
        else:
            met.add((volume, name))
            yield _record(source, element, volume, division)


def _documents(plain: Pieces) -> Iterator[tuple[str, str, Element]]:
    """Volume, division and div of each document, which is cleared away after it was used."""
    volume, around = "", list[str]()
    inside: Element = None
    for event, element in stream(plain(), ("start", "end"), (TEI + "TEI", TEI + "div")):
        if element.tag == TEI + "TEI":
            volume = volume_slug(element.get("n") or "") or "unnamed"
        elif event == "start":
            if inside is None and element.get("type") == "document":
                inside = element
            elif inside is None:
                around.append(element.get("n") or "")
            continue
        elif inside is element:
            inside = None
            yield volume, "/".join(around), element
        elif inside is None:
            around.pop()
        if event == "end" and inside is None:
            element.clear()


def _record(source: SourceFile, document: Element, volume: str, division: str) -> TelegramRecord:
    line = document.sourceline or 1
    read = read_text(document, volume)
    values, odd = read_values(document)
    problems = [
        _problem(source, one.line, "value", Level.WARNING, one.found, "it as the archive writes it", "it is left out")
        for one in (*read.odd, *odd)
    ]
    return TelegramRecord(
        volume=volume,
        document=document.get("n"),
        text=read.text,
        passages=read.passages,
        values=values,
        footnotes=read.footnotes,
        pages=read.pages,
        references=read.references,
        parts=read.parts,
        marks=read.marks,
        names=read.names,
        division=division,
        problems=tuple(problems),
        source=SourceText(
            source.name, line, str(etree.tostring(document, encoding="unicode", with_tail=False)), NAME, VERSION
        ),
    )


def _problem(
    source: SourceFile, line: int | None, code: str, level: Level, found: str, expected: str, remedy: str
) -> Problem:
    return Problem(source.name, line, code, level, found, f"expected {expected}", remedy)
