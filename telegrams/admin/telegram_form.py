"""The form in which an editor corrects header values."""

import json
from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import QueryDict

from telegrams import curating, errata
from telegrams.admin.place_fields import NotFound, place_edits, place_fields
from telegrams.corrections import NotAValue, ShownValue
from telegrams.curating import CORRECTABLE, Edit
from telegrams.errata import PlacedField
from telegrams.importing.showing import locked
from telegrams.models import Telegram
from telegrams.models.choices import choices
from telegrams.records import HIDDEN
from telegrams.saying import NOT_STATED, capitalized
from telegrams.vocabulary import Classification, HeaderField, Kind, Precedence

CLOSED = {
    HeaderField.KIND: Kind,
    HeaderField.CLASSIFICATION: Classification,
    HeaderField.PRECEDENCE: Precedence,
}
LONG = (HeaderField.HEADING, HeaderField.SOURCE_NOTE, HeaderField.SIGNATURE)
HINTS = {
    HeaderField.SENT: "1945-11-22, 1945-11, 1945, 1945-11-20/1945-11-24, or with .. on an open side: 1945-11-22/..",
    HeaderField.SENT_TIME: "18:00, as printed; no zone",
    HeaderField.RECEIVED: "1945-11-23, or 1945-11-23T09:20",
    HeaderField.FILE_NUMBER: "as printed: 711.61/11–2245",
    HeaderField.SIGNATURE: "one name a line",
    HeaderField.SENDER_NAME: "as the heading prints it; the person behind it is found again",
    HeaderField.RECIPIENT_NAME: "as the heading prints it; the person behind it is found again",
}

KEPT = "…"
"""What record.js says an editor saw, where the browser put back words that were typed into an earlier page."""

REASONS = (
    "Misprint in the volume.",
    "Misread when the volume was read by machine.",
    "The editors’ bracket was overlooked.",
    "The facsimile of the original differs.",
    "The dateline is that of receipt, not of sending.",
    "Named otherwise in the volume’s own index.",
)
"""Common reasons, offered where a reason is typed; any other can be."""


class ValueField(forms.CharField):
    """A header value as text, whose line ends a browser does not change."""

    def to_python(self, value: Any) -> Any:
        """The text with its lines parted as in the tables."""
        plain = super().to_python(value)
        return plain.replace("\r\n", "\n") if isinstance(plain, str) else plain


