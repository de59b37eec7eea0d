"""The reader of printed pages: the seed, its variations, several documents in a file, lines accounted for."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telegrams.importing.readers import reader_for
from telegrams.importing.readers.contract import SourceFile
from telegrams.importing.readers.printed_text import PrintedText, account_for_lines
from telegrams.records import Place, Problem, TelegramRecord, checksum, from_json, to_json
from telegrams.vocabulary import HeaderField, Level, Origin, PassageKind

ROOT = Path(__file__).parents[3]
SEED = (ROOT / "fixtures/frus1945v05/d690.txt").read_text("utf-8")
EXPECTED = sorted((ROOT / "tests/expected").glob("*-*.json"))
LETTER = """No. 77.

No. 276.]

Mr. Adams to Mr. Seward.

[Extract.]

Legation of the United States, London, May 22, 1861. (Received June 4.)

Sir: I have seen his lordship.

* * * * *

I have the honor to be, sir, your obedient servant,

CHARLES FRANCIS ADAMS.

Hon. William H. Seward, Secretary of State, Washington, D. C.

[Inclosure 1 in No. 276.—Translation.]

Lord Russell to Mr. Adams.

Foreign Office, May 20, 1861.

Sir: It con[Page 91]tinues to be so.

I have, &c.,

RUSSELL.
"""
FIRST = """711.61/11–2245: Telegram

The Ambassador in Ruritania (Rassendyll) to the Secretary of State

secret
us urgent

Strelsau, November 22, 1945—4 p. m. [Received November 22—3:52 p. m.]

3930. My telegram of yesterday7 was shown to the Minister.8

He believes [Page 922] it.

Rassendyll
  1. Not printed.
  2. Rupert, Minister for Foreign Affairs.
"""
SECOND = """711.61/11–2245: Telegram
The Ambassador in Ruritania (Rassendyll) to the Secretary of State
secret us urgent
Strelsau, November 22,
1945—4 p. m.
[Received November 22—3:52 p. m.]
[Received November 22—3:52 p. m.]
3930. My telegram of yesterday7 was shown to the Minister.8
He believes [Page 922] it.
Rassendyll
- Not printed.↩
- Rupert, Minister for Foreign Affairs.↩
"""


def documents(text: str | bytes, name: str = "d690.txt") -> list[TelegramRecord]:
    """The records of a text."""
    data = text.encode("utf-8") if isinstance(text, str) else text
    read = PrintedText().read(SourceFile(name, "frus1945v05", "d690", data))
    return [record for record in read if isinstance(record, TelegramRecord)]


def the_document(text: str | bytes) -> TelegramRecord:
    """The one record of a text."""
    (record,) = documents(text)
    return record


def value(record: TelegramRecord, field: HeaderField) -> str | None:
    """The canonical value of a field."""
    read = record.read(field)
    return read.value if read else None


def codes(record: TelegramRecord) -> set[str]:
    """The codes of a record's problems, notes apart."""
    return {problem.code for problem in record.problems if problem.level != Level.NOTE}


@pytest.mark.parametrize("path", EXPECTED, ids=[path.stem for path in EXPECTED])
def test_a_fixture_gives_its_expected_record(path: Path) -> None:
    volume, document = path.stem.rsplit("-", 1)
    source = ROOT / "fixtures" / volume / f"{document}.txt"

    read = PrintedText().read(SourceFile(source.name, volume, document, source.read_bytes()))

    assert [to_json(record) for record in read if isinstance(record, TelegramRecord)] == [
        json.loads(path.read_text("utf-8"))
    ]


def test_the_seed_says_what_is_printed_and_marks_what_is_inferred() -> None:
    record = the_document(SEED)

    assert {read.field.value: (read.value, read.origin.value, read.rule) for read in record.values} == {
        "kind": ("telegram", "printed", ""),
        "source_note": ("711.61/11–2245: Telegram", "printed", ""),
        "file_number": ("711.61/11–2245", "printed", ""),
        "heading": ("The Ambassador in the Soviet Union (Harriman) to the Secretary of State", "printed", ""),
        "sender_name": ("Harriman", "printed", ""),
        "sender_office": ("Ambassador in the Soviet Union", "printed", ""),
        "recipient_office": ("Secretary of State", "printed", ""),
        "place": ("Moscow", "inferred", "seat-of-office"),
        "sent": ("1945-11-22", "inferred", "file-number-day"),
        "message_number": ("3930", "printed", ""),
        "signature": ("Harriman", "printed", ""),
        "first_page": ("921", "inferred", "first-marker-minus-one"),
        "last_page": ("922", "printed", ""),
    }


