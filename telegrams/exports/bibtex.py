"""Citations in BibTeX: one part of a collection for each document."""

from collections.abc import Iterable
from typing import TextIO

from telegrams.citing import DEPARTMENT, SPECIMEN, Citation, citation_of
from telegrams.models import Telegram

_ESCAPED = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
        "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "–": "--", "—": "---",
    }
)  # fmt: skip


def write(documents: Iterable[Telegram], stream: TextIO, site: str = "") -> None:
    """One entry for each document, a blank line between them; the text is UTF-8."""
    for number, telegram in enumerate(documents):
        stream.write("\n" if number else "")
        stream.write(entry(citation_of(telegram), site))


def entry(citation: Citation, site: str = "") -> str:
    """One entry; double braces keep capitals as they are printed."""
    fields = (
        (
            "author",
            _kept(citation.author) if citation.author and ", " not in citation.author else _tex(citation.author),
        ),
        ("title", _kept(citation.heading)),
        ("booktitle", _kept(citation.volume)),
        ("editor", "" if citation.is_specimen else _kept(DEPARTMENT)),
        ("address", _tex(citation.place)),
        ("publisher", _tex(citation.publisher)),
        ("year", _tex(citation.published)),
        ("pages", _tex(citation.pages)),
        ("number", _tex(citation.file_number)),
        ("note", _tex(_note(citation))),
        ("url", f"{site}{citation.address}"),
    )
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields if value)
    return f"@incollection{{{citation.key},\n{lines}}}\n"


def _note(citation: Citation) -> str:
    said = (citation.paper, citation.day, f"doc. {citation.document}", SPECIMEN if citation.is_specimen else "")
    return ", ".join(part for part in said if part)


def _kept(value: str) -> str:
    return f"{{{_tex(value)}}}" if value else ""


def _tex(value: str) -> str:
    """The value with TeX's own signs escaped, on one line."""
    plain = "".join(char if char.isprintable() else " " for char in value)
    return " ".join(plain.split()).translate(_ESCAPED)
