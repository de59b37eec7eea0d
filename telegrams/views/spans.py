"""What is laid over a text: references, abbreviations, editors' marks, faces, words searched for."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from telegrams.errata import Erratum
from telegrams.models import CrossReference
from telegrams.views.glossary import Glossary, without_overlaps
from telegrams.views.inline import Layer, Span
from telegrams.views.visible import shown
from telegrams.vocabulary import Certainty

Range = tuple[int, int]
NO_TERMS = Glossary()

EDITORS_MARKS = {
    "[sic]": "so in the source",
    "[garble]": "this part of the message was garbled in transmission",
    "[garbled]": "this part of the message was garbled in transmission",
    "[apparent garble]": "this part of the message was apparently garbled in transmission",
    "[?]": "the editors doubt this reading",
}
"""Words of the editors in the text, and what they mean."""

_CLOSED = mark_safe("</a>")
_SPAN_CLOSED = mark_safe("</span>")
_LACKING = {"gap": "gap in the source", "unclear": "unclear in the source", "figure": "figure"}
_FACES = {"italic": ("<i>", "</i>"), "superscript": ("<sup>", "</sup>"), "subscript": ("<sub>", "</sub>")}


def reference_layer(references: Iterable[CrossReference]) -> Layer:
    """Links where a reference is sure or probable, a dotted word and its sign where it leads nowhere."""
    return Layer(_reference(reference) for reference in references)


def _reference(reference: CrossReference) -> Span:
    certainty = Certainty(reference.certainty)
    if certainty == Certainty.AMBIGUOUS:
        opening = format_html('<a class="unsure" href="#choices-{}" data-sign="◐ ambiguous">', reference.pk)
    elif reference.address and certainty == Certainty.PROBABLE:
        opening = format_html('<a href="{}" data-sign="◐ probable">', reference.address)
    elif reference.address:
        opening = format_html('<a href="{}">', reference.address)
    else:
        sign = ' data-sign="[not in this archive]"' if reference.was_sought else ""
        opening = format_html('<span class="nothere"{}>', mark_safe(sign))  # noqa: S308 — one of two constants
        return Span(reference.start, reference.end, opening, _SPAN_CLOSED)
    return Span(reference.start, reference.end, opening, _CLOSED)


def abbreviation_layer(
    text: str,
    ranges: Iterable[Range],
    glossary: Glossary = NO_TERMS,
    names: Iterable[list[Any]] = (),
    footnote: int | None = None,
) -> Layer:
    """Abbreviations explained; the first of each in a passage can be reached by keys.

    ``names``: what the source marks in the text, or in note number ``footnote``.
    """
    marked = glossary.marked(names, footnote)
    return Layer(span for first, last in ranges for span in _abbreviations(text, (first, last), glossary, marked))


def _abbreviations(text: str, stretch: Range, glossary: Glossary, marked: Mapping[Range, str]) -> Iterator[Span]:
    first, last = stretch
    here = {place: meaning for place, meaning in marked.items() if first <= place[0] and place[1] <= last}
    met: set[str] = set()
    for (start, end), meaning in sorted(without_overlaps(glossary.found(text, first, last), here).items()):
        yield _explained(start, end, meaning, is_first=meaning not in met)
        met.add(meaning)
    for mark, meaning in EDITORS_MARKS.items():
        start = text.find(mark, first, last)
        while start >= 0:
            yield _explained(start, start + len(mark), meaning, is_first=True)
            start = text.find(mark, start + 1, last)


def _explained(start: int, end: int, meaning: str, *, is_first: bool) -> Span:
    opening = format_html('<abbr title="{}" tabindex="{}">', meaning, 0 if is_first else -1)
    return Span(start, end, opening, mark_safe("</abbr>"))


def face_layers(marks: Iterable[list[Any]]) -> list[Layer]:
    """Other faces of type, as the print has them; one may lie within another."""
    by_style: dict[str, list[Span]] = {}
    for start, end, style in marks:
        by_style.setdefault(style, []).append(_face(start, end, style))
    return [Layer(spans) for spans in by_style.values()]


def places_of(marks: Iterable[list[Any]]) -> Iterator[tuple[int, SafeString]]:
    """Where something stands that is no text, and what a reader is told of it."""
    for start, end, style in marks:
        if start == end:
            yield start, format_html('<span class="lacking">[{}]</span>', _LACKING.get(style, style))


def erratum_layer(errata: Iterable[Erratum], hits: Iterable[Range], found: Collection[Range]) -> Layer:
    """Words that are corrected: those shown, then the printed ones struck out, and a sign that leads to the reason.

    ``found``: the ranges of those in whose shown words stands what is searched for.
    It must be the outermost layer, so that no other cuts it in two.
    """
    marked = {found_at: number for number, found_at in enumerate(hits) if found_at in found}
    return Layer(_erratum(one, marked.get((one.start, one.end))) for one in errata)


def _erratum(one: Erratum, hit: int | None) -> Span:
    words = shown(one.value)
    if hit is not None:
        words = format_html('<mark data-hit="text-{}">{}</mark>', hit, words)
    opening = format_html('<span class="erratum">{}<del>', format_html("<ins>{}</ins>", words) if one.value else "")
    closing = format_html(
        '</del><a href="#correction-{}" aria-label="corrected: who, why, source">✎</a></span>', anchor_of(one.field)
    )
    return Span(one.start, one.end, opening, closing)


def anchor_of(field: str) -> str:
    """The name of a correction's address on the page, by its field."""
    return re.sub(r"[^0-9a-z+]+", "-", field.lower()).replace("+", "added-")


def _face(start: int, end: int, style: str) -> Span:
    opening, closing = _FACES.get(style, (f'<span class="{re.sub("[^a-z-]", "", style)}">', "</span>"))
    return Span(start, end, mark_safe(opening), mark_safe(closing))  # noqa: S308 — a class of letters alone


def hit_layer(hits: Iterable[Range], where: str = "text") -> Layer:
    """The words searched for; pieces of one place, which a note or a page may part, share its name."""
    closing = mark_safe("</mark>")
    return Layer(
        Span(start, end, format_html('<mark data-hit="{}-{}">', where, number), closing)
        for number, (start, end) in enumerate(hits)
    )
