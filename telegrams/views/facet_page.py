"""All values of one facet under a question: found by a part of their names, by their first letters, page by page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from telegrams.parsing.folding import folded
from telegrams.search.engine import FacetAnswer, FacetCount
from telegrams.search.facets import FACET, NONE
from telegrams.search.query import Query
from telegrams.views.frame import Frame, frame
from telegrams.views.search_page import FacetShown, Field, PageLink, facet_shown, fields_of, page_links
from telegrams.views.steps import ChipShown

AT_ONCE = 200
"""Values on one page."""

FEW = 40
"""Values below which nobody needs letters."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked of the values: a part of the name, a first letter, an order, a page."""

    find: str = ""
    letter: str = ""
    by_name: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Letter:
    """A first letter of names; the chosen one leads back to all."""

    letter: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class FacetPage:
    """A page of the values of one facet; ``found``: how many fit what is asked of them, of ``facet.distinct``."""

    frame: Frame
    facet: FacetShown
    choice: Choice
    found: int
    letters: tuple[Letter, ...]
    pages: tuple[PageLink, ...]
    by_count_address: str
    by_name_address: str
    all_address: str
    back: str
    chips: tuple[ChipShown, ...]
    box_fields: tuple[Field, ...]

    @classmethod
    def of(cls, query: Query, answer: FacetAnswer, choice: Choice) -> "FacetPage":
        """The page of an answer with every value."""
        described = FACET[answer.key]
        named = [one for one in answer.values if _fits(one, choice)]
        lettered = [one for one in named if not choice.letter or _letter(one) == choice.letter]
        if choice.by_name:
            lettered.sort(key=lambda one: (one.value == NONE, folded(one.label), one.value))
        last = max(1, -(-len(lettered) // AT_ONCE))
        page = min(choice.page, last)
        shown = replace(answer, values=tuple(lettered[(page - 1) * AT_ONCE : page * AT_ONCE]))

        def address(**other: object) -> str:
            return _address(query, answer.key, replace(choice, **{"page": 1, **other}))  # type: ignore[arg-type]

        return cls(
            frame=frame(f"{described.label}: all values", section="search", css="search", question=query.q),
            facet=facet_shown(query, shown, len(shown.values)),
            choice=choice,
            found=len(lettered),
            letters=_letters(named, choice, address) if described.shape == "choice" else (),
            pages=tuple(page_links(page, last, lambda number: address(page=number))),
            by_count_address=address(by_name=False),
            by_name_address=address(by_name=True),
            all_address=_address(query, answer.key, Choice(by_name=choice.by_name)),
            back=reverse("search") + query.address(),
            chips=tuple(ChipShown(chip.text, "") for chip in query.in_words()),
            box_fields=(*fields_of(query), *([Field("order", "name")] if choice.by_name else [])),
        )


def _fits(one: FacetCount, choice: Choice) -> bool:
    return folded(choice.find) in folded(one.label)


def _letter(one: FacetCount) -> str:
    """The letter under which a name stands; '' for what begins with none."""
    first = folded(one.label)[:1].upper()
    return first if first.isalpha() and one.value != NONE else ""


def _letters(values: Sequence[FacetCount], choice: Choice, address: Callable[..., str]) -> tuple[Letter, ...]:
    known = sorted({letter for one in values if (letter := _letter(one))})
    if len(values) < FEW and not choice.letter:
        return ()
    return tuple(
        Letter(letter, address(letter="" if letter == choice.letter else letter), letter == choice.letter)
        for letter in known
    )


def _address(query: Query, key: str, choice: Choice) -> str:
    said = {
        "find": choice.find,
        "letter": choice.letter,
        "order": "name" if choice.by_name else "",
        "page": str(choice.page) if choice.page > 1 else "",
    }
    own = urlencode({name: value for name, value in said.items() if value})
    asked = query.address()
    return reverse("facet", args=[key]) + (f"{asked}{'&' if asked else '?'}{own}" if own else asked)
