"""A card of a queue: what waits, the evidence beside it, and the ways to settle it; and the queue it stands in."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet

LEAVE, TYPED = "leave", "typed"
"""The keys of the options that every queue may have: leave it as it is, and what the editor types."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of evidence: its label, and its words, in pieces that are lit or not.

    ``address`` leads to where it stands, in the words of ``way``.
    """

    label: str
    pieces: tuple[tuple[str, bool], ...]
    address: str = ""
    is_printed: bool = False
    way: str = "where it stands"


def told(label: str, words: str, address: str = "", *, printed: bool = False) -> Evidence:
    """Evidence of which nothing is lit."""
    return Evidence(label, ((words, False),), address, printed)


@dataclass(frozen=True, slots=True)
class Option:
    """A way to settle what waits: what it says and does, with the reason and source it would be written with.

    ``value``: what is written, '' where nothing is. ``address``: a page that shows what it means. ``needs``: a
    permission that it asks for besides the queue's own; ``asks_why``: whether it needs a reason and a source.
    """

    key: str
    said: str
    value: str = ""
    detail: str = ""
    reason: str = ""
    source: str = ""
    address: str = ""
    needs: str = ""
    asks_why: bool = True


@dataclass(frozen=True, slots=True)
class Card:
    """Something that waits. ``chosen`` is the key of the option taken unless another is, '' for none.

    ``typed`` is the label of the input of what no option offers, '' where there is none; ``seen`` the value shown
    when the card was made, which a correction is made against.
    """

    row: int
    title: str
    address: str
    name: str
    since: str
    evidence: Sequence[Evidence]
    options: Sequence[Option]
    chosen: str = ""
    typed: str = ""
    hint: str = ""
    seen: str = ""
    on_site: str = ""
    reads: int = 0
    asks_why: bool = True
    # what was sent and could not be taken: said again beside the card
    fault: str = ""
    given: dict[str, str] = field(default_factory=dict)

    @property
    def default(self) -> Option:
        """The option that is taken unless another is; one that says nothing where there is none."""
        return self.option(self.chosen) or Option("", "")

    @property
    def mark(self) -> str:
        """A mark of all that can be chosen: a card that came to offer something else has another."""
        said = repr([(one.key, one.value) for one in self.options] + [self.seen])
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def for_those_who(self, may: Callable[[str], bool]) -> "Card":
        """The card with those ways alone that an editor may go."""
        options = [one for one in self.options if not one.needs or may(one.needs)]
        chosen = self.chosen if any(one.key == self.chosen for one in options) else ""
        return replace(self, options=options, chosen=chosen)

    def option(self, key: str) -> Option | None:
        """The option of a key."""
        return next((one for one in self.options if one.key == key), None)


@dataclass(frozen=True, slots=True)
class Decision:
    """What an editor sent: the option, what was typed, and why."""

    option: Option
    typed: str
    reason: str
    source: str
    seen: str

    @property
    def value(self) -> str:
        """The value chosen, or typed."""
        return self.typed if self.option.key == TYPED else self.option.value


class Refused(ValueError):
    """What was sent cannot be written; the message says why, in a sentence."""


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue of the editors' front page.

    ``look`` and ``fix``: the permissions to see it, and to settle what waits. ``waiting``: the rows that wait.
    ``among``: those of them that are of these documents. ``cards``: the evidence of some rows, in their order.
    ``settle``: do what an editor decided; what is said of it comes back, and Refused is raised where it cannot be.
    """

    key: str
    label: str
    help: str
    look: str
    fix: str
    waiting: Callable[[], QuerySet[Any]]
    among: Callable[[QuerySet[Any], Sequence[int]], QuerySet[Any]]
    cards: Callable[[Sequence[Any]], Sequence[Card]]
    settle: Callable[[Any, Card, Decision, User], str]


def of_document(rows: QuerySet[Any], documents: Sequence[int]) -> QuerySet[Any]:
    """``among`` for rows that belong to a document."""
    return rows.filter(telegram__in=documents)
