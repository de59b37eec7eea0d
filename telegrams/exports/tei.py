"""Documents as TEI P5: one file a run, which the import reads back as the same records.

A single volume is one TEI, its documents inside their divisions; several are the TEIs of a
teiCorpus. Values stand as they were read; corrections of a single document are told in its header, and
corrected words of any stand in a choice beside the printed ones.
Signs that no XML can hold (controls, halves of a pair) become U+FFFD: they alone do not come back.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, groupby, islice
from operator import attrgetter
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import TextIO

from telegrams import corrections
from telegrams.citing import citation_of, note_form
from telegrams.errata import errata_of
from telegrams.exports.tei_document import Described, document
from telegrams.exports.tei_header import Book, Change, Heading, corpus_header, header
from telegrams.exports.tei_markup import Ids, opened
from telegrams.models import Telegram, Volume
from telegrams.records import record_of

_PROLOG = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = "http://www.tei-c.org/ns/1.0"
_IN_MEMORY = 1 << 22
_TYPES = (("comp", "compilation"), ("ch", "chapter"), ("subch", "subchapter"))
"""What the ids of the series' divisions begin with."""


def write(documents: Iterable[Telegram], stream: TextIO, site: str = "") -> None:
    """One TEI file; nothing where there is no document. Documents of one volume stand together.

    The first volume waits in a temporary file until it is known whether another one follows.
    """
    volumes = (list_of for _, list_of in groupby(documents, key=attrgetter("volume_id")))
    first = next(volumes, None)
    if first is None:
        return
    ids = Ids()
    with SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline="") as waiting:
        _write_telegrams(waiting, first, site, ids)  # type: ignore[arg-type]
        second = next(volumes, None)
        stream.write(_PROLOG)
        if second is not None:
            stream.write(f"{opened('teiCorpus', {'xmlns': _NAMESPACE})}\n{corpus_header()}\n")
        waiting.seek(0)
        copyfileobj(waiting, stream)
    if second is None:
        return
    for telegrams in chain([second], volumes):
        _write_telegrams(stream, telegrams, site, ids)
    stream.write("</teiCorpus>\n")


def _write_telegrams(stream: TextIO, telegrams: Iterator[Telegram], site: str, first: Ids) -> None:
    """The documents held of one volume."""
    begun = list(islice(telegrams, 2))
    heading = _heading_of_one(begun[0], site) if len(begun) == 1 else Heading(_title(begun[0].volume))
    described = (_described(telegram, site) for telegram in chain(begun, telegrams))
    write_volume(stream, _book(begun[0].volume), heading, described, first)


def write_volume(stream: TextIO, book: Book, heading: Heading, documents: Iterable[Described], first: Ids) -> None:
    """The TEI of one volume; ``first``: the ids of the file's first volume, which this one is while none is taken."""
    is_first = not first.is_begun
    name = first.take(book.slug)
    ids = first if is_first else Ids(f"{name}.")
    stream.write(opened("TEI", {"xmlns": _NAMESPACE, "xml:id": name, "n": book.slug}))
    stream.write(f"\n{header(book, heading, with_kinds=is_first)}\n<text><body>\n")
    around = _Divisions(ids)
    for described in documents:
        stream.write(around.moved_to(described.record.division))
        stream.write(f"{document(described, ids)}\n")
    stream.write(f"{around.moved_to('')}</body></text>\n</TEI>\n")


class _Divisions:
    """The divisions that stand open around the documents."""

    def __init__(self, ids: Ids) -> None:
        self.ids = ids
        self.open: list[str] = []

    def moved_to(self, division: str) -> str:
        """The tags that lead from the division before to this one: 'comp1/ch3'."""
        wanted = division.split("/") if division else []
        kept = 0
        while kept < min(len(wanted), len(self.open)) and wanted[kept] == self.open[kept]:
            kept += 1
        closing = "</div>\n" * (len(self.open) - kept)
        begun = "".join(
            opened("div", {"type": _type_of(name), "xml:id": self.ids.take(name), "n": name}) + "\n"
            for name in wanted[kept:]
        )
        self.open = wanted
        return closing + begun


def _type_of(name: str) -> str:
    return next((said for start, said in _TYPES if name.startswith(start)), "section")


# --- what the tables say of a volume and its document ----------------------------------------------


def _book(volume: Volume) -> Book:
    return Book(
        volume.slug, _title(volume), volume.place, volume.publisher, volume.published, volume.rights, volume.is_specimen
    )


def _title(volume: Volume) -> str:
    return volume.title or volume.short_title or volume.slug


def _described(telegram: Telegram, site: str) -> Described:
    citation = note_form(citation_of(telegram))
    address = f"{site}{telegram.get_absolute_url()}" if site else ""
    return Described(record_of(telegram), citation, address, errata_of(telegram.places))


def _heading_of_one(telegram: Telegram, site: str) -> Heading:
    described = _described(telegram, site)
    standing = (row for row in telegram.corrections.all() if row.withdrawn_at is None)
    changes = tuple(
        Change(one.field, one.value, one.by, one.on, one.reason, one.source)
        for one in map(corrections.corrected_value, standing)
    )
    heading = " ".join(telegram.heading.split()) or telegram.document
    return Heading(_title(telegram.volume), heading, described.citation, described.address, changes)
