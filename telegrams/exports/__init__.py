"""DOCUMENT or ANSWER → FILE: the forms in which the archive hands out what it holds.

May import: vocabulary, parsing, records, models, search, citing. To add a form: a module with
``NAME``, ``SUFFIX``, ``MEDIA_TYPE``, ``LABEL`` and ``write(documents, stream)``, one line in
``FORMATS``, and the file it must give. Commands, addresses and pages read ``FORMATS``.
"""

from collections.abc import Iterable
from typing import Protocol, TextIO

from telegrams.exports import bibtex, gold_jsonl, json, plain_text, ris
from telegrams.models import Telegram


class Format(Protocol):
    """A form of file; satisfied by the modules of this room."""

    NAME: str
    SUFFIX: str
    MEDIA_TYPE: str
    LABEL: str

    def write(self, documents: Iterable[Telegram], stream: TextIO, site: str = "") -> None:
        """Write these documents, one after another, as they come; ``site`` stands before their addresses."""


FORMATS: dict[str, Format] = {form.NAME: form for form in (ris, bibtex, json, plain_text, gold_jsonl)}
