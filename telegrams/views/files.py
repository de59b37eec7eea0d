"""The Department's files: the tree of classes, and the documents of one file."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from telegrams.models import Telegram
from telegrams.models.telegram import TelegramQuerySet
from telegrams.parsing.file_number import file_key, read_file_number
from telegrams.saying import days_said
from telegrams.search import ENGINE
from telegrams.search.engine import FacetCount
from telegrams.search.facets import NONE
from telegrams.search.query import Query
from telegrams.views.absent import no_class, no_file, what_file_is_not_held
from telegrams.views.asked import asked
from telegrams.views.cards import Card, first_cards, plain_cards
from telegrams.views.facts import FilePartShown, decoded
from telegrams.views.frame import Frame, frame, searching
from telegrams.views.manners import kept_page, reading_page
from telegrams.views.visible import on_one_line

LONGEST = 300
ON_A_PAGE = 200
MOST_STEPS = 300
"""Steps of the tree on one page."""
NEAREST = 3


@dataclass(frozen=True, slots=True)
class Branch:
    """A class, a country or a subject, with its documents, and what is below it.

    ``more`` steps below it are not shown; ``more_address`` leads to a page that begins with this one.
    """

    label: str
    count: int
    bar: int
    address: str
    below: tuple["Branch", ...] = ()
    more: int = 0
    more_address: str = ""


@dataclass(frozen=True, slots=True)
class FilesPage:
    """The tree of classes of what is held; ``unread`` documents have no number we can class.

    ``above``: the steps that lead to the part of the tree that is shown, '' for all of it.
    """

    frame: Frame
    above: tuple[Branch, ...]
    branches: tuple[Branch, ...]
    classed: int
    unread: int
    unread_address: str
    typed: str
    message: str


@dataclass(frozen=True, slots=True)
class FileLine:
    """A document of a file in its place by serial, or, with no card, the days of which none is held."""

    card: Card | None
    gap: str = ""


@dataclass(frozen=True, slots=True)
class FilePage:
    """A file number: what it means, the documents held under it and in its file, and where none is, the nearest."""

    frame: Frame
    number: str
    summary: str
    system: str
    meaning: str
    problem: str
    parts: tuple[FilePartShown, ...]
    cards: tuple[Card, ...]
    stem: str
    others: tuple[FileLine, ...]
    has_more: bool
    before: Card | None = None
    after: Card | None = None
    nearest: tuple[Card, ...] = ()


@kept_page
def files(request: HttpRequest) -> HttpResponse:
    """The classes under which the documents held are filed; a number typed leads to its file."""
    typed = " ".join(asked(request, "number", LONGEST).split())
    if key := file_key(typed):
        return HttpResponseRedirect(f"/files/{quote(key)}/")
    answer = ENGINE.all_values(Query(), "file")
    under = asked(request, "under", 120)
    steps = [one for one in answer.values if one.value != NONE]
    if under and under not in {one.value for one in steps}:
        raise no_class(under)
    unread = next((one.count for one in answer.values if one.value == NONE), 0)
    above = tuple(_branch(one, steps, ()) for one in steps if under == one.value or under.startswith(f"{one.value}."))
    page = FilesPage(
        frame=frame(above[-1].label if above else "Files", section="files"),
        above=above,
        branches=branches(steps, under),
        classed=sum(one.count for one in steps if one.depth == 0),
        unread=unread,
        unread_address=searching(file=NONE),
        typed=typed,
        message=f"“{on_one_line(typed)[:80]}” has no letters or digits of a file number." if typed else "",
    )
    return render(request, "telegrams/files.html", {"page": page})


def branches(steps: Sequence[FacetCount], under: str = "") -> tuple[Branch, ...]:
    """What is below a step, or the whole tree: as many levels of it as fit a page, the uppermost first."""
    below: dict[str, list[FacetCount]] = {}
    known = {one.value for one in steps}
    for one in steps:
        parent = one.value.rpartition(".")[0]
        below.setdefault(parent if parent in known else "", []).append(one)
    shown, level = 0, [under]
    opened: set[str] = set()
    while level:
        for step in sorted(level, key=lambda step: len(below.get(step, ()))):
            if step == under or shown + len(below.get(step, ())) <= MOST_STEPS:
                opened.add(step)
                shown += len(below.get(step, ()))
        level = [one.value for step in level if step in opened for one in below.get(step, ())]

    def made(step: FacetCount) -> Branch:
        inner = below.get(step.value, [])
        return _branch(step, steps, tuple(map(made, inner)) if step.value in opened else (), len(inner))

    return tuple(map(made, below.get(under, ())))


def _branch(one: FacetCount, steps: Sequence[FacetCount], below: tuple[Branch, ...], inner: int = 0) -> Branch:
    largest = max(step.count for step in steps)
    return Branch(
        label=one.label,
        count=one.count,
        bar=max(1, round(48 * one.count / largest)),
        address=searching(file=one.value),
        below=below,
        more=0 if below else inner,
        more_address=f"{reverse('files')}?{urlencode({'under': one.value})}",
    )


@reading_page
def file(request: HttpRequest, number: str) -> HttpResponse:
    """The documents of a file number, and of its whole file in serial order; where none is held, the nearest."""
    key = file_key(number) if len(number) <= LONGEST else ""
    if not key:
        raise no_file(number)
    if key != number:
        return HttpResponsePermanentRedirect(f"/files/{quote(key)}/")
    held = Telegram.objects.held()
    cards = _cards(held.in_file(key))
    stem = key.partition("/")[0]
    others = _cards(held.filter(file_key__startswith=f"{stem}/").exclude(file_key=key), ON_A_PAGE + 1)
    if not cards and not others:
        return _not_held(request, key, number)
    known = (cards or others)[0].telegram
    printed = known.file_number if known.file_key == key else key
    return render(request, "telegrams/file.html", {"page": _file_page(key, printed, known, cards, stem, others)})


def _not_held(request: HttpRequest, key: str, typed: str) -> HttpResponse:
    """What a number means of which nothing is held, and the numbers held next to it in the order of numbers."""
    nearest = _nearest(key)
    if not nearest:
        raise no_file(typed)
    number = read_file_number(key, None)
    page = FilePage(
        frame=frame(f"File {on_one_line(key)}", section="files", css="search"),
        number=key,
        summary=number.summary if number else "",
        system=number.system.label if number else "",
        meaning=number.system.meaning if number else "",
        problem=what_file_is_not_held(typed),
        parts=decoded(number) if number else (),
        cards=(),
        stem=key.partition("/")[0],
        others=(),
        has_more=False,
        nearest=nearest,
    )
    return render(request, "telegrams/file.html", {"page": page}, status=404)


def _nearest(key: str) -> tuple[Card, ...]:
    """The documents whose numbers stand next before and next after a number."""
    held = Telegram.objects.held().exclude(file_key="")
    before = held.filter(file_key__lt=key).order_by("-file_key", "pk").for_result_list()[:NEAREST]
    after = held.filter(file_key__gt=key).order_by("file_key", "pk").for_result_list()[:NEAREST]
    return (*reversed(plain_cards(before)), *plain_cards(after))


def _file_page(
    key: str, printed: str, known: Telegram, cards: tuple[Card, ...], stem: str, others: tuple[Card, ...]
) -> FilePage:
    number = read_file_number(printed, known.earliest.year if known.earliest else None)
    ordered = sorted(others[:ON_A_PAGE], key=lambda card: serial_of(card.telegram.file_key))
    place = serial_of(key)
    return FilePage(
        frame=frame(f"File {on_one_line(printed)}", section="files", css="search"),
        number=printed,
        summary=number.summary if number else "",
        system=number.system.label if number else "",
        meaning=number.system.meaning if number else "",
        problem=(number.problem or "") if number else "This number follows none of the systems we know.",
        parts=decoded(number) if number else (),
        cards=cards,
        stem=stem,
        others=tuple(with_gaps(ordered)),
        has_more=len(others) > ON_A_PAGE,
        before=next((one for one in reversed(ordered) if serial_of(one.telegram.file_key) < place), None),
        after=next((one for one in ordered if serial_of(one.telegram.file_key) > place), None),
    )


_DATED = re.compile(r"(?P<month>\d{1,2})-(?P<day>\d{1,2})(?P<year>\d\d)(?!\d)")


def serial_of(key: str) -> tuple[int, date, int, str]:
    """Where a number stands in its file: plain serials by their value, then those that are days, by the day.

    >>> numbers = ["711.61/11-2245", "711.61/9", "711.61/10a", "711.61/2-146"]
    >>> sorted(numbers, key=serial_of)
    ['711.61/9', '711.61/10a', '711.61/11-2245', '711.61/2-146']
    """
    suffix = key.partition("/")[2]
    dated = _DATED.match(suffix)
    if dated is not None:
        try:
            day = date(1900 + int(dated["year"]), int(dated["month"]), int(dated["day"]))
        except ValueError:
            return 2, date.max, 0, suffix
        return 1, day, 0, suffix
    digits = re.match(r"\d+", suffix)
    return (0, date.min, int(digits[0]), suffix) if digits else (2, date.max, 0, suffix)


def with_gaps(cards: Sequence[Card]) -> Iterable[FileLine]:
    """The documents of a file, and between dated serials the days of which none is held."""
    before: date | None = None
    for card in cards:
        kind, day, *_ = serial_of(card.telegram.file_key)
        if kind == 1 and before is not None and (day - before).days > 1:
            first, last = before + timedelta(days=1), day - timedelta(days=1)
            yield FileLine(None, days_said(first, last))
        before = day if kind == 1 else before
        yield FileLine(card)


def _cards(documents: TelegramQuerySet, most: int = ON_A_PAGE) -> tuple[Card, ...]:
    return first_cards(documents.by_date(), most)
