"""What happened in the archive, in words: corrections made and taken back, loads, changed people and places."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse
from django.utils.safestring import SafeString

from telegrams.comparing import NOT_THERE, ChangedRow, apart
from telegrams.corrections import public_name
from telegrams.errata import PlacedField
from telegrams.models import Correction
from telegrams.saying import NOT_STATED, capitalized, counted, counted_of, shortened
from telegrams.views.facts import said_html
from telegrams.views.visible import on_one_line, shown
from telegrams.vocabulary import HeaderField

LONGEST = 600
"""Characters of a value that a line of history shows; the document shows it whole."""

PLAIN = 80
"""Characters up to which both values are shown whole."""

Told = Mapping[str, Any]
"""A row as the database told it (JSON): read without the long columns, alike for a list and beside a document."""

OF_A_DOCUMENT = {
    "document": "telegram__document",
    "volume": "telegram__volume__slug",
    "volume_title": "telegram__volume__short_title",
    "heading": "telegram__heading",
    "is_specimen": "telegram__volume__is_specimen",
    "gone": "telegram__withdrawn_at",
}
IS_REPLACED = Exists(Correction.objects.filter(replaces=OuterRef("pk"), at__gte=OuterRef("withdrawn_at")))
"""Whether another correction took the place of one when it ended; one that stood again after an undo ends anew.

By ``Exists``, and not by the join that Django makes of "no other", which has all of them sorted first.
"""


def account(relation: str) -> JSONObject:
    """Whoever did it, as the database tells it for ``who``; ``relation`` leads to the account."""
    return JSONObject(first=f"{relation}__first_name", last=f"{relation}__last_name", account=f"{relation}__username")


_OF_A_CORRECTION = {
    "pk": "pk",
    "field": "field",
    "value": "value",
    "made_against": "made_against",
    "reason": "reason",
    "source": "source",
    "at": "at",
    "reported_by": "reported_by",
    "by": account("by"),
    "withdrawn_at": "withdrawn_at",
    "withdrawn_reason": "withdrawn_reason",
    "back_by": account("withdrawn_by"),
    "replaced": "replaces",
    "replaced_value": "replaces__value",
    "is_replaced": IS_REPLACED,
}
_OF_A_LOAD = {
    "pk": "pk",
    "action": "action",
    "cause": "cause",
    "summary": "summary",
    "run": "run_id",
    "at": Coalesce(F("run__ended"), F("run__started")),
    "by": account("run__by"),
}
CORRECTION_TOLD = JSONObject(**_OF_A_CORRECTION)
LOAD_TOLD = JSONObject(**_OF_A_LOAD)
CORRECTION_OF_DOCUMENT_TOLD = JSONObject(**_OF_A_CORRECTION, **OF_A_DOCUMENT)
LOAD_OF_DOCUMENT_TOLD = JSONObject(**_OF_A_LOAD, **OF_A_DOCUMENT)


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that changed: what it was and what it is."""

    what: str
    before: SafeString
    after: SafeString


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened. ``name`` is its own for ever; ``kind`` is correction, load, person or decision.

    ``about`` and ``address``: what it happened to, '' where the page says so already; ``who`` '' is a load, or
    somebody whose name was not kept.
    """

    name: str
    kind: str
    when: datetime
    said: str
    turns: tuple[Turn, ...] = ()
    who: str = ""
    why: str = ""
    source: str = ""
    reported_by: str = ""
    about: str = ""
    address: str = ""
    run: int | None = None
    revision: int | None = None
    is_specimen: bool = False

    @property
    def is_whole_load(self) -> bool:
        """Whether this is all that a load did, and not what it did to one document."""
        return self.name.startswith("run-")

    @property
    def run_address(self) -> str:
        """Where all that its load changed is listed."""
        return f"{reverse('changes')}?run={self.run}" if self.run else ""

    @property
    def revision_address(self) -> str:
        """Where all that was corrected as one is listed."""
        return f"{reverse('changes')}?revision={self.revision}" if self.revision else ""


def moment(told: str) -> datetime:
    """A time as the database tells it in JSON."""
    return datetime.fromisoformat(told)


def correction_made(row: Told) -> Happening:
    """The making of a correction: the first of its field, in the place of another, or kept against a later load."""
    is_kept = row["replaced"] is not None and row["replaced_value"] == row["value"]
    field = row["field"]
    is_first = row["replaced"] is None or is_kept
    before = as_loaded(field, row["made_against"]) if is_first else value_said(field, row["replaced_value"])
    said = "Kept against a later load" if is_kept else "Corrected" if row["replaced"] is None else "Corrected anew"
    return on_document(
        row,
        Happening(
            name=f"correction-{row['pk']}",
            kind="correction",
            when=moment(row["at"]),
            said=f"{said}: {field_label(field)}",
            turns=(Turn(field_label(field), before, value_said(field, row["value"])),),
            who=who(row["by"]),
            why=sentence(row["reason"]),
            source=row["source"],
            reported_by=row["reported_by"],
        ),
    )


def correction_taken_back(row: Told) -> Happening:
    """The taking back of a correction: the loaded value is shown again."""
    field = row["field"]
    turn = Turn(field_label(field), value_said(field, row["value"]), as_loaded(field, row["made_against"]))
    return on_document(
        row,
        Happening(
            name=f"taken-back-{row['pk']}",
            kind="correction",
            when=moment(row["withdrawn_at"]),
            said=f"Correction taken back: {field_label(field)}",
            turns=(turn,),
            who=who(row["back_by"]),
            why=sentence(row["withdrawn_reason"]),
        ),
    )


_ACTIONS = {
    "added": "Added to the archive",
    "changed": "Changed by a load",
    "source": "Its source was loaded anew; nothing shown changed",
    "withdrawn": "Withdrawn",
    "restored": "Back in the archive",
    "renumbered": "Given another number",
}
_CAUSES = {
    "source": "the source changed",
    "reader": "the archive reads the same source better",
    "request": "it was asked for",
    "undo": "a load was taken back",
}


def load_made(row: Told, compared: Iterable[ChangedRow] = ()) -> Happening:
    """What a load did to a document; ``compared``: what changed in it, where that was looked up."""
    turns = tuple(_turned(one) for one in compared if not _only_moved(one))
    is_plain = row["action"] in ("changed", "renumbered") and not turns
    cause = "" if row["action"] == "added" and row["cause"] == "source" else _CAUSES.get(row["cause"], row["cause"])
    return on_document(
        row,
        Happening(
            name=f"load-{row['pk']}",
            kind="load",
            when=moment(row["at"]),
            said=str(_ACTIONS.get(row["action"], row["action"])),
            turns=turns,
            why=sentence("; ".join(filter(None, (cause, shortened(row["summary"], LONGEST) if is_plain else "")))),
            run=row["run"],
            who=who(row["by"]),
        ),
    )


def _turned(row: ChangedRow) -> Turn:
    """A difference between two records; of long texts the words that differ."""
    cut = NOT_THERE not in (row.before, row.after) and max(len(row.before), len(row.after)) > PLAIN
    before, after = apart(row.before, row.after) if cut else (row.before, row.after)
    return Turn(row.what, shown(shortened(before, LONGEST)), shown(shortened(after, LONGEST)))


def _only_moved(row: ChangedRow) -> bool:
    """Whether nothing differs but places in the text, which say nothing to a reader."""
    before, after = (_PLACE.sub("", words) for words in (row.before, row.after))
    return before == after


_PLACE = re.compile(r" at character \d+| \(others\)$")


def field_label(field: str) -> str:
    """A field in the archive's words."""
    placed = PlacedField.of(field)
    return placed.label if placed else _FIELDS[field].label if field in _FIELDS else field


