"""How well whole volumes are read, by the scorer of the shared corpus, and that both readers agree."""

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from lxml import etree

from telegrams.exports.gold_jsonl import export_id, gold_record
from telegrams.importing.readers.contract import SourceFile
from telegrams.importing.readers.printed_text import PrintedText
from telegrams.importing.readers.safe_xml import safe_parser
from telegrams.importing.readers.tei import TeiVolume
from telegrams.importing.readers.tei_blocks import FRUS, TEI, XML_ID
from telegrams.parsing.references import is_citation
from telegrams.records import TelegramRecord
from telegrams.vocabulary import HeaderField

VOLUME = "frus1934v04"
LEAST = (
    "overall=0.995", "paragraphs=0.998", "text_similarity=0.999", "heading=0.999", "pages=0.999", "footnotes=0.999",
    "footnote_label=0.999", "footnote_anchor=0.995", "page_position=0.999", "source_note=0.995", "date=0.995",
    "place=0.98", "sender=0.98", "recipient=0.98", "message_number=0.98", "signature=0.98", "kind=0.98",
    "cross_references=0.98",
)  # fmt: skip
BOTH_KNOW = (
    HeaderField.KIND, HeaderField.SOURCE_NOTE, HeaderField.FILE_NUMBER, HeaderField.HEADING, HeaderField.SENDER_NAME,
    HeaderField.SENDER_OFFICE, HeaderField.RECIPIENT_NAME, HeaderField.RECIPIENT_OFFICE, HeaderField.MESSAGE_NUMBER,
)  # fmt: skip


@cache
def read(corpus: Path, volume: str = VOLUME) -> dict[str, TelegramRecord]:
    """The documents of a volume by their id."""
    data = (corpus / "tei" / f"{volume}.xml.gz").read_bytes()
    found = TeiVolume().read(SourceFile(f"{volume}.xml.gz", "tei", volume, data))
    return {one.document: one for one in found if isinstance(one, TelegramRecord)}


def test_the_score_of_a_volume_does_not_fall(corpus: Path, tmp_path: Path) -> None:
    produced = tmp_path / "produced.jsonl"
    produced.write_text("\n".join(json.dumps(gold_record(one, export_id(one))) for one in read(corpus).values()))

    gold = corpus / "gold-tei" / f"{VOLUME}.jsonl.gz"
    asked = [argument for limit in LEAST for argument in ("--require", limit)]
    command = [sys.executable, str(corpus / "score.py"), str(gold), str(produced), *asked]
    scored = subprocess.run(command, capture_output=True, text=True, check=False)

    assert scored.returncode == 0, scored.stdout + scored.stderr


@pytest.mark.parametrize("field", BOTH_KNOW, ids=lambda field: field.value)
def test_both_readers_read_the_same(corpus: Path, field: HeaderField) -> None:
    texts = sorted((corpus / "text" / VOLUME).glob("*.txt"))

    differ = []
    for path in texts:
        document = path.stem.rpartition("-")[2]
        (record,) = PrintedText().read(SourceFile(path.name, VOLUME, document, path.read_bytes()))
        assert isinstance(record, TelegramRecord)
        here, there = record.read(field), read(corpus)[document].read(field)
        if (here.value if here else None) != (there.value if there else None):
            differ.append(document)

    assert len(differ) <= len(texts) // 50


def volumes() -> list[str]:
    """The volumes of the corpus; the one of the other tests first."""
    found = sorted(path.name.partition(".")[0] for path in (settings.ARCHIVE_CORPUS / "tei").glob("*.xml.gz"))
    return sorted(found, key=lambda name: name != VOLUME) or [VOLUME]


Counted = dict[str, tuple[str, Callable[[TelegramRecord], int]]]

COUNTED: Counted = {
    "documents": ("self::t:div", lambda record: 1),
    "notes": (".//t:note[not(@type='source')][@n or @xml:id]", lambda record: len(record.footnotes)),
    "pages": (".//t:pb[@n != '']", lambda record: sum(not page.implied for page in record.pages)),
    "enclosures": (".//f:attachment[normalize-space()]", lambda record: len(record.parts)),
}
"""What an XPath counts in a document, and a record holds, in equal number."""

AT_LEAST: Counted = {
    # The rest stands in headings whose parties the encoders left unmarked.
    "parties": ("./t:head//*[@type='from' or @type='to']", lambda record: len(parties_of(record))),
    # The rest is printed and not marked; a link to a page of the web that the print does not name is none.
    "references": (
        ".//t:ref[@target][not(starts-with(@target, 'http://'))]",
        lambda record: sum(is_citation(one.wanted) for one in record.references),
    ),
}
"""What a record holds at least as many of."""

MARKUP_OF = {"t": TEI.strip("{}"), "f": FRUS.strip("{}")}


def parties_of(record: TelegramRecord) -> set[str]:
    """The sides of a document that are stated."""
    stated = {value.field for value in record.values if value.value}
    sides = {
        "from": {HeaderField.SENDER_NAME, HeaderField.SENDER_OFFICE},
        "to": {HeaderField.RECIPIENT_NAME, HeaderField.RECIPIENT_OFFICE},
    }
    return {side for side, fields in sides.items() if stated & fields}


@pytest.mark.parametrize("volume", volumes())
def test_nothing_of_a_volume_is_lost(corpus: Path, volume: str) -> None:
    data = gzip.decompress((corpus / "tei" / f"{volume}.xml.gz").read_bytes())
    documents = list(etree.fromstring(data, safe_parser()).iterfind(f".//{TEI}div[@type='document']"))
    held = read(corpus, volume)

    def differing(which: Counted, differs: Callable[[int, int], bool]) -> list[str]:
        return [
            f"{document.get(XML_ID)}: {name}"
            for document in documents
            for name, (path, counted) in which.items()
            if differs(counted(held[document.get(XML_ID)]), len(document.xpath(path, namespaces=MARKUP_OF)))
        ]

    assert len(held) == len(documents)
    assert differing(COUNTED, lambda here, there: here != there) == []
    assert differing(AT_LEAST, lambda here, there: here < there) == []
