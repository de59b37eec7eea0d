"""Pictures that have hundreds of parts, made without templates as ``rows`` are; whatever is text is escaped."""

from collections.abc import Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString

from telegrams.saying import counted
from telegrams.views.correspondents import CellShown, RowShown
from telegrams.views.files import Branch
from telegrams.views.map_of_posts import ROOM, Chart, Circle, Key, Name
from telegrams.views.posts import PostListed
from telegrams.views.posts_by_year import PostRow, PostsByYear, YearsCell
from telegrams.views.visible import shown
from telegrams.views.year_bars import HEIGHT, BarRow, YearBar, YearBars

register = template.Library()


@register.filter
def drawn(chart: Chart) -> SafeString:
    """The circles of a map, the small ones above the large, and the names."""
    inset = chart.inset
    frame = (
        f'<a href="#map-of-europe"><title>Europe, drawn larger below</title><rect class="inset" x="{inset.x}" '
        f'y="{inset.y}" width="{inset.width}" height="{inset.height}"/></a>'
        if inset
        else ""
    )
    faint = "".join(f'<circle class="faint" {_place(one)} r="{one.radius}"/>' for one in chart.faint)
    return SafeString(
        f"<g>{faint}</g>{frame}{''.join(map(_circle, chart.circles))}"
        f'<g class="names" aria-hidden="true">{"".join(map(_name, chart.names))}</g>'
    )


def _place(one: Circle) -> str:
    return f'cx="{one.x}" cy="{one.y}"'


def _circle(one: Circle) -> str:
    room = f'<circle class="room" {_place(one)} r="{ROOM:g}"/>' if one.is_small else ""
    return (
        f'<a href="{escape(one.address)}"><title>{escape(one.said)}</title>{room}'
        f'<circle class="place" {_place(one)} r="{one.radius}"/></a>'
    )


def _name(one: Name) -> str:
    return f'<text x="{one.x}" y="{one.y}" text-anchor="{one.anchor}">{escape(one.text)}</text>'


@register.filter
def key_drawn(keys: Sequence[Key]) -> SafeString:
    """The circles of the key, each with its number."""
    return SafeString(
        "".join(
            f'<circle class="place" cx="{one.x}" cy="0" r="{one.radius}"/>'
            f'<text x="{one.x + one.radius + 5:.1f}" y="4">{counted(one.count)}</text>'
            for one in keys
        )
    )


@register.filter
def posts_listed(posts: Sequence[PostListed]) -> SafeString:
    """Posts as a list, with bars and counts."""
    return SafeString("\n".join(map(_listed, posts)) or "<li>No post is known yet.</li>")


def _listed(one: PostListed) -> str:
    country = f' <span class="quiet">{shown(one.country)}</span>' if one.country else ""
    return (
        f'<li><span><a href="{escape(one.address)}">{shown(one.city)}</a>{country}</span>'
        f'<svg width="48" height="6" aria-hidden="true"><rect class="match" width="{one.bar}" height="6"/></svg>'
        f'<span class="n">{counted(one.count)}</span></li>'
    )


@register.filter
def strips(years: PostsByYear) -> SafeString:
    """The rows of posts, each a strip as wide as the histogram above it."""
    return SafeString("".join(_strip(row, years.width) for row in years.rows))


def _strip(row: PostRow, width: int) -> str:
    cells = "".join(_cell(one) for one in row.cells if one)
    return (
        f'<li><a href="{escape(row.address)}">{shown(row.label)}</a> <span class="n">{counted(row.count)}</span>'
        f'<svg class="strip" viewBox="0 0 {width} 1" preserveAspectRatio="none" role="group" '
        f'aria-label="{escape(row.label)} by year">{cells}</svg></li>'
    )


def _cell(one: YearsCell) -> str:
    return (
        f'<a href="{escape(one.address)}"><title>{escape(one.said)}</title>'
        f'<rect class="t{one.tone}" x="{one.period.x}" width="{one.period.width}" height="1"/></a>'
    )


@register.filter
def strips_as_rows(years: PostsByYear) -> SafeString:
    """The same as rows of a table: a period each, with its number for every post."""
    return SafeString(
        "".join(
            f'<tr><th scope="row">{span.label}</th>'
            + "".join(
                f'<td class="n">{counted(cell.count) if (cell := row.cells[at]) else 0}</td>' for row in years.rows
            )
            + "</tr>"
            for at, span in enumerate(years.periods)
        )
    )


@register.filter
def matrix(senders: Sequence[RowShown]) -> SafeString:
    """The rows of the table of senders and recipients."""
    return SafeString("".join(map(_matrix_row, senders)))


def _matrix_row(row: RowShown) -> str:
    sender = f'<a href="{escape(row.party.address)}"><bdi>{shown(row.party.label)}</bdi></a>'
    return f'<tr><th scope="row">{sender}</th>{"".join(map(_matrix_cell, row.cells))}</tr>\n'


def _matrix_cell(one: CellShown | None) -> str:
    return (
        f'<td class="t{one.tone}"><a href="{escape(one.address)}">{counted(one.count)}</a></td>' if one else "<td></td>"
    )


@register.filter
def bar_strips(years: YearBars) -> SafeString:
    """Rows of bars, each with its words above it."""
    return SafeString("".join(_bar_strip(row, years.width) for row in years.rows))


def _bar_strip(row: BarRow, width: int) -> str:
    label = escape(row.label)
    number = counted(row.count) if row.count == row.total else f"{counted(row.count)} of {counted(row.total)}"
    return (
        f'<li><span>{label}</span> <span class="n">{number}</span>'
        f'<svg class="strip bars" viewBox="0 0 {width} {HEIGHT}" preserveAspectRatio="none" role="group" '
        f'aria-label="{label} by year">{"".join(map(_year_bar, row.bars))}</svg></li>'
    )


def _year_bar(one: YearBar) -> str:
    room = f'<rect class="room" x="{one.x - 0.1:g}" width="1" height="{HEIGHT}"/>'
    bar = f'<rect class="match" x="{one.x:g}" y="{one.y}" width=".8" height="{one.height}"/>'
    said = f"<title>{escape(one.said)}</title>"
    return f'<a href="{escape(one.address)}">{said}{room}{bar}</a>' if one.address else f"<g>{said}{room}{bar}</g>"


@register.filter
def tree(branches: Sequence[Branch]) -> SafeString:
    """Classes, countries and subjects, each below the one above it."""
    return SafeString("".join(map(_branch, branches)))


def _branch(one: Branch) -> str:
    below = ""
    if one.below:
        steps = f"{len(one.below)} below"
        below = f"<details><summary>{steps}</summary><ul>{''.join(map(_branch, one.below))}</ul></details>"
    elif one.more:
        below = f'<a class="all" href="{escape(one.more_address)}">{counted(one.more)} below →</a>'
    return (
        f'<li><a href="{escape(one.address)}"><bdi>{shown(one.label)}</bdi></a>'
        f'<svg width="48" height="6" aria-hidden="true"><rect class="match" width="{one.bar}" height="6"/></svg>'
        f'<span class="n">{counted(one.count)}</span>{below}</li>\n'
    )