def test_the_notes_of_the_seed_stand_after_their_words() -> None:
    record = the_document(SEED)

    anchored = [(note.printed_mark, record.text[: note.offset].rsplit(" ", 1)[-1]) for note in record.footnotes]

    assert anchored == [("7", "Litvinov."), ("8", "Subasic."), ("9", "Moscow.")]


def test_no_mark_and_no_page_is_left_in_the_text_of_the_seed() -> None:
    record = the_document(SEED)

    assert "Litvinov. He told" in record.text
    assert "London Conference the Soviet Govt" in record.text
    assert [(page.label, record.text[page.offset : page.offset + 15]) for page in record.pages if not page.implied] == [
        ("922", "the Soviet Govt")
    ]


def test_a_value_keeps_its_place_in_the_source() -> None:
    name = the_document(SEED).read(HeaderField.SENDER_NAME)

    assert name is not None
    assert name.place is not None
    assert (name.place.line, SEED.split("\n")[2][name.place.start : name.place.end]) == (3, "Harriman")


@pytest.mark.parametrize(
    "variant",
    [
        SEED.replace("\n", "\r\n").encode(),
        SEED.replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + SEED.encode(),
        (SEED + "\n").encode(),
        SEED.replace(" Govt", "\xa0Govt").encode(),
    ],
    ids=["CRLF", "CR", "a byte order mark", "a final newline", "a no-break space"],
)
def test_what_editors_do_to_files_changes_nothing(variant: bytes) -> None:
    assert checksum(the_document(variant)) == checksum(the_document(SEED))


@pytest.mark.parametrize("dash", ["-", "—", "‑", "−"])
def test_any_dash_of_a_file_number_gives_the_day(dash: str) -> None:
    record = the_document(SEED.replace("711.61/11–2245", f"711.61/11{dash}2245"))

    assert value(record, HeaderField.SENT) == "1945-11-22"


def test_both_styles_of_one_document_are_one_record() -> None:
    first, second = the_document(FIRST), the_document(SECOND)

    assert first.text.replace("secret\nus urgent", "secret us urgent") == second.text
    assert [(v.field, v.value) for v in first.values] == [(v.field, v.value) for v in second.values]
    assert [(n.printed_mark, n.offset, n.text) for n in first.footnotes] == [
        (n.printed_mark, n.offset, n.text) for n in second.footnotes
    ]
    assert [(p.label, p.offset) for p in first.pages] == [(p.label, p.offset) for p in second.pages]


def test_markings_give_classification_and_precedence() -> None:
    record = the_document(FIRST)

    assert value(record, HeaderField.CLASSIFICATION) == "secret"
    assert value(record, HeaderField.PRECEDENCE) == "us-urgent"


def test_a_printed_dateline_wins_over_the_file_number_and_the_difference_is_said() -> None:
    record = the_document(FIRST.replace("Strelsau, November 22", "Strelsau, November 20"))

    sent = record.read(HeaderField.SENT)

    assert sent is not None
    assert (sent.value, sent.origin) == ("1945-11-20", Origin.PRINTED)
    assert "date-mismatch" in codes(record)


def test_a_telegram_from_the_department_was_sent_not_before_the_day_of_its_file() -> None:
    heading = "The Secretary of State to the Consulate General at Saigon"
    text = f"851G.01/6–2349: Telegram\n\n{heading}\n\n112. As soon as possible.\n\nAcheson\n"

    record = the_document(text)
    sent = record.read(HeaderField.SENT)

    assert sent is not None
    assert (sent.value, sent.rule) == ("1949-06-23/..", "file-number-not-before")
    assert value(record, HeaderField.PLACE) == "Washington"


def test_an_enclosure_is_a_part_with_its_own_head_and_signature() -> None:
    record = the_document(LETTER)

    kinds = [(passage.part, passage.kind.value) for passage in record.passages]

    assert kinds == [
        (0, "printed serial".replace("printed ", "")),
        (0, "number"),
        (0, "heading"),
        (0, "bracket"),
        (0, "dateline"),
        (0, "paragraph"),
        (0, "omission"),
        (0, "paragraph"),
        (0, "signature"),
        (0, "address"),
        (1, "part-label"),
        (1, "heading"),
        (1, "dateline"),
        (1, "paragraph"),
        (1, "paragraph"),
        (1, "signature"),
    ]
    (part,) = record.parts
    assert (part.label, part.heading) == ("[Inclosure 1 in No. 276.—Translation.]", "Lord Russell to Mr. Adams.")
    assert record.text[part.start : part.end].endswith("RUSSELL.")


