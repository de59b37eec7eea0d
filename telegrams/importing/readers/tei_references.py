"""What the markup of a TEI document refers to, and what is wrong with some of its targets."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from telegrams.importing.readers.tei_run import Range
from telegrams.records import ReferenceRecord

# #pg_34 · frus1933v04#pg_234 · #d12 · frus1969-76v04#d12fn3 · frus1879
_TARGET = re.compile(
    r"(?P<volume>frus[\w.-]*)?(?:#(?:pg_(?P<page>[\w-]+?)|d(?P<document>\d+[a-z]?)(?:fn\w+)?|(?P<other>.+)))?"
)
_SCHEME = re.compile(r"(?P<name>[A-Za-z][A-Za-z0-9+.-]*):")
_WEB = frozenset({"http", "https"})


@dataclass(frozen=True, slots=True)
class Targets:
    """Whether what is pointed at in this volume is there; ``slug`` is the volume's own."""

    slug: str
    holds: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Fault:
    """A target that leads nowhere: ``code`` dangling-ref or unsafe-target."""

    code: str
    target: str
    line: int


def wanted_by(target: str, slug: str) -> tuple[tuple[str, str], ...]:
    """What a target asks for as sorted pairs; nothing for persons, terms, the index and the web.

    >>> wanted_by("frus1933v04#pg_234", "frus1934v05")
    (('page', '234'), ('volume', 'frus1933v04'))
    >>> wanted_by("#d12", "frus1934v05"), wanted_by("#in5", "frus1934v05")
    ((('document', '12'),), ())
    """
    match = _TARGET.fullmatch(target)
    if match is None or not target or match["other"]:
        return ()
    pairs = {key: match[key] for key in ("page", "document") if match[key]}
    if match["volume"] and match["volume"] != slug:
        pairs["volume"] = match["volume"]
    return tuple(sorted(pairs.items()))


def fault_of(one: Range, targets: Targets) -> Fault | None:
    """What is wrong with a target: a scheme that is not the web's, or nothing there in this volume."""
    scheme = _SCHEME.match(one.value.strip())
    if scheme:
        return None if scheme["name"].lower() in _WEB else Fault("unsafe-target", one.value, one.line)
    volume, mark, name = one.value.partition("#")
    if mark and volume in ("", targets.slug) and not targets.holds(name):
        return Fault("dangling-ref", one.value, one.line)
    return None


def marked_references(
    ranges: list[tuple[int | None, int, str, Range]], targets: Targets
) -> Iterator[ReferenceRecord | Fault]:
    """The references of ``ref`` elements: (footnote or None, where its text begins, that text, the range)."""
    for footnote, shift, text, one in ranges:
        fault = fault_of(one, targets)
        if fault:
            yield fault
            continue
        wanted = wanted_by(one.value, targets.slug)
        if wanted and one.start is not None and one.end is not None:
            printed = text[one.start : one.end]
            yield ReferenceRecord(footnote, shift + one.start, shift + one.end, printed, wanted)