def value_said(field: str, value: str) -> SafeString:
    """A value of a field in the archive's words; of a place in the text no more than a reader can look at."""
    placed, short = PlacedField.of(field), shortened(value or "", LONGEST)
    if placed is None:
        return said_html(_FIELDS[field], short) if field in _FIELDS else shown(short or NOT_STATED)
    if placed.what == "text":
        return shown(short or "left out")
    if placed.what == "note":
        return shown("at another place" if short else "its place is not known")
    return shown(f"page {short.rpartition('@')[0]}" if short else "no page mark")


def as_loaded(field: str, made_against: str) -> SafeString:
    """What a correction was made against; of a note or a page that is a place, which says nothing to a reader."""
    placed = PlacedField.of(field)
    return shown("as loaded") if placed and placed.what != "text" else value_said(field, made_against)


_FIELDS = {field.value: field for field in HeaderField}


def sentence(words: str) -> str:
    """Words as a sentence: a capital, and a point where they end by no mark of their own."""
    words = words.strip()
    return f"{capitalized(words)}{'' if words[-1:] in '.!?…”' else '.'}" if words else ""


def who(named: Told) -> str:
    """Whoever did it, by the name that readers are shown."""
    return public_name(named["first"] or "", named["last"] or "", named["account"] or "")


def on_document(row: Told, happening: Happening) -> Happening:
    """Says of which document it is; of one that was withdrawn no words are shown."""
    if "document" not in row:
        return happening
    place = f"{row['volume_title'] or row['volume']}, document {row['document']}"
    heading = "" if row["gone"] else shortened(on_one_line(row["heading"]), 140)
    named = replace(
        happening,
        about=f"{heading} ({place})" if heading else place,
        address=reverse("document", args=[row["volume"], row["document"]]),
        is_specimen=row["is_specimen"],
    )
    return replace(named, turns=(), why="", source="") if row["gone"] else named


def run_said(asked: str, counts: Any) -> str:
    """What a load did, by its counts: 'Load: 312 documents added, 3 changed'."""
    documents = counts.get("documents", {}) if isinstance(counts, dict) else {}
    told = [(number, word) for word, number in sorted(documents.items()) if number and word in _COUNTED]
    words = [f"{counted(number)} {_COUNTED[word]}" for number, word in told]
    if told:
        words[0] = f"{counted_of(told[0][0], 'document', 'documents')} {_COUNTED[told[0][1]]}"
    # Paths of the machine are nobody's business; what was asked by name is said.
    named = next((asked for word in ("undo run ", "withdraw ", "bring back ") if asked.startswith(word)), "")
    said = f"Load “{on_one_line(shortened(named, 80))}”" if named else "Load"
    return f"{said}: {', '.join(words)}" if words else said


_COUNTED = {
    "added": "added",
    "changed": "changed",
    "source": "with another source of the same words",
    "withdrawn": "withdrawn",
    "restored": "brought back",
    "renumbered": "renumbered",
}