class CorrectionForm(forms.Form):
    """One input for each correctable field, filled with the shown value, and why it is changed.

    No ModelForm: nothing that it receives can reach a column. Each input carries the value its
    editor saw; a field that shows another by the time of saving is not overwritten unseen.
    """

    def __init__(self, data: Any = None, files: Any = None, instance: Telegram | None = None, **_: Any) -> None:
        self.sent = data.copy() if data else QueryDict(mutable=True)
        super().__init__(self.sent if data else None)
        if instance is None:
            raise ValueError("telegrams are loaded, never entered by hand")
        self.instance = instance
        self._place_edits: list[Edit] = []
        self.log = ""
        self.shown = curating.shown(instance)
        for field in CORRECTABLE:
            self.fields[field.value] = _input(field, self.shown[field])
        self.placed = curating.placed(instance)
        self.fields.update(place_fields(instance, self.placed))
        self.fields["reason"] = forms.CharField(
            label="Reason", required=False, max_length=2_000, widget=forms.TextInput(attrs={"list": "reasons"})
        )
        self.fields["source"] = forms.CharField(
            label="Source", required=False, max_length=2_000, widget=forms.TextInput()
        )
        self.fields[
            "reason"
        ].help_text = "Why a value is wrong as loaded, or a correction is taken back. Readers see it."
        self.fields[
            "source"
        ].help_text = "Where the right value stands, or what it was checked against. Readers see it."
        self.fields["checksum"] = forms.CharField(required=False, widget=forms.HiddenInput, initial=instance.checksum)

    def edits(self) -> list[Edit]:
        """What was changed, with the value seen before; nothing where the form asks for something else."""
        if self.reverted is not None or self.checking is not None:
            return []
        return [
            Edit(field, self.cleaned_data.get(field.value) or "", self._seen(field))
            for field in CORRECTABLE
            if field.value in self.changed_data and field.value not in self.errors
        ] + self._place_edits

    @property
    def reverted(self) -> int | None:
        """The key of the correction that is to be taken back, where that is asked for."""
        asked = str(self.data.get("revert") or "")
        return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else None

    @property
    def checking(self) -> HeaderField | None:
        """The field whose value the editor says is right."""
        asked = str(self.data.get("check") or "")
        return next((field for field in HeaderField if field.value == asked), None)

    @property
    def is_preview(self) -> bool:
        """Whether the editor first asks to see what the edits would change."""
        return "_preview" in self.data

    def checked_value(self) -> str:
        """The value that the editor saw when saying that it is right."""
        field = self.checking
        return "" if field is None else self._seen(field) if field.value in self.fields else self.shown[field].value

    def _seen(self, field: HeaderField) -> str:
        return str(self.data.get(self[field.value].html_initial_name) or "")

    def clean(self) -> dict[str, Any]:
        """Values must be values, with reason and source; the document is locked from here to the end."""
        for field in CORRECTABLE:
            self._check(field)
        telegram = locked(self.instance.pk)
        self._place_edits = self._places(telegram)
        if "_edit" in self.data:
            self.add_error(None, "Nothing is saved yet. What you typed stands below.")
        edits = self.edits()
        for name, missing in self._missing(edits):
            if not HIDDEN.sub("", self.cleaned_data.get(name) or "").strip() and name not in self.errors:
                self.add_error(name, missing)
        if self.checking is not None:
            edits = [Edit(self.checking, self.checked_value(), self.checked_value())]
        if not edits:
            return self.cleaned_data
        if telegram.checksum != self.cleaned_data.get("checksum"):
            self._tell_of_load(telegram)
        for now in curating.overtaken(telegram, edits):
            self._tell_of_other(now)
        return self.cleaned_data

    def _missing(self, edits: list[Edit]) -> Iterator[tuple[str, str]]:
        """What must be said for what is asked, and the words for an editor who did not say it."""
        if self.reverted is not None:
            yield "reason", "Say why it is taken back. The history keeps it."
        elif self.checking is not None:
            yield "source", "Say what the value was compared with. Readers see it."
        elif edits:
            shown_to_readers = "A correction is shown to readers with its reason and source."
            yield "reason", f"Say why the value is changed. {shown_to_readers}"
            yield "source", f"Say where the right value stands. {shown_to_readers}"

    def _places(self, telegram: Telegram) -> list[Edit]:
        """The edits of words, notes and pages; none where an input is at fault, which is told beside it."""
        if self.reverted is not None or self.checking is not None:
            return []
        try:
            return place_edits(self.cleaned_data, telegram)
        except NotFound as refused:
            self.add_error(refused.name, refused.said)
            return []

    def _check(self, field: HeaderField) -> None:
        if field.value not in self.changed_data or field.value not in self.cleaned_data:
            return
        try:
            self.cleaned_data[field.value] = curating.checked(field, self.cleaned_data[field.value])
        except NotAValue as refused:
            self.add_error(field.value, f"{capitalized(str(refused))}.")

    def _tell_of_load(self, telegram: Telegram) -> None:
        """The next save is against what was loaded meanwhile, which the page then shows."""
        self.sent["checksum"] = telegram.checksum
        self.add_error(
            None,
            "This document was loaded again while you worked. Nothing is saved yet: look at the values as read below, "
            "which are today's, and save again if your corrections still hold.",
        )

    def _tell_of_other(self, now: ShownValue) -> None:
        """The next save replaces the other's value knowingly."""
        if isinstance(now.field, PlacedField):
            self._tell_of_other_place(now)
            return
        if now.field.value not in self.fields:
            self.add_error(None, f"{now.field.label} is now “{now.value or NOT_STATED}”. Nothing is saved yet.")
            return
        was_kept = self._seen(now.field) == KEPT
        self.sent[self[now.field.value].html_initial_name] = now.value
        who = f" by {now.correction.by}" if now.correction else ""
        what = "You typed this before the page was loaded again" if was_kept else f"Changed{who} while you worked"
        self.add_error(
            now.field.value,
            f"{what}; it is now “{now.value or NOT_STATED}”. "
            "Nothing is saved yet: save again to put your value in its place.",
        )

    def _tell_of_other_place(self, now: ShownValue) -> None:
        self.sent["placed"] = json.dumps({where.value: one.value for where, one in self.placed.items()}, sort_keys=True)
        name = {"text": "erratum_value", "note": "note", "page": "page"}[now.field.what]  # type: ignore[union-attr]
        who = f" by {now.correction.by}" if now.correction else ""
        said = errata.in_words(now.field, now.value, self.instance.text)  # type: ignore[arg-type]
        self.add_error(
            name,
            f"Changed{who} while you worked; it is now {said}. "
            "Nothing is saved yet: save again to put yours in its place.",
        )

    def header_fields(self) -> Iterator[tuple[HeaderField, forms.BoundField | None]]:
        """Every header field in its order, with its input where it has one."""
        for field in HeaderField:
            yield field, self[field.value] if field.value in self.fields else None


def _input(field: HeaderField, value: ShownValue) -> forms.Field:
    """The input for a field, showing today's value."""
    words = CLOSED.get(field)
    said: dict[str, Any] = {
        "label": field.label,
        "help_text": HINTS.get(field, ""),
        "initial": value.value,
        "required": False,
        "show_hidden_initial": True,
    }
    if words is not None:
        return forms.ChoiceField(choices=[("", NOT_STATED), *choices(words)], **said)
    rows = min(6, 2 + value.value.count("\n"))
    widget = forms.Textarea(attrs={"rows": rows}) if field in LONG else forms.TextInput()
    return ValueField(max_length=max(curating.longest(field), len(value.value)), widget=widget, **said)
