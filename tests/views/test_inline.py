"""Whatever stands in a text and whatever is laid over it, the HTML is well formed and says the text."""

import pytest
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from telegrams.views.inline import Layer, Point, Span, inline
from telegrams.views.visible import visible
from tests.pages.reading import parse

TEXT = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0\r\n"), max_size=60)
OFFSETS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6)


def layer(tag: str, ranges: list[tuple[int, int]]) -> Layer:
    """A layer of one kind of tag."""
    opening, closing = format_html("<{}>", tag), format_html("</{}>", tag)
    return Layer(Span(start, end, opening, closing) for start, end in ranges)


@given(TEXT, OFFSETS, OFFSETS, st.lists(st.integers(0, 60), max_size=6))
def test_tags_never_cross_and_every_character_is_said(
    text: str, links: list[tuple[int, int]], marks: list[tuple[int, int]], places: list[int]
) -> None:
    points = [Point(min(place, len(text)), mark_safe("<i></i>")) for place in sorted(places)]

    html = inline(text, 0, len(text), points, [layer("a", links), layer("mark", marks)])

    page = parse(html.encode())
    assert page._words() == visible(text)
    assert len(page.all("i")) == len(points)
    assert not [link for outer in page.all("a") for link in outer.all("a")]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a < b & c", "a &lt; b &amp; c"),
        ("one\ntwo", "one<br>two"),
        ("\u202eback", '<span class="control">[U+202E]</span>back'),
        ("\x1b[31m", '<span class="control">[U+001B]</span>[31m'),
    ],
    ids=["markup", "line end", "bidi", "escape"],
)
def test_text_is_shown_as_text(text: str, html: str) -> None:
    assert inline(text, 0, len(text), (), ()) == html


def test_a_point_inside_a_link_parts_it_so_that_links_do_not_nest() -> None:
    note = Point(4, mark_safe('<a href="#note-1">1</a>'))
    link = Layer([Span(0, 9, mark_safe('<a href="/x/">'), mark_safe("</a>"))])

    html = inline("tele gram", 0, 9, [note], [link])

    assert html == '<a href="/x/">tele</a><a href="#note-1">1</a><a href="/x/"> gram</a>'


def test_of_two_links_that_overlap_the_first_stays() -> None:
    html = inline("abcdef", 0, 6, (), [layer("a", [(0, 4), (2, 6)])])

    assert html == "<a>abcd</a>ef"
