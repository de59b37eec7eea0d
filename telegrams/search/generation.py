"""Where an index lies on the disk: a folder for each time it was built, and a file that names the one in use.

    search/<database>/current        the name of the generation in use, replaced at once
    search/<database>/g0007/         a generation; those before it are taken away when it is in use
    search/<database>/lock           held by the one process that writes

Whatever is here can be thrown away at any time: it is built again from the database.
"""

import fcntl
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_NAME = re.compile(r"g(\d{4,})-v(\d+)")


@dataclass(frozen=True, slots=True)
class Shelf:
    """The generations of the index of one database; ``version``: of its fields."""

    folder: Path
    version: int

    def current(self) -> Path | None:
        """The generation in use; None where there is none, or one of another version."""
        try:
            name = (self.folder / "current").read_text().strip()
        except OSError:
            return None
        named = _NAME.fullmatch(name)
        path = self.folder / name
        return path if named and int(named[2]) == self.version and (path / "meta.json").is_file() else None

    def begin(self) -> Path:
        """An empty folder for a new generation; what a broken-off building left is taken away."""
        self.folder.mkdir(parents=True, exist_ok=True)
        used = self.current()
        numbers = [0]
        for path in self.folder.iterdir():
            if named := _NAME.fullmatch(path.name):
                numbers.append(int(named[1]))
                if path != used:
                    shutil.rmtree(path, ignore_errors=True)
        begun = self.folder / f"g{max(numbers) + 1:04}-v{self.version}"
        begun.mkdir()
        return begun

    def use(self, generation: Path) -> None:
        """From now on this generation is in use; readers of the one before go on until they look again."""
        named = self.folder / "current.new"
        named.write_text(generation.name)
        os.replace(named, self.folder / "current")
        for path in self.folder.iterdir():
            if _NAME.fullmatch(path.name) and path != generation:
                shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def writing(self, wait: float) -> Iterator[bool]:
        """Hold the lock of the one that writes; whether it was free in ``wait`` seconds. A dead process frees it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("a") as lock:
            until = time.monotonic() + wait
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    if time.monotonic() >= until:
                        yield False
                        return
                    time.sleep(0.01)
                else:
                    break
            yield True
