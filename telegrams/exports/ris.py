"""Citations in RIS, as reference managers read them: one section of a book for each document."""

from collections.abc import Iterable, Iterator
from typing import TextIO

from telegrams.citing import DEPARTMENT, SPECIMEN, Citation, citation_of
from telegrams.models import Telegram


def write(documents: Iterable[Telegram], stream: TextIO, site: str = "") -> None:
    """One RIS record for each document; lines end in CR LF, as the format asks.

    ``site`` stands before the address: https://archive.example.
    """
    for telegram in documents:
        for tag, value in lines(citation_of(telegram), site):
            stream.write(f"{tag}  - {_plain(value)}\r\n")
        stream.write("ER  - \r\n")


def lines(citation: Citation, site: str) -> Iterator[tuple[str, str]]:
    """Tags and values of one record, without its end; what is not stated is left out."""
    yield "TY", "CHAP"
    fields = (
        ("AU", citation.author),
        ("TI", citation.heading),
        ("T2", citation.volume),
        ("A2", "" if citation.is_specimen else DEPARTMENT),
        ("CY", citation.place),
        ("PB", citation.publisher),
        ("PY", citation.published),
        ("SP", citation.first_page),
        ("EP", citation.last_page),
        ("CN", citation.file_number),
        ("N1", ", ".join(part for part in (citation.paper, citation.day, f"doc. {citation.document}") if part)),
        ("KW", SPECIMEN if citation.is_specimen else ""),
        ("ID", citation.key),
        ("UR", f"{site}{citation.address}"),
    )
    yield from ((tag, value) for tag, value in fields if value)


def _plain(value: str) -> str:
    """The value on one line: a line end within it would begin another field."""
    return " ".join("".join(char if char.isprintable() else " " for char in value).split())
