"""What is wanting in what is held: each shortcoming with its number, and where every case of it can be seen.

To add one: an entry in ``SHORTCOMINGS``; the page about the archive and the page of its cases read it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from telegrams.models import CrossReference, Footnote, Participation, Problem, Telegram, Volume
from telegrams.saying import counted_of
from telegrams.search.facets import NONE
from telegrams.views.absent import NotHeld
from telegrams.views.asked import page_number
from telegrams.views.cards import first_cards
from telegrams.views.frame import Frame, frame, searching
from telegrams.views.manners import kept_page
from telegrams.views.refusals import Way
from telegrams.views.visible import on_one_line
from telegrams.vocabulary import Certainty, Level, Role

ON_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Case:
    """A case of a shortcoming: what it is, where it is, and what is to be said of it."""

    label: str
    address: str
    note: str


Cases = Callable[[int], list[Case]]
"""The cases from one on, as many as a page has and one more."""


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """Something wanting: its words, its number, and its cases, which are a search's answer or a page's of their own."""

    key: str
    said: str
    meaning: str
    count: Callable[[], int]
    cases: Cases | None = None
    elsewhere: Callable[[], str] | None = None

    def address(self) -> str:
        """Where its cases are."""
        return self.elsewhere() if self.elsewhere else reverse("wanting", args=[self.key])


@dataclass(frozen=True, slots=True)
class WantingPage:
    """The cases of one shortcoming."""

    frame: Frame
    said: str
    meaning: str
    count: int
    cases: tuple[Case, ...]
    start: int
    before: str
    after: str


def _held() -> Any:
    return Telegram.objects.held()


def _parties() -> "QuerySet[Participation]":
    return Participation.objects.filter(
        telegram__withdrawn_at=None, role__in=[Role.SENDER, Role.RECIPIENT], person=None
    ).order_by()


def _ambiguous_names() -> "QuerySet[Participation]":
    return Participation.objects.filter(telegram__withdrawn_at=None, certainty=Certainty.AMBIGUOUS).order_by()


def _references(certainty: Certainty) -> "QuerySet[CrossReference]":
    return CrossReference.objects.filter(telegram__withdrawn_at=None, certainty=certainty).order_by()


def _notes() -> "QuerySet[Footnote]":
    return Footnote.objects.filter(telegram__withdrawn_at=None, offset=None).order_by()


def _refused() -> Any:
    return Problem.objects.filter(level=Level.ERROR).values("volume", "document", "source_name").order_by().distinct()


def _party_cases(start: int) -> list[Case]:
    """Names and offices, those of most documents first."""
    rows = (
        _parties().values("role", "party", "party_label").annotate(count=Count("telegram", distinct=True))
        .order_by("-count", "role", "party", "party_label")[start : start + ON_A_PAGE + 1]
    )  # fmt: skip
    return [
        Case(
            row["party_label"],
            searching(**{row["role"]: row["party"]}),
            f"as {row['role']} of {counted_of(row['count'], 'document', 'documents')}",
        )
        for row in rows
    ]


def _in_documents(of: Callable[[], "QuerySet[Any]"]) -> Cases:
    """The documents of some rows, by their days."""

    def cases(start: int) -> list[Case]:
        documents = _held().filter(pk__in=of().values("telegram")).by_date()
        cards = first_cards(documents, ON_A_PAGE + 1, start)
        return [Case(card.title, card.address, f"{card.day}; {card.printed}") for card in cards]

    return cases


def _refused_cases(start: int) -> list[Case]:
    rows = list(_refused().order_by("volume", "document", "source_name")[start : start + ON_A_PAGE + 1])
    known = Volume.objects.in_bulk({row["volume"] for row in rows}, field_name="slug")
    return [
        Case(
            "/".join(filter(None, (row["volume"], row["document"]))) or row["source_name"],
            f"{known[row['volume']].get_absolute_url()}" if row["volume"] in known else "",
            row["source_name"],
        )
        for row in rows
    ]


SHORTCOMINGS = (
    Shortcoming(
        "dates",
        "documents without any date",
        "",
        lambda: _held().filter(earliest=None, latest=None).count(),
        elsewhere=lambda: searching(day=NONE),
    ),
    Shortcoming(
        "file-numbers",
        "documents without a file number we can read",
        "",
        lambda: _held().filter(file_class="").count(),
        elsewhere=lambda: searching(file=NONE),
    ),
    Shortcoming(
        "parties",
        "senders and recipients not tied to a person",
        "By name or office as printed, those of most documents first. A link finds all documents that print it so.",
        lambda: _parties().count(),
        _party_cases,
    ),
    Shortcoming(
        "names",
        "names that several people may bear",
        "Nothing in the document decides between them, and none was chosen; its page names them.",
        lambda: _ambiguous_names().count(),
        _in_documents(_ambiguous_names),
    ),
    Shortcoming(
        "references",
        "references that may mean several documents",
        "Each document shows what it may mean beside the printed words.",
        lambda: _references(Certainty.AMBIGUOUS).count(),
        _in_documents(lambda: _references(Certainty.AMBIGUOUS)),
    ),
    Shortcoming(
        "not-held",
        "references to documents or pages not held",
        "",
        lambda: _references(Certainty.NOT_HELD).count(),
        elsewhere=lambda: reverse("wanted"),
    ),
    Shortcoming(
        "notes",
        "notes whose place in the text is not known",
        "They stand after the text of their document.",
        lambda: _notes().count(),
        _in_documents(_notes),
    ),
    Shortcoming(
        "refused",
        "files or documents refused by a load",
        "They were met by a load and kept back; those of a volume that is held stand on its page with the reason.",
        lambda: int(_refused().count()),
        _refused_cases,
    ),
)


@kept_page
def wanting(request: HttpRequest, key: str) -> HttpResponse:
    """The cases of one shortcoming."""
    found = next((one for one in SHORTCOMINGS if one.key == key and one.cases), None)
    if found is None or found.cases is None:
        about = Way("What is wanting in the archive", f"{reverse('about')}#wanting")
        raise NotHeld("The page about the archive lists what is wanting in it; this is none of it.", [about])
    number = page_number(request)
    start = (number - 1) * ON_A_PAGE
    cases = found.cases(start)
    page = WantingPage(
        frame=frame(found.said.capitalize(), section="about"),
        said=found.said,
        meaning=found.meaning,
        count=found.count(),
        cases=tuple(Case(on_one_line(one.label), one.address, on_one_line(one.note)) for one in cases[:ON_A_PAGE]),
        start=start + 1,
        before=f"{found.address()}?page={number - 1}" if number > 1 else "",
        after=f"{found.address()}?page={number + 1}" if len(cases) > ON_A_PAGE else "",
    )
    return render(request, "telegrams/wanting.html", {"page": page})
