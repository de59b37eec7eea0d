"""Bytes to text: what is no text is refused with its line, what is only odd is put right in silence."""

import re
import unicodedata
from dataclasses import dataclass

from telegrams.records import Problem
from telegrams.vocabulary import Level

LONGEST = 2_000_000
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_MAGIC = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"%PDF-",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x7fELF",
    b"BZh",
    b"Rar!",
    b"{\\rtf",
    b"\xd0\xcf\x11\xe0",
)
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
_WEB_PAGE = re.compile(r"\s*(?:<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>])", re.IGNORECASE)
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")
_BLANKS = {
    0xA0: " ",
    0x202F: " ",
    0x2007: " ",
    0x2009: " ",
    0x200A: " ",
    0x2002: " ",
    0x2003: " ",
    0xFEFF: None,
    0x200B: None,
    0xAD: None,
}

_ODD_BLANK = re.compile("[" + "".join(map(chr, _BLANKS)) + "]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, line ends as LF, or the problem that keeps it out."""

    text: str
    problem: Problem | None = None


def decode(name: str, data: bytes) -> Decoded:
    """The text of a file.

    Lines keep their number: a lone CR and CRLF are line ends, a form feed stays in its line.
    """
    if data[:2] in _UTF16 and data[:4] != b"\xff\xfe\x00\x00":
        return _refused(name, None, "encoding", "the file is UTF-16", "UTF-8", "save it as UTF-8 and import it again")
    if not data.strip(b"\xef\xbb\xbf \t\r\n\f\x0b"):
        return _refused(
            name, None, "empty-file", "the file is empty", "a printed document", "leave it out or fetch it again"
        )
    if data.startswith(_MAGIC) or _is_binary(data[:4096]):
        return _refused(name, None, "not-text", "binary content", "plain text in UTF-8", "import the text of the page")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        return _not_utf8(name, data, broken.start)
    if not text.strip():
        return _refused(
            name,
            None,
            "empty-file",
            "the file is empty but for blanks",
            "a printed document",
            "leave it out or fetch it again",
        )
    if _WEB_PAGE.match(text):
        return _refused(
            name,
            1,
            "not-a-document",
            "a web page",
            "the text of a printed document",
            "save the text of the page, not its source",
        )
    text = _LINE_ENDS.sub("\n", text)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return _refused(name, line, "nul", "a NUL character", "text", "remove the character from the file")
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        found = f"control character U+{ord(control[0]):04X}"
        return _refused(name, line, "control-character", found, "printed characters", "remove it from the file")
    return Decoded(text)


def lines_of(text: str) -> list[str]:
    """The lines of a text, whatever ends them."""
    return _LINE_ENDS.sub("\n", text).split("\n")


def normal(text: str) -> str:
    """Text as it is read: composed letters, plain blanks. Dashes and quotes stay as printed."""
    composed = unicodedata.normalize("NFC", text)
    # Looked for first: to translate is slow, and few texts have any of them.
    return (composed.translate(_BLANKS) if _ODD_BLANK.search(composed) else composed).replace("\t", " ")


def _is_binary(head: bytes) -> bool:
    """Whether bytes are no text at all: several kinds of control bytes that no text holds."""
    odd = sum(head.count(byte) for byte in (*range(0, 8), *range(14, 27), *range(28, 32)))
    return len(head) > 0 and odd * 20 > len(head)


def _not_utf8(name: str, data: bytes, at: int) -> Decoded:
    before = data[:at]
    line = before.count(b"\n") + 1 if b"\n" in data else before.count(b"\r") + 1
    found = f"byte {at + 1} (0x{data[at]:02X}) is not UTF-8"
    return _refused(name, line, "encoding", found, "text in UTF-8", "save the file as UTF-8 and import it again")


def _refused(name: str, line: int | None, code: str, found: str, expected: str, remedy: str) -> Decoded:
    return Decoded("", Problem(name, line, code, Level.ERROR, found, f"expected {expected}", remedy))
