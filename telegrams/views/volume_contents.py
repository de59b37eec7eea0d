"""What lies within a volume: a page for each division of its contents, and one for each text of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from telegrams.models import ListedPerson, Person, Volume, VolumeSection
from telegrams.views.absent import named, no_part_of, no_volume
from telegrams.views.asked import page_number
from telegrams.views.contents_shown import DivisionShown, Entry, divisions_shown, documents_below, entries_of, held_in
from telegrams.views.division_way import Step, cut, heading_of, step
from telegrams.views.frame import Frame, frame
from telegrams.views.manners import reading_page
from telegrams.views.visible import on_one_line
from telegrams.volume_records import TermRecord, contents_from_json

ON_A_PAGE = 200
LONGEST_TEXT = 40_000
"""Characters of a text of the volume that stand on one page."""

LIST_OF_PERSONS, ABBREVIATIONS = "List of persons", "Abbreviations"
PERSONS, TERMS = "persons", "terms"
"""The names under which a volume's lists are read, whatever their sections are called in print."""


@dataclass(frozen=True, slots=True)
class TextShown:
    """A text of the volume, or a page of it where it is long."""

    paragraphs: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DivisionPage:
    """Everything the page of a division says."""

    frame: Frame
    volume: Volume
    way: tuple[Step, ...]
    heading: str
    first_page: str
    notes: tuple[tuple[str, str], ...]
    documents: int
    text: TextShown | None
    divisions: tuple[DivisionShown, ...]
    entries: tuple[Entry, ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A line of the list of persons; ``address`` is '' where no person of ours is behind it."""

    name: str
    description: str
    address: str


@dataclass(frozen=True, slots=True)
class FrontPage:
    """A text or a list of the volume."""

    frame: Frame
    volume: Volume
    heading: str
    first_page: str
    text: TextShown | None
    persons: tuple[PersonLine, ...]
    terms: tuple[TermRecord, ...]
    before: str
    after: str


@reading_page
def division(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """A compilation or chapter: its notes, its own text, its parts, and the documents directly in it."""
    volume = volume_called(slug)
    way = contents_from_json(volume.printed_contents()).way_to_division(key)
    if not way:
        raise no_part_of(volume, f"its contents have no part {named(key)}.")
    here, held = way[-1], frozenset(held_in(volume))
    direct = [name for name in here.documents if name in held]
    number, address = page_number(request), request.path
    start = (number - 1) * ON_A_PAGE
    text, pages = _text(VolumeSection.objects.filter(volume=volume, where="body", key=key).first(), number)
    heading = heading_of(here)
    page = DivisionPage(
        frame=frame(f"{cut(heading)} — {volume.short_title}", section="volumes"),
        volume=volume,
        way=tuple(step(slug, one) for one in way[:-1]),
        heading=heading,
        first_page=here.first_page,
        notes=here.notes,
        documents=sum(name in held for name in documents_below(here)),
        text=text,
        divisions=divisions_shown(volume, here.divisions, held) if number == 1 else (),
        entries=tuple(entries_of(volume, direct[start : start + ON_A_PAGE]).values()),
        before=f"{address}?page={number - 1}" if number > 1 else "",
        after=f"{address}?page={number + 1}" if start + ON_A_PAGE < len(direct) or number < pages else "",
    )
    return render(request, "telegrams/division.html", {"page": page})


@reading_page
def front(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """A preface, a message, the list of persons, the abbreviations."""
    volume = volume_called(slug)
    section = VolumeSection.objects.filter(volume=volume, key=key).exclude(where="body").first()
    persons = persons_of(volume) if key == PERSONS else ()
    terms = contents_from_json(volume.printed_contents()).terms if key == TERMS else ()
    if not (section or persons or terms):
        raise no_part_of(volume, f"nothing held of it is called {named(key)}.")
    number = page_number(request)
    text, pages = _text(section, number)
    default = {PERSONS: LIST_OF_PERSONS, TERMS: ABBREVIATIONS}.get(key, key)
    heading = on_one_line(section.heading if section else "") or default
    page = FrontPage(
        frame=frame(f"{cut(heading)} — {volume.short_title}", section="volumes"),
        volume=volume,
        heading=heading,
        first_page=section.first_page if section else "",
        text=text,
        persons=persons,
        terms=terms,
        before=f"{request.path}?page={number - 1}" if number > 1 else "",
        after=f"{request.path}?page={number + 1}" if number < pages else "",
    )
    return render(request, "telegrams/front.html", {"page": page})


def volume_called(slug: str) -> Volume:
    """The volume of this slug with its contents; raises NotHeld."""
    row = Volume.objects.select_related("contents").filter(slug=slug).first()
    if row is None:
        raise no_volume(slug)
    return row


def persons_of(volume: Volume) -> tuple[PersonLine, ...]:
    """The lines of the list of persons, in printed order. One query."""
    rows = ListedPerson.objects.filter(volume=volume).select_related("person__merged_into")
    return tuple(PersonLine(row.name, row.description, _address_of(row.person)) for row in rows)


def _address_of(person: Person | None) -> str:
    """The page of a person, or of the one with whom that was found to be the same."""
    return (person.merged_into or person).get_absolute_url() if person else ""


@dataclass(frozen=True, slots=True)
class FrontLink:
    """A text or list of the volume, as its page names it."""

    label: str
    address: str
    first_page: str
    lines: int = 0


def front_links(
    volume: Volume, persons: Sequence[PersonLine], terms: Sequence[TermRecord]
) -> tuple[tuple[FrontLink, ...], tuple[FrontLink, ...]]:
    """What stands before the documents, the lists that are given first, and what stands after them. One query."""
    rows = VolumeSection.objects.filter(volume=volume).exclude(where="body")
    links: dict[str, list[FrontLink]] = {"front": [], "back": []}
    for key, label, lines in ((PERSONS, LIST_OF_PERSONS, persons), (TERMS, ABBREVIATIONS, terms)):
        if lines:
            links["front"].append(FrontLink(label, _front_address(volume, key), "", len(lines)))
    for row in rows.defer("paragraphs", "notes"):
        if row.key not in (PERSONS, TERMS):
            heading = on_one_line(row.heading) or f"[{row.key} without a heading]"
            links[row.where].append(FrontLink(heading, _front_address(volume, row.key), row.first_page))
    return tuple(links["front"]), tuple(links["back"])


def _front_address(volume: Volume, key: str) -> str:
    return reverse("volume-front", args=[volume.slug, key])


def _text(section: VolumeSection | None, number: int) -> tuple[TextShown | None, int]:
    """A page of a text, and how many it has; notes stand under its last page."""
    if section is None:
        return None, 0
    pages = _paged(section.paragraphs)
    if number > len(pages):
        return None, len(pages)
    notes = tuple((mark, said) for mark, said in section.notes) if number == len(pages) else ()
    return TextShown(tuple(pages[number - 1]), notes), len(pages)


def _paged(paragraphs: Sequence[str]) -> list[list[str]]:
    """Paragraphs in pages of bounded length; a paragraph is never parted."""
    ends = accumulate(len(one) for one in paragraphs)
    pages: dict[int, list[str]] = {}
    for end, paragraph in zip(ends, paragraphs, strict=True):
        pages.setdefault((end - len(paragraph)) // LONGEST_TEXT, []).append(paragraph)
    return list(pages.values())
