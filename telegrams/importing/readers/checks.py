"""What is odd about a document as read: warnings and notes with the line each stands on."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from telegrams.importing.readers.arranging import same_signer
from telegrams.importing.readers.assembling import Assembled
from telegrams.importing.readers.header import WIRED, Header
from telegrams.importing.readers.page import Page
from telegrams.parsing.dates import PartialDate
from telegrams.parsing.kinds import is_the_department
from telegrams.records import PageRecord, Problem
from telegrams.vocabulary import HeaderField, Kind, Level, PassageKind

LONG_HEADING = 1000
LONGEST_WAY = 120
LIKELY_RECEIPT = f"from one day before to {LONGEST_WAY} days after"


@dataclass(frozen=True, slots=True)
class Subject:
    """A document as read, to be checked."""

    name: str
    first_line: int
    guessed: bool
    page: Page
    assembled: Assembled
    header: Header


def check(subject: Subject, also: Iterable[Problem] = ()) -> tuple[Problem, ...]:
    """Every problem of a document that still goes in; a code that repeats is given once with its number.

    ``also``: what the reader has found itself.
    """
    found = [*also, *_boundaries(subject), *_heading(subject), *_dates(subject), *_numbers(subject),
             *_notes(subject), *_pages(subject), *_missing(subject)]  # fmt: skip
    return _once_each(found)


def _once_each(found: list[Problem]) -> tuple[Problem, ...]:
    times = Counter(problem.code for problem in found)
    first: dict[str, Problem] = {}
    for problem in found:
        first.setdefault(problem.code, problem)
    return tuple(
        problem
        if times[code] == 1
        else replace(problem, found=f"{problem.found} (and {times[code] - 1} more of the kind)")
        for code, problem in first.items()
    )


def _problem(
    subject: Subject,
    line: int | None,
    code: str,
    found: str,
    expected: str = "",
    remedy: str = "",
    level: Level = Level.WARNING,
) -> Problem:
    return Problem(subject.name, line, code, level, found, expected and f"expected {expected}", remedy)


def _boundaries(subject: Subject) -> Iterator[Problem]:
    if subject.guessed:
        yield _problem(
            subject,
            subject.first_line,
            "two-documents",
            "a second document seems to begin here",
            "one document, or a drawn line between two",
            "part the documents by a line of ===== if this is right, join them if not",
        )


def _heading(subject: Subject) -> Iterator[Problem]:
    heading = subject.assembled.of_kind(PassageKind.HEADING)
    if not heading:
        above = (PassageKind.SOURCE_NOTE, PassageKind.SERIAL, PassageKind.BRACKET)
        after = next(
            (one.passage.line for one in subject.assembled.placed if one.passage.kind not in above), subject.first_line
        )
        yield _problem(
            subject,
            after,
            "no-heading",
            "no heading",
            "who writes to whom, or a title, at the top",
            "add the line, or correct the heading in the archive",
        )
    elif heading[0].passage.end - heading[0].passage.start > LONG_HEADING:
        length = heading[0].passage.end - heading[0].passage.start
        yield _problem(
            subject,
            heading[0].passage.line,
            "long-heading",
            f"a heading of {length} characters",
            f"at most {LONG_HEADING}",
            "see whether text has run into it; it is kept whole",
        )


def _dates(subject: Subject) -> Iterator[Problem]:
    header = subject.header
    line = header.dateline_line
    for impossible in header.dateline.impossible if header.dateline else ():
        yield _problem(
            subject,
            line,
            "bad-date",
            f"“{impossible}” is no day",
            "a day of the calendar",
            "it is kept as printed, without a value; correct it in the archive if the day is known",
        )
    sent = PartialDate.of(header.value(HeaderField.SENT) or "")
    printed = header.dateline is not None and header.dateline.sent is not None
    dateless = sent is None and not printed and header.value(HeaderField.SENT) is None
    if dateless and header.kind != Kind.EDITORIAL_NOTE:
        at = line or _first_line(subject, PassageKind.HEADING)
        yield _problem(
            subject,
            at,
            "no-date",
            "no date, and no dated file number to infer one from",
            "a dateline",
            "add the day in the archive if it is known",
        )
    day = sent.earliest if sent and sent.earliest == sent.latest else None
    if day and printed:
        yield from _against_filing(subject, day)
        yield from _against_receipt(subject, day)


def _against_filing(subject: Subject, day: date) -> Iterator[Problem]:
    filed = subject.header.file_number.filed if subject.header.file_number else None
    if filed is None or filed == day:
        return
    sender = subject.header.heading.sender
    if sender and is_the_department(sender.office or "") and day > filed:
        return
    yield _problem(
        subject,
        subject.header.dateline_line,
        "date-mismatch",
        f"dated {day.isoformat()}, filed under {filed.isoformat()}",
        "the same day",
        "the dateline is taken; the file may be that of a covering paper",
    )


def _against_receipt(subject: Subject, day: date) -> Iterator[Problem]:
    received = (subject.header.value(HeaderField.RECEIVED) or "")[:10]
    if not received:
        return
    if not is_likely_receipt(date.fromisoformat(received), day, day):
        yield _problem(
            subject,
            subject.header.dateline_line,
            "received-before-sent",
            f"received {received}, sent {day.isoformat()}",
            f"a receipt {LIKELY_RECEIPT}",
            "both are kept as printed; compare the printed page",
        )


def is_likely_receipt(received: date, earliest: date, latest: date) -> bool:
    """Whether what was sent within these days may have come on that day: clocks differ, and ships took months."""
    return (received - earliest).days >= -1 and (received - latest).days <= LONGEST_WAY


def _numbers(subject: Subject) -> Iterator[Problem]:
    header = subject.header
    printed = header.value(HeaderField.FILE_NUMBER)
    if printed and (header.file_number is None or header.file_number.problem):
        why = header.file_number.problem if header.file_number else None
        yield _problem(
            subject,
            header.file_number_line,
            "file-number",
            f"the file number {printed!r} cannot be read" + (f" ({why})" if why else ""),
            "a number such as 711.61/11–2245",
            "it is kept as printed; correct it in the archive",
        )
    if header.odd_kind:
        yield _problem(
            subject,
            header.file_number_line,
            "unknown-kind",
            f"the kind {header.odd_kind!r}",
            "Telegram, Airgram, Despatch and the like",
            "the line is kept as printed; set the kind in the archive",
        )


def _notes(subject: Subject) -> Iterator[Problem]:
    notes = subject.page.notes
    for line in subject.page.misplaced:
        yield _problem(
            subject,
            line,
            "note-misplaced",
            "a line of the note list above the end of the text",
            "the notes after the text",
            "it is kept with the notes; move the line if it is one, unindent it if not",
        )
    expected = 1
    for note in notes:
        if note.label is not None and note.label != expected:
            yield _problem(
                subject,
                note.lines[0],
                "note-numbering",
                f"note {note.label}",
                f"note {expected}",
                "see whether a note is missing",
            )
            break
        expected += 1
    for index in subject.assembled.unpaired:
        number = notes[index].label or index + 1
        yield _problem(
            subject,
            notes[index].lines[0],
            "note-without-ref",
            f"note {number} has no mark in the text that is surely its own",
            "a mark for every note",
            "the note is kept without an anchor; anchor it in the archive",
        )
    if notes:
        for label, line in subject.assembled.leftover:
            yield _problem(
                subject,
                line,
                "ref-without-note",
                f"the mark {label} has no note",
                "a note for every mark",
                "the digits stay in the text; see whether a note is missing",
            )


def _pages(subject: Subject) -> Iterator[Problem]:
    for printed, line in subject.assembled.unclosed:
        yield _problem(
            subject,
            line,
            "page-marker",
            f"{printed!r} is never closed",
            "a bracket after the number",
            "the words stay in the text; close the bracket if it is a page",
        )
    for before, after in pairwise(subject.assembled.pages):
        at = after.place.line if after.place else None
        if before.label == after.label:
            yield _problem(
                subject,
                at,
                "duplicate-page",
                f"page {after.label} twice running",
                "the next page",
                "both are kept; remove one from the source",
            )
        elif not _follows(before, after):
            yield _problem(
                subject,
                at,
                "page-order",
                f"page {after.label} after page {before.label}",
                "the next page",
                "they are kept as printed; see whether a page is missing",
            )


def _follows(before: PageRecord, after: PageRecord) -> bool:
    """Whether a page is the next one; labels that are no numbers are not judged."""
    if not (before.label.isdigit() and after.label.isdigit()):
        return True
    return int(after.label) == int(before.label) + 1


def _missing(subject: Subject) -> Iterator[Problem]:
    header = subject.header
    if header.value(HeaderField.FILE_NUMBER) is None:
        yield _problem(subject, subject.first_line, "no-source-note", "no file number", level=Level.NOTE)
    if header.kind in WIRED and header.kind != Kind.CIRCULAR and header.value(HeaderField.MESSAGE_NUMBER) is None:
        yield _problem(
            subject,
            _first_line(subject, PassageKind.PARAGRAPH),
            "no-message-number",
            "a telegram without a number",
            level=Level.NOTE,
        )
    signature = header.value(HeaderField.SIGNATURE)
    sender = header.heading.sender.name if header.heading.sender else None
    if signature is None:
        yield _problem(subject, None, "signature", "no signature", level=Level.NOTE)
    elif sender and not same_signer(signature, sender):
        yield _problem(
            subject,
            _first_line(subject, PassageKind.SIGNATURE),
            "signature",
            f"signed {signature.splitlines()[0]!r}, sent by {sender!r}",
            level=Level.NOTE,
        )
    for line in subject.page.repeated:
        yield _problem(subject, line, "repeated-received", "the receipt stands twice", level=Level.NOTE)


def _first_line(subject: Subject, kind: PassageKind) -> int | None:
    placed = subject.assembled.of_kind(kind)
    return (
        placed[0].passage.line
        if placed and re.search(r"\w", subject.assembled.words(placed[0]))
        else subject.first_line
    )
