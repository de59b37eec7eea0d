"""The folder of what was fetched: where the file of an address lies, and what its server said of it.

``<name>.part`` is a file on its way, ``<name>.json`` what was said of the bytes beside it. Free of
Django. Whatever the disk refuses is raised as OSError.
"""

import fcntl
import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from telegrams.importing.reaching import Refused

SUFFIXES = (".xml", ".xml.gz", ".zip", ".txt")
SPARED = 256 * 1024 * 1024
"""Bytes a fetch leaves free on its disk: a database beside it that has no room stops (security.md section 1)."""

SAVE = "save it by other means, then import the file"


@dataclass(frozen=True, slots=True)
class Kept:
    """What a server said of the bytes that are here; ``size``: of them once whole, else 0."""

    etag: str = ""
    modified: str = ""
    size: int = 0

    def unbroken(self) -> str:
        """The validator by which a server says that a part still fits; '' where there is none that is strong."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.modified


def place_of(address: str, folder: Path) -> Path:
    """Where the file of an address is kept: a folder for each address, in it the last two words of its path.

    Those two give a text its volume and document, as they do for a path. Raises Refused for a file of another kind.
    """
    words = urlsplit(address).path.split("/")
    *above, name = [re.sub(r"[^A-Za-z0-9._-]+", "-", unquote(word)).lstrip(".") for word in words]
    if not name.lower().endswith(SUFFIXES):
        raise Refused(f"an address of “{name[-80:]}”", f"expected a file that ends in one of {', '.join(SUFFIXES)}")
    digest = hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    parent = above[-1][-80:] if above and above[-1] else "volumes"
    return folder / digest / parent / name[-150:]


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold the folder; raises Refused where another process is fetching into it."""
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused("another import is fetching it", "", "wait for that to end") from None
        yield


def refuse_size(total: int | None, largest: int, part: Path) -> None:
    """Raises Refused before its bytes come for a file of more than ``largest`` bytes, or than the disk has room for."""
    if total is not None and total > largest:
        raise Refused(f"a file of {total:,} bytes", f"expected at most {largest:,}", SAVE)
    free, needed = shutil.disk_usage(part.parent).free - SPARED, (total or 0) - size_of(part)
    if free < needed:
        found = f"{max(free, 0):,} bytes may be used where fetched files are kept"
        raise Refused(found, f"expected {max(needed, 0):,}", "make room")


def part_of(whole: Path) -> Path:
    """Where a file lies until it is whole."""
    return whole.with_name(whole.name + ".part")


def begun(part: Path) -> tuple[int, Kept]:
    """(bytes that are here of a file, what was said of it); 0 where it must begin anew."""
    kept = kept_of(part)
    return (size_of(part), kept) if kept and kept.unbroken() else (0, Kept())


def begin(part: Path, kept: Kept) -> None:
    """An empty part, and what was said of what will be in it."""
    part.open("wb").close()
    keep(part, kept)


def take_name(part: Path, whole: Path, kept: Kept) -> None:
    """Give a whole file its name. Killed in between, the file stands with nothing said of it, and comes again."""
    _beside(whole).unlink(missing_ok=True)
    part.replace(whole)
    _beside(part).unlink(missing_ok=True)
    keep(whole, kept)


def kept_of(path: Path) -> Kept | None:
    """What was said of the bytes in a file; None where nothing was."""
    try:
        return Kept(**json.loads(_beside(path).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def keep(path: Path, kept: Kept) -> None:
    """Write down, at one stroke, what was said of a file."""
    draft = path.with_name(path.name + ".draft")
    draft.write_text(json.dumps(asdict(kept)), encoding="utf-8")
    draft.replace(_beside(path))


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".json")


def size_of(path: Path) -> int:
    """Bytes of a file, 0 where there is none."""
    return path.stat().st_size if path.is_file() else 0