def test_the_head_of_an_old_letter_is_read() -> None:
    record = the_document(LETTER)

    fields = (HeaderField.KIND, HeaderField.SENDER_NAME, HeaderField.PLACE, HeaderField.SENT, HeaderField.RECEIVED,
              HeaderField.MESSAGE_NUMBER, HeaderField.SIGNATURE)  # fmt: skip
    assert [value(record, field) for field in fields] == [
        "despatch",
        "Adams",
        "Legation of the United States, London",
        "1861-05-22",
        "1861-06-04",
        "276",
        "CHARLES FRANCIS ADAMS.",
    ]


def test_a_page_within_a_word_joins_it() -> None:
    record = the_document(LETTER)

    (page,) = [page for page in record.pages if not page.implied]

    assert "It continues to be so." in record.text
    assert record.text[page.offset :].startswith("tinues")


def test_a_page_mark_alone_begins_its_page_with_the_next_paragraph() -> None:
    record = the_document(FIRST.replace("He believes [Page 922] it.", "[Page 922]\n\nHe believes it."))

    page = record.pages[-1]

    assert record.text[page.offset :].startswith("He believes it.")


@pytest.mark.parametrize("separator", ["\f", "\n=====\n", "\n_____\n", "\n-----\n"], ids=["form feed", "=", "_", "-"])
def test_a_separator_parts_two_documents(separator: str) -> None:
    records = documents(FIRST + separator + FIRST)

    assert [record.document for record in records] == ["d690", "d690-2"]
    assert checksum(replace(records[1], document="d690")) == checksum(records[0])
    assert not any("two-documents" in codes(record) for record in records)


def test_a_second_document_without_separator_is_a_guess_and_said() -> None:
    records = documents(FIRST + "\n" + FIRST)

    assert ["two-documents" in codes(record) for record in records] == [False, True]
    assert records[1].passages[0].line == FIRST.count("\n") + 2


@pytest.mark.parametrize("line", ["* * * * *", ". . . . . . ."])
def test_stars_and_dots_part_no_documents(line: str) -> None:
    record = the_document(FIRST.replace("He believes", f"{line}\n\nHe believes"))

    assert [passage.kind for passage in record.passages].count(PassageKind.OMISSION) == 1


def test_a_missing_note_is_a_gap_in_the_numbers() -> None:
    record = the_document("\n".join(line for line in SEED.split("\n") if not line.startswith("  2. ")))

    assert "note-numbering" in codes(record)


def test_a_file_number_that_cannot_be_read_is_kept_as_printed() -> None:
    record = the_document(SEED.replace("11–2245", "13–4545"))

    assert value(record, HeaderField.FILE_NUMBER) == "711.61/13–4545"
    assert "file-number" in codes(record)


def test_a_number_at_the_end_of_a_sentence_is_no_note() -> None:
    record = the_document(FIRST.replace("He believes", "So it was in 1945. He believes"))

    assert "in 1945. He" in record.text
    assert [note.printed_mark for note in record.footnotes] == ["7", "8"]


def test_a_source_note_of_1958_gives_number_and_marking() -> None:
    text = """311. Telegram From the Department of State to the Embassy in Tunisia0

Washington, June 29, 1960—3:49 p.m.

1682. Dept has considered.1

Herter
  1. Source: Department of State, Central Files, 651.72/6–2760. Confidential; Priority. Drafted by Blake.
  2. Not printed.
"""

    record = the_document(text)

    fields = (HeaderField.FILE_NUMBER, HeaderField.CLASSIFICATION, HeaderField.PRECEDENCE, HeaderField.KIND)
    assert [value(record, field) for field in fields] == ["651.72/6–2760", "confidential", "priority", "telegram"]


def test_every_line_of_the_seed_is_claimed_by_a_rule() -> None:
    lines = account_for_lines(documents(SEED), SEED, "d690.txt")

    assert len(lines) == sum(bool(line.strip()) for line in SEED.split("\n"))
    assert not [line for line in lines if "residue" in line]
    assert lines[:3] == ["d690.txt:1: source-note", "d690.txt:3: heading", "d690.txt:5: paragraph"]


