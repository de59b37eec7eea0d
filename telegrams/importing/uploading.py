"""Files sent from the browser → a rehearsal, and a load: the walk of the import, in a process of its own.

Files are kept under names of our making, in a folder that only the archive reads; before each reading they are
compared with what was sent. An upload that is being worked on holds an advisory lock, so that one whose process has
ended, for whatever reason, is told from one that goes on. May import the walk, as ``undoing`` may.
"""

import hashlib
import json
import os
import re
import resource
import secrets
import shutil
import signal
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path, PurePosixPath
from types import FrameType
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError, connection
from django.utils import timezone

from telegrams.importing.fetching import Fetched
from telegrams.importing.finding import Identity, identity_of
from telegrams.importing.readers import SUFFIXES
from telegrams.importing.report import ImportReport, as_json
from telegrams.importing.walk import AnotherImport, Follow, ImportRequest, Step, run_import
from telegrams.models import Upload
from telegrams.records import printable

ACCEPTED = (*SUFFIXES, ".zip")
"""How the names of files end that can be sent."""

FOLDER = "uploads"
"""The name of their folder in the archive's data."""

MOST_FILES = 100
KEPT_DAYS = 7
"""How long files wait to be accepted."""

SPARE = 256 * 2**20
"""Bytes that stay free beside what is sent."""

MEMORY, SECONDS = 2 * 2**30, 600
"""What a rehearsal may take: bytes of memory, and seconds of work. A load reads only what was rehearsed whole."""

BEGUN_WITHIN = timedelta(seconds=45)
"""How long a process may take to begin its work."""

MOST_SAID = 300
"""Problems, changes and lines of residue that are kept of a rehearsal; all are counted."""

WAIT = 20.0
"""Seconds for another import to end."""

_LOCKS = 7_301_947
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


class Refused(Exception):
    """What was sent cannot be kept; the message says why."""


@dataclass(frozen=True, slots=True)
class Watched:
    """How far the work on an upload is: its share from 0 to 1, and in words."""

    share: float
    said: str


def safe_name(given: str) -> str:
    """The name of a file as the archive writes it: Latin letters, digits, dots and dashes, at most 120.

    >>> safe_name("../../etc/frus1945v05-d690.TXT"), safe_name("C:\\\\temp\\\\Bogotá.xml.gz")
    ('frus1945v05-d690.txt', 'Bogota.xml.gz')
    >>> safe_name("\\u202etxt.exe.txt"), safe_name(".txt"), safe_name("\\x00")
    ('txt.exe.txt', 'file.txt', 'file')
    """
    last = re.split(r"[\\/]", unicodedata.normalize("NFKD", given))[-1]
    plain = "".join(char for char in last if char.isprintable() and not unicodedata.combining(char))
    known = next((one for one in sorted(ACCEPTED, key=len, reverse=True) if plain.lower().endswith(one)), "")
    stem = _UNSAFE.sub("-", plain[: len(plain) - len(known)] if known else plain).strip("-.")
    return (stem[: 120 - len(known)] or "file") + known


def sifted(files: Sequence[UploadedFile], volume: str, most_bytes: int) -> tuple[list[UploadedFile], list[str]]:
    """The files that are taken, and why others are not, in sentences; none is taken of too many or too much."""
    if not files:
        return [], ["Choose at least one file."]
    if len(files) > MOST_FILES:
        return [], [f"{len(files)} files: at most {MOST_FILES} go at once. Put them into a zip."]
    whole = sum(one.size or 0 for one in files)
    if whole > most_bytes:
        return [], [f"{whole / 1e6:,.1f} MB: at most {most_bytes / 1e6:,.0f} MB go at once."]
    faults = [(one, _fault(safe_name(one.name or ""), volume)) for one in files]
    return [one for one, fault in faults if not fault], [fault for _, fault in faults if fault]


def _fault(name: str, volume: str) -> str:
    """Why a file of this name is not taken; '' where it is."""
    if not name.endswith(ACCEPTED):
        return f"“{name}” ends like nothing that the archive reads: {', '.join(sorted(ACCEPTED))}."
    if name.endswith(".txt") and not volume and _volume_of(name) is None:
        return f"“{name}” does not say of which volume it is. Name the volume, or call it frus1945v05-d690.txt."
    return ""


def _volume_of(name: str) -> str | None:
    """The volume that a name says; None where it says none."""
    volume, _ = identity_of(PurePosixPath("/-") / name, Identity())
    return volume if volume != "unnamed" else None


