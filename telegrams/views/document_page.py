"""What a document's page says, worked out before any template sees it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from telegrams import corrections
from telegrams.citing import STYLES, Citation, citation_of
from telegrams.exports import OFFERED
from telegrams.models import CrossReference, Footnote, Participation, Problem, Telegram
from telegrams.parsing.file_number import read_file_number
from telegrams.records import values_from_json
from telegrams.saying import days_said
from telegrams.views.division_way import Step, way_to_document
from telegrams.views.facts import CorrectionShown, Fact, Said, Values, corrections_shown, facts_of, said
from telegrams.views.frame import Frame, frame
from telegrams.views.glossary import Glossary
from telegrams.views.neighbours import Neighbour, neighbours
from telegrams.views.passages import Hits, Letter, letter_of, note_names
from telegrams.views.visible import on_one_line, visible
from telegrams.views.within import Within
from telegrams.views.wording import CERTAINTY_SIGNS, NOT_SOUGHT, Sign
from telegrams.vocabulary import Certainty, HeaderField, Kind, Level, Role
from telegrams.volume_records import contents_from_json

MENTIONED_SHOWN = 24


@dataclass(frozen=True, slots=True)
class PartyShown:
    """A person or office in a role. ``sign`` says how sure the person is, where one is named."""

    role: str
    name: str
    office: str
    address: str
    sign: Sign | None
    rule: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Correspondent:
    """A party of the line under the heading, with the provenance of what is printed of it."""

    party: PartyShown | None
    values: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class CitesShown:
    """A reference this document makes: the printed words, where they lead, and where they stand."""

    printed: str
    address: str
    place: str
    place_address: str
    sign: Sign


@dataclass(frozen=True, slots=True)
class CitationShown:
    """A form of citation, ready to be copied."""

    key: str
    label: str
    text: str
    lines: int


@dataclass(frozen=True, slots=True)
class PinPage:
    """A page of the document that a citation may name."""

    label: str
    address: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FormShown:
    """Another form of the document: its address, what it is called, its media type."""

    address: str
    label: str
    media_type: str


@dataclass(frozen=True, slots=True)
class ProblemShown:
    """Something odd that was met when the document was read, with its line in the source."""

    code: str
    text: str
    line: int | None
    level: str


@dataclass(frozen=True, slots=True)
class SourceShown:
    """The source of the document: its file, checksum, reader, and the day of the load."""

    name: str
    lines: int
    sha256: str
    reader: str
    loaded: str
    run: int
    address: str


@dataclass(frozen=True, slots=True)
class SecondSource:
    """Another reading of the same document, kept beside the one that is shown."""

    name: str
    reader: str
    sha256: str
    address: str


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """Everything the page of a document says."""

    frame: Frame
    telegram: Telegram
    title: str
    kind: str
    is_specimen: bool
    letter: Letter
    sender: Correspondent
    recipient: Correspondent
    facts: tuple[Fact, ...]
    citations: tuple[CitationShown, ...]
    pin_pages: tuple[PinPage, ...]
    day_in_brackets: bool
    forms: tuple[FormShown, ...]
    address: str
    way: tuple[Step, ...]
    before: Neighbour | None
    after: Neighbour | None
    file_before: Neighbour | None
    file_after: Neighbour | None
    file_stem: str
    people: tuple[PartyShown, ...]
    mentioned: tuple[PartyShown, ...]
    mentioned_more: int
    cites: tuple[CitesShown, ...]
    corrections: tuple[CorrectionShown, ...]
    problems: tuple[ProblemShown, ...]
    source: SourceShown
    also_read: tuple[SecondSource, ...]
    pairing: str
    hits: int
    within: Within | None

    @classmethod
    def of(cls, telegram: Telegram, hits: Hits, pin: str = "", within: Within | None = None) -> "DocumentPage":
        """The page of a telegram read by ``for_reading``."""
        values = corrections.show(values_from_json(telegram.loaded), _standing(telegram))
        contents = contents_from_json(telegram.volume.printed_contents())
        letter = letter_of(telegram, hits, Glossary.of(contents.terms))
        pin = pin if pin in {page.label for page in letter.pages} else ""
        parties = [_party(one) for one in telegram.participations.all()]
        citation = citation_of(telegram)
        number = read_file_number(telegram.file_number, telegram.earliest.year if telegram.earliest else None)
        stem = telegram.file_key.partition("/")[0] if number and number.suffix else ""
        beside = neighbours(telegram, stem)
        mentioned = [party for party in parties if party.role == Role.MENTIONED.label]
        return cls(
            frame=frame(_title(telegram, parties), css="document", question=within.query.q if within else ""),
            telegram=telegram,
            title=on_one_line(telegram.heading) or f"[{Kind(telegram.kind).label} without a heading]",
            kind=Kind(telegram.kind).label,
            is_specimen=telegram.volume.is_specimen,
            letter=letter,
            sender=_correspondent(parties, Role.SENDER, values, HeaderField.SENDER_NAME, HeaderField.SENDER_OFFICE),
            recipient=_correspondent(
                parties, Role.RECIPIENT, values, HeaderField.RECIPIENT_NAME, HeaderField.RECIPIENT_OFFICE
            ),
            facts=facts_of(telegram, values, letter.source, letter.source_name),
            citations=_citations(citation, pin),
            pin_pages=_pin_pages(telegram, letter, pin),
            day_in_brackets=citation.day.startswith("["),
            forms=_forms(telegram),
            address=telegram.get_absolute_url(),
            way=way_to_document(telegram.volume.slug, contents, telegram.document),
            before=beside.get("before"),
            after=beside.get("after"),
            file_before=beside.get("file-before"),
            file_after=beside.get("file-after"),
            file_stem=f"{number.stem} {number.qualifier}".strip() if number and stem else "",
            people=tuple(party for party in parties if party.role != Role.MENTIONED.label),
            mentioned=tuple(mentioned[:MENTIONED_SHOWN]),
            mentioned_more=max(0, len(mentioned) - MENTIONED_SHOWN),
            cites=_cites(telegram),
            corrections=corrections_shown(values),
            problems=_problems(telegram),
            source=_source(telegram),
            also_read=_also_read(telegram),
            pairing=_pairing(telegram.footnotes.all()),
            hits=hits.count(),
            within=within,
        )


def _standing(telegram: Telegram) -> list[corrections.CorrectedValue]:
    return [corrections.corrected_value(row) for row in telegram.corrections.all() if row.withdrawn_at is None]


def _title(telegram: Telegram, parties: list[PartyShown]) -> str:
    """'3930, Harriman to Byrnes, 22 November 1945', as far as it is known."""
    names = {party.role: party.name for party in reversed(parties)}
    sender, recipient = names.get(Role.SENDER.label, ""), names.get(Role.RECIPIENT.label, "")
    between = f"{sender} to {recipient}" if sender and recipient else sender or on_one_line(telegram.heading)[:80]
    day = days_said(telegram.earliest, telegram.latest) if telegram.earliest or telegram.latest else "undated"
    return visible(", ".join(part for part in (telegram.message_number, between, day) if part))


def _party(row: Participation) -> PartyShown:
    """A participation in words; the person's own name where one is known, else what is printed."""
    name = str(row.person) if row.person and row.person.given else row.name_printed or row.office_printed
    known = row.person is not None and bool(row.certainty)
    return PartyShown(
        role=Role(row.role).label,
        name=name,
        office=row.office_printed if row.office_printed != name else "",
        address=row.person.get_absolute_url() if row.person else "",
        sign=CERTAINTY_SIGNS[Certainty(row.certainty)] if known else None,
        rule=row.rule,
        evidence=row.evidence,
    )


