"""What is not held: the address taken apart, so that a reader sees which half of it is right, and where to go."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import TypeVar
from urllib.parse import unquote

from django.db.models import Manager
from django.http import Http404
from django.urls import reverse

from telegrams.models import Office, Person, Post, Telegram, Volume
from telegrams.parsing.folding import padded, slugged
from telegrams.saying import iso_said
from telegrams.search.facets import FACET
from telegrams.views.frame import searching
from telegrams.views.refusals import Way
from telegrams.views.visible import on_one_line

NEAREST = 5
LONGEST_NAME = 80
_SERIES_AND_YEAR = re.compile(r"[a-z]+\d{4}", re.IGNORECASE | re.ASCII)
_BELOW_TELEGRAMS = re.compile(r"/telegrams/([^/]{1,80})/(?:([^/]{1,120})/)?")

Named = TypeVar("Named", Person, Post)


class NotHeld(Http404):
    """An address of a form we know at which nothing is held; ``said`` is whole sentences."""

    def __init__(self, said: str, ways: Sequence[Way] = ()) -> None:
        super().__init__(said)
        self.said = said
        self.ways = tuple(ways)


def named(given: str) -> str:
    """A name out of an address, fit to stand in a sentence."""
    return on_one_line(given)[:LONGEST_NAME]


def no_volume(slug: str, document: str = "") -> NotHeld:
    """A volume that is not held, with those held of its series and year."""
    without = f", and so no document {named(document)} of it" if document else ""
    begins = _SERIES_AND_YEAR.match(slug)
    rows = Volume.objects.filter(slug__startswith=begins.group().lower()).order_by("slug") if begins else ()
    ways = [Way(f"{row.slug}: {on_one_line(row.short_title)}", row.get_absolute_url()) for row in rows[:NEAREST]]
    return NotHeld(f"No volume {named(slug)} is held{without}.", [*ways, Way("All volumes held", reverse("volumes"))])


def no_document(volume: str, document: str) -> NotHeld:
    """Which of volume and document is held, what the volume's documents are called, and those next to this name."""
    row = Volume.objects.filter(slug=volume).first()
    if row is None:
        return no_volume(volume, document)
    contents = Way(f"Contents of {on_one_line(row.short_title or row.slug)}", row.get_absolute_url())
    documents = Telegram.objects.held().filter(volume=row).order_by("document_key").select_related("volume")
    documents = documents.defer("text", "layout", "loaded")
    first, last = documents.first(), documents.last()
    if first is None or last is None:
        said = f"Volume {row.slug} ({row.short_title}) is known, but none of its documents is held."
        return NotHeld(said, [contents])
    if first.pk == last.pk:
        run = f"the one document held of it is {first.document}"
    else:
        run = f"the documents held of it run {first.document}–{last.document}"
    key = padded(document)
    beside = (documents.filter(document_key__lt=key).last(), documents.filter(document_key__gt=key).first())
    ways = [
        Way(f"{one.document}: {on_one_line(one.heading)[:120] or 'without a heading'}", one.get_absolute_url())
        for one in beside
        if one is not None
    ]
    said = f"Volume {row.slug} ({row.short_title}) is held; document {named(document)} is not; {run}."
    return NotHeld(said, [*ways, contents])


def no_part_of(volume: Volume, said: str) -> NotHeld:
    """Something that is not in a volume which is held."""
    contents = Way(f"Contents of {on_one_line(volume.short_title or volume.slug)}", volume.get_absolute_url())
    return NotHeld(f"Volume {volume.slug} ({volume.short_title}) is held; {said}", [contents])


def no_page(volume: Volume, label: str, numbers: Sequence[int]) -> NotHeld:
    """A printed page on which no document held stands; ``numbers``: the pages held, in order."""
    shown = on_one_line(label)[:20]
    run = f" Pages held of it lie between {numbers[0]} and {numbers[-1]}." if numbers else ""
    absent = no_part_of(volume, f"no document held of it stands on page {shown}.{run}")
    is_number = label.isascii() and label.isdecimal() and len(label) <= 6
    at = bisect_left(numbers, int(label)) if is_number else 0
    beside = numbers[max(at - 1, 0) : at + 1] if is_number else ()
    ways = [Way(f"Page {one}", reverse("volume-page", args=[volume.slug, one])) for one in beside]
    return NotHeld(absent.said, [*ways, *absent.ways])


