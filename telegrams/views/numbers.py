"""The line of numbers of an office and a year: which messages are held, which are named only, which are not known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.db.models.functions import ExtractYear
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from telegrams.importing.resolving.naming import MessageName
from telegrams.models import CrossReference, Office, Telegram
from telegrams.models.telegram import TelegramQuerySet
from telegrams.saying import days_said
from telegrams.views.absent import no_office
from telegrams.views.asked import asked
from telegrams.views.frame import Frame, frame
from telegrams.views.manners import reading_page
from telegrams.views.wanted import address_of
from telegrams.vocabulary import Certainty, Function, Kind, Role

WIRED = (Kind.TELEGRAM.value, Kind.CIRCULAR.value)
LONGEST = 20_000
"""Numbers beyond which a line is no series of a year, but a misprint in it."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number of a line: held, with its documents, or named only; or a stretch that nothing names."""

    first: int
    last: int
    state: str
    day: str = ""
    address: str = ""
    others: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """The number, or the stretch."""
        return f"{self.first}" if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True, slots=True)
class Line:
    """The numbers of one direction and one kind of paper."""

    name: str
    heading: str
    held: int
    named: int
    unknown: int
    last: int
    numbers: tuple[Numbered, ...]


@dataclass(frozen=True, slots=True)
class NumbersPage:
    """The lines of an office in a year."""

    frame: Frame
    office: Office
    year: int
    years: tuple[tuple[int, str, bool], ...]
    lines: tuple[Line, ...]


def line(name: str, heading: str, held: Mapping[int, Sequence[tuple[str, str]]], named: Mapping[int, str]) -> Line:
    """The line from what is held (number → day and address of each document) and what is named only (→ address).

    Every number from 1 to the highest known stands in exactly one entry.
    """
    known = sorted(number for number in {*held, *named} if 0 < number <= LONGEST)
    entries: list[Numbered] = []
    at = 1
    for number in known:
        if number > at:
            entries.append(Numbered(at, number - 1, "unknown"))
        if number in held:
            (day, address), *others = held[number]
            entries.append(Numbered(number, number, "held", day, address, tuple(one for _, one in others)))
        else:
            entries.append(Numbered(number, number, "named", "", named[number]))
        at = number + 1
    count = sum(entry.state == "held" for entry in entries)
    last = known[-1] if known else 0
    return Line(name, heading, count, len(known) - count, last - len(known), last, tuple(entries))


def _of_office(office: Office, sends: bool) -> TelegramQuerySet:
    mine, theirs = (Role.SENDER, Role.RECIPIENT) if sends else (Role.RECIPIENT, Role.SENDER)
    home = Q(participations__role=theirs, participations__office__function=Function.DEPARTMENT)
    held = Telegram.objects.held().filter(participations__role=mine, participations__office=office)
    return held.filter(pk__in=Telegram.objects.filter(home).values("pk")).filter(message_number__regex=r"^\d{1,5}$")


def _years(office: Office) -> list[int]:
    years: set[int] = set()
    for sends in (True, False):
        rows = _of_office(office, sends).exclude(earliest=None).order_by()
        years.update(rows.annotate(year=ExtractYear("earliest")).values_list("year", flat=True).distinct())
    return sorted(years)


def _lines(office: Office, year: int) -> Iterable[Line]:
    named = _named(office, year)
    for sends, toward in ((True, "to the Department"), (False, "from the Department")):
        documents = _of_office(office, sends).filter(earliest__year=year).select_related("volume")
        rows = documents.only("message_number", "kind", "earliest", "latest", "document", "volume__slug").distinct()
        found: dict[bool, dict[int, list[tuple[str, str]]]] = {True: {}, False: {}}
        for row in rows.order_by("earliest", "pk"):
            numbers = found[row.kind in WIRED].setdefault(int(row.message_number), [])
            numbers.append((days_said(row.earliest, row.latest), row.get_absolute_url()))
        for is_wired, paper in ((True, "Telegrams"), (False, "Despatches" if sends else "Instructions")):
            held, only = found[is_wired], named.get((sends, is_wired), {})
            if held or only:
                key = f"{'out' if sends else 'in'}-{'wire' if is_wired else 'mail'}"
                yield line(key, f"{paper} {toward}", held, only)


def _named(office: Office, year: int) -> dict[tuple[bool, bool], dict[int, str]]:
    """What is named and not held, by direction and paper."""
    rows = CrossReference.objects.filter(certainty=Certainty.NOT_HELD, telegram__withdrawn_at=None).filter(
        Q(wanted_key__startswith=f"{office.slug}.department.") | Q(wanted_key__startswith=f"department.{office.slug}.")
    )
    found: dict[tuple[bool, bool], dict[int, str]] = {}
    for key in rows.order_by().values_list("wanted_key", flat=True).distinct():
        name = MessageName.of(key)
        if name is not None and name.day is not None and name.day.year == year:
            found.setdefault((name.sender == office.slug, name.is_wired), {})[int(name.number)] = address_of(key)
    return found


@reading_page
def numbers(request: HttpRequest, slug: str) -> HttpResponse:
    """The lines of an office; of its last year with numbered messages unless another is asked for."""
    office = Office.objects.filter(slug=slug).first()
    if office is None:
        raise no_office(slug)
    years = _years(office)
    wanted = asked(request, "year", 4)
    year = int(wanted) if wanted.isascii() and wanted.isdecimal() and int(wanted) else (years or [date.min.year])[-1]
    address = reverse("office-numbers", args=[slug])
    page = NumbersPage(
        frame=frame(f"Numbers of the {str(office)[:1].lower()}{str(office)[1:]}", section="people"),
        office=office,
        year=year,
        years=tuple((one, f"{address}?year={one}", one == year) for one in years),
        lines=tuple(_lines(office, year)) if years else (),
    )
    return render(request, "telegrams/numbers.html", {"page": page})