def _correspondent(
    parties: list[PartyShown], role: Role, values: Values, name: HeaderField, office: HeaderField
) -> Correspondent:
    """A party of the heading; the sign of a value that is not simply printed stands beside it."""
    party = next((party for party in parties if party.role == role.label), None)
    return Correspondent(party, said(values, name) + said(values, office))


def _citations(citation: Citation, pin: str) -> tuple[CitationShown, ...]:
    texts = ((style, visible(style.write(citation, pin))) for style in STYLES)
    return tuple(CitationShown(style.key, style.label, text, 2 + len(text) // 62) for style, text in texts)


def _pin_pages(telegram: Telegram, letter: Letter, pin: str) -> tuple[PinPage, ...]:
    """The pages of the document, each an address that cites it; none where there is one page only."""
    labels = tuple(dict.fromkeys(page.label for page in letter.pages))
    if len(labels) < 2:
        return ()
    address = telegram.get_absolute_url()
    return tuple(PinPage(label, f"{address}?page={label}#cite", label == pin) for label in labels)


def _forms(telegram: Telegram) -> tuple[FormShown, ...]:
    address = telegram.get_absolute_url().removesuffix("/")
    return tuple(FormShown(f"{address}.{form.suffix}", form.label, form.media_type) for form in OFFERED)


def _cites(telegram: Telegram) -> tuple[CitesShown, ...]:
    names = note_names(telegram.footnotes.all())
    return tuple(
        CitesShown(
            printed=reference.printed,
            address=reference.address,
            place=f"note {reference.footnote.mark}" if reference.footnote else "in the text",
            place_address=f"#note-{names[reference.footnote.ordinal]}" if reference.footnote else "",
            sign=_reference_sign(reference),
        )
        for reference in telegram.references.all()
    )


def _reference_sign(reference: CrossReference) -> Sign:
    certainty = Certainty(reference.certainty)
    return NOT_SOUGHT if certainty == Certainty.NOT_HELD and not reference.was_sought else CERTAINTY_SIGNS[certainty]


def _problems(telegram: Telegram) -> tuple[ProblemShown, ...]:
    """What the last run that touched the document kept about it."""
    rows = Problem.objects.filter(run=telegram.run_id, volume=telegram.volume.slug, document=telegram.document).exclude(
        level=Level.NOTE
    )[:50]
    return tuple(ProblemShown(row.code, row.text, row.line, Level(row.level).label) for row in rows)


def _also_read(telegram: Any) -> tuple[SecondSource, ...]:
    """The second readings that ``for_reading`` brings."""
    return tuple(
        SecondSource(
            name=one["name"].rsplit("/", 1)[-1],
            reader=f"{one['reader']} {one['reader_version']}",
            sha256=one["sha256"],
            address=f"{telegram.get_absolute_url()}source/?also={one['pk']}",
        )
        for one in telegram.also_read
    )


def _source(telegram: Telegram) -> SourceShown:
    source = telegram.source
    ended = telegram.run.started
    return SourceShown(
        name=source.name.rsplit("/", 1)[-1],
        lines=source.text.count("\n") + 1,
        sha256=source.sha256,
        reader=f"{source.reader} {source.reader_version}",
        loaded=days_said(ended.date(), ended.date()),
        run=telegram.run_id,
        address=f"{telegram.get_absolute_url()}source/",
    )


def _pairing(notes: Iterable[Footnote]) -> str:
    """A sentence where the marks of the text are not the numbers of the notes."""
    anchored = [note for note in notes if note.offset is not None and note.printed_mark]
    if not anchored or all(note.printed_mark == str(note.ordinal) for note in anchored):
        return ""
    marks = _listed([str(note.printed_mark) for note in anchored])
    numbers = _listed([str(note.ordinal) for note in anchored])
    return (
        f"The text prints the marks {marks}; its notes are numbered {numbers} in the source. They are paired by order."
    )


def _listed(words: list[str]) -> str:
    if len(words) > 6:
        return f"{words[0]}, {words[1]} … {words[-1]}"
    return ", ".join(words)
