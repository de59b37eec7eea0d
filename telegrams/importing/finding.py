"""Paths → files to read: files, folders, zips, addresses and standard input, each with the identity it gives.

Only regular files are opened, links to folders are not followed, members of a zip are read as
streams under caps and never unpacked to disk (security.md section 2). A text is read whole; a
volume is opened by its reader, as often as it needs, and never held whole.
"""

import os
import re
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from telegrams.importing.fetching import Fetch, Fetched, not_fetched
from telegrams.importing.readers.contract import PIECE, SourceFile, Unreadable
from telegrams.parsing.folding import slugged
from telegrams.parsing.volume_slug import volume_slug
from telegrams.records import Problem, printable
from telegrams.vocabulary import Level

LARGEST_TEXT = 16 * 1024 * 1024
"""Bytes of a file that is read whole."""

LARGEST_ARCHIVE = 4 * 1024 * 1024 * 1024
LARGEST_RATIO = 200
MOST_MEMBERS = 70_000

_IN_PIECES = (".xml", ".xml.gz")
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")

_VOLUME_AND_DOCUMENT = re.compile(r"(?P<volume>frus[\w.-]*?)-(?P<document>[a-z]+\d[\w.]*)", re.IGNORECASE)
_DRIVE = re.compile(r"^[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Identity:
    """What the caller says of identity; '' leaves it to the path."""

    volume: str = ""
    document: str = ""


FROM_THE_PATH = Identity()
"""Nothing said: volume and document are those of the path."""

Found = SourceFile | Problem
"""A file that can be read, or why there is none."""


def find(
    paths: list[str],
    said: Identity,
    suffixes: frozenset[str],
    standard_input: bytes | None,
    fetch: Fetch = not_fetched,
) -> Iterator[Found]:
    """Every file under the paths in a stable order; what cannot be read is a Problem in its place."""
    for path in paths:
        if path == "-":
            yield SourceFile("standard input", said.volume, said.document, standard_input or b"")
        elif not path:
            # An empty word, as of a variable that was not set, would else be the current folder.
            yield Problem("", None, "not-a-file", Level.ERROR, "an empty path", "expected a file or folder", "name one")
        elif isinstance(fetched := fetch(path), Problem):
            yield fetched
        elif fetched:
            yield from _of_address(fetched, said, suffixes)
        else:
            yield from _at(Path(path), said, suffixes, named=True)


def _of_address(fetched: Fetched, said: Identity, suffixes: frozenset[str]) -> Iterator[Found]:
    """What came from an address, called by it and not by where it is kept."""
    kept_at = printable(str(fetched.path))
    for found in _at(fetched.path, said, suffixes, named=True):
        if isinstance(found, SourceFile):
            yield replace(found, name=fetched.address + found.name.removeprefix(kept_at))
        else:
            yield replace(found, source=fetched.address + found.source.removeprefix(kept_at))


def weight_of(paths: Iterable[str], suffixes: frozenset[str], fetch: Fetch = not_fetched) -> int:
    """Bytes of all files under the paths that a reader knows, for saying how far an import is. Reads none of them."""
    whole = 0
    for path in paths:
        fetched = fetch(path)
        if fetched:
            whole += _size(str(fetched.path)) if isinstance(fetched, Fetched) else 0
        elif os.path.isdir(path):
            for folder, _, names in os.walk(path):
                known = (name for name in names if name.lower().endswith((*suffixes, ".zip")))
                whole += sum(_size(os.path.join(folder, name)) for name in known)
        else:
            whole += _size(path)
    return whole


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0


def _at(path: Path, said: Identity, suffixes: frozenset[str], named: bool) -> Iterator[Found]:
    """What stands at a path; ``named`` if the caller named it, so that a wrong suffix is read anyway."""
    try:
        status = path.stat()
    except FileNotFoundError:
        yield _problem(path, "not-a-file", Level.ERROR, "nothing is there", "a file or folder", "check the path")
        return
    except OSError as refused:
        yield _problem(path, "permission", Level.ERROR, _why(refused), "a readable file", "check its permissions")
        return
    if stat.S_ISDIR(status.st_mode):
        yield from _folder(path, said, suffixes)
    elif not stat.S_ISREG(status.st_mode):
        expected = "a regular file; pipes, sockets and devices are not read"
        yield _problem(path, "not-a-file", Level.WARNING, "not a regular file", expected, "save its content as a file")
    elif path.suffix.lower() == ".zip":
        yield from _archive(path, said, suffixes)
    elif not _is_known(path.name, suffixes) and not (named and not path.suffix):
        yield _unknown(printable(str(path)), path.suffix, suffixes)
    else:
        yield _file(path, said)


def _is_known(name: str, suffixes: frozenset[str]) -> bool:
    """Whether a reader knows files that end so; a suffix may have two parts, as .xml.gz."""
    return name.lower().endswith(tuple(suffixes))


def _folder(folder: Path, said: Identity, suffixes: frozenset[str]) -> Iterator[Found]:
    try:
        names = sorted(os.listdir(folder))
    except OSError as refused:
        yield _problem(folder, "permission", Level.ERROR, _why(refused), "a readable folder", "check its permissions")
        return
    for name in names:
        path = folder / name
        if name.startswith(".") or name == "__MACOSX" or (path.is_symlink() and path.is_dir()):
            continue
        yield from _at(path, said, suffixes, named=False)


def _file(path: Path, said: Identity) -> Found:
    volume, document = identity_of(PurePosixPath(os.path.abspath(path)), said)
    name = printable(str(path))
    try:
        with _opened(path) as stream:
            status = os.fstat(stream.fileno())
            if not stat.S_ISREG(status.st_mode):
                return _problem(path, "not-a-file", Level.WARNING, "not a regular file", "a regular file", "")
            if _is_in_pieces(name, head := stream.read(4096)):
                pieces = partial(_pieces_of_file, path, _state(status))
                return SourceFile(name, volume, document, opened=pieces, weight=status.st_size)
            data = head + stream.read(LARGEST_TEXT + 1 - len(head))
    except OSError as refused:
        return _problem(path, "permission", Level.ERROR, _why(refused), "a readable file", "check its permissions")
    if len(data) > LARGEST_TEXT:
        return _too_large(name)
    return SourceFile(name, volume, document, data, weight=len(data))


def _opened(path: Path) -> BinaryIO:
    # O_NONBLOCK: a pipe put in the file's place since it was looked at must not hold us.
    return os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb", PIECE)


def _is_in_pieces(name: str, head: bytes) -> bool:
    """Whether a file is read piece by piece: XML by its name, or one of no kind that begins as XML does."""
    return name.lower().endswith(_IN_PIECES) or (not PurePosixPath(name).suffix and bool(_XML.match(head)))


def _state(status: os.stat_result) -> tuple[int, ...]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _pieces_of_file(path: Path, state: tuple[int, ...]) -> Iterator[bytes]:
    """The bytes of a file from its beginning; raises Unreadable, also where it is another than it was."""
    try:
        with _opened(path) as stream:
            while piece := stream.read(PIECE):
                yield piece
            now = _state(os.fstat(stream.fileno()))
    except OSError as refused:
        raise Unreadable(_why(refused)) from refused
    if now != state:
        raise Unreadable("it has changed while it was read")


def _too_large(name: str) -> Problem:
    found, expected = f"over {LARGEST_TEXT:,} bytes", "expected the text of some documents, or a volume in TEI"
    return Problem(name, None, "size", Level.ERROR, found, expected, "split it")


def identity_of(path: PurePosixPath, said: Identity) -> tuple[str, str]:
    """(volume, document) of a path.

    >>> identity_of(PurePosixPath('/x/frus1934v04-d61.txt'), Identity())
    ('frus1934v04', 'd61')
    >>> identity_of(PurePosixPath('/x/frus1945v05/d690.txt'), Identity())
    ('frus1945v05', 'd690')
    """
    both = _VOLUME_AND_DOCUMENT.fullmatch(path.stem)
    if both and not said.volume:
        return volume_slug(both["volume"]), slugged(both["document"])
    volume = said.volume or volume_slug(path.parent.name) or "unnamed"
    document = said.document or slugged(both["document"] if both else path.stem) or "document"
    return volume, document


def _archive(path: Path, said: Identity, suffixes: frozenset[str]) -> Iterator[Found]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            refused = _why_refused(members)
            if refused:
                yield _problem(path, refused[0], Level.ERROR, refused[1], refused[2], refused[3])
                return
            yield from _members(path, archive, members, said, suffixes)
    except (zipfile.BadZipFile, EOFError) as broken:
        remedy = "make the zip again"
        yield _problem(path, "archive", Level.ERROR, f"not a zip: {broken}", "a whole zip archive", remedy)
    except OSError as refused_file:
        yield _problem(path, "permission", Level.ERROR, _why(refused_file), "a readable file", "check its permissions")


def _why_refused(members: list[zipfile.ZipInfo]) -> tuple[str, str, str, str] | None:
    """Code, found, expected, remedy where the whole archive is refused."""
    for member in members:
        name = member.filename.replace("\\", "/")
        if name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/"):
            return "unsafe-path", f"the member “{member.filename}”", "names inside the archive", "make the zip again"
    if len(members) > MOST_MEMBERS:
        return "archive", f"{len(members):,} members", f"at most {MOST_MEMBERS:,}", "split the zip"
    if sum(member.file_size for member in members) > LARGEST_ARCHIVE:
        return "archive", "unpacks to over 4 GiB", "at most 4 GiB", "split the zip"
    for member in members:
        if member.file_size > LARGEST_RATIO * max(member.compress_size, 1) and member.file_size > 1_000_000:
            found = (
                f"the member “{member.filename}” unpacks to {member.file_size // max(member.compress_size, 1)} times"
            )
            return "archive", found, f"at most {LARGEST_RATIO} times", "a zip of real documents"
    return None


def _members(
    path: Path, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], said: Identity, suffixes: frozenset[str]
) -> Iterator[Found]:
    unpacked = 0
    for member in sorted(members, key=lambda one: one.filename):
        inside = PurePosixPath(member.filename.replace("\\", "/"))
        if "__MACOSX" in inside.parts or inside.name.startswith("."):
            continue
        name = printable(f"{path}/{inside}")
        if inside.suffix.lower() == ".zip":
            yield Problem(name, None, "archive", Level.WARNING, "a zip inside a zip", "expected documents", "unpack it")
            continue
        if not _is_known(inside.name, suffixes):
            yield _unknown(name, inside.suffix, suffixes)
            continue
        unpacked += member.file_size
        if unpacked > LARGEST_ARCHIVE:
            yield _problem(path, "archive", Level.ERROR, "unpacks to over 4 GiB", "at most 4 GiB", "split the zip")
            return
        yield _member(archive, member, name, inside if len(inside.parts) > 1 else path.stem / inside, said)


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, inside: PurePosixPath, said: Identity
) -> Found:
    volume, document = identity_of(inside, said)
    if _is_in_pieces(inside.name, b""):
        pieces = partial(_pieces_of_member, archive, member)
        return SourceFile(name, volume, document, opened=pieces, weight=member.compress_size)
    if member.file_size > LARGEST_TEXT:
        return _too_large(name)
    try:
        data = b"".join(_pieces_of_member(archive, member))
    except Unreadable as broken:
        return _bad_member(name, str(broken))
    return SourceFile(name, volume, document, data, weight=member.compress_size)


def _pieces_of_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of a member from its beginning; raises Unreadable, also where it has more than the archive says."""
    left = member.file_size
    try:
        with archive.open(member) as stream:
            while piece := stream.read(PIECE):
                left -= len(piece)
                if left < 0:
                    raise Unreadable("unpacks to more than the archive says")
                yield piece
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as broken:
        # RuntimeError: encrypted; NotImplementedError: a method of packing Python does not know.
        raise Unreadable(f"cannot be unpacked: {broken}") from broken


def _bad_member(name: str, found: str) -> Problem:
    return Problem(name, None, "archive", Level.ERROR, found, "expected a whole member", "make the zip again")


def _unknown(name: str, suffix: str, suffixes: frozenset[str]) -> Problem:
    expected = "expected one of " + ", ".join(sorted(suffixes | {".zip"}))
    return Problem(name, None, "unknown-type", Level.WARNING, f"no reader knows “{suffix}”; skipped", expected, "")


def _problem(path: Path, code: str, level: Level, found: str, expected: str, remedy: str) -> Problem:
    return Problem(printable(str(path)), None, code, level, found, f"expected {expected}", remedy)


def _why(refused: OSError) -> str:
    return f"cannot be read: {refused.strerror}"
