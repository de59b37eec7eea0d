"""One Citation for each document, and the forms in which scholars write it.

May import vocabulary, saying, models. To add a style: a function here and one line in ``STYLES``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from telegrams.models import Telegram
from telegrams.saying import days_said
from telegrams.vocabulary import Kind, Origin

NAMELESS = (Kind.OTHER, Kind.EDITORIAL_NOTE, Kind.MEMORANDUM, Kind.MINUTES, Kind.AGREEMENT)
"""Kinds that a citation does not name, because the heading does."""

DEPARTMENT = "U.S. Department of State"
SPECIMEN = "specimen, invented for this archive"


@dataclass(frozen=True, slots=True)
class Citation:
    """What every style is made of; '' is what the document or its volume does not state.

    ``day`` stands in brackets where the print does not give it. ``published_in`` is place,
    publisher and year of the volume in brackets, or ''.
    """

    heading: str
    paper: str
    day: str
    file_number: str
    author: str
    volume: str
    place: str
    publisher: str
    published: str
    first_page: str
    last_page: str
    document: str
    is_specimen: bool
    address: str
    key: str

    @property
    def pages(self) -> str:
        """'921–922', one page, or ''."""
        if self.last_page and self.last_page != self.first_page:
            return f"{self.first_page}–{self.last_page}" if self.first_page else self.last_page
        return self.first_page

    @property
    def published_in(self) -> str:
        """'(Washington, DC: Government Printing Office, 1967)', as far as it is known."""
        house = ": ".join(part for part in (self.place, self.publisher) if part)
        inside = ", ".join(part for part in (house, self.published) if part)
        return f"({inside})" if inside else ""


def citation_of(telegram: Telegram) -> Citation:
    """The citation of a document."""
    volume = telegram.volume
    return Citation(
        heading=_one_line(telegram.heading) or "[Untitled]",
        paper=_paper(telegram),
        day=_day(telegram, telegram.day_origin()),
        file_number=_one_line(telegram.file_number),
        author=_author(telegram),
        volume=_volume(_one_line(volume.title or volume.short_title or volume.slug)),
        place="Washington, DC" if volume.place == "Washington" else _one_line(volume.place),
        publisher=_one_line(volume.publisher),
        published=_one_line(volume.published),
        first_page=telegram.first_page,
        last_page=telegram.last_page,
        document=re.sub(r"^d(?=\d)", "", telegram.document),
        is_specimen=volume.is_specimen,
        address=telegram.get_absolute_url(),
        key=re.sub(r"[^A-Za-z0-9:-]+", "-", f"{volume.slug}-{telegram.document}"),
    )


def note_form(citation: Citation, page: str = "") -> str:
    """The Chicago note; ``page`` cites one page, '' all pages of the document."""
    pieces = [
        citation.heading,
        citation.paper,
        citation.day,
        citation.file_number,
        f"in {_where(citation)}",
        page or citation.pages,
        f"doc. {citation.document}",
    ]
    return _ended(", ".join(piece for piece in pieces if piece), citation)


def bibliography_form(citation: Citation, page: str = "") -> str:
    """The Chicago entry of a bibliography: the volume, for documents are not listed singly."""
    house = ": ".join(part for part in (citation.place, citation.publisher) if part)
    imprint = ", ".join(part for part in (house, citation.published) if part)
    author = [] if citation.is_specimen else [DEPARTMENT.removesuffix(".")]
    return ". ".join([*author, _ended_without_stop(citation.volume, citation), *([imprint] if imprint else [])]) + "."


def archival_form(citation: Citation, page: str = "") -> str:
    """The paper itself as an archivist finds it, and where it is printed."""
    paper = ", ".join(part for part in (citation.heading, citation.paper, citation.day) if part)
    file = f"; file {citation.file_number}" if citation.file_number else ""
    printed = ", ".join(part for part in (citation.volume, page or citation.pages) if part)
    return _ended(f"{paper}{file}. Printed in {printed}", citation)


@dataclass(frozen=True, slots=True)
class Style:
    """A form of citation: what a page calls it, and the function that writes it."""

    key: str
    label: str
    write: Callable[[Citation, str], str]


STYLES = (
    Style("note", "Note, Chicago", note_form),
    Style("bibliography", "Bibliography", bibliography_form),
    Style("archival", "Archival", archival_form),
)


def _where(citation: Citation) -> str:
    author = "" if citation.is_specimen else f"{DEPARTMENT}, "
    return f"{author}{citation.volume} {citation.published_in}".rstrip()


def _ended(text: str, citation: Citation) -> str:
    return f"{_ended_without_stop(text, citation)}."


def _ended_without_stop(text: str, citation: Citation) -> str:
    return f"{text.rstrip('.')} [{SPECIMEN}]" if citation.is_specimen else text.rstrip(".")


def _paper(telegram: Telegram) -> str:
    kind = Kind(telegram.kind)
    number = _one_line(telegram.message_number)
    if kind in NAMELESS:
        return f"no. {number}" if number else ""
    name = kind.label.lower()
    return f"{name} {number}" if number else name


def _day(telegram: Telegram, origin: Origin) -> str:
    """The day as a citation gives it: in brackets where the archive or the editors supply it."""
    if telegram.earliest is None and telegram.latest is None:
        return "undated"
    said = days_said(telegram.earliest, telegram.latest)
    return said if origin == Origin.PRINTED else f"[{said}]"


def _author(telegram: Telegram) -> str:
    """The sender as reference managers want an author: family name first where it is known."""
    sender = next((one for one in telegram.participations.all() if one.role == "sender"), None)
    if sender is None:
        return ""
    person = sender.person
    if person is not None and person.family:
        return ", ".join(_one_line(part) for part in (person.family, person.given) if part)
    return _one_line(sender.name_printed)


def _volume(title: str) -> str:
    """A title page's 'Volume V' as citations write it."""
    return re.sub(r"\bVolume (?=[IVXLC\d])", "vol. ", title)


def _one_line(text: str) -> str:
    return " ".join(text.split())