def test_a_line_of_a_refused_document_is_residue() -> None:
    text = FIRST + "\n=====\n  1. A note alone.\n"

    lines = account_for_lines(documents(text), text, "d.txt")

    assert lines[-2].endswith("separator")
    assert "residue: 1. A note alone." in lines[-1]


def test_a_record_survives_its_json() -> None:
    record = the_document(LETTER)

    assert from_json(json.loads(json.dumps(to_json(record)))) == replace(record, problems=(), source=None)


def test_a_place_is_a_line_and_columns() -> None:
    dateline = the_document(FIRST).read(HeaderField.DATELINE)

    assert dateline is not None
    assert dateline.place == Place(8, 0, len(FIRST.split("\n")[7]))


def test_text_files_have_a_reader() -> None:
    reader = reader_for("frus1934v04-d61.txt", b"711.61")

    assert reader is not None
    assert reader.name == "printed-text"


PIECES = st.sampled_from(
    [*FIRST.split("\n"), *SECOND.split("\n"), *LETTER.split("\n"), "", "[Page 12", "  3. x", "- a↩", "\f", "====="]
)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.one_of(PIECES, st.text(max_size=30)), max_size=30))
def test_no_content_raises_and_every_offset_is_in_the_text(lines: list[str]) -> None:
    text = "\n".join(lines)

    read = list(PrintedText().read(SourceFile("x.txt", "v", "d", text.encode("utf-8", "replace"))))

    for record in (one for one in read if isinstance(one, TelegramRecord)):
        length = len(record.text)
        assert all(0 <= passage.start <= passage.end <= length for passage in record.passages)
        assert all(note.offset is None or 0 <= note.offset <= length for note in record.footnotes)
        assert all(0 <= page.offset <= length for page in record.pages)
        assert all(problem.message() for problem in record.problems)
    assert all(isinstance(one, TelegramRecord | Problem) for one in read)


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=300))
def test_no_bytes_raise(data: bytes) -> None:
    list(PrintedText().read(SourceFile("x.txt", "v", "d", data)))


def test_a_list_in_the_second_style_is_no_note_list() -> None:
    text = SECOND.replace("He believes", "- 1.\n- First item.\n- 2.\n- Second item.\nHe believes")

    record = the_document(text)

    items = [record.text_of(one) for one in record.passages_of(PassageKind.LIST_ITEM)]
    assert items == ["1. First item.", "2. Second item."]
    assert len(record.footnotes) == 2


def test_a_heading_cut_in_two_is_joined() -> None:
    record = the_document(SECOND.replace("to the Secretary of State", "to the Secretary of\nState"))

    assert value(record, HeaderField.RECIPIENT_OFFICE) == "Secretary of State"


def test_the_day_of_a_memorandum_stands_in_its_heading() -> None:
    heading = "79. Memorandum of a Conversation, Department of State, Washington, June 15, 1958, 8 a.m."

    record = the_document(f"{heading}\n\nI called Ambassador Lodge.\n")

    fields = (HeaderField.PLACE, HeaderField.SENT, HeaderField.SENT_TIME)
    assert [value(record, field) for field in fields] == ["Washington", "1958-06-15", "08:00"]


def test_a_number_between_source_and_heading_is_the_volumes_and_not_the_senders() -> None:
    record = the_document(FIRST.replace("Telegram\n", "Telegram\n\nNo. 172\n", 1))

    assert [record.text_of(one) for one in record.passages_of(PassageKind.SERIAL)] == ["No. 172"]
    assert value(record, HeaderField.MESSAGE_NUMBER) == "3930"


def test_a_remark_of_the_code_room_stands_under_the_signature() -> None:
    record = the_document(FIRST.replace("Rassendyll\n  1.", "Rassendyll\n\nNote: Mr. Haring notified, 1/21/56.\n  1."))

    assert value(record, HeaderField.SIGNATURE) == "Rassendyll"


def test_an_editorial_note_needs_no_date() -> None:
    record = the_document(
        "223. Editorial Note\n\nOn July 23, Chairman Khrushchev addressed a second letter to the President.\n"
    )

    assert value(record, HeaderField.KIND) == "editorial-note"
    assert codes(record) == set()


def test_the_label_of_a_list_is_no_message_number() -> None:
    listed = FIRST.replace("3930. My telegram", "1. My telegram").replace("He believes", "2. He believes")

    assert value(the_document(listed), HeaderField.MESSAGE_NUMBER) is None
    assert value(the_document(FIRST), HeaderField.MESSAGE_NUMBER) == "3930"
