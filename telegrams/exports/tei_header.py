"""The header of a TEI file: what book it is of, who hands it out, in which form, and what people corrected."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from telegrams.errata import PlacedField
from telegrams.exports.tei_markup import element, escaped, kind_id
from telegrams.vocabulary import HeaderField, PassageKind

PROFILE = {"ident": "telegram-archive", "version": "1"}
"""By this application in the header a file of ours is known when it is read again."""

_SAID_OF_THE_FORM = (
    "Passages say their kind by corresp, whatever element holds them. Header values, read from the print or "
    "inferred, stand above each document as a group of notes: the subtype of each is its origin. Ranges that "
    "overlap are written in pieces, each pointing by prev at the one before. A reference that no address can "
    "express says what is wanted in cRef."
)
_SPECIMEN = "A specimen: the documents of this volume are invented, to show the forms of the archive."


@dataclass(frozen=True, slots=True)
class Book:
    """The volume as its header names it; '' is what is not known."""

    slug: str
    title: str = ""
    place: str = ""
    publisher: str = ""
    published: str = ""
    rights: str = ""
    is_specimen: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A correction that stands over a value of the document: by whom, when, to what, why, and whence."""

    field: HeaderField | PlacedField
    value: str
    by: str
    on: date
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over the text of one file: its titles, its citation and address, and corrections of its document."""

    title: str
    part: str = ""
    citation: str = ""
    address: str = ""
    changes: Sequence[Change] = ()


def header(book: Book, heading: Heading, *, with_kinds: bool) -> str:
    """The teiHeader of a volume or of one document of it; ``with_kinds``: the list of kinds stands in this one."""
    titles = element("title", {"type": "main"}, escaped(heading.title))
    part = element("title", {"type": "document"}, escaped(heading.part)) if heading.part else ""
    file = [
        element("titleStmt", {}, titles + part),
        _publication(book, heading.address),
        _notes(book),
        element("sourceDesc", {}, _source(book, heading.citation)),
    ]
    written = [
        element("fileDesc", {}, "\n".join(filter(None, file))),
        _encoding(with_kinds=with_kinds),
        _revisions(heading.changes),
    ]
    return element("teiHeader", {}, "\n" + "".join(f"{one}\n" for one in written if one))


def corpus_header() -> str:
    """The teiHeader over several volumes."""
    file = [
        element("titleStmt", {}, element("title", {}, "Diplomatic telegrams: volumes of a searchable archive")),
        element("publicationStmt", {}, element("p", {}, "Handed out by the telegram archive.")),
        element("sourceDesc", {}, element("p", {}, "Printed volumes, each named in its own header.")),
    ]
    return element(
        "teiHeader", {}, "\n" + element("fileDesc", {}, "".join(file)) + "\n" + _encoding(with_kinds=False) + "\n"
    )


def _publication(book: Book, address: str) -> str:
    rights = escaped(book.rights) or "No rights are stated for this volume."
    said = [
        element("distributor", {}, "telegram archive"),
        element("ptr", {"target": address}) if address else "",
        element("availability", {}, element("p", {}, rights)),
    ]
    return element("publicationStmt", {}, "".join(said))


def _notes(book: Book) -> str:
    return element("notesStmt", {}, element("note", {"type": "specimen"}, _SPECIMEN)) if book.is_specimen else ""


def _source(book: Book, citation: str) -> str:
    """The printed volume, and how its document is cited."""
    said = [
        element("title", {"level": "m"}, escaped(book.title or book.slug)),
        *(element(name, {}, escaped(words)) for name, words in (
            ("pubPlace", book.place), ("publisher", book.publisher), ("date", book.published)) if words),
        element("idno", {"type": "volume"}, escaped(book.slug)),
    ]  # fmt: skip
    cited = element("bibl", {"type": "citation"}, escaped(citation)) if citation else ""
    return element("bibl", {}, "".join(said)) + cited


def _encoding(*, with_kinds: bool) -> str:
    said = element("label", {}, "telegram archive") + element("p", {}, _SAID_OF_THE_FORM)
    application = element("appInfo", {}, element("application", PROFILE, said))
    return element("encodingDesc", {}, application + (_kinds() if with_kinds else ""))


def _kinds() -> str:
    categories = "".join(
        element("category", {"xml:id": kind_id(kind)}, element("catDesc", {}, escaped(f"{kind.label}: {kind.meaning}")))
        for kind in PassageKind
    )
    return element("classDecl", {}, element("taxonomy", {}, categories))


def _revisions(changes: Iterable[Change]) -> str:
    """The corrections; the document's own values stand below as they were read."""
    said = "".join(element("change", {"when": one.on.isoformat()}, _change(one)) for one in changes)
    return element("revisionDesc", {}, said) if said else ""


def _change(one: Change) -> str:
    """Clio corrected Sent to 1945-11-23. Reason: misread. Source: the index."""
    by = element("persName", {}, escaped(one.by))
    field = element("term", {"key": one.field.value}, escaped(one.field.label))
    to = element("seg", {"type": "value"}, escaped(one.value)) if one.value else "not stated"
    reason = element("seg", {"type": "reason"}, escaped(one.reason))
    source = element("seg", {"type": "source"}, escaped(one.source))
    return f"{by} corrected {field} to {to}. Reason: {reason}. Source: {source}."