def no_person(slug: str) -> NotHeld:
    """A person who is not known, and those whose names begin alike."""
    ways = [Way(f"{person}{_told_of(person)}", person.get_absolute_url()) for person in _alike(Person.objects, slug)]
    letter = slugged(slug)[:1]
    alphabet = Way("The list of people, by the alphabet", reverse("people") + (f"?letter={letter}" if letter else ""))
    return NotHeld(f"Nobody is known here as {named(slug)}.", [*ways, alphabet])


def no_office(slug: str) -> NotHeld:
    """An office that is not known, and those whose names end alike: 'mission-in-rusia' is one in."""
    place = slugged(slug).rpartition("-")[2]
    rows = Office.objects.filter(slug__endswith=f"-{place}").order_by("slug")[:NEAREST] if place else ()
    ways = [Way(str(row), row.get_absolute_url()) for row in rows]
    every = Way("The list of offices", reverse("offices"))
    return NotHeld(f"No office is known here as {named(slug)}.", [*ways, every])


def no_post(slug: str) -> NotHeld:
    """A post from which nothing held was sent, and those whose names begin alike."""
    ways = [Way(str(post), post.get_absolute_url()) for post in _alike(Post.objects, slug)]
    every = Way("All posts, with their numbers of documents", reverse("facet", args=["post"]))
    return NotHeld(f"No document held was sent from a post called {named(slug)}.", [*ways, every])


def no_facet(key: str) -> NotHeld:
    """A facet that there is not, and all that there are."""
    ways = [Way(one.label, reverse("facet", args=[one.key])) for one in FACET.values()]
    return NotHeld(f"There is no facet {named(key)}; there are {', '.join(FACET)}.", ways)


def no_day(day: str) -> NotHeld:
    """A day that is in no calendar."""
    example = Way("A day as an example: 22 November 1945", reverse("day", args=["1945-11-22"]))
    return NotHeld(f"{on_one_line(day)[:20]} is no day of the calendar; write 1945-11-22.", [example])


def what_file_is_not_held(number: str) -> str:
    """A sentence for a file number of which nothing is held."""
    shown = re.sub(r"\s+", " ", on_one_line(number))[:120]
    return f"No document of file {shown} is held."


def no_file(number: str) -> NotHeld:
    """A file number of which nothing is held, nor anything near it."""
    return NotHeld(what_file_is_not_held(number), [Way("Files, by their classes", reverse("files"))])


def no_class(under: str) -> NotHeld:
    """A class of files under which nothing is held."""
    said = f"No document held is filed under {named(under)}."
    return NotHeld(said, [Way("Files, by their classes", reverse("files"))])


def nothing_at(path: str) -> NotHeld:
    """An address of no form we know; where its beginning names something that is held, the way to that."""
    written = _BELOW_TELEGRAMS.match(path)
    said = f"Nothing has the address {path}."
    if written is None:
        return NotHeld(f"{said} Look whether it was copied whole.")
    slug, document = unquote(written[1]), unquote(written[2] or "")
    row = Volume.objects.filter(slug=slug).first()
    if row is None:
        return NotHeld(f"{said} Documents are at addresses such as /telegrams/frus1945v05/d690/.")
    telegram = Telegram.objects.held().filter(volume=row, document=document).select_related("volume").first()
    of_it = f", and document {named(document)} of it" if telegram else ""
    ways = [
        *([Way(f"Document {named(document)}", telegram.get_absolute_url())] if telegram else []),
        Way(f"Contents of {on_one_line(row.short_title or row.slug)}", row.get_absolute_url()),
        Way("A search in this volume", searching(volume=row.slug)),
    ]
    return NotHeld(f"{said} Volume {row.slug} is held{of_it}.", ways)


def _alike(rows: Manager[Named], slug: str) -> list[Named]:
    """Those whose names begin with the same word, else with the same three letters."""
    plain = slugged(slug)
    for begins in (f"{plain.partition('-')[0]}-", plain[:3]):
        found = list(rows.filter(slug__startswith=begins).order_by("slug")[:NEAREST]) if len(begins) > 2 else []
        if found:
            return found
    return []


def _told_of(person: Person) -> str:
    """What tells people of one name apart: their years, else where headings name them."""
    if person.origin == "headings":
        return f", {person.note}" if person.note else ""
    lived = " – ".join(iso_said(day) for day in (person.born, person.died) if day)
    return f", {lived}" if lived else ""
