"""The inputs by which words, notes and page marks of a document are corrected, and the edits they come to."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from telegrams import curating, errata
from telegrams.admin.seen import read_seen
from telegrams.corrections import NotAValue, ShownValue
from telegrams.curating import Edit
from telegrams.errata import PlacedField, Printed
from telegrams.models import Telegram
from telegrams.saying import capitalized

WHICH = "Only where the words stand more than once: 2 for the second; or the character they begin at, as @120."
_RANGE = re.compile(r"@?(\d{1,9})\s*[-–]\s*@?(\d{1,9})")
_AT = re.compile(r"@(\d{1,9})")
_ADDED = "+"


class NotFound(ValueError):
    """Words that do not stand in the text, or not once; the message says which."""

    def __init__(self, name: str, said: str) -> None:
        super().__init__(said)
        self.name = name
        self.said = said


@dataclass(frozen=True, slots=True)
class _Inputs:
    """The names of the inputs of one thing that has a place."""

    words: str
    at: str


ERRATUM, NOTE, PAGE = _Inputs("erratum_words", "erratum_at"), _Inputs("note_after", "note_at"), _Inputs(
    "page_before", "page_at"
)  # fmt: skip
GROUPS = {
    "erratum": ("erratum_words", "erratum_at", "erratum_value", "erratum_out"),
    "note": ("note", "note_after", "note_at", "note_loose"),
    "page": ("page", "page_label", "page_before", "page_at", "page_away"),
}
"""The inputs by what they correct, in their order."""


def place_fields(telegram: Telegram, placed: Mapping[PlacedField, ShownValue]) -> dict[str, forms.Field]:
    """The inputs for a document; ``placed``: the corrections of places that stand in it."""
    notes = [(str(one.ordinal), f"note {one.mark}: {one.text[:60]}") for one in telegram.footnotes.all()]
    pages = [
        (str(number), f"{page.label}, as loaded at {errata.context(telegram.text, page.offset)}")
        for number, page in enumerate(errata.printed_of(telegram).pages, 1)
    ]
    added = [
        (where.value.removeprefix("page:"), f"added: {errata.in_words(where, one.value, telegram.text)}")
        for where, one in placed.items()
        if where.is_added
    ]
    return {
        "erratum_words": _text("Printed words", "As they stand in the text above; select them there, or type them."),
        "erratum_at": _text("Which of them", WHICH),
        "erratum_value": _text("Shown instead", "The printed words stay, and stay reachable."),
        "erratum_out": _tick("These words are not in the original: leave them out"),
        "note": _choice("Note", [("", "no note"), *notes]),
        "note_after": _text("Its mark belongs after these words", "The end of the words is the note’s place."),
        "note_at": _text("Which of them", WHICH),
        "note_loose": _tick("Its place in the text is not known"),
        "page": _choice("Page mark", [("", "no page"), *pages, *added, (_ADDED, "one that the source lacks: split")]),
        "page_label": _text("Number of the page", "As printed: 922, IX, 12a. Empty: as it is."),
        "page_before": _text("The page begins with these words", "Empty: where it is now."),
        "page_at": _text("Which of them", WHICH),
        "page_away": _tick("No page begins here: join it to the one before"),
        "placed": forms.CharField(
            required=False,
            widget=forms.HiddenInput,
            initial=json.dumps({where.value: one.value for where, one in placed.items()}, sort_keys=True),
        ),
    }


def _text(label: str, hint: str) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False, max_length=curating.LONGEST)


def _tick(label: str) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


def _choice(label: str, offered: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=offered, required=False)


def place_edits(said: Mapping[str, Any], telegram: Telegram) -> list[Edit]:
    """The edits that these inputs come to, each with what its editor saw; raises NotFound, which names the input."""
    printed = errata.printed_of(telegram)
    seen = read_seen(said.get("placed") or "") or {}
    found = [*_erratum(said, printed), *_note(said, printed), *_page(said, telegram, printed, seen)]
    edits = []
    for name, where, value in found:
        try:
            curating.checked_placed(where, value, printed)
        except NotAValue as refused:
            raise NotFound(name, f"{capitalized(str(refused))}.") from refused
        edits.append(Edit(where, value, seen.get(where.value, errata.loaded(where, printed))))
    return edits


def _erratum(said: Mapping[str, Any], printed: Printed) -> list[tuple[str, PlacedField, str]]:
    value, is_out = said.get("erratum_value") or "", bool(said.get("erratum_out"))
    if not (said.get("erratum_words") or said.get("erratum_at") or value or is_out):
        return []
    start, end = find(said, ERRATUM, printed.text)
    if bool(value.strip()) == is_out:
        told = "Say what is shown instead, or tick that the words are to be left out" + (
            ", not both." if is_out else "."
        )
        raise NotFound("erratum_value", told)
    return [("erratum_words", PlacedField("text", start, end), value)]


def _note(said: Mapping[str, Any], printed: Printed) -> list[tuple[str, PlacedField, str]]:
    is_placed, is_loose = bool(said.get("note_after") or said.get("note_at")), bool(said.get("note_loose"))
    if not said.get("note"):
        if is_placed or is_loose:
            raise NotFound("note", "Say which note.")
        return []
    if is_placed == is_loose:
        raise NotFound("note_after", "Say after which words it belongs, or tick that its place is not known.")
    value = "" if is_loose else str(find(said, NOTE, printed.text)[1])
    return [("note", PlacedField("note", int(said["note"])), value)]


def _page(
    said: Mapping[str, Any], telegram: Telegram, printed: Printed, seen: Mapping[str, str]
) -> list[tuple[str, PlacedField, str]]:
    chosen, label = said.get("page") or "", (said.get("page_label") or "").strip()
    is_placed, is_away = bool(said.get("page_before") or said.get("page_at")), bool(said.get("page_away"))
    if not chosen:
        if is_placed or is_away or label:
            raise NotFound("page", "Say which page mark.")
        return []
    where = curating.next_page(telegram) if chosen == _ADDED else PlacedField.of(f"page:{chosen}")
    if where is None:
        raise NotFound("page", "That is no page mark of this document.")
    if is_away:
        if is_placed or label or chosen == _ADDED:
            raise NotFound("page_away", "A page mark that is taken away has no number and no place.")
        return [("page", where, "")]
    now_label, _, now_at = (seen.get(where.value) or errata.loaded(where, printed)).rpartition("@")
    at = str(find(said, PAGE, printed.text)[0]) if is_placed else now_at
    if not at or not (label or now_label):
        raise NotFound("page_label" if at else "page_before", "Say the page’s number, and the words it begins with.")
    return [("page", where, f"{label or now_label}@{at}")]


def find(said: Mapping[str, Any], inputs: _Inputs, text: str) -> tuple[int, int]:
    """Where the words meant begin and end; raises NotFound where that cannot be told."""
    words, at = str(said.get(inputs.words) or "").strip(), str(said.get(inputs.at) or "").strip()
    if both := _RANGE.fullmatch(at):
        start, end = int(both[1]), int(both[2])
        if words and _plain(text[start:end]) != _plain(words):
            raise NotFound(inputs.at, f"Other words stand there: “{text[start:end][:60]}”.")
        return start, end
    if not words:
        if one := _AT.fullmatch(at):
            return int(one[1]), int(one[1])
        raise NotFound(inputs.words, "Say which words of the text are meant.")
    places = [found.span() for found in re.finditer(r"\s+".join(map(re.escape, words.split())), text)]
    if one := _AT.fullmatch(at):
        places, at = [place for place in places if place[0] == int(one[1])], ""
    if not places:
        raise NotFound(inputs.words, "These words do not stand there in the text; each sign must be as it is printed.")
    if at:
        if not at.isdecimal() or not 1 <= int(at) <= len(places):
            raise NotFound(inputs.at, f"The words stand {len(places)} times: say which, 1 to {len(places)}.")
        return places[int(at) - 1]
    if len(places) > 1:
        raise NotFound(inputs.at, f"The words stand {len(places)} times: say which, 1 to {len(places)}.")
    return places[0]


def _plain(text: str) -> str:
    return " ".join(text.split())
