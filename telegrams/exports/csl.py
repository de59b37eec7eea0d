"""Citations as CSL-JSON, as citation processors read them: one chapter of a book for each document."""

import json
import re
from collections.abc import Iterable
from typing import Any, TextIO

from telegrams.citing import DEPARTMENT, SPECIMEN, Citation, citation_of
from telegrams.models import Telegram


def write(documents: Iterable[Telegram], stream: TextIO, site: str = "") -> None:
    """A list with one entry for each document. ``site`` stands before the address: https://archive.example."""
    entries = [entry(citation_of(telegram), site) for telegram in documents]
    json.dump(entries, stream, ensure_ascii=False, indent=1)
    stream.write("\n")


def entry(citation: Citation, site: str) -> dict[str, Any]:
    """One entry; what is not stated is left out."""
    family, _, given = citation.author.partition(", ")
    year = re.search(r"\d{4}", citation.published)
    said = {
        "id": citation.key,
        "type": "chapter",
        "title": citation.heading,
        "author": [{"family": family, "given": given} if given else {"literal": family}] if family else [],
        "container-title": citation.volume,
        "container-author": [] if citation.is_specimen else [{"literal": DEPARTMENT}],
        "publisher": citation.publisher,
        "publisher-place": citation.place,
        "issued": {"date-parts": [[int(year[0])]]} if year else {},
        "page": citation.pages,
        "number": citation.document,
        "archive_location": citation.file_number,
        "note": ", ".join(part for part in (citation.paper, citation.day) if part),
        "keyword": SPECIMEN if citation.is_specimen else "",
        "URL": f"{site}{citation.address}",
    }
    return {name: value for name, value in said.items() if value}
