"""What editors decided, in words: what they checked, whom and which document is meant, what is right as it stands.

Beside ``happened``, and in its manner: a row as the database told it becomes a Happening.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse

from telegrams.models import Attribution, Correction, ReferenceDecision, Telegram
from telegrams.saying import counted_of, shortened
from telegrams.views.happened import OF_A_DOCUMENT, Happening, Told, field_label, moment, on_document, sentence, who
from telegrams.views.visible import on_one_line
from telegrams.vocabulary import Role

PRINTED = 120
"""Characters of printed words that a line quotes."""


def _by(account: str) -> JSONObject:
    return JSONObject(
        first=f"{account}__first_name", last=f"{account}__last_name", account=f"{account}__username"
    )  # fmt: skip


_WHY = {"pk": "pk", "reason": "reason", "source": "source", "at": "at", "by": _by("by")}
_CHECK = {"pk": "pk", "field": "field", "value": "value", "source": "source", "at": "at", "by": _by("by")}
_SAME_REFERENCE = {one: OuterRef(one) for one in ("telegram", "note", "start", "printed")}
_IS_SUPERSEDED = Exists(
    ReferenceDecision.objects.filter(
        **_SAME_REFERENCE,
        pk__gt=OuterRef("pk"),
        at__gte=OuterRef("withdrawn_at"),
        at__lt=OuterRef("withdrawn_at") + timedelta(seconds=2),
    )
)
"""Whether another decision on a reference was made in the moment in which one ended."""

_REFERENCE = {
    **_WHY,
    "is_superseded": _IS_SUPERSEDED,
    "printed": "printed",
    "withdrawn_at": "withdrawn_at",
    "back_by": _by("withdrawn_by"),
    "target": "target__document",
    "target_volume": "target__volume__slug",
    "target_title": "target__volume__short_title",
}
_SETTLEMENT = {
    "pk": "pk", "queue": "queue", "text": "text", "note": "note", "at": "at", "by": _by("by"),
    "withdrawn_at": "withdrawn_at", "back_by": _by("withdrawn_by"),
}  # fmt: skip
_UNDONE = {"undone_at": "undone_at", "undone_by": _by("undone_by"), "undone_reason": "undone_reason"}
_OFF_AND_TO = {
    "off": JSONObject(slug="off__slug", family="off__family", given="off__given"),
    "to": JSONObject(slug="to__slug", family="to__family", given="to__given"),
}

CHECK_TOLD = JSONObject(**_CHECK)
CHECK_OF_DOCUMENT_TOLD = JSONObject(**_CHECK, **OF_A_DOCUMENT)
REFERENCE_TOLD = JSONObject(**_REFERENCE)
REFERENCE_OF_DOCUMENT_TOLD = JSONObject(**_REFERENCE, **OF_A_DOCUMENT)
SETTLEMENT_TOLD = JSONObject(**_SETTLEMENT)

_ITS_DOCUMENT = Telegram.objects.filter(volume__slug=OuterRef("volume"), document=OuterRef("document"))
SETTLEMENT_OF_DOCUMENT_TOLD = JSONObject(
    **_SETTLEMENT,
    of=Subquery(
        _ITS_DOCUMENT.values(
            told=JSONObject(
                document="document",
                volume="volume__slug",
                volume_title="volume__short_title",
                heading="heading",
                is_specimen="volume__is_specimen",
                gone="withdrawn_at",
            )
        )[:1]
    ),
)

ATTRIBUTION_TOLD = JSONObject(
    pk="split_id",
    role="role",
    printed="printed",
    at="split__at",
    reason="split__reason",
    source="split__source",
    by=_by("split__by"),
    undone_at="split__undone_at",
    undone_by=_by("split__undone_by"),
    undone_reason="split__undone_reason",
    to=JSONObject(slug="split__to__slug", family="split__to__family", given="split__to__given"),
)
MERGE_TOLD = JSONObject(
    **_WHY,
    **_UNDONE,
    kept=JSONObject(slug="kept__slug", family="kept__family", given="kept__given"),
    gone=JSONObject(slug="gone__slug", family="gone__family", given="gone__given"),
)
_DOCUMENTS_OF_SPLIT = Subquery(
    Attribution.objects.filter(split=OuterRef("pk"))
    .order_by()
    .values("split")
    .annotate(documents=Count("telegram", distinct=True))
    .values("documents")
)
SPLIT_TOLD = JSONObject(**_WHY, **_UNDONE, **_OFF_AND_TO, documents=Coalesce(_DOCUMENTS_OF_SPLIT, 0))
_DOCUMENTS_OF_REVISION = Subquery(
    Correction.objects.filter(revision=OuterRef("pk"))
    .order_by()
    .values("revision")
    .annotate(documents=Count("telegram", distinct=True))
    .values("documents")
)
REVISION_TOLD = JSONObject(
    **_WHY,
    label="label",
    undone_at="undone_at",
    undone_by=_by("undone_by"),
    undone_reason=F("undo_reason"),
    documents=Coalesce(_DOCUMENTS_OF_REVISION, 0),
)


# --- of one document ---


def checked(row: Told) -> Happening:
    """A value compared with a source and found right."""
    return on_document(
        row,
        Happening(
            name=f"check-{row['pk']}",
            kind="decision",
            when=moment(row["at"]),
            said=f"Compared and found right: {field_label(row['field'])}",
            source=row["source"],
            who=who(row["by"]),
        ),
    )


def reference_decided(row: Told) -> Happening:
    """Which document a printed reference means."""
    target = f"{row['target_title'] or row['target_volume']}, document {row['target']}"
    return on_document(
        row,
        Happening(
            name=f"reference-{row['pk']}",
            kind="decision",
            when=moment(row["at"]),
            said=f"A reference means {target}" if row.get("gone") else f"{_quoted(row['printed'])} means {target}",
            why=sentence(row["reason"]),
            source=row["source"],
            who=who(row["by"]),
        ),
    )


def reference_left_to_rules(row: Told) -> Happening | None:
    """A decision on a reference, taken back; None of one that another took the place of."""
    if row["is_superseded"]:
        return None
    what = "a reference" if row.get("gone") else _quoted(row["printed"])
    said = f"Taken back: which document {what} means"
    when, by = moment(row["withdrawn_at"]), who(row["back_by"])
    return on_document(row, Happening(f"reference-back-{row['pk']}", "decision", when, said, who=by))


def settled(row: Told) -> Happening | None:
    """Something that was looked at and left as it stands; None of what no document here is concerned by."""
    told = _of_its_document(row)
    if told is None or row["queue"] not in _SETTLED:
        return None
    words = f": {_quoted(row['text'])}" if row["text"] and not told.get("gone") else ""
    return on_document(
        told,
        Happening(
            name=f"settled-{row['pk']}",
            kind="decision",
            when=moment(row["at"]),
            said=f"{_SETTLED[row['queue']]}{words}",
            why=sentence(row["note"]),
            who=who(row["by"]),
        ),
    )


def put_back(row: Told) -> Happening | None:
    """What was left as it stands, to be looked at again."""
    told = _of_its_document(row)
    if told is None or row["queue"] not in _SETTLED:
        return None
    said = f"To be looked at again. It was: {_SETTLED[row['queue']]}"
    when, by = moment(row["withdrawn_at"]), who(row["back_by"])
    return on_document(told, Happening(f"put-back-{row['pk']}", "decision", when, said, who=by))


_SETTLED = {
    "apparatus": "Notes and pages looked at, and left as they are",
    "undated": "No day can be given",
    "filed": "Filing date and dateline looked at, and left as they are",
    "signed": "The signature looked at, and left as it is",
    "people": "Nobody known is behind the name",
    "namesakes": "It cannot be told who is meant",
    "offices": "The office is left as printed",
    "references": "It cannot be told which document is meant",
    "not-found": "The document meant is not held here",
}
"""What the queues of the desk say when something is left as it stands."""


def _of_its_document(row: Told) -> dict[str, Any] | None:
    """The row with its document; None where it has none here."""
    if "of" not in row:
        return dict(row)
    return {**row, **row["of"]} if row["of"] else None


def party_decided(row: Told) -> Happening:
    """Who is meant by a party of the document."""
    return _decision(row, "split", f"{_party(row)} is", row["to"])


def party_left_to_rules(row: Told) -> Happening:
    """A decision on a party, taken back."""
    return _undone(row, "split", f"Taken back: {_party(row)} is", row["to"])


def _party(row: Told) -> str:
    role = Role(row["role"]).label.capitalize()
    return f"{role} {_quoted(row['printed'])}" if row["printed"] else role


# --- of many ---


def merged(row: Told) -> Happening:
    """Two people made one."""
    gone = row["gone"]
    return _decision(row, "merge", f"{_name(gone)} ({gone['slug']}) merged into", row["kept"])


def merge_undone(row: Told) -> Happening:
    """A merge taken back."""
    gone = row["gone"]
    return _undone(row, "merge", f"Merge taken back: {_name(gone)} ({gone['slug']}) is not", row["kept"])


def split(row: Told) -> Happening:
    """Documents that name another person than the rules found."""
    return _decision(row, "split", f"{_taken(row)} given to", row["to"])


def split_undone(row: Told) -> Happening:
    """Documents that the rules, or earlier decisions, say again whom they name."""
    return _undone(row, "split", f"Taken back: {_taken(row)} given to", row["to"])


def _taken(row: Told) -> str:
    off = row["off"]
    whose = f"of {_name(off)}" if off and off["slug"] else "in which nobody was known"
    return f"{counted_of(row['documents'], 'document', 'documents')} {whose}"


def revised(row: Told) -> Happening:
    """Many documents corrected as one."""
    many = counted_of(row["documents"], "document", "documents")
    said = f"{many} corrected as one: {on_one_line(row['label'])}"
    made = _decision(row, "revision", said, None)
    return replace(made, kind="correction", revision=row["pk"])


def revision_undone(row: Told) -> Happening:
    """Such a revision, undone."""
    undone = _undone(row, "revision", f"Taken back as one: {on_one_line(row['label'])}", None)
    return replace(undone, kind="correction", revision=row["pk"])


def _decision(row: Told, what: str, said: str, person: Mapping[str, Any] | None) -> Happening:
    return Happening(
        name=f"{what}-{row['pk']}",
        kind="person",
        when=moment(row["at"]),
        said=said,
        why=sentence(row["reason"]),
        source=row["source"],
        who=who(row["by"]),
        about=_name(person) if person else "",
        address=_page(person) if person else "",
    )


def _undone(row: Told, what: str, said: str, person: Mapping[str, Any] | None) -> Happening:
    return replace(
        _decision(row, f"{what}-undone", said, person),
        when=moment(row["undone_at"]),
        why=sentence(row["undone_reason"]),
        source="",
        who=who(row["undone_by"]),
    )


def _name(person: Mapping[str, Any]) -> str:
    return on_one_line(f"{person['given']} {person['family']}".strip())


def _page(person: Mapping[str, Any]) -> str:
    return reverse("person", args=[person["slug"]])


def _quoted(words: str) -> str:
    return f"“{on_one_line(shortened(words, PRINTED))}”"
