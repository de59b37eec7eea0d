"""The keys of the reading room, as its scripts know them and its pages list them: one table.

An element answers to the key that it names by ``aria-keyshortcuts``; a key that a page has no element for does nothing.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """A key, and what it does."""

    key: str
    said: str


KEYS = (
    Key("/", "to the search box"),
    Key("j", "next result or passage"),
    Key("k", "previous result or passage"),
    Key("Enter", "open what is in focus"),
    Key("n", "next word marked"),
    Key("N", "previous word marked"),
    Key("[", "previous document in the volume, or page of results"),
    Key("]", "next document in the volume, or page of results"),
    Key("{", "previous document in the file"),
    Key("}", "next document in the file"),
    Key("<", "previous document in my results"),
    Key(">", "next document in my results"),
    Key("c", "copy the citation"),
    Key("p", "copy the passage with its citation"),
    Key("t", "top of the text"),
    Key("?", "this list"),
    Key("Esc", "close"),
)
