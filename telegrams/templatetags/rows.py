"""What a page has dozens of: values of facets, bars of a histogram, cards of documents.

Made here and not by templates, which take a page's half of the time for them. Everything passes
through ``format_html`` or ``shown``.
"""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from telegrams.saying import counted
from telegrams.search.engine import Quotation
from telegrams.views.cards import Card
from telegrams.views.histogram import Bar, Histogram
from telegrams.views.search_page import FacetShown, ValueShown
from telegrams.views.visible import shown

register = template.Library()

_NOTHING = SafeString("")
_DOT = SafeString(" · ")


@register.filter
def rows(facet: FacetShown) -> SafeString:
    """The values of a facet as items of a list: tick, name, bar, number, and the link that excludes it."""
    return format_html_join("", "{}", ((_row(facet.key, one),) for one in facet.values))


def _row(key: str, one: ValueShown) -> SafeString:
    says = "no longer without" if one.is_excluded else "not"
    return format_html(
        '<li class="{}{}depth-{}"><input type="checkbox" id="{}" name="{}" value="{}"{}><label for="{}">'
        '<bdi>{}</bdi></label><svg width="48" height="6" viewBox="0 0 48 6" aria-hidden="true">'
        '<rect class="match" width="{}" height="6"/></svg><span class="n">{}</span>'
        '<a class="not" rel="nofollow" href="{}" aria-label="{} {}">{}</a></li>\n',
        "none " if one.is_none else "",
        "out " if one.is_excluded else "",
        one.depth,
        one.id,
        key,
        one.value,
        SafeString(" checked") if one.is_chosen else "",
        one.id,
        shown(one.label),
        one.bar,
        counted(one.count),
        one.not_address,
        says,
        one.label,
        "undo" if one.is_excluded else "not",
    )


@register.filter
def bars(histogram: Histogram) -> SafeString:
    """The bars of a histogram: each a link over the height of the drawing, matching above and held below."""
    return format_html_join("", "{}", ((_bar(one),) for one in histogram.bars if one.held))


def _bar(one: Bar) -> SafeString:
    matching = (
        format_html(
            '<rect class="match" x="{}" y="{}" width="{}" height="{}"/>',
            one.x, one.match_y, one.width, one.match_height,
        )
        if one.matching
        else _NOTHING
    )  # fmt: skip
    return format_html(
        '<a href="{}"><title>{}</title><rect class="room" x="{}" y="0" width="{}" height="72"/>{}'
        '<rect class="held" x="{}" y="{}" width="{}" height="{}"/></a>',
        one.address, one.said, one.x, one.width, matching, one.x, one.held_y, one.width, one.held_height,
    )  # fmt: skip


@register.filter
def periods(histogram: Histogram) -> SafeString:
    """The same as rows of a table."""
    return format_html_join(
        "",
        '<tr><th scope="row"><a href="{}">{}</a></th><td class="n">{}</td><td class="n">{}</td></tr>',
        ((one.address, one.label, counted(one.matching), counted(one.held)) for one in histogram.bars if one.held),
    )


@register.filter
def article(card: Card) -> SafeString:
    """A card: heading, day and paper, why it was found, where it is printed."""
    return format_html(
        '<article class="result">\n  <h2><a href="{}"><bdi>{}</bdi></a></h2>\n  <p class="when">{}</p>\n{}'
        '  <p class="where">{}</p>\n</article>',
        card.address,
        shown(card.title),
        _when(card),
        format_html_join("", '  <p class="quote">{}<bdi>{}</bdi></p>\n', (_quoted(one) for one in card.quotations)),
        shown(card.printed),
    )


def _when(card: Card) -> SafeString:
    day = (
        format_html('<time datetime="{}">{}</time>', card.machine_day, card.day)
        if card.machine_day
        else format_html("<b>{}</b>", card.day)
    )
    if card.sign:
        sign = '{} <span class="{}" title="{}">{}<span class="heard"> {}</span></span>'
        day = format_html(sign, day, card.sign.tone, card.sign.word, card.sign.symbol, card.sign.word)
    parts = [
        SafeString('<span class="specimen">specimen</span>') if card.is_specimen else "",
        format_html("{} {}", day, card.hour) if card.hour else day,
        format_html("<bdi>{}</bdi>", shown(card.place)) if card.place else "",
        format_html("<bdi>{}</bdi>", shown(card.paper)) if card.paper else "",
        format_html('<span class="mono"><bdi>{}</bdi></span>', shown(card.file_number)) if card.file_number else "",
    ]
    return mark_safe(_DOT.join(part for part in parts if part))  # noqa: S308 — each made by format_html


def _quoted(one: Quotation) -> tuple[SafeString, SafeString]:
    where = format_html("<i>{}:</i> ", one.where) if one.where else _NOTHING
    pieces = (f"<mark>{shown(piece)}</mark>" if is_marked else shown(piece) for piece, is_marked in one.pieces)
    return where, mark_safe("".join(pieces))  # noqa: S308 — every piece is escaped by shown
