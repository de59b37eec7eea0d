"""What a reader is given and what it yields."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from telegrams.records import Problem, TelegramRecord, TenureRecord

Yielded = TelegramRecord | TenureRecord | Problem


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file handed to a reader, whole.

    ``name`` is what messages call it; ``volume`` and ``document`` are the identity its path or
    the caller gives (documents after the first in one file are ``<document>-2``, ``-3`` …).
    """

    name: str
    volume: str
    document: str
    data: bytes


class Reader(Protocol):
    """A known form of source. ``read`` yields records in printed order and never raises for content."""

    name: str
    version: str

    def recognises(self, name: str, head: bytes) -> bool:
        """Whether a file of this name with these first bytes is of this form."""

    def read(self, source: SourceFile) -> Iterator[Yielded]:
        """The records of a file, and the problems that belong to no record."""
