"""An address or the bare id of a volume → a file in the folder of what was fetched.

A file goes on where it broke off if its server still has the same one, and takes its name when it
is whole; a file that has not changed is not sent again. Free of Django.
"""

import errno
import os
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from pathlib import Path
from typing import BinaryIO

from telegrams.importing.fetched_files import (
    SAVE,
    Kept,
    alone_in,
    begin,
    begun,
    kept_of,
    part_of,
    place_of,
    refuse_size,
    size_of,
    take_name,
)
from telegrams.importing.reaching import SILENCE, Answer, Reach, Refused, answered, read_address, too_late
from telegrams.records import Problem, printable
from telegrams.vocabulary import Level

PIECE = 1 << 16

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
# frus1945v05 · frus1952-54v01p1 · frus1917Supp02v02 · frus1961-63v07-09mSupp
_VOLUME_ID = re.compile(r"frus(?:1[7-9]|20)\d\d(?:-(?:\d\d){1,2})?[A-Za-z0-9]*(?:-\d\d)?[A-Za-z0-9]*")
_RANGE = re.compile(r"bytes (?P<start>\d+)-\d+/(?P<total>\d+)")


@dataclass(frozen=True, slots=True)
class FetchRules:
    """Where volumes are and how they may be had.

    ``template``: the address of a volume with ``{volume}`` for its id. ``plain_http``, ``private``:
    besides https, and besides public addresses. ``largest``: bytes of one file. ``seconds``: for one
    file with all its tries; ``silence``: seconds without a byte. ``pause``: seconds before the second
    try, doubled before each further one; no pause is longer than ``longest_pause``, whatever is asked.
    """

    template: str
    plain_http: bool = False
    private: bool = False
    largest: int = 2 * 1024**3
    seconds: float = 1800.0
    silence: float = SILENCE
    tries: int = 5
    pause: float = 1.0
    longest_pause: float = 60.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that is here, and the address it is called by."""

    address: str
    path: Path


Fetch = Callable[[str], Fetched | Problem | None]
"""A word of the command → the file it is fetched as, or why there is none; None for what is no address."""
Count = Callable[[int, int | None], None]
"""Told the bytes of a file that are here, and how many there will be, where its server says so."""


def not_fetched(word: str) -> None:
    """Nothing is fetched: every word is a path."""


def fetcher(rules: FetchRules, folder: Path, progress: Callable[[str, int, int | None], None]) -> Fetch:
    """Fetches addresses and ids of volumes into the folder, each once: an import looks at its files twice.

    ``progress`` is told the address, and what a Count is told.
    """

    @cache
    def fetched(word: str) -> Fetched | Problem | None:
        address = word if is_address(word) else address_of(word, rules.template) if is_volume_id(word) else ""
        if not address:
            return None
        found = fetch(address, folder, rules, lambda here, whole: progress(shown(address), here, whole))
        return Fetched(shown(address), found) if isinstance(found, Path) else found

    return fetched


def is_address(word: str) -> bool:
    """Whether a word of the command is an address, of whatever scheme."""
    return _ADDRESS.match(word) is not None


def is_volume_id(word: str) -> bool:
    """Whether a word is the bare id of a volume of the series, and no file or folder is called so."""
    return _VOLUME_ID.fullmatch(word) is not None and not os.path.lexists(word)


def address_of(volume: str, template: str) -> str:
    """The address of a volume.

    >>> address_of("frus1945v05", "https://example.org/{volume}.xml")
    'https://example.org/frus1945v05.xml'
    """
    return template.replace("{volume}", volume)


def shown(word: str) -> str:
    """A word as messages and runs keep it: an address without names, passwords and query, for they may be secrets.

    >>> shown("https://clio:secret@example.org/frus1945v05.xml?token=1")
    'https://example.org/frus1945v05.xml'
    """
    if not is_address(word):
        return printable(word)
    scheme, _, rest = re.split(r"[?#]", word, maxsplit=1)[0].partition("://")
    host, slash, path = rest.partition("/")
    return printable(f"{scheme}://{host.rpartition('@')[2]}{slash}{path}")


def fetch(address: str, folder: Path, rules: FetchRules, count: Count) -> Path | Problem:
    """The file of an address, whole and as its server has it now; a Problem ``fetch`` for whatever goes wrong."""
    try:
        read_address(address, rules.plain_http)
        whole = place_of(address, folder)
        whole.parent.mkdir(parents=True, exist_ok=True)
        with alone_in(whole.parent):
            _until_whole(address, whole, rules, count)
    except Refused as why:
        # a server's own words may hold what no database keeps
        found = printable(why.found)[:300]
        return Problem(shown(address), None, "fetch", Level.ERROR, found, why.expected, why.remedy)
    except OSError as broken:
        found = f"it cannot be kept: {broken.strerror or broken}"
        remedy = "make room" if broken.errno in _NO_ROOM else f"check the folder {folder}"
        return Problem(shown(address), None, "fetch", Level.ERROR, found, "", remedy)
    return whole


_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def _until_whole(address: str, whole: Path, rules: FetchRules, count: Count) -> None:
    """Try until the file is here whole; raises Refused with the reason of the last try."""
    until = time.monotonic() + rules.seconds
    reach = Reach(rules.plain_http, rules.private, until, rules.seconds, rules.silence)
    for tried in range(1, rules.tries + 1):
        try:
            _try(address, whole, reach, rules.largest, count)
            return
        except Refused as why:
            if not why.passing:
                raise
            if tried == rules.tries:
                why.found += f", at the last of {tried} tries"
                raise
            pause = rules.pause * 2 ** (tried - 1) * secrets.SystemRandom().uniform(0.5, 1.0)
            pause = min(max(pause, why.wait), rules.longest_pause)
            if time.monotonic() + pause >= until:
                raise too_late(rules.seconds) from why
        time.sleep(pause)


def _try(address: str, whole: Path, reach: Reach, largest: int, count: Count) -> None:
    """One try to have the file, from where it broke off; raises Refused and OSError."""
    part = part_of(whole)
    here, kept = begun(part)
    conditions = {"Range": f"bytes={here}-", "If-Range": kept.unbroken()} if here else _unless_changed(whole)
    with answered(address, _ASKED | conditions, reach) as answer:
        if answer.response.status == 304 and conditions and not here:
            count(size_of(whole), size_of(whole))
            return
        start, total = _extent(answer, here, part)
        if start == 0:
            kept = Kept(answer.header("ETag"), answer.header("Last-Modified"))
            begin(part, kept)
        refuse_size(total, largest, part)
        with part.open("ab", buffering=0) as stream:
            try:
                here = _pour(answer, stream, start, total, largest, count)
                os.fsync(stream.fileno())
            except OSError as broken:
                if broken.errno in _NO_ROOM:
                    stream.truncate(0)  # others need the room more
                raise
    take_name(part, whole, replace(kept, size=here))


_ASKED = {"User-Agent": "telegram-archive", "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}


def _unless_changed(whole: Path) -> dict[str, str]:
    """The headers that ask for a file only if it is another than the one that is here."""
    known = kept_of(whole)
    if known is None or not whole.is_file() or known.size != size_of(whole):
        return {}
    said = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
    return {name: value for name, value in said.items() if value}


def _extent(answer: Answer, here: int, part: Path) -> tuple[int, int | None]:
    """(first byte, bytes of the whole file) of an answer that carries the file; raises Refused for any other."""
    status, length = answer.response.status, answer.header("Content-Length")
    encoding = answer.header("Content-Encoding").lower() or "identity"
    if status in (200, 206) and encoding != "identity" and not part.name.endswith(".gz.part"):
        raise Refused(f"the server packs the file ({encoding}) though asked not to", "expected it as it is")
    if status == 200:
        if answer.response.chunked:
            return 0, None
        if not length.isdecimal() and not answer.address.is_https:
            raise Refused("the server does not say where the file ends", "expected its Content-Length", SAVE)
        return 0, int(length) if length.isdecimal() else None
    said = _RANGE.fullmatch(answer.header("Content-Range"))
    if status == 206 and here and said and int(said["start"]) == here:
        return here, int(said["total"])
    if status in (206, 416) and here:
        part.unlink()
        raise Refused("the server does not go on where the file broke off", "", "run it again", passing=True)
    raise _of_status(answer)


def _of_status(answer: Answer) -> Refused:
    status = answer.response.status
    found = f"the server answered {status} {answer.response.reason}".rstrip()
    if status in (408, 429) or status >= 500:
        return Refused(found, "expected a file", "run it again later", passing=True, wait=_wait(answer))
    return Refused(found, "expected a file", "check the address, or the volume's id")


def _wait(answer: Answer) -> float:
    """Seconds a server asks to wait, as it may say in seconds or as a moment; 0 where it says nothing."""
    said = answer.header("Retry-After")
    if said.isdecimal():
        return float(said[:9])
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return 0.0
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _pour(answer: Answer, stream: BinaryIO, here: int, total: int | None, largest: int, count: Count) -> int:
    """Write the answer behind what is here; bytes of the whole. Raises Refused where it is not whole or too large."""
    count(here, total)
    while here != total and (piece := answer.piece(PIECE if total is None else min(PIECE, total - here))):
        here += len(piece)
        if here > largest:
            stream.truncate(0)
            raise Refused(f"a file of over {largest:,} bytes", f"expected at most {largest:,}", SAVE)
        _write(stream, piece)
        count(here, total)
    if answer.reach.until <= time.monotonic() and here != total:
        raise too_late(answer.reach.seconds)
    if total is not None and here < total:
        raise Refused(f"{here:,} of {total:,} bytes came", "expected all", "run it again: it goes on", passing=True)
    return here


def _write(stream: BinaryIO, piece: bytes) -> None:
    """Write all of it: an unbuffered file may take less at a time."""
    rest = memoryview(piece)
    while rest:
        rest = rest[stream.write(rest) :]
