"""XML of strangers: no entities, no network, no document types, no giant trees; one place that says so."""

import gzip
import io
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from lxml import etree

Element = Any
"""An element of lxml, which carries no types."""

Pieces = Callable[[], Iterator[bytes]]
"""The bytes of a file from its beginning, each time it is asked."""

_REFUSALS: dict[str, bool] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    # A second element of one xml:id is the reader's business: it is told with both lines, and the file goes in.
    "collect_ids": False,
    "remove_comments": True,
    "remove_pis": True,
}
_GZIP = b"\x1f\x8b"
# Declaration, comments and instructions, then a DOCTYPE or an element; possessive, or a long prolog were tried anew.
_PROLOG = re.compile(rb"(?:\s++|<\?(?:[^?]|\?(?!>))*+\?>|<!--(?:[^-]|-(?!->))*+-->)*+(?:(<!DOCTYPE)|<[^!?])")
_CHUNK = 1 << 16
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_BLANK = b"\xef\xbb\xbf\xff\xfe \t\r\n\f\x0b\0"

LARGEST_RATIO = 200
LONGEST_PROLOG = 1 << 20
"""Bytes within which the first element of a file must begin."""

# What may stand in the tree at once, looked at after so many bytes: a hundred times what the longest documents have.
_LOOKED_AT_AFTER = 1 << 20
_MOST_NODES = 400_000
_LONGEST_TEXT = 8_000_000
_LONGEST_STRETCH = 1 << 20  # bytes without a tag; libxml2 would hold many times what it looks through
_nodes = etree.XPath("count(//node()) + count(//@*)")
_length = etree.XPath("string-length(/)")


class TooLarge(Exception):
    """A file, or one piece of it, that is larger than a real volume's; says what, and where."""

    def __init__(self, found: str, line: int | None = None) -> None:
        super().__init__(found)
        self.line = line


class Broken(Exception):
    """A packed file that cannot be unpacked to its end, or is made to unpack to no end."""


def safe_parser() -> Any:
    """A parser for whole pieces of XML: expands nothing, fetches nothing, refuses giant trees."""
    return etree.XMLParser(**_REFUSALS)


def stream(pieces: Iterable[bytes], events: Iterable[str], tags: Iterable[str] = ()) -> Iterator[tuple[str, Element]]:
    """The events of a document as it is parsed, for elements of these names.

    Raises etree.XMLSyntaxError, and TooLarge where more stands in the tree than a real document
    has: the caller clears what it has used. (iterparse would do, if it heeded ``collect_ids``.)
    """
    parser = etree.XMLPullParser(events=tuple(events), tag=tuple(tags) or None, **_REFUSALS)
    fed, line, element = 0, 1, None
    for piece in _in_stretches(pieces):
        parser.feed(piece)
        for event, element in parser.read_events():
            yield event, element
        fed += len(piece)
        line += piece.count(b"\n")
        if fed >= _LOOKED_AT_AFTER and element is not None:
            fed = 0
            _refuse_too_large(element, line)
    parser.close()
    yield from parser.read_events()


def _refuse_too_large(element: Element, line: int) -> None:
    tree = element.getroottree()
    if _nodes(tree) > _MOST_NODES or _length(tree) > _LONGEST_TEXT:
        raise TooLarge("one piece of it is larger than any document of a volume", line)


def _in_stretches(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces, as they are; raises TooLarge where no tag begins for too long."""
    since, line = 0, 1
    for piece in pieces:
        last = piece.rfind(b"<")
        since = len(piece) - last if last >= 0 else since + len(piece)
        if since > _LONGEST_STRETCH:
            raise TooLarge("a single tag or text of it is larger than any document of a volume", line)
        yield piece
        line += piece.count(b"\n")


def feed(pieces: Iterable[bytes], target: Any) -> Any:
    """What a target's ``close`` gives after its ``start`` and ``data`` met the whole document; no tree is built."""
    parser = etree.XMLParser(target=target, **_REFUSALS)
    for piece in _in_stretches(pieces):
        parser.feed(piece)
    return parser.close()


def doctype_line(pieces: Iterable[bytes]) -> int | None:
    """The line of a DOCTYPE before the first element, or None where there is none.

    Looked for before anything is parsed, so that no entity is ever declared to the parser. Raises
    TooLarge where no element begins within a million bytes.

    >>> doctype_line([b"<?xml version='1.0'?>\\n<!DOCTYPE TEI>\\n<TEI/>"]), doctype_line([b"<TEI/>"])
    (2, None)
    """
    prolog = b""
    for piece in pieces:
        prolog += piece
        # Every encoding that XML is written in keeps these signs apart by zero bytes at most.
        plain = _without_marks(prolog).replace(b"\0", b"")
        found = _PROLOG.match(plain)
        if found:
            return plain.count(b"\n", 0, found.end()) + 1 if found[1] else None
        if len(prolog) > LONGEST_PROLOG:
            raise TooLarge(f"no element begins within {LONGEST_PROLOG:,} bytes", 1)
    return None


def is_blank(pieces: Iterable[bytes]) -> bool:
    """Whether nothing but blanks is there."""
    return not any(piece.strip(_BLANK) for piece in pieces)


def is_packed(head: bytes) -> bool:
    """Whether bytes are the beginning of a gzip."""
    return head.startswith(_GZIP)


class _Packed(io.RawIOBase):
    """Pieces as a file that gzip reads; ``came``: the bytes so far."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        super().__init__()
        self._pieces = iter(pieces)
        self._left = b""
        self.came = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._left = self._left or next(self._pieces, b"")
        given = self._left[: len(buffer)]
        buffer[: len(given)] = given
        self._left = self._left[len(given) :]
        self.came += len(given)
        return len(given)


def capped(pieces: Iterable[bytes], largest: int) -> Iterator[bytes]:
    """The pieces, as they are; raises TooLarge past ``largest`` bytes."""
    went = 0
    for piece in pieces:
        went += len(piece)
        if went > largest:
            raise TooLarge(f"it has over {largest:,} bytes")
        yield piece


def unpacked(pieces: Iterable[bytes], largest: int) -> Iterator[bytes]:
    """The bytes of a gzip as they are unpacked.

    Raises Broken past ``largest`` bytes or 200 times as many as came, and where it is broken or cut off.
    """
    packed, went = _Packed(pieces), 0
    try:
        with gzip.open(io.BufferedReader(packed)) as plain:
            while piece := plain.read(_CHUNK):
                went += len(piece)
                if went > min(largest, LARGEST_RATIO * packed.came):
                    raise Broken("it unpacks to more than a volume would")
                yield piece
    except (EOFError, zlib.error, gzip.BadGzipFile) as broken:
        raise Broken(f"it cannot be unpacked: {broken}") from broken


def _without_marks(data: bytes) -> bytes:
    for mark in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :]
    return data
