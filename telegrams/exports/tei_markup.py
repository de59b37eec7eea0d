"""Text as XML holds it, elements, and ids that are unique in their file."""

import re
from collections import Counter
from collections.abc import Mapping

from telegrams.vocabulary import PassageKind

_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REPLACEMENT = "\ufffd"
_NOT_OF_A_NAME = re.compile(r"[^A-Za-z0-9_-]")

Attributes = Mapping[str, str | None]
"""Values by name; one that is None is not written."""


def speakable(text: str) -> str:
    """Text of signs that XML can hold: controls, halves of a pair and U+FFFE become U+FFFD."""
    return text if text.isprintable() else _UNSPEAKABLE.sub(_REPLACEMENT, text)


def escaped(text: str) -> str:
    """Text between tags, with every blank kept.

    >>> escaped("a\\r<b> & ]]>")
    'a&#13;&lt;b&gt; &amp; ]]&gt;'
    """
    return speakable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def lines(text: str) -> str:
    """Text between tags, a line break for each of its line ends."""
    return escaped(text).replace("\n", "<lb/>")


def _quoted(value: str) -> str:
    plain = escaped(value)
    return plain.replace('"', "&quot;").replace("\t", "&#9;").replace("\n", "&#10;")


def opened(name: str, attributes: Attributes) -> str:
    """A start tag.

    >>> opened("note", {"n": "7", "xml:id": None})
    '<note n="7">'
    """
    said = "".join(f' {key}="{_quoted(value)}"' for key, value in attributes.items() if value is not None)
    return f"<{name}{said}>"


def element(name: str, attributes: Attributes, content: str = "") -> str:
    """An element with what stands in it, which is markup already."""
    start = opened(name, attributes)
    return f"{start}{content}</{name}>" if content else f"{start[:-1]}/>"


def kind_id(kind: PassageKind) -> str:
    """The id of the category that says what a passage is."""
    return f"kind-{kind.value}"


class Ids:
    """The ids of one volume. ``prefix`` keeps volumes of one file apart; no id within a volume has its stop."""

    def __init__(self, prefix: str = "") -> None:
        self.prefix = prefix
        self.is_begun = False
        self._times: Counter[str] = Counter()
        self._taken = set() if prefix else {kind_id(kind) for kind in PassageKind}

    def take(self, wanted: str) -> str:
        """An id as near to the wanted one as may be: signs no id can have are spelt out, a second one is numbered."""
        name = _NOT_OF_A_NAME.sub(lambda sign: f"_{ord(sign[0]):x}_", wanted)
        name = name if name[:1].isalpha() or name[:1] == "_" else f"_{name}"
        unique = name
        while unique in self._taken:
            self._times[name] += 1
            unique = f"{name}_{self._times[name] + 1}"
        self._taken.add(unique)
        self.is_begun = True
        return self.prefix + unique

    def is_free(self, wanted: str) -> bool:
        """Whether ``take`` would give this very id."""
        return not self.prefix and wanted not in self._taken and bool(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*", wanted))
