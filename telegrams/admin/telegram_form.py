"""The form in which an editor corrects header values."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import QueryDict

from telegrams import curating
from telegrams.corrections import NotAValue, ShownValue
from telegrams.curating import CORRECTABLE, Edit
from telegrams.importing.showing import locked
from telegrams.models import Telegram
from telegrams.models.choices import choices
from telegrams.saying import NOT_STATED
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
        self.shown = curating.shown(instance)
        for field in CORRECTABLE:
            self.fields[field.value] = _input(self.shown[field])
        self.fields["reason"] = forms.CharField(
            label="Reason", required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 2})
        )
        self.fields["source"] = forms.CharField(
            label="Source", required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 2})
        )
        self.fields["reason"].help_text = "Why the value is wrong as loaded. Readers see it on the document."
        self.fields["source"].help_text = "Where the right value stands: archive, file, book, page. Readers see it."
        self.fields["checksum"] = forms.CharField(required=False, widget=forms.HiddenInput, initial=instance.checksum)

    def edits(self) -> list[Edit]:
        """What was changed, with the value seen before."""
        return [
            Edit(field, self.cleaned_data.get(field.value) or "", self._seen(field))
            for field in CORRECTABLE
            if field.value in self.changed_data and field.value not in self.errors
        ]

    def _seen(self, field: HeaderField) -> str:
        return str(self.data.get(self[field.value].html_initial_name) or "")

    def clean(self) -> dict[str, Any]:
        """Values must be values, with reason and source; the document is locked from here to the end."""
        for field in CORRECTABLE:
            self._check(field)
        edits = self.edits()
        if not edits:
            return self.cleaned_data
        for name, missing in (
            ("reason", "Say why the value is changed."),
            ("source", "Say where the right value stands."),
        ):
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, f"{missing} A correction is shown to readers with its reason and source.")
        telegram = locked(self.instance.pk)
        if telegram.checksum != self.cleaned_data.get("checksum"):
            self._tell_of_load(telegram)
        for now in curating.overtaken(telegram, edits):
            self._tell_of_other(now)
        return self.cleaned_data

    def _check(self, field: HeaderField) -> None:
        if field.value not in self.changed_data or field.value not in self.cleaned_data:
            return
        try:
            self.cleaned_data[field.value] = curating.checked(field, self.cleaned_data[field.value])
        except NotAValue as refused:
            self.add_error(field.value, f"{refused}.")

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
        self.sent[self[now.field.value].html_initial_name] = now.value
        who = f" by {now.correction.by}" if now.correction else ""
        self.add_error(
            now.field.value,
            f"Changed{who} while you worked; it is now “{now.value or NOT_STATED}”. "
            "Nothing is saved yet: save again to put your value in its place.",
        )

    def header_fields(self) -> Iterator[tuple[HeaderField, forms.BoundField | None]]:
        """Every header field in its order, with its input where it has one."""
        for field in HeaderField:
            yield field, self[field.value] if field.value in self.fields else None


def _input(value: ShownValue) -> forms.Field:
    """The input for a field, showing today's value."""
    field = value.field
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