def keep(files: Sequence[UploadedFile], root: Path, volume: str, by: Any, not_taken: Sequence[str] = ()) -> Upload:
    """Keep these files on disk and the row of their upload; raises Refused where the disk has no room."""
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    free, whole = shutil.disk_usage(root).free, sum(one.size or 0 for one in files)
    if free < whole + SPARE:
        raise Refused(f"{free / 1e6:,.0f} MB are free where uploads are kept: too little for {whole / 1e6:,.1f} MB.")
    folder = secrets.token_hex(16)
    (root / folder).mkdir(mode=0o700)
    try:
        kept = [_keep(one, root / folder / str(number)) for number, one in enumerate(files, 1)]
    except OSError as broken:
        shutil.rmtree(root / folder, ignore_errors=True)
        raise Refused(f"The files cannot be kept: {broken.strerror or broken}.") from broken
    return Upload.objects.create(by=by, folder=folder, volume=volume, files=kept, not_taken=[*not_taken])


def _keep(sent: UploadedFile, folder: Path) -> dict[str, Any]:
    """Write one file, for us alone, in a folder of its own: two may have one name."""
    folder.mkdir(mode=0o700)
    name, digest, size = safe_name(sent.name or ""), hashlib.sha256(), 0
    with os.fdopen(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "wb") as stream:
        for piece in sent.chunks():
            stream.write(piece)
            digest.update(piece)
            size += len(piece)
    return {"name": name, "size": size, "sha256": digest.hexdigest()}


def put_away(upload: Upload, root: Path, state: str, said: str = "") -> None:
    """Take the files of an upload from the disk; its row says what became of it."""
    if upload.folder:
        shutil.rmtree(root / upload.folder, ignore_errors=True)
    upload.folder = ""
    _into(upload, state, said)


def sweep(root: Path) -> int:
    """Put away what nobody has accepted for some days; how many uploads."""
    old = timezone.now() - timedelta(days=KEPT_DAYS)
    waiting = Upload.objects.exclude(folder="").filter(since__lt=old)
    gone = [one for one in waiting if not is_at_work(one)]
    for one in gone:
        put_away(one, root, "dropped", f"Nobody accepted it within {KEPT_DAYS} days; its files are deleted.")
    return len(gone)


def _into(upload: Upload, state: str, said: str = "") -> None:
    upload.state, upload.said, upload.since = state, said, timezone.now()
    upload.save()


# --- the work, in a process of its own ---


class TimeUp(Exception):
    """A rehearsal has worked for as long as it may."""


def bounded() -> None:
    """Bound this process, which reads what a stranger may have sent: memory, time of work, no dump of its core."""

    def stop(signalled: int, frame: FrameType | None) -> None:
        raise TimeUp

    signal.signal(signal.SIGXCPU, stop)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def carry_out(
    number: int, root: Path, request: ImportRequest, follow: Follow, wait: float = WAIT
) -> ImportReport | None:
    """Rehearse an upload (``request.dry_run``) or load it; None where it does not wait for that, or is broken off."""
    upload = Upload.objects.get(pk=number)
    if upload.state != ("rehearsing" if request.dry_run else "loading"):
        return None
    with _at_work(upload) as is_ours:
        return _carried_out(upload, root, request, follow, wait) if is_ours else None


def _carried_out(
    upload: Upload, root: Path, request: ImportRequest, follow: Follow, wait: float
) -> ImportReport | None:
    if other := changed(upload, root):
        _into(upload, "failed", f"“{other}” is no longer what was sent. Nothing was loaded; send it again.")
        return None
    (root / upload.folder / "progress.json").unlink(missing_ok=True)
    try:
        report = run_import(_asked(upload, root, request, wait), follow, _watching(root / upload.folder))
    except AnotherImport:
        said = "Another import is running. Nothing was loaded; rehearse again when it has ended."
        _into(upload, "failed", said)
        return None
    except MemoryError:
        _into(upload, "failed", f"Reading the files takes more than {MEMORY >> 20:,} MB of memory. Nothing was loaded.")
        return None
    except TimeUp:
        _into(upload, "failed", f"Reading the files takes longer than {SECONDS // 60} minutes. Nothing was loaded.")
        return None
    if request.dry_run:
        upload.rehearsal = in_short(report)
        _into(upload, "rehearsed")
    else:
        upload.run_id = report.run
        put_away(upload, root, "loaded")
    return report


def _asked(upload: Upload, root: Path, request: ImportRequest, wait: float) -> ImportRequest:
    """The request with the files of the upload, each called by its name and not by where it is kept."""
    kept = {str(path): Fetched(name, path) for name, path in places(upload, root)}
    return ImportRequest(
        paths=tuple(kept),
        said=Identity(upload.volume),
        dry_run=request.dry_run,
        accept=request.accept,
        residue=request.dry_run,
        specimens=request.specimens,
        wait=wait,
        room=request.room,
        with_notes=request.dry_run,
        fetch=kept.get,
        asked=f"upload {upload.pk}: {', '.join(found.address for found in kept.values())}",
        by=request.by,
    )


