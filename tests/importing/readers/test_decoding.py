"""Bytes to text: refused with the line where it is none, put right in silence where it is only odd."""

import pytest

from telegrams.importing.readers.decoding import decode, lines_of, normal


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "empty-file", None),
        (b"\xef\xbb\xbf \r\n", "empty-file", None),
        ("\N{NO-BREAK SPACE}\n".encode(), "empty-file", None),
        ("Telegram".encode("utf-16"), "encoding", None),
        (b"one\ntwo \xe9", "encoding", 2),
        (b"%PDF-1.7", "not-text", None),
        (b"<!DOCTYPE html><p>", "not-a-document", 1),
        (b"one\ntwo\0" + b"x" * 100, "nul", 2),
        (b"one\n\ntwo\x07" + b"x" * 100, "control-character", 3),
    ],
    ids=["nothing", "blanks", "odd blanks", "UTF-16", "latin 1", "PDF", "web page", "nul", "bell"],
)
def test_what_is_no_text_is_refused_with_its_line(data: bytes, code: str, line: int | None) -> None:
    read = decode("d1.txt", data)

    assert read.problem is not None
    assert (read.problem.code, read.problem.line, read.text) == (code, line, "")
    assert read.problem.expected.startswith("expected ")
    assert read.problem.remedy


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"], ids=["LF", "CRLF", "CR", "U+2028"])
def test_any_line_end_ends_a_line(end: str) -> None:
    assert lines_of(decode("d1.txt", f"one{end}two".encode()).text) == ["one", "two"]


def test_a_mark_of_byte_order_is_no_character() -> None:
    assert decode("d1.txt", b"\xef\xbb\xbfone").text == "one"


def test_letters_are_composed_and_blanks_plain_while_dashes_stay() -> None:
    assert normal("Cafe\u0301\u00a01945\u20131946\u00ad") == "Café 1945–1946"
