"""Addresses of searches, and a condition that a link leaves out."""

from dataclasses import dataclass
from functools import cache

from django.urls import reverse

from telegrams.search.query import Query


@cache
def _search() -> str:
    """The address of the search: asked for two hundred times a page."""
    return reverse("search")


def search_address(query: Query) -> str:
    """The address of a question's answer."""
    return f"{_search()}{query.address()}"


@dataclass(frozen=True, slots=True)
class ChipShown:
    """A condition of the question, and the address of the question without it."""

    text: str
    address: str
