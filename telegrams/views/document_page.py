"""What a document's page says, worked out before any template sees it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from telegrams import corrections, errata
from telegrams.citing import citation_of
from telegrams.errata import PlacedField, Printed, printed_of
from telegrams.exports import OFFERED
from telegrams.models import CrossReference, Footnote, Participation, Problem, Telegram
from telegrams.parsing.file_number import read_file_number
from telegrams.records import values_from_json
from telegrams.saying import days_said
from telegrams.views.checked import with_checks
from telegrams.views.cited_as import CitationShown, PinPage, citations_shown, pin_pages
from telegrams.views.cited_by import CitedBy, cited_by
from telegrams.views.described import Meta, highwire, json_ld
from telegrams.views.division_way import Step, way_to_document
from telegrams.views.document_history import HistoryShown, history_shown
from telegrams.views.facts import (
    CorrectionShown,
    Fact,
    Said,
    Values,
    correction_shown,
    corrections_shown,
    facts_of,
    placed_corrections,
    said,
)
from telegrams.views.frame import Frame, frame, searching
from telegrams.views.glossary import Glossary
from telegrams.views.hits import hits_of
from telegrams.views.in_results import InResults, in_results
from telegrams.views.neighbours import Neighbour, neighbours
from telegrams.views.opened import Opened
from telegrams.views.passages import Hits, Letter, letter_of, note_names
from telegrams.views.visible import on_one_line, visible
from telegrams.views.wanted import address_of as wanted_address
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
    is_held: bool
    place: str
    place_address: str
    sign: Sign


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
    heading: CorrectionShown | None
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
    post_before: Neighbour | None
    post_after: Neighbour | None
    results: InResults | None
    people: tuple[PartyShown, ...]
    informed: tuple[PartyShown, ...]
    mentioned: tuple[PartyShown, ...]
    mentioned_more: int
    cites: tuple[CitesShown, ...]
    cited_by: tuple[CitedBy, ...]
    thread_address: str
    corrections: tuple[CorrectionShown, ...]
    history: HistoryShown
    report_address: str
    problems: tuple[ProblemShown, ...]
    source: SourceShown
    also_read: tuple[SecondSource, ...]
    pairing: str
    hits: int
    marks_address: str
    back: str
    opened: Opened
    is_corrected: bool
    other_reading: str
    accessed: str
    meta: tuple[Meta, ...]
    json_ld: SafeString

    @classmethod
    def of(cls, telegram: Telegram, opened: Opened) -> "DocumentPage":
        """The page of a telegram read by ``for_reading``."""
        read, standing = values_from_json(telegram.loaded), _standing(telegram)
        printed = printed_of(telegram)
        places = errata.show(printed, standing)
        corrected = with_checks(corrections.show(read, standing, places), telegram.checked)
        values = with_checks(corrections.show(read, ()), telegram.checked) if opened.as_printed else corrected
        contents = contents_from_json(telegram.volume.printed_contents())
        within = opened.within
        hits = hits_of(within.query if within else None, telegram, as_printed=opened.as_printed)
        glossary = Glossary.of(contents.terms)
        letter = letter_of(telegram, hits if opened.marks else Hits(), glossary, as_printed=opened.as_printed)
        labels = [page.label for page in letter.pages]
        pin = opened.pin if opened.pin in labels else ""
        address = telegram.get_absolute_url()
        results = in_results(within, telegram)
        parties = [_party(one) for one in telegram.participations.all()]
        citation = citation_of(telegram)
        number = read_file_number(telegram.file_number, telegram.earliest.year if telegram.earliest else None)
        stem = telegram.file_key.partition("/")[0] if number and number.suffix else ""
        beside = neighbours(telegram, stem)
        mentioned = [party for party in parties if party.role == Role.MENTIONED.label]
        citing = cited_by(telegram)
        return cls(
            frame=frame(_title(telegram, parties), css="document", question=within.query.q if within else ""),
            telegram=telegram,
            title=on_one_line(values[HeaderField.HEADING].value) or f"[{Kind(telegram.kind).label} without a heading]",
            kind=Kind(telegram.kind).label,
            is_specimen=telegram.volume.is_specimen,
            letter=letter,
            heading=correction_shown(values[HeaderField.HEADING]),
            sender=_correspondent(parties, Role.SENDER, values, as_printed=opened.as_printed),
            recipient=_correspondent(parties, Role.RECIPIENT, values, as_printed=opened.as_printed),
            facts=facts_of(telegram, values, letter.source, letter.source_name),
            citations=citations_shown(citation, pin),
            pin_pages=pin_pages(labels, pin, lambda label: f"{opened.address(address, page=label)}#cite"),
            day_in_brackets=citation.day.startswith("["),
            forms=_forms(telegram),
            address=f"{opened.site}{address}",
            way=way_to_document(telegram.volume.slug, contents, telegram.document),
            before=beside.get("before"),
            after=beside.get("after"),
            file_before=beside.get("file-before"),
            file_after=beside.get("file-after"),
            post_before=beside.get("post-before"),
            post_after=beside.get("post-after"),
            results=results,
            file_stem=f"{number.stem} {number.qualifier}".strip() if number and stem else "",
            people=tuple(party for party in parties if party.role not in (Role.MENTIONED.label, Role.INFORMED.label)),
            informed=tuple(_informed(row) for row in telegram.participations.all() if row.role == Role.INFORMED),
            mentioned=tuple(mentioned[:MENTIONED_SHOWN]),
            mentioned_more=max(0, len(mentioned) - MENTIONED_SHOWN),
            cites=_cites(telegram),
            cited_by=citing,
            thread_address=_thread_address(telegram, citing),
            corrections=(*corrections_shown(corrected), *_placed(standing, printed)),
            history=history_shown(telegram),
            report_address=f"{reverse('report')}?{urlencode({'document': str(telegram)}, safe='/')}",
            problems=_problems(telegram),
            source=_source(telegram),
            also_read=_also_read(telegram),
            pairing=_pairing(telegram.footnotes.all()),
            hits=hits.count(),
            marks_address=opened.address(address, marks="none" if opened.marks else ""),
            back=results.back if results else within.back if within else "",
            opened=opened,
            is_corrected=bool(standing),
            other_reading=opened.address(address, **{"as": "" if opened.as_printed else "printed"}),
            accessed=days_said(opened.today, opened.today),
            meta=highwire(citation, opened.site),
            json_ld=json_ld(telegram, citation, opened.site),
        )


def _standing(telegram: Telegram) -> list[corrections.CorrectedValue]:
    return [corrections.corrected_value(row) for row in telegram.corrections.all() if row.withdrawn_at is None]


def _placed(standing: Iterable[corrections.CorrectedValue], printed: Printed) -> tuple[CorrectionShown, ...]:
    """The corrections of text, notes and pages, in the order of the text."""
    found = [one for one in standing if isinstance(one.field, PlacedField)]
    order = sorted(found, key=lambda one: (one.field.what != "text", one.field.what, one.field.first))  # type: ignore[union-attr]
    return placed_corrections(corrections.show_placed(order, printed), printed.text)


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


def _informed(row: Participation) -> PartyShown:
    """A post to which it was repeated; ``office`` is the number it had there."""
    return PartyShown(
        Role.INFORMED.label, row.party_label, row.number, searching(informed=row.party), None, "", row.evidence
    )


_NAMED_BY = {
    Role.SENDER: (HeaderField.SENDER_NAME, HeaderField.SENDER_OFFICE),
    Role.RECIPIENT: (HeaderField.RECIPIENT_NAME, HeaderField.RECIPIENT_OFFICE),
}


def _correspondent(parties: list[PartyShown], role: Role, values: Values, *, as_printed: bool) -> Correspondent:
    """A party of the heading; the sign of a value that is not simply printed stands beside it.

    As printed it is no link: who is meant was resolved by what is shown otherwise.
    """
    name, office = _NAMED_BY[role]
    party = next((party for party in parties if party.role == role.label), None)
    if as_printed:
        words = [on_one_line(value) for value in (values[name].value, values[office].value) if value]
        party = PartyShown(role.label, words[0], "".join(words[1:]), "", None, "", "") if words else None
    return Correspondent(party, said(values, name) + said(values, office))


def _forms(telegram: Telegram) -> tuple[FormShown, ...]:
    address = telegram.get_absolute_url().removesuffix("/")
    return tuple(FormShown(f"{address}.{form.suffix}", form.label, form.media_type) for form in OFFERED)


def _cites(telegram: Telegram) -> tuple[CitesShown, ...]:
    names = note_names(telegram.footnotes.all())
    return tuple(
        CitesShown(
            printed=reference.printed,
            address=reference.address or (wanted_address(reference.wanted_key) if reference.wanted_key else ""),
            is_held=bool(reference.address),
            place=f"note {reference.footnote.mark}" if reference.footnote else "in the text",
            place_address=f"#note-{names[reference.footnote.ordinal]}" if reference.footnote else "",
            sign=_reference_sign(reference),
        )
        for reference in telegram.references.all()
    )


def _thread_address(telegram: Telegram, citing: Sequence[CitedBy]) -> str:
    """Where the correspondence of a document is, where it has any: it names a message by number, or one names it."""
    has_thread = citing or any(reference.wanted_key or reference.target_id for reference in telegram.references.all())
    return f"{telegram.get_absolute_url()}thread/" if has_thread else ""


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
