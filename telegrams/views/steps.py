"""Addresses of searches, and a condition that a link leaves out."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote_plus

from django.urls import reverse

from telegrams.search.query import Query


@cache
def _search() -> str:
    """The address of the search: asked for two hundred times a page."""
    return reverse("search")


_STAND_IN = "zq0-a-value-0qz"


def addresses_of(make: Callable[[str], Query]) -> Callable[[str], str]:
    """The addresses of questions that differ in one value: made once for a stand-in, whose place each value takes."""
    pattern = search_address(make(_STAND_IN))
    return lambda value: pattern.replace(_STAND_IN, quote_plus(value))


def search_address(query: Query) -> str:
    """The address of a question's answer."""
    return f"{_search()}{query.address()}"


@dataclass(frozen=True, slots=True)
class ChipShown:
    """A condition of the question, and the address of the question without it."""

    text: str
    address: str
