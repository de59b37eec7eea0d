"""About the archive, and how its search is asked; the latter is read from the tables the search uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from telegrams.exports import OFFERED
from telegrams.importing.resolving.messages import RULES as REFERENCE_RULES
from telegrams.importing.resolving.people import RULES as PEOPLE_RULES
from telegrams.search.facets import FACETS, Facet
from telegrams.search.fields import FIELDS, SECTIONS, SearchField
from telegrams.search.language import FARTHEST
from telegrams.search.telegraphese import families
from telegrams.views.frame import Frame, frame
from telegrams.views.manners import kept_page, reading_page
from telegrams.views.wanting import SHORTCOMINGS
from telegrams.views.wording import CERTAINTY_SIGNS, SIGNS, Sign


@dataclass(frozen=True, slots=True)
class Quality:
    """A shortcoming of what is held: how many there are, and where they can be seen."""

    said: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class SignMeant:
    """A sign and what it means."""

    sign: Sign
    meaning: str


@dataclass(frozen=True, slots=True)
class LinkRule:
    """A rule by which a reference is followed, and how sure a link by it is."""

    said: str
    sign: Sign


@dataclass(frozen=True, slots=True)
class AboutPage:
    """What the archive is, how its values are to be taken, and how it is cited."""

    frame: Frame
    origins: tuple[SignMeant, ...]
    certainties: tuple[SignMeant, ...]
    quality: tuple[Quality, ...]
    forms: tuple[str, ...]
    people_rules: tuple[str, ...]
    reference_rules: tuple[LinkRule, ...]


@dataclass(frozen=True, slots=True)
class SearchHelp:
    """How to ask: the language of the box, its fields, and every facet."""

    frame: Frame
    facets: tuple[Facet, ...]
    fields: tuple[SearchField, ...]
    sections: tuple[str, ...]
    families: tuple[tuple[str, ...], ...]
    farthest: int


@kept_page
def about(request: HttpRequest) -> HttpResponse:
    """About the archive."""
    page = AboutPage(
        frame=frame("About", section="about"),
        origins=_signs(SIGNS),
        certainties=_signs(CERTAINTY_SIGNS),
        quality=_quality(),
        forms=tuple(form.suffix for form in OFFERED),
        people_rules=tuple((rule.__doc__ or "").splitlines()[0] for rule in PEOPLE_RULES),
        reference_rules=tuple(LinkRule(rule, CERTAINTY_SIGNS[certainty]) for certainty, rule in REFERENCE_RULES),
    )
    return render(request, "telegrams/about.html", {"page": page})


def _signs(signs: Mapping[Any, Sign]) -> tuple[SignMeant, ...]:
    return tuple(SignMeant(sign, word.meaning) for word, sign in signs.items())


def _quality() -> tuple[Quality, ...]:
    return tuple(Quality(one.said, one.count(), one.address()) for one in SHORTCOMINGS)


@reading_page
def about_search(request: HttpRequest) -> HttpResponse:
    """How to ask the search."""
    page = SearchHelp(
        frame=frame("How to search", section="about"),
        facets=FACETS,
        fields=FIELDS,
        sections=tuple(SECTIONS),
        families=tuple(families().values()),
        farthest=FARTHEST,
    )
    return render(request, "telegrams/about_search.html", {"page": page})
