"""What loads remarked that a person must judge: files and documents kept out, the apparatus, and who signed."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Concat
from django.utils import timezone

from telegrams.admin.linking import attribution_page, page_of
from telegrams.admin.queues.card import LEAVE, TYPED, Card, Decision, Evidence, Option, Queue, told
from telegrams.admin.queues.telling import STANDING, corrected, heading, name, record_page, shown_value
from telegrams.models import ImportedFile, Participation, Problem, Telegram, Volume
from telegrams.models.import_run import SIGNED_BY_ANOTHER as SIGNED
from telegrams.saying import NOT_STATED, day_said, shortened
from telegrams.settling import Finding, leave, left
from telegrams.vocabulary import HeaderField, Level

APPARATUS = (
    "note-without-ref", "ref-without-note", "note-without-label", "note-numbering", "note-misplaced", "page-order",
    "duplicate-page", "page-marker",
)  # fmt: skip
"""The codes of what is odd with notes and page marks."""

AROUND = 2
"""Lines of the source shown above and below the one remarked."""

FOUND = Case(
    When(document="", then=Concat("source_name", Value(": "), "text", output_field=TextField())), default=F("text")
)
"""By what a remark is left as it stands: its words, and of a file its name too, for many files have the same fault."""


def _finding(queue: str, row: Any) -> Finding:
    """The remark as it is left; a row that waits has its ``FOUND``."""
    return Finding(queue, row.volume, row.document, row.found)


def _but_left(queue: str, rows: QuerySet[Problem]) -> QuerySet[Problem]:
    """Those that no editor has left as they are."""
    return rows.annotate(found=FOUND).exclude(left(queue, "volume", "document", "found"))


def _standing(queue: str, of: Q) -> QuerySet[Problem]:
    """The remarks of this kind that stand: of each document what its last load met, of a file what its newest run did.

    Those of runs that were taken back, and those that an editor has left as they are, stand no more.
    """
    held = Telegram.objects.filter(withdrawn_at=None, volume__slug=OuterRef("volume"), document=OuterRef("document"))
    of_volume = Problem.objects.filter(volume=OuterRef("volume"), document="")  # by their index
    later = of_volume.filter(source_name=OuterRef("source_name"), run__gt=OuterRef("run"))
    of_document = ~Q(document="") & Exists(held.filter(run=OuterRef("run")))
    of_file = Q(document="") & ~Exists(later)
    return _but_left(queue, Problem.objects.filter(of, run__undone_by=None).filter(of_document | of_file))


def _kept_out() -> QuerySet[Problem]:
    """What did not go in: grave remarks of runs not followed by one that read the same file without them."""
    grave = Problem.objects.filter(level=Level.ERROR.value, run__undone_by=None)
    again = Problem.objects.filter(
        source_name=OuterRef("source_name"), run__gt=OuterRef("run"), level=Level.ERROR.value
    )
    since_held = Telegram.objects.filter(
        withdrawn_at=None, volume__slug=OuterRef("volume"), document=OuterRef("document"), run__gt=OuterRef("run")
    )
    went_in = ImportedFile.objects.filter(name=OuterRef("source_name"), run__gt=OuterRef("run"), outcome="in")
    return _but_left("kept-out", grave.exclude(Exists(again) | Exists(since_held) | Exists(went_in)))


def _of_documents(rows: QuerySet[Any], documents: Sequence[int]) -> QuerySet[Any]:
    names = Telegram.objects.filter(pk__in=documents).values_list("volume__slug", "document")
    volumes, called = {volume for volume, _ in names}, {document for _, document in names}
    held = Telegram.objects.filter(volume__slug=OuterRef("volume"), document=OuterRef("document")).values("pk")
    rows = rows.filter(volume__in=volumes, document__in=called)  # more than are meant, and by an index
    return rows.annotate(telegram_id=Subquery(held[:1]))


def _documents_of(rows: Sequence[Problem]) -> dict[tuple[str, str], Telegram]:
    """The documents that remarks are of, by volume and name."""
    of = [row for row in rows if row.document]
    volumes = list(Volume.objects.filter(slug__in={row.volume for row in of}).values_list("pk", flat=True))
    found = Telegram.objects.filter(volume__in=volumes, document__in={row.document for row in of})
    named = Prefetch("participations", Participation.objects.select_related("person"))
    found = found.select_related("volume", "source", "run").prefetch_related(STANDING, named).defer("text", "layout")
    return {(one.volume.slug, one.document): one for one in found}


def _lines(telegram: Telegram, line: int | None) -> list[Evidence]:
    """The line of the source that is remarked, lit among those around it."""
    if line is None:
        return []
    lines = telegram.source.text.split("\n")
    at = line - telegram.source.first_line
    if not 0 <= at < len(lines):
        return []
    around = range(max(0, at - AROUND), min(len(lines), at + AROUND + 1))
    pieces = tuple((shortened(lines[one], 300) + "\n", one == at) for one in around)
    return [Evidence(f"Source, line {line}", pieces, f"{page_of(telegram.source)}#line-{line}", is_printed=True)]


def _card_of_remark(row: Problem, telegram: Telegram | None, options: Sequence[Option]) -> Card:
    where = row.source_name if row.line is None else f"{row.source_name}:{row.line}"
    return Card(
        row=row.pk,
        title=heading(telegram) if telegram else shortened(row.source_name, 160),
        address=record_page(telegram, "problems") if telegram else page_of(row.run),
        on_site=telegram.get_absolute_url() if telegram else "",
        name=name(telegram) if telegram else f"run {row.run_id}",
        since=f"since the load of {day_said(timezone.localdate(row.run.started))}",
        evidence=[told("Found", row.text), told("Where", where), *(_lines(telegram, row.line) if telegram else ())],
        options=options,
        chosen=options[0].key,
        asks_why=False,
    )


def _remarks(leaving: str, rows: Sequence[Problem]) -> list[Card]:
    known = list(Problem.objects.filter(pk__in=[row.pk for row in rows]).select_related("run"))
    by_key, held = {row.pk: row for row in known}, _documents_of(known)
    options = [Option(LEAVE, leaving)]
    return [
        _card_of_remark(one, held.get((one.volume, one.document)), options)
        for row in rows
        if (one := by_key.get(row.pk))
    ]


def _leave(queue: str, row: Problem, card: Card, decision: Decision, by: User) -> str:
    leave(_finding(queue, row), decision.reason, by)
    return f"{card.name if row.document else shortened(row.source_name, 160)}: seen to; it waits no more."


KEPT_OUT = Queue(
    key="kept-out",
    label="Kept out",
    help="Files and documents that a load refused. Mend the source and load it: then it waits no more.",
    look="telegrams.view_problem",
    fix="telegrams.add_correction",
    waiting=_kept_out,
    among=_of_documents,
    cards=partial(_remarks, "seen to: it stays out"),
    settle=partial(_leave, "kept-out"),
)

APPARATUS_FAULTS = Queue(
    key="apparatus",
    label="Faults of the apparatus",
    help="Notes without marks, marks without notes, pages and notes out of order.",
    look="telegrams.view_problem",
    fix="telegrams.add_correction",
    waiting=partial(_standing, "apparatus", Q(code__in=APPARATUS)),
    among=_of_documents,
    cards=partial(_remarks, "right as it stands, or so in the print"),
    settle=partial(_leave, "apparatus"),
)


# --- who signed ---


def _signed(rows: Sequence[Problem]) -> list[Card]:
    known = Problem.objects.filter(pk__in=[row.pk for row in rows]).select_related("run").in_bulk()
    held = _documents_of(list(known.values()))
    return [
        _card_of_signed(known[row.pk], telegram)
        for row in rows
        if row.pk in known and (telegram := held.get((known[row.pk].volume, known[row.pk].document)))
    ]


def _card_of_signed(row: Problem, telegram: Telegram) -> Card:
    signature = shown_value(telegram, HeaderField.SIGNATURE)
    sender = shown_value(telegram, HeaderField.SENDER_NAME)
    office = shown_value(telegram, HeaderField.SENDER_OFFICE)
    parties = [one for one in telegram.participations.all() if one.role in ("sender", "signer")]
    whence = [_party(one) for one in parties]
    reason = "The heading names the holder of the office; the signature is misprinted."
    signed_as = Option(
        "sender", f"the signature is misprinted: it was signed “{sender}”", sender, reason=reason,
        source="The heading of the document",
    )  # fmt: skip
    options = [
        Option(LEAVE, "right: another signed for the holder of the office", detail="both are shown as printed"),
        *([signed_as] if sender else []),
        Option(TYPED, "another signature"),
    ]
    return Card(
        row=row.pk,
        title=heading(telegram),
        address=record_page(telegram, HeaderField.SIGNATURE),
        on_site=telegram.get_absolute_url(),
        name=name(telegram),
        since=f"since the load of {day_said(timezone.localdate(row.run.started))}",
        evidence=[
            told("Signed", signature or NOT_STATED, printed=True),
            told("Sender in the heading", ", ".join(filter(None, (sender, office))) or NOT_STATED, printed=True),
            *whence,
            *_lines(telegram, row.line),
        ],
        options=options,
        chosen=LEAVE,
        typed="Signature",
        hint="one name; several are corrected on the document's own page",
        seen=signature,
    )


def _party(party: Participation) -> Evidence:
    """Whom a party is taken for, and the way to say that somebody else is meant here."""
    said = (
        f"{party.name_printed or party.office_printed}: {party.person or 'nobody known'}"
        + (f" ({party.get_certainty_display()}: {party.rule})" if party.rule else "")
        + (f". {party.evidence}" if party.evidence else "")
    )
    way = "only here somebody else is meant"
    return Evidence(f"The {party.get_role_display()}", ((said, False),), attribution_page(party), way=way)


def _settle_signed(row: Problem, card: Card, decision: Decision, by: User) -> str:
    said = f"{card.name}: left as it is."
    if decision.option.key != LEAVE:
        telegram = Telegram.objects.get(volume__slug=row.volume, document=row.document)
        said = corrected(telegram, HeaderField.SIGNATURE, card, decision, by)
    leave(_finding("signed", row), decision.reason, by)
    return said


SIGNED_BY_ANOTHER = Queue(
    key="signed",
    label="Signed by another than the sender",
    help="The name under the text is not the one in the heading: another signed for the holder, or a misprint.",
    look="telegrams.view_problem",
    fix="telegrams.add_correction",
    waiting=partial(_standing, "signed", SIGNED),
    among=_of_documents,
    cards=_signed,
    settle=_settle_signed,
)
