"""Text made safe to show: markup is escaped, and characters that hide or reorder text are named."""

import re
from html import escape

from django.utils.safestring import SafeString, mark_safe

from telegrams.records import HIDDEN

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


def visible(text: str) -> str:
    """The text with every hidden or reordering character spelled out, for titles and plain files.

    >>> visible('a\\u202eb')
    'a[U+202E]b'
    """
    return HIDDEN.sub(lambda found: f"[U+{ord(found.group()):04X}]", text)


def on_one_line(text: str) -> str:
    """The text with hidden characters spelled out and all blanks single."""
    return " ".join(visible(text).split())


def shown(text: str) -> SafeString:
    """The text as HTML that can hold no markup; hidden characters are named in a span of their own."""
    return mark_safe(HIDDEN.sub(_named, escape(text)))  # noqa: S308 — escaped on this line


def _named(found: re.Match[str]) -> str:
    return f'<span class="control">[U+{ord(found.group()):04X}]</span>'


def direction(text: str) -> SafeString:
    """A ``dir`` attribute for text with letters written from right to left, else nothing."""
    return mark_safe(' dir="auto"' if _RIGHT_TO_LEFT.search(text) else "")  # noqa: S308 — one of two constants
