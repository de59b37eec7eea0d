"""What a reader is given and what it yields."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from telegrams.records import Problem, TelegramRecord, TenureRecord, WholeVolume
from telegrams.volume_records import VolumeRecord

PIECE = 1 << 16
"""Bytes that are read at a time."""

Yielded = TelegramRecord | TenureRecord | WholeVolume | VolumeRecord | Problem


class Unreadable(Exception):
    """A file that cannot be read to its end, or is not what it was when it was first read; says why."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file handed to a reader.

    ``name`` is what messages call it; ``volume`` and ``document`` are the identity its path or
    the caller gives (documents after the first in one file are ``<document>-2``, ``-3`` …).
    ``data`` is the file whole; a volume is rather ``opened``, as often as it is asked for, and
    read piece by piece: Unreadable where it cannot be read on.
    ``weight``: its share of what is to be read, in bytes.
    """

    name: str
    volume: str
    document: str
    data: bytes = b""
    opened: Callable[[], Iterator[bytes]] | None = None
    weight: int = 0

    def pieces(self) -> Iterator[bytes]:
        """Its bytes from the beginning, some at a time; raises Unreadable."""
        if self.opened:
            return self.opened()
        return (self.data[start : start + PIECE] for start in range(0, len(self.data), PIECE))

    def head(self) -> bytes:
        """Its first bytes; raises Unreadable."""
        return next(self.pieces(), b"")[:4096]

    def sha256(self) -> str:
        """sha256 of its bytes, in hexadecimal; raises Unreadable."""
        digest = hashlib.sha256()
        for piece in self.pieces():
            digest.update(piece)
        return digest.hexdigest()


class Reader(Protocol):
    """A known form of source. ``read`` yields records in printed order and never raises for content, only Unreadable.

    A source that holds the whole of a volume says so first, by a WholeVolume, and then gives the
    volume itself, a VolumeRecord.
    """

    name: str
    version: str

    def recognises(self, name: str, head: bytes) -> bool:
        """Whether a file of this name with these first bytes is of this form."""

    def read(self, source: SourceFile) -> Iterator[Yielded]:
        """The records of a file, and the problems that belong to no record."""
