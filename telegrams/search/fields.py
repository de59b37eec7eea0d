"""FIELDS: what may be asked of a document by name in the search box, ``from:harriman``, one entry each.

An entry says how a term of it reads in a sentence, and what the help page says of it. The words of
each are put into the index under its name (``indexed``). To add one: an entry here, its words there.
"""

from dataclasses import dataclass

WITHIN = "in"
"""Not a field of its own: ``in:footnotes`` has the words of its group looked for in one part of each document."""

FILE = "file"
"""The field that is asked for numbers as they begin."""

SENT = "sent"
"""The field whose values are days."""


@dataclass(frozen=True, slots=True)
class SearchField:
    """A field of the search box; ``said`` begins its terms in a sentence: 'sent by harriman'."""

    name: str
    said: str
    help: str
    example: str


FIELDS: tuple[SearchField, ...] = (
    SearchField("from", "sent by", "The sender, by name or office.", "from:harriman"),
    SearchField("to", "sent to", "The recipient, by name or office.", 'to:"secretary of state"'),
    SearchField("by", "signed by", "Whoever signed.", "by:byrnes"),
    SearchField("about", "naming", "People named in full in text or notes.", "about:stalin"),
    SearchField(SENT, "sent", "When it was sent: a day, month or year; sent:11-22 in any year.", "sent:1945-11"),
    SearchField(FILE, "with the file number", "The file number, or how it begins.", "file:711.61/*"),
    SearchField("no", "numbered", "The number of the message.", "no:3930"),
    SearchField("post", "sent from", "The city or place it was sent from.", "post:moscow"),
    SearchField("kind", "of the kind", "What the document is.", "kind:telegram"),
    SearchField("vol", "of the volume", "The volume, by its name or short title.", "vol:frus1945v05"),
)

FIELD = {field.name: field for field in FIELDS}
"""The fields by their names."""


SECTIONS = {
    "heading": "in the heading",
    "text": "in the text",
    "footnotes": "in a footnote",
    "source": "in the source note",
}
"""The parts of a document that ``in:`` names, and how a term reads that is looked for there."""


def field_in_index(name: str) -> str:
    """What the index calls the words of a field."""
    return f"{name}_words"
