"""DOCUMENT or ANSWER → FILE: the forms in which the archive hands out what it holds.

May import: vocabulary, parsing, records, models, search, citing. To add a form: a module with
``NAME``, ``SUFFIX``, ``MEDIA_TYPE``, ``LABEL`` and ``write(documents, stream)``, one line in
``FORMATS``, and the file it must give. Commands, addresses and pages read ``FORMATS``.
"""

from collections.abc import Iterable
from typing import Protocol
from typing import TextIO

from telegrams.exports import gold_jsonl
from telegrams.models import Telegram


class Format(Protocol):
    """A form of file; satisfied by the modules of this room."""

    NAME: str
    SUFFIX: str
    MEDIA_TYPE: str
    LABEL: str

    @staticmethod
    def write(documents: Iterable[Telegram], stream: TextIO) -> None:
        """Write these documents, one after another, as they come."""


FORMATS: dict[str, Format] = {form.NAME: form for form in (gold_jsonl,)}
