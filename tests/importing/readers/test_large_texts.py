"""Size: answers in seconds for a line of many megabytes and for thousands of notes."""

import time

from telegrams.importing.readers.contract import SourceFile
from telegrams.importing.readers.printed_text import PrintedText
from telegrams.records import Problem, TelegramRecord


def test_a_document_over_two_megabytes_is_refused_at_once() -> None:
    data = b"word " * 4_000_000
    begun = time.monotonic()

    (problem,) = PrintedText().read(SourceFile("long.txt", "v", "long", data))

    assert isinstance(problem, Problem)
    assert (problem.code, time.monotonic() - begun < 10) == ("size", True)


def test_thousands_of_notes_are_read_in_seconds() -> None:
    body = "\n\n".join(f"The Minister said so of matter {chr(97 + n % 26)}.{n % 99 + 1} And left." for n in range(4000))
    notes = "\n".join(f"  {n + 1}. Note on the matter." for n in range(4000))
    begun = time.monotonic()

    (record,) = PrintedText().read(
        SourceFile("notes.txt", "v", "notes", f"Mr. Fish to Mr. Motley.\n\n{body}\n{notes}".encode())
    )

    assert isinstance(record, TelegramRecord)
    assert (len(record.footnotes), time.monotonic() - begun < 20) == (4000, True)


def test_awkward_repetitions_take_no_longer_than_plain_words() -> None:
    awkward = [
        "A " * 3000,
        "(" * 5000,
        "[Page " * 3000,
        "No. " * 3000,
        "de " * 3000,
        "1. " * 3000,
        "Mr. " * 3000,
        ", " * 5000,
    ]
    begun = time.monotonic()

    for line in awkward:
        list(
            PrintedText().read(SourceFile("x.txt", "v", "d", f"Mr. Fish to Mr. Motley.\n\n{line}\n\nText.\n".encode()))
        )

    assert time.monotonic() - begun < 10
