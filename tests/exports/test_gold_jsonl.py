"""The gold form of a record."""

from telegrams.exports.gold_jsonl import gold_record
from telegrams.importing.readers.contract import SourceFile
from telegrams.importing.readers.printed_text import PrintedText
from telegrams.records import TelegramRecord

TEXT = """711.61/11–2245: Telegram

The Ambassador in the Soviet Union (Harriman) to the Secretary of State7

[Paraphrase]

3930. At the theatre8 last

[Page 922]

night.9

Harriman
  1. One.
  2. Two.
  3. See p. 165.
"""


def exported(text: str) -> dict[str, object]:
    """The gold record of a text."""
    (record,) = PrintedText().read(SourceFile("d690.txt", "frus1945v05", "d690", text.encode()))
    assert isinstance(record, TelegramRecord)
    return gold_record(record, "frus1945v05-d690")


def test_paragraphs_hold_what_is_no_header_field() -> None:
    gold = exported(TEXT)

    assert gold["paragraphs"] == ["3930. At the theatre last", "night."]
    assert gold["source_note"] == "711.61/11–2245: Telegram\n[Paraphrase]"
    assert gold["signature"] == "Harriman"


def test_what_is_inferred_stands_under_a_key_of_its_own() -> None:
    gold = exported(TEXT)

    assert (gold["date"], gold["place"]) == (None, None)
    assert gold["inferred"]["sent"] == {"value": "1945-11-22", "rule": "file-number-day"}


def test_anchors_name_the_field_or_the_paragraph() -> None:
    gold = exported(TEXT)

    assert [(note["ref_label"], note["anchor"]) for note in gold["footnotes"]] == [
        ("7", {"part": "heading", "paragraph_index": None, "char_offset": 71}),
        ("8", {"part": "body", "paragraph_index": 0, "char_offset": 20}),
        ("9", {"part": "body", "paragraph_index": 1, "char_offset": 6}),
    ]


def test_a_page_between_paragraphs_begins_the_next() -> None:
    assert exported(TEXT)["pages"] == [{"label": "922", "paragraph_index": 1, "char_offset": 0}]


def test_references_carry_their_target() -> None:
    assert exported(TEXT)["cross_references"] == [{"text": "p. 165", "target": "#pg_165"}]


def test_a_circular_is_a_telegram_in_the_gold_form() -> None:
    assert exported(TEXT.replace(": Telegram", ": Circular telegram"))["kind"] == "telegram"
