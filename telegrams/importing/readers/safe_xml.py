"""XML of strangers: no entities, no network, no document types, no giant trees; one place that says so."""

import gzip
import io
import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

Element = Any
"""An element of lxml, which carries no types."""

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
_CHUNK = 1 << 16
# Declaration, comments and instructions before the first element; possessive, or a long prolog would be tried anew.
_PROLOG = re.compile(rb"(?:\s++|<\?(?:[^?]|\?(?!>))*+\?>|<!--(?:[^-]|-(?!->))*+-->)*+<!DOCTYPE")
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
LARGEST_RATIO = 200


class TooLarge(Exception):
    """A packed file that unpacks to more than a real volume would."""


def safe_parser() -> Any:
    """A parser for whole pieces of XML: expands nothing, fetches nothing, refuses giant trees."""
    return etree.XMLParser(**_REFUSALS)


def stream(data: bytes, events: Iterable[str], tags: Iterable[str] = ()) -> Iterator[tuple[str, Element]]:
    """The events of a document as it is parsed, for elements of these names; raises etree.XMLSyntaxError.

    The caller clears what it has used, or the tree grows whole. (iterparse would do, if it heeded ``collect_ids``.)
    """
    parser = etree.XMLPullParser(events=tuple(events), tag=tuple(tags) or None, **_REFUSALS)
    for start in range(0, len(data), _CHUNK):
        parser.feed(data[start : start + _CHUNK])
        yield from parser.read_events()
    parser.close()
    yield from parser.read_events()


def feed(data: bytes, target: Any) -> Any:
    """What a target's ``close`` gives after its ``start`` and ``data`` met the whole document; no tree is built."""
    parser = etree.XMLParser(target=target, **_REFUSALS)
    # In pieces: handed over at once, a volume beyond some megabytes exceeds the parser's own limit of a buffer.
    for start in range(0, len(data), _CHUNK):
        parser.feed(data[start : start + _CHUNK])
    return parser.close()


def doctype_line(data: bytes) -> int | None:
    """The line of a DOCTYPE before the first element, or None where there is none.

    Looked for before anything is parsed, so that no entity is ever declared to the parser.

    >>> doctype_line(b"<?xml version='1.0'?>\\n<!DOCTYPE TEI>\\n<TEI/>"), doctype_line(b"<TEI/>")
    (2, None)
    """
    # Every encoding that XML is written in keeps these signs apart by zero bytes at most.
    for length in (_CHUNK, len(data)):
        prolog = _without_marks(data[:length]).replace(b"\0", b"")
        found = _PROLOG.match(prolog)
        if found:
            return prolog.count(b"\n", 0, found.end()) + 1
        if re.search(rb"<[A-Za-z_]", prolog):
            return None
    return None


def is_packed(data: bytes) -> bool:
    """Whether bytes are gzip."""
    return data.startswith(_GZIP)


def unpacked(data: bytes, largest: int) -> bytes:
    """The bytes of a gzip; raises TooLarge past ``largest`` bytes or 200 times its size, OSError where broken."""
    cap = min(largest, LARGEST_RATIO * len(data))
    try:
        with gzip.open(io.BytesIO(data)) as packed:
            plain = packed.read(cap + 1)
    except (EOFError, zlib.error) as broken:
        raise OSError(str(broken)) from broken
    if len(plain) > cap:
        raise TooLarge
    return plain


def _without_marks(data: bytes) -> bytes:
    for mark in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :]
    return data
