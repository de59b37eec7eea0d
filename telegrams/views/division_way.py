"""The way through a volume's printed contents: from the whole book down to a document or a chapter."""

from dataclasses import dataclass

from django.urls import reverse

from telegrams.views.visible import on_one_line
from telegrams.volume_records import Contents, DivisionRecord

LONGEST = 72


@dataclass(frozen=True, slots=True)
class Step:
    """A division on the way: its heading, cut where it is long, the whole of it, and its address."""

    label: str
    heading: str
    address: str


def way_to_document(slug: str, contents: Contents, document: str) -> tuple[Step, ...]:
    """The divisions around a document, outermost first."""
    return tuple(step(slug, one) for one in contents.way_to(document))


def step(slug: str, division: DivisionRecord) -> Step:
    """A division as a step of the way."""
    heading = heading_of(division)
    return Step(cut(heading), heading, address_of(slug, division.key))


def heading_of(division: DivisionRecord) -> str:
    """The heading on one line; the kind and key of a division that is printed without one."""
    return on_one_line(division.heading) or f"[{division.kind or 'division'} {division.key} without a heading]"


def address_of(slug: str, key: str) -> str:
    """The page of a division."""
    return reverse("volume-division", args=[slug, key])


def cut(heading: str) -> str:
    """The heading, cut at a word where it is too long for a line.

    >>> cut("Proposals " * 9)
    'Proposals Proposals Proposals Proposals Proposals Proposals Proposals …'
    """
    if len(heading) <= LONGEST:
        return heading
    return f"{heading[:LONGEST].rsplit(' ', 1)[0]} …"