def places(upload: Upload, root: Path) -> list[tuple[str, Path]]:
    """The name of each file, and where it lies."""
    folder = root / upload.folder
    return [(one["name"], folder / str(number) / one["name"]) for number, one in enumerate(upload.files, 1)]


def changed(upload: Upload, root: Path) -> str:
    """The name of the first file that is not what was sent; '' where all are."""
    if not upload.folder:
        return str(upload)
    for (name, path), sent in zip(places(upload, root), upload.files, strict=True):
        try:
            with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            return name
        if digest != sent["sha256"]:
            return name
    return ""


def in_short(report: ImportReport) -> dict[str, Any]:
    """What a page says of a rehearsal; of what is many, the first, the grave before the light."""
    whole = as_json(report)
    unclaimed = [line for line in report.residue if ": residue: " in line]
    order = {"error": 0, "warning": 1, "note": 2}
    said = sorted(whole["said"], key=lambda one: order[one["level"]])
    short = {
        **whole,
        "said": said[:MOST_SAID],
        "said_in_all": len(said),
        "changes": whole["changes"][:MOST_SAID],
        "residue": unclaimed[:MOST_SAID],
        "residue_in_all": len(unclaimed),
        "lines": len(report.residue),
    }
    return {key: _storable(value) for key, value in short.items()}


def _storable(value: Any) -> Any:
    """A value of a report as the database can hold it and a page show it: controls escaped, gates in their lines."""
    if isinstance(value, str):
        return "\n".join(printable(line) for line in value.split("\n"))
    if isinstance(value, list):
        return [_storable(one) for one in value]
    return {str(key): _storable(one) for key, one in value.items()} if isinstance(value, dict) else value


# --- watching it ---


def _watching(folder: Path) -> Callable[[Step], None]:
    """Write how far the work is beside the files, twice a second: the work's own transaction shows nothing yet."""
    last = 0.0

    def write(step: Step) -> None:
        nonlocal last
        if time.monotonic() - last < 0.5:
            return
        last = time.monotonic()
        said = {"file": step.file, "documents": step.documents, "read": step.read, "whole": step.whole}
        with suppress(OSError):
            (folder / "progress.new").write_text(json.dumps(said))
            (folder / "progress.new").replace(folder / "progress.json")

    return write


def watched(upload: Upload, root: Path) -> Watched:
    """How far the work on an upload is."""
    try:
        said = json.loads((root / upload.folder / "progress.json").read_text())
        share = min(1.0, said["read"] / max(said["whole"], 1))
        return Watched(share, f"{said['documents']:,} documents so far, in {Path(said['file']).name}")
    except (OSError, ValueError, KeyError):
        return Watched(0.0, "about to begin")


@contextmanager
def _at_work(upload: Upload) -> Iterator[bool]:
    """Hold an upload's lock while its files are worked on; False where another process does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCKS, upload.pk])
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            with suppress(DatabaseError), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCKS, upload.pk])


def is_at_work(upload: Upload) -> bool:
    """Whether a process works on an upload, or has only just been told to."""
    if upload.state not in ("rehearsing", "loading"):
        return False
    if timezone.now() - upload.since < BEGUN_WITHIN:
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objid = %s"
            " AND objsubid = 2 AND granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
            [_LOCKS, upload.pk],
        )
        return bool(cursor.fetchone()[0])


def broken_off(upload: Upload) -> bool:
    """Mark an upload whose process has ended without a word; whether it has."""
    if upload.state not in ("rehearsing", "loading") or is_at_work(upload):
        return False
    was = "rehearsal" if upload.state == "rehearsing" else "load"
    said = f"The process of the {was} ended before it was done"
    kept = (
        "nothing was loaded" if was == "rehearsal" else "every document is whole or absent; the list of runs says more"
    )
    _into(upload, "failed", f"{said}: {kept}. It can be rehearsed again.")
    return True


def begin(upload: Upload, state: str) -> bool:
    """Move an upload into 'rehearsing' or 'loading', once for however many ask; whether it was this call that did."""
    come_from = {"rehearsing": ("rehearsed", "failed"), "loading": ("rehearsed",)}[state]
    moved = Upload.objects.filter(pk=upload.pk, state__in=come_from).exclude(folder="")
    return moved.update(state=state, since=timezone.now(), said="") == 1
