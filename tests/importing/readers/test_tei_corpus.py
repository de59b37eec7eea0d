"""How well whole volumes are read, by the scorer of the shared corpus, and that both readers agree."""

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from telegrams.exports.gold_jsonl import export_id, gold_record
from telegrams.importing.readers.contract import SourceFile
from telegrams.importing.readers.printed_text import PrintedText
from telegrams.importing.readers.safe_xml import safe_parser
from telegrams.importing.readers.tei import TeiVolume
from telegrams.importing.readers.tei_blocks import FRUS, TEI
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
def read(corpus: Path) -> dict[str, TelegramRecord]:
    """The documents of the volume by their id."""
    data = (corpus / "tei" / f"{VOLUME}.xml.gz").read_bytes()
    found = TeiVolume().read(SourceFile(f"{VOLUME}.xml.gz", "tei", VOLUME, data))
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


@pytest.mark.parametrize(
    ("path", "counted"),
    [
        pytest.param("self::t:div", lambda record: 1, id="documents"),
        pytest.param(".//t:note[@n]", lambda record: len(record.footnotes), id="notes"),
        pytest.param(".//t:pb", lambda record: sum(not page.implied for page in record.pages), id="pages"),
        pytest.param(
            ".//t:ref[contains(@target, '#pg_')]",
            lambda record: sum("page" in dict(one.wanted) for one in record.references),
            id="references to pages",
        ),
        pytest.param(".//f:attachment", lambda record: len(record.parts), id="enclosures"),
    ],
)
def test_nothing_of_a_volume_is_lost(corpus: Path, path: str, counted: Callable[[TelegramRecord], int]) -> None:
    data = gzip.decompress((corpus / "tei" / f"{VOLUME}.xml.gz").read_bytes())
    names = {"t": TEI.strip("{}"), "f": FRUS.strip("{}")}
    documents = etree.fromstring(data, safe_parser()).iterfind(f".//{TEI}div[@type='document']")

    expected = sum(len(document.xpath(path, namespaces=names)) for document in documents)

    assert sum(counted(record) for record in read(corpus).values()) == expected
