"""Two questions within the same filters: what answers both, and what answers one of them alone.

Each of these is a question of its own, so that every count is that of a search anybody can open.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from telegrams.search.engine import Engine
from telegrams.search.filters import LONGEST_QUESTION
from telegrams.search.language import Tree, Without, all_of, read, text_of
from telegrams.search.query import Query


@dataclass(frozen=True, slots=True)
class Compared:
    """Documents of two questions; ``first_alone`` and ``second_alone`` are of one and not of the other."""

    first: int
    second: int
    both: int

    @property
    def either(self) -> int:
        """Documents that answer one of them, or both."""
        return self.first + self.second - self.both

    @property
    def first_alone(self) -> int:
        """Documents of the first that are none of the second."""
        return self.first - self.both

    @property
    def second_alone(self) -> int:
        """Documents of the second that are none of the first."""
        return self.second - self.both


def both(first: str, second: str) -> str | None:
    """The words that ask for what answers both questions; None where one question may not be so long.

    >>> both('tito', 'trieste OR fiume')
    'tito (trieste OR fiume)'
    """
    return _asked([tree for one in (first, second) if (tree := read(one).tree)])


def alone(first: str, second: str) -> str | None:
    """The words that ask for what answers the first question and not the second.

    >>> alone('"lend lease" tito', 'trieste fiume'), alone('tito', '-trieste')
    ('"lend lease" tito -(trieste fiume)', 'tito trieste')
    """
    own, other = read(first).tree, read(second).tree
    return _asked([tree for tree in (own, _not(other) if other else None) if tree])


def _not(tree: Tree) -> Tree:
    return tree.node if isinstance(tree, Without) else Without(tree)


def _asked(trees: Sequence[Tree]) -> str | None:
    together = all_of(trees)
    said = text_of(together)
    understood = read(said)
    is_whole = understood.tree == together and not understood.misread and len(said) <= LONGEST_QUESTION
    return said if is_whole else None


def compared(engine: Engine, query: Query, other: str) -> Compared | None:
    """The counts of a question and of another; None where both together are more than one question may be."""
    shared = both(query.q, other)
    if shared is None or alone(query.q, other) is None or alone(other, query.q) is None:
        return None
    return Compared(engine.count(query), engine.count(query.asking(other)), engine.count(query.asking(shared)))
