"""What a page has dozens of: values of facets, bars of a histogram, cards of documents.

Made here and not by templates, which took most of the time in which a page was rendered. Whatever is text passes
through ``escape`` or ``shown``; numbers and the archive's own words need not.
"""

from html import escape

from django import template
from django.utils.safestring import SafeString

from telegrams.saying import counted
from telegrams.search.engine import Quotation
from telegrams.views.cards import Card
from telegrams.views.histogram import Bar, Histogram
from telegrams.views.search_page import FacetShown, ValueShown
from telegrams.views.ties import Tie
from telegrams.views.visible import shown
from telegrams.views.wording import CERTAINTY_SIGNS, Sign
from telegrams.vocabulary import Certainty

register = template.Library()


@register.filter
def rows(facet: FacetShown) -> SafeString:
    """The values of a facet as items of a list: tick, name, bar, number, and the link that excludes it."""
    return SafeString("".join(_row(escape(facet.key), one) for one in facet.values))


def _row(key: str, one: ValueShown) -> str:
    kinds = f"{'none ' if one.is_none else ''}{'out ' if one.is_excluded else ''}depth-{one.depth}"
    says, does = ("no longer without", "undo") if one.is_excluded else ("not", "not")
    own = escape(one.id)
    return (
        f'<li class="{kinds}"><input type="checkbox" id="{own}" name="{key}" value="{escape(one.value)}"'
        f'{" checked" if one.is_chosen else ""}><label for="{own}"><bdi>{shown(one.label)}</bdi></label>'
        '<svg width="48" height="6" viewBox="0 0 48 6" aria-hidden="true">'
        f'<rect class="match" width="{one.bar}" height="6"/></svg><span class="n">{counted(one.count)}</span>'
        f'<a class="not" rel="nofollow" href="{escape(one.not_address)}" aria-label="{says} {escape(one.label)}">'
        f"{does}</a></li>\n"
    )


@register.filter
def bars(histogram: Histogram) -> SafeString:
    """The bars of a histogram: each a link over the height of the drawing, matching above and held below."""
    return SafeString("".join(_bar(one) for one in histogram.bars if one.held))


def _bar(one: Bar) -> str:
    across = f'x="{one.x}" width="{one.width}"'
    matching = f'<rect class="match" {across} y="{one.match_y}" height="{one.match_height}"/>' if one.matching else ""
    return (
        f'<a href="{escape(one.address)}"><title>{escape(one.said)}</title>'
        f'<rect class="room" {across} y="0" height="72"/>{matching}'
        f'<rect class="held" {across} y="{one.held_y}" height="{one.held_height}"/></a>'
    )


@register.filter
def periods(histogram: Histogram) -> SafeString:
    """The same as rows of a table."""
    return SafeString("".join(_period(one) for one in histogram.bars if one.held))


def _period(one: Bar) -> str:
    return (
        f'<tr><th scope="row"><a href="{escape(one.address)}">{escape(one.label)}</a></th>'
        f'<td class="n">{counted(one.matching)}</td><td class="n">{counted(one.held)}</td></tr>'
    )


@register.filter
def article(card: Card) -> SafeString:
    """A card: heading, day and paper, why it was found, where it is printed."""
    return SafeString(
        f'<article class="result">\n  <h2><a href="{escape(card.address)}"><bdi>{shown(card.title)}</bdi></a></h2>\n'
        f'  <p class="when">{_when(card)}</p>\n{"".join(map(_quoted, card.quotations))}'
        f'  <p class="where">{_where(card)}</p>\n</article>'
    )


def _where(card: Card) -> str:
    parts = [
        shown(card.printed),
        _tie("answers", card.ties.answers),
        _tie("cited by", card.ties.cited_by),
    ]
    return " · ".join(part for part in parts if part)


def _tie(does: str, tie: Tie) -> str:
    """How many documents it does this with; the sign of what is probable where some are only that."""
    if not tie.count:
        return ""
    said = f"{does} {counted(tie.count)}"
    if not tie.probable:
        return said
    sign = CERTAINTY_SIGNS[Certainty.PROBABLE]
    return f"{said} {_sign(sign, sign.word if tie.count == 1 else f'{counted(tie.probable)} {sign.word}')}"


def _sign(sign: Sign, word: str) -> str:
    heard = f'{escape(sign.symbol)}<span class="heard"> {escape(word)}</span>'
    return f'<span class="{escape(sign.tone)}" title="{escape(word)}">{heard}</span>'


def _when(card: Card) -> str:
    day = escape(card.day)
    day = f'<time datetime="{escape(card.machine_day)}">{day}</time>' if card.machine_day else f"<b>{day}</b>"
    if card.sign:
        day = f"{day} {_sign(card.sign, card.sign.word)}"
    parts = [
        '<span class="specimen">specimen</span>' if card.is_specimen else "",
        f"{day} {escape(card.hour)}" if card.hour else day,
        f"<bdi>{shown(card.place)}</bdi>" if card.place else "",
        f"<bdi>{shown(card.paper)}</bdi>" if card.paper else "",
        f'<span class="mono"><bdi>{shown(card.file_number)}</bdi></span>' if card.file_number else "",
    ]
    return " · ".join(part for part in parts if part)


def _quoted(one: Quotation) -> str:
    where = f"<i>{escape(one.where)}:</i> " if one.where else ""
    pieces = (f"<mark>{shown(piece)}</mark>" if is_marked else shown(piece) for piece, is_marked in one.pieces)
    return f'  <p class="quote">{where}<bdi>{"".join(pieces)}</bdi></p>\n'
