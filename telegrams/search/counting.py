"""Counts of a facet → the values a page shows, in their order."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from telegrams.search.engine import FacetAnswer, FacetCount
from telegrams.search.facets import NONE, SHOWN, Counted, Facet
from telegrams.search.query import Chosen


@dataclass(frozen=True, slots=True)
class Counts:
    """Values of a facet with their numbers; ``has_more``: they are the commonest, and there are others."""

    values: list[Counted]
    has_more: bool = False


Labels = Callable[[Iterable[str]], dict[str, str]]


def shown_values(facet: Facet, counts: Counts, chosen: Chosen, labels_of: Labels) -> FacetAnswer:
    """The commonest values, those chosen or excluded whatever their count, and 'not stated' last."""
    return _answer(facet, counts, chosen, labels_of, most=None if facet.shape == "range" else SHOWN)


def every_value(facet: Facet, counts: Counts, chosen: Chosen, labels_of: Labels) -> FacetAnswer:
    """Every value of a facet."""
    return _answer(facet, counts, chosen, labels_of, most=None)


def _answer(facet: Facet, counts: Counts, chosen: Chosen, labels_of: Labels, most: int | None) -> FacetAnswer:
    named = chosen.named()
    have = {one.value for one in counts.values}
    missing = [value for value in named if value not in have]
    every = [*counts.values, *(Counted(value, 0) for value in missing)]
    rows = _tree(every, named, most) if facet.shape == "tree" else _list(every, named, most, ORDERS[facet.shape])
    labels = labels_of([one.value for one in rows if one.value != NONE])
    known = have | set(labels) | {NONE}
    values = tuple(
        FacetCount(
            value=one.value,
            label=(labels.get(one.value) or facet.say(one.value)) if one.value in known else "",
            count=one.count,
            chosen=one.value in chosen.wanted,
            excluded=one.value in chosen.unwanted,
            depth=_depth(one.value, every) if facet.shape == "tree" else 0,
        )
        for one in rows
    )
    is_least = counts.has_more or (facet.shape == "tree" and most is not None)
    return FacetAnswer(facet.key, values, len(have - {NONE}), is_least)


def _by_count(one: Counted) -> tuple[object, ...]:
    return one.value == NONE, -one.count, one.value


def _by_value(one: Counted) -> tuple[object, ...]:
    return one.value == NONE, one.value


ORDERS: dict[str, Callable[[Counted], tuple[object, ...]]] = {"choice": _by_count, "range": _by_value}


def _list(
    counts: Iterable[Counted], named: tuple[str, ...], most: int | None, order: Callable[[Counted], tuple[object, ...]]
) -> list[Counted]:
    rows = sorted(counts, key=order)
    if most is None:
        return rows
    first = {one.value for one in [row for row in rows if row.value != NONE][:most]}
    return [row for row in rows if row.value in first or row.value in named or row.value == NONE]


def _parent(value: str, values: set[str]) -> str:
    above = value.rpartition(".")[0]
    return above if above in values else ""


def _depth(value: str, counts: Iterable[Counted]) -> int:
    values = {one.value for one in counts}
    depth = 0
    while value := _parent(value, values):
        depth += 1
    return depth


def _tree(counts: list[Counted], named: tuple[str, ...], most: int | None) -> list[Counted]:
    """The tree from its top, each branch under its root; only branches to what is named are open, or all."""
    values = {one.value for one in counts}
    children: dict[str, list[Counted]] = {}
    for one in sorted(counts, key=_by_count):
        children.setdefault(_parent(one.value, values), []).append(one)
    rows: list[Counted] = []

    def walk(above: str) -> None:
        for one in _list(children.get(above, ()), _on_the_way(named), most, _by_count):
            rows.append(one)
            if most is None or one.value in _on_the_way(named):
                walk(one.value)

    walk("")
    return rows


def _on_the_way(named: tuple[str, ...]) -> tuple[str, ...]:
    """The values named and all above them."""
    return tuple(
        ".".join(parts[:end]) for value in named for parts in [value.split(".")] for end in range(1, len(parts) + 1)
    )
