"""Citations typed or pasted into the search box: a page, a document, a telegram by number and day. Pure: no database.

'Foreign Relations, 1945, vol. V, p. 921', 'FRUS 1945, vol. V, Document 690', 'telegram 4040 of December 3,
1945', 'doc 690', 'p. 921', 'frus1945v05/d690': what the editors of the series print, and how its readers shorten it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from telegrams.parsing.references import find_references
from telegrams.parsing.volumes_cited import find_cited_volumes

MOST_CITATIONS = 50

_SPELLED_OUT = (
    (re.compile(r"\bF\.?R\.?U\.?S\b\.?,?(?=\s)"), "Foreign Relations,"),
    (
        re.compile(r"\b(?:[Dd]oc(?:ument)?s?\b\.?|(?<=,\s)[Nn]o\.)\s?(?:[Nn]o\.?\s)?(?=\d{1,4}\b(?!\d*[./–-]\d))"),
        "document ",
    ),
    (re.compile(r"\b[Pp](?:p|ages?|gs?)?\.?\s?(?=\d{1,4}\b)"), "p. "),
)
_ADDRESS = re.compile(r"\b(?P<volume>frus[A-Za-z0-9-]{4,60})(?:[/#,\s]+(?P<document>d\d{1,5}[a-z]?)\b)?")
_ALONE = re.compile(r"d\d{1,5}[a-z]?")
# ", " · ", Europe, " · " (Washington, 1967), ": what stands between a volume and the place in it
_BETWEEN = re.compile(r"[\s,;:.]*(?:[A-Z][^;\d]{0,120},\s)?(?:\([^()]{0,80}\))?[\s,;:.]*(?:at\s)?")
_TO = re.compile(r"\s?[–—-]\s?")
_LEFT_OVER = re.compile(r"[^\W_]+")
_JOINING = frozenset({"see", "also", "and", "ibid", "in", "at", "the", "from"})


@dataclass(frozen=True, slots=True)
class Citation:
    """Something of the archive that a text names; '' is what it does not say. ``day`` is ISO, '--12-03' of any year."""

    start: int
    end: int
    volume: str = ""
    document: str = ""
    page: str = ""
    number: str = ""
    day: str = ""
    post: str = ""


def read_citations(typed: str) -> tuple[str, tuple[Citation, ...]]:
    """The text with its abbreviations spelled out, and the citations that it is made of, by their places in it.

    None where the text says more than it cites: those are words.

    >>> text, found = read_citations('FRUS 1945, vol. V, p. 921; doc 690')
    >>> [(text[one.start:one.end], one.volume, one.page, one.document) for one in found]
    [('Foreign Relations, 1945, vol. V, p. 921', 'frus1945v05', '921', ''), ('document 690', '', '', 'd690')]
    >>> read_citations('what Harriman says on p. 921')[1]
    ()
    """
    text = typed
    for short, spelled in _SPELLED_OUT:
        text = short.sub(spelled, text)
    found = sorted(_citations(text), key=lambda one: (one.start, one.start - one.end))
    kept: list[Citation] = []
    for one in found:
        if kept and one.page and _TO.fullmatch(text, kept[-1].end, one.start):
            kept[-1] = replace(kept[-1], end=one.end)  # pp. 1035–1037 begin on page 1035
        elif not kept or one.start >= kept[-1].end:
            kept.append(one)
    return (text, tuple(kept[:MOST_CITATIONS])) if kept and not _says_more(text, kept) else (text, ())


def _citations(text: str) -> Iterator[Citation]:
    if _ALONE.fullmatch(text.strip()):
        yield Citation(0, len(text), document=text.strip())
    for named in _ADDRESS.finditer(text):
        yield Citation(named.start(), named.end(), volume=named["volume"], document=named["document"] or "")
    volumes = {one.end: one for one in find_cited_volumes(text, "") if one.slug}
    for one in find_references(text, "", in_note=True):
        wanted = dict(one.wanted)
        cited = Citation(
            one.start,
            one.end,
            volume=wanted.get("volume", ""),
            document=f"d{wanted['document']}" if "document" in wanted else "",
            page=wanted.get("page", ""),
            number=wanted.get("number", ""),
            day=wanted.get("date", ""),
            post=wanted.get("post", ""),
        )
        before = next(
            (volumes[end] for end in volumes if end <= one.start and _BETWEEN.fullmatch(text, end, one.start)), None
        )
        if before is not None and not cited.volume and before.slug:
            cited = replace(cited, volume=before.slug, start=before.start)
        if cited.page or cited.document or cited.volume or (cited.number and (cited.day or "kind" in wanted)):
            yield cited


def _says_more(text: str, kept: list[Citation]) -> bool:
    """Whether more than a few words stand beside the citations; one of a place in a volume is one, whatever is said."""
    if any(one.volume and (one.page or one.document) for one in kept):
        return False
    covered = [False] * len(text)
    for one in kept:
        covered[one.start : one.end] = [True] * (one.end - one.start)
    beside = [
        word for word in _LEFT_OVER.finditer(text) if not covered[word.start()] and word[0].lower() not in _JOINING
    ]
    return bool(beside) if len(kept) == 1 else len(beside) > 3 * len(kept)
