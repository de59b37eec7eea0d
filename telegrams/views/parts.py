"""The documents sent inside a document: sections of its page, opened and closed in the order of the text."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


class Sections:
    """The stack of open sections; a part stays open while the text runs on inside its range."""

    def __init__(self, parts: list[list[object]]) -> None:
        self._parts = {
            int(str(number)): (int(str(start)), int(str(end)), str(label)) for number, start, end, label, _ in parts
        }
        self._open: list[int] = []
        self._met: list[int] = []

    def to(self, part: int, offset: int) -> SafeString:
        """Close and open sections until the text at ``offset`` stands in its part; 0 is the document itself."""
        closing = ""
        while self._open and self._open[-1] != part and not self._holds(self._open[-1], part, offset):
            self._open.pop()
            closing += "</section>"
        if part == 0 or part in self._open:
            return mark_safe(closing)  # noqa: S308 — closing tags alone
        self._open.append(part)
        return format_html("{}{}", mark_safe(closing), self._opening(part))  # noqa: S308 — closing tags alone

    def _holds(self, outer: int, part: int, offset: int) -> bool:
        start, end, _ = self._parts.get(outer, (0, 0, ""))
        return part != 0 and start <= offset < end

    def _opening(self, part: int) -> SafeString:
        label = self._parts.get(part, (0, 0, ""))[2] or f"Enclosure {part}"
        if part in self._met:
            return format_html('<section class="part" aria-label="{}, continued">', label)
        self._met.append(part)
        return format_html('<section class="part" id="enclosure-{}" aria-label="{}">', part, label)

    def close_all(self) -> SafeString:
        """Close whatever is open at the end of the text."""
        closing = "</section>" * len(self._open)
        self._open.clear()
        return mark_safe(closing)  # noqa: S308 — closing tags alone

    def opened(self) -> tuple[tuple[str, str], ...]:
        """Address and label of each part met, in the order of the text."""
        return tuple(
            (f"enclosure-{part}", self._parts.get(part, (0, 0, ""))[2] or f"Enclosure {part}") for part in self._met
        )
