"""The Department's files: the tree of classes, and the documents of one file."""

from dataclasses import dataclass
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from telegrams.models import Telegram
from telegrams.models.telegram import TelegramQuerySet
from telegrams.parsing.file_number import file_key, read_file_number
from telegrams.search import ENGINE
from telegrams.search.engine import FacetCount
from telegrams.search.query import Query
from telegrams.views.absent import NotHeld, what_file_is_not_held
from telegrams.views.cards import Card, plain_cards
from telegrams.views.facts import FilePartShown, decoded
from telegrams.views.frame import Frame, frame, searching
from telegrams.views.manners import reading_page, searching_page
from telegrams.views.visible import on_one_line

LONGEST = 300
ON_A_PAGE = 200


@dataclass(frozen=True, slots=True)
class ClassShown:
    """A step of the tree of classes, with the number of documents below it."""

    label: str
    count: int
    depth: int
    bar: int
    address: str


@dataclass(frozen=True, slots=True)
class FilesPage:
    """The tree of classes of what is held; ``unread`` documents have no number we can class."""

    frame: Frame
    classes: tuple[ClassShown, ...]
    unread: int
    unread_address: str


@dataclass(frozen=True, slots=True)
class FilePage:
    """A file number: what it means, and the documents held under it and in its file."""

    frame: Frame
    number: str
    summary: str
    system: str
    meaning: str
    problem: str
    parts: tuple[FilePartShown, ...]
    cards: tuple[Card, ...]
    stem: str
    others: tuple[Card, ...]
    has_more: bool


@searching_page
def files(request: HttpRequest) -> HttpResponse:
    """The classes under which the documents held are filed."""
    answer = ENGINE.all_values(Query(), "file")
    classes = [one for one in answer.values if one.value != "none"]
    largest = max((one.count for one in classes), default=1)
    page = FilesPage(
        frame=frame("Files", section="files"),
        classes=tuple(_class(one, largest) for one in classes),
        unread=next((one.count for one in answer.values if one.value == "none"), 0),
        unread_address=searching(file="none"),
    )
    return render(request, "telegrams/files.html", {"page": page})


def _class(one: FacetCount, largest: int) -> ClassShown:
    return ClassShown(
        one.label, one.count, min(one.depth, 4), max(1, round(48 * one.count / largest)), searching(file=one.value)
    )


@reading_page
def file(request: HttpRequest, number: str) -> HttpResponse:
    """The documents of a file number, and of its whole file, with what the number means."""
    key = file_key(number) if len(number) <= LONGEST else ""
    if not key:
        raise NotHeld(what_file_is_not_held(number))
    if key != number:
        return HttpResponsePermanentRedirect(f"/files/{quote(key)}/")
    held = Telegram.objects.held()
    cards = _cards(held.in_file(key))
    stem = key.partition("/")[0]
    others = _cards(held.filter(file_key__startswith=f"{stem}/").exclude(file_key=key), ON_A_PAGE + 1)
    if not cards and not others:
        raise NotHeld(what_file_is_not_held(number))
    known = (cards or others)[0].telegram
    printed = known.file_number if known.file_key == key else key
    return render(request, "telegrams/file.html", {"page": _file_page(printed, known, cards, stem, others)})


def _file_page(printed: str, known: Telegram, cards: tuple[Card, ...], stem: str, others: tuple[Card, ...]) -> FilePage:
    number = read_file_number(printed, known.earliest.year if known.earliest else None)
    return FilePage(
        frame=frame(f"File {on_one_line(printed)}", section="files"),
        number=printed,
        summary=number.summary if number else "",
        system=number.system.label if number else "",
        meaning=number.system.meaning if number else "",
        problem=(number.problem or "") if number else "This number follows none of the systems we know.",
        parts=decoded(number) if number else (),
        cards=cards,
        stem=stem,
        others=others[:ON_A_PAGE],
        has_more=len(others) > ON_A_PAGE,
    )


def _cards(documents: TelegramQuerySet, most: int = ON_A_PAGE) -> tuple[Card, ...]:
    return plain_cards(documents.by_date().for_result_list()[:most])
