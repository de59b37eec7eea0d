"""How a document is cited: the forms of citation, ready to copy, with the page that a reader pins down."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from telegrams.citing import STYLES, Citation
from telegrams.views.visible import visible

PIN = "⟨page⟩"
"""Stands where a citation names the page, so that a script can put there the page of a passage that is selected."""


@dataclass(frozen=True, slots=True)
class CitationShown:
    """A form of citation, ready to be copied. ``pinned`` has PIN in place of the pages."""

    key: str
    label: str
    text: str
    pinned: str
    lines: int


@dataclass(frozen=True, slots=True)
class PinPage:
    """A page of the document that a citation may name."""

    label: str
    address: str
    is_chosen: bool


def citations_shown(citation: Citation, page: str) -> tuple[CitationShown, ...]:
    """The citation in every style; ``page`` cites one page, '' all pages of the document."""
    texts = ((style, visible(style.write(citation, page)), visible(style.write(citation, PIN))) for style in STYLES)
    return tuple(CitationShown(style.key, style.label, text, pin, 2 + len(text) // 62) for style, text, pin in texts)


def pin_pages(labels: Iterable[str], chosen: str, address: Callable[[str], str]) -> tuple[PinPage, ...]:
    """The pages of the document, each with the address that cites it; none where there is one page only."""
    known = tuple(dict.fromkeys(labels))
    return tuple(PinPage(label, address(label), label == chosen) for label in known) if len(known) > 1 else ()
