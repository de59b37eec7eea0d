"""DOCUMENT or ANSWER → FILE: the forms in which the archive hands out what it holds.

May import: vocabulary, parsing, records, models, search, citing. To add a form: a module with
``write(documents, stream, site)``, one entry in ``FORMATS``, and the file it must give. The export
command, the addresses of a document and its buttons read ``FORMATS``.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TextIO

from telegrams.exports import bibtex, csl, csv, gold_jsonl, json, plain_text, ris, tei
from telegrams.models import Telegram

_CITED = ("participations__person", "corrections__by")
_PLACED = ("footnotes", "page_markers")
_EVERYTHING = (*_CITED, *_PLACED, "references__footnote")


@dataclass(frozen=True, slots=True)
class Format:
    """A form of file, and the function that writes documents in it, one after another as they come.

    ``write(documents, stream, site)``: ``site`` stands before addresses (https://archive.example).
    ``needs`` are the relations of a telegram it reads, to be fetched beforehand.
    ``is_saved``: a browser keeps the file instead of showing it.
    ``is_offered``: a document has an address and a button for it. ``is_of_answers``: so has a whole answer,
    written some documents at a time. ``begin`` stands before the first document.
    """

    name: str
    suffix: str
    media_type: str
    label: str
    write: Callable[[Iterable[Telegram], TextIO, str], None]
    needs: tuple[str, ...]
    is_saved: bool = False
    is_offered: bool = True
    is_of_answers: bool = False
    begin: str = ""


FORMATS = (
    Format(
        "csv",
        "csv",
        "text/csv",
        "CSV",
        csv.write,
        _CITED,
        is_offered=False,
        is_of_answers=True,
        begin=csv.head(),
    ),
    Format(
        "json-lines",
        "ndjson",
        "application/x-ndjson",
        "JSON lines",
        json.write,
        _EVERYTHING,
        is_offered=False,
        is_of_answers=True,
    ),
    Format(
        "ris",
        "ris",
        "application/x-research-info-systems",
        "RIS",
        ris.write,
        _CITED,
        is_saved=True,
        is_of_answers=True,
    ),
    Format("bibtex", "bib", "application/x-bibtex", "BibTeX", bibtex.write, _CITED, is_saved=True, is_of_answers=True),
    # before JSON, whose suffix its own ends in
    Format(
        "csl-json", "csl.json", "application/vnd.citationstyles.csl+json", "CSL-JSON", csl.write, _CITED, is_saved=True
    ),
    Format("json", "json", "application/json", "JSON", json.write, _EVERYTHING),
    Format("text", "txt", "text/plain", "plain text", plain_text.write, (*_CITED, *_PLACED)),
    Format("tei", "tei", "application/tei+xml", "TEI", tei.write, (*_CITED, *_PLACED, "references"), is_saved=True),
    # for measuring how well documents are read, which is no business of a reader
    Format(
        "gold-jsonl",
        "jsonl",
        "application/x-ndjson",
        "Gold records, one JSON object a line",
        gold_jsonl.write,
        (*_PLACED, "references"),
        is_offered=False,
    ),
)


OFFERED = tuple(form for form in FORMATS if form.is_offered)

ANSWER_FORMS = tuple(form for form in FORMATS if form.is_of_answers)
"""The forms in which all documents of an answer are handed out."""
