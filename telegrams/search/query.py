"""The question an engine is asked: nothing but values."""

from dataclasses import dataclass
from dataclasses import field
from datetime import date

PAGE = 25
"""Results on a page."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The values chosen and excluded in one facet; 'none' stands for not stated."""

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A question. ``since`` and ``until`` bound the days sent and may be of any precision (ISO).

    ``sort`` is 'relevance', 'date', 'newest' or 'number'; without words relevance means date.
    """

    q: str = ""
    facets: tuple[tuple[str, Chosen], ...] = field(default=())
    since: str = ""
    until: str = ""
    undated: bool = False
    sort: str = ""
    page: int = 1
    day: date | None = None
