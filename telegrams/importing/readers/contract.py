"""What a reader is given and what it yields."""

import hashlib
import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from telegrams.records import Problem, TelegramRecord, TenureRecord, WholeVolume
from telegrams.volume_records import VolumeRecord

Yielded = TelegramRecord | TenureRecord | WholeVolume | VolumeRecord | Problem


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file handed to a reader.

    ``name`` is what messages call it; ``volume`` and ``document`` are the identity its path or
    the caller gives (documents after the first in one file are ``<document>-2``, ``-3`` …).
    ``data`` is the file whole; a volume is rather opened, by ``opened``, and read piece by piece.
    ``weight``: its share of what is to be read, in bytes.
    """

    name: str
    volume: str
    document: str
    data: bytes = b""
    opened: Callable[[], BinaryIO] | None = None
    weight: int = 0

    def open(self) -> BinaryIO:
        """The file from its beginning."""
        return self.opened() if self.opened else io.BytesIO(self.data)

    def head(self) -> bytes:
        """Its first bytes."""
        with self.open() as stream:
            return stream.read(4096)

    def size(self) -> int:
        """How many bytes it has."""
        with self.open() as stream:
            return stream.seek(0, os.SEEK_END)

    def sha256(self) -> str:
        """sha256 of its bytes, in hexadecimal."""
        digest = hashlib.sha256()
        with self.open() as stream:
            while piece := stream.read(1 << 20):
                digest.update(piece)
        return digest.hexdigest()


class Reader(Protocol):
    """A known form of source. ``read`` yields records in printed order and never raises for content.

    A source that holds the whole of a volume says so first, by a WholeVolume, and then gives the
    volume itself, a VolumeRecord.
    """

    name: str
    version: str

    def recognises(self, name: str, head: bytes) -> bool:
        """Whether a file of this name with these first bytes is of this form."""

    def read(self, source: SourceFile) -> Iterator[Yielded]:
        """The records of a file, and the problems that belong to no record."""
