"""How well the dev texts are read, by the scorer of the shared corpus: the figures may not fall."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from telegrams.exports.gold_jsonl import gold_record
from telegrams.importing.readers.contract import SourceFile
from telegrams.importing.readers.printed_text import PrintedText
from telegrams.records import TelegramRecord, checksum

DEV = (
    "overall=0.985", "text_similarity=0.998", "page_position=0.99", "footnotes=0.99", "sender=0.98",
    "recipient=0.98", "footnote_anchor=0.93", "heading=0.985", "signature=0.965", "paragraphs=0.985",
    "message_number=0.98",
)  # fmt: skip
SETS = {
    "dev": ("text", "gold", DEV),
    "style-b": ("style-b", "style-b/gold.jsonl", ("overall=0.99", "paragraphs=0.99", "dateline=0.99")),
    "wild": ("wild", "wild/gold.jsonl", ("overall=0.96", "sender=0.98", "message_number=0.98", "signature=0.98")),
}


def records(folder: Path) -> list[TelegramRecord]:
    """The records of every text of a folder."""
    found = []
    for path in sorted(folder.rglob("*.txt")):
        volume, _, document = path.stem.rpartition("-")
        read = PrintedText().read(SourceFile(path.name, volume, document, path.read_bytes()))
        found.extend(one for one in read if isinstance(one, TelegramRecord))
    return found


@pytest.mark.parametrize("name", SETS)
def test_the_score_of_the_texts_does_not_fall(corpus: Path, tmp_path: Path, name: str) -> None:
    texts, gold, least = SETS[name]
    produced = tmp_path / "produced.jsonl"
    lines = [
        json.dumps(gold_record(record, f"{record.volume}-{record.document}")) for record in records(corpus / texts)
    ]
    produced.write_text("\n".join(lines), "utf-8")

    asked = [argument for limit in least for argument in ("--require", limit)]
    command = [sys.executable, str(corpus / "score.py"), str(corpus / gold), str(produced), *asked]
    scored = subprocess.run(command, capture_output=True, text=True, check=False)

    assert scored.returncode == 0, scored.stdout + scored.stderr


def test_both_styles_give_the_same_record(corpus: Path) -> None:
    second = {f"{record.volume}-{record.document}": checksum(record) for record in records(corpus / "style-b")}

    first = {}
    for stem in second:
        volume, _, document = stem.rpartition("-")
        data = (corpus / "text" / volume / f"{stem}.txt").read_bytes()
        (record,) = PrintedText().read(SourceFile(stem, volume, document, data))
        assert isinstance(record, TelegramRecord)
        first[stem] = checksum(record)

    assert first == second
