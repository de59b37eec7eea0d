"""Records put by on disk, so that a volume can be looked over before any of it is written. Memory stays flat."""

import pickle
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from types import TracebackType

from telegrams.importing.readers.contract import Unreadable, Yielded
from telegrams.importing.whole import count_record
from telegrams.records import TelegramRecord, body_checksum


class Spool:
    """What a reader yielded, in order, with the checksums and counts that are needed before it is loaded.

    ``bodies``: the checksum of the words of each document that may go in, by its name.
    """

    def __init__(self, yielded: Iterable[Yielded]) -> None:
        self.bodies: dict[str, str] = {}
        self.counted: Counter[str] = Counter()
        # Our own records, on a file without a name: nobody else writes what is unpickled here.
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 — closed by __exit__
        pickler = pickle.Pickler(self._file, pickle.HIGHEST_PROTOCOL)
        for one in yielded:
            if isinstance(one, TelegramRecord) and not one.refused():
                self.bodies[one.document] = body_checksum(one.text)
                count_record(self.counted, one)
            try:
                pickler.dump(one)
            except OSError as full:
                with suppress(OSError):
                    self._file.close()
                raise Unreadable(f"it cannot be put by while it is looked over: {full.strerror}") from full
            pickler.clear_memo()

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def __iter__(self) -> Iterator[Yielded]:
        self._file.seek(0)
        while True:
            try:
                yield pickle.load(self._file)  # noqa: S301 — written above by this very process
            except EOFError:
                return
