"""About the archive, and how its search is asked; the latter is read from the tables the search uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from telegrams.exports import OFFERED
from telegrams.models import CrossReference, Footnote, Participation, Problem, Telegram
from telegrams.search.facets import FACETS, Facet
from telegrams.search.fields import FIELDS, SECTIONS, SearchField
from telegrams.search.language import FARTHEST
from telegrams.search.telegraphese import families
from telegrams.views.frame import Frame, frame, searching
from telegrams.views.manners import reading_page
from telegrams.views.wording import CERTAINTY_SIGNS, SIGNS, Sign
from telegrams.vocabulary import Certainty, Level, Role


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
class AboutPage:
    """What the archive is, how its values are to be taken, and how it is cited."""

    frame: Frame
    origins: tuple[SignMeant, ...]
    certainties: tuple[SignMeant, ...]
    quality: tuple[Quality, ...]
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchHelp:
    """How to ask: the language of the box, its fields, and every facet."""

    frame: Frame
    facets: tuple[Facet, ...]
    fields: tuple[SearchField, ...]
    sections: tuple[str, ...]
    families: tuple[tuple[str, ...], ...]
    farthest: int


@reading_page
def about(request: HttpRequest) -> HttpResponse:
    """About the archive."""
    page = AboutPage(
        frame=frame("About", section="about"),
        origins=_signs(SIGNS),
        certainties=_signs(CERTAINTY_SIGNS),
        quality=_quality(),
        forms=tuple(form.suffix for form in OFFERED),
    )
    return render(request, "telegrams/about.html", {"page": page})


def _signs(signs: Mapping[Any, Sign]) -> tuple[SignMeant, ...]:
    return tuple(SignMeant(sign, word.meaning) for word, sign in signs.items())


def _quality() -> tuple[Quality, ...]:
    held = Telegram.objects.held()
    parties = Participation.objects.filter(telegram__withdrawn_at=None, role__in=[Role.SENDER, Role.RECIPIENT])
    references = CrossReference.objects.filter(telegram__withdrawn_at=None, certainty=Certainty.NOT_HELD)
    kept_back = Problem.objects.filter(level=Level.ERROR).values("volume", "document", "source_name").distinct()
    return (
        Quality("documents without any date", held.filter(earliest=None, latest=None).count(), searching(years="none")),
        Quality(
            "documents without a file number we can read", held.filter(file_class="").count(), searching(file="none")
        ),
        Quality("senders and recipients not tied to a person", parties.filter(person=None).count(), ""),
        Quality("references to documents or pages not held", references.count(), ""),
        Quality(
            "notes whose place in the text is not known",
            Footnote.objects.filter(telegram__withdrawn_at=None, offset=None).count(),
            "",
        ),
        Quality("files or documents refused by a load", kept_back.count(), ""),
    )


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
