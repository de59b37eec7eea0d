"""The form of a reader's report: what may be typed, and the mark by which the archive knows its own form again."""

import secrets
from datetime import timedelta
from typing import Any

from django import forms
from django.core import signing

from telegrams.corrections import ShownValue
from telegrams.models import Telegram
from telegrams.reporting import Reported
from telegrams.saying import NOT_STATED, shortened
from telegrams.views.visible import on_one_line, visible
from telegrams.vocabulary import HeaderField

LATEST = timedelta(hours=12)
"""How long a form may lie open before it is sent."""

SOONEST = timedelta(seconds=3)
"""Nobody fills it in sooner."""

LONGEST_SAID, LONGEST_SOURCE, LONGEST_PASSAGE, LONGEST_VALUE, LONGEST_NAME = 2_000, 1_000, 2_000, 500, 120
SALT = "telegrams.report"

ABOUT_FACTS = (
    HeaderField.SENT,
    HeaderField.SENT_TIME,
    HeaderField.RECEIVED,
    HeaderField.PLACE,
    HeaderField.SENDER_NAME,
    HeaderField.SENDER_OFFICE,
    HeaderField.RECIPIENT_NAME,
    HeaderField.RECIPIENT_OFFICE,
    HeaderField.MESSAGE_NUMBER,
    HeaderField.FILE_NUMBER,
    HeaderField.KIND,
    HeaderField.PRECEDENCE,
    HeaderField.CLASSIFICATION,
    HeaderField.SIGNATURE,
    HeaderField.HEADING,
)
"""Facts that a reader may name, in the order of the page."""


class NotOurs(Exception):
    """A form that this archive did not give out for this document, or gave out too long ago."""


def mark_for(telegram: Telegram) -> str:
    """The signed mark of a new form: of which document it is, a word of its own, and when it was given out."""
    return signing.TimestampSigner(salt=SALT).sign(f"{telegram.pk}.{secrets.token_urlsafe(12)}")


def word_of(mark: str, telegram: Telegram) -> str:
    """The form's own word; raises NotOurs."""
    try:
        value = signing.TimestampSigner(salt=SALT).unsign(mark, max_age=LATEST)
    except signing.BadSignature as refused:
        raise NotOurs from refused
    number, _, word = value.partition(".")
    if number != str(telegram.pk):
        raise NotOurs
    return word


def is_too_soon(mark: str) -> bool:
    """Whether a mark of ours was given out but a moment ago."""
    try:
        signing.TimestampSigner(salt=SALT).unsign(mark, max_age=SOONEST)
    except signing.SignatureExpired:
        return False
    return True


class ReportForm(forms.Form):
    """What is wrong, and how the reader knows; all else may stay empty."""

    passage = forms.CharField(
        label="The passage", max_length=LONGEST_PASSAGE, required=False, widget=forms.Textarea({"rows": 3}),
        help_text="The words it is about, as they stand there; leave it empty where it is about the whole.",
    )  # fmt: skip
    said = forms.CharField(
        label="What is wrong?", max_length=LONGEST_SAID, widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Say what is wrong."},
    )  # fmt: skip
    source = forms.CharField(
        label="How do you know?", max_length=LONGEST_SOURCE, widget=forms.Textarea({"rows": 2}),
        help_text="An archive and file, a book and page, another document here.",
        error_messages={"required": "Say how you know: an editor must be able to look it up."},
    )  # fmt: skip
    field = forms.ChoiceField(label="Which fact", required=False)
    value = forms.CharField(label="It should be", max_length=LONGEST_VALUE, required=False)
    name = forms.CharField(label="Your name", max_length=LONGEST_NAME, required=False)
    credit = forms.BooleanField(label="Name me beside the correction", required=False)
    website = forms.CharField(label="Leave this empty", required=False, max_length=2_000)

    def __init__(self, shown: dict[HeaderField, ShownValue], sent: Any = None, passage: str = "") -> None:
        super().__init__(sent, initial={"passage": passage}, label_suffix="")
        facts = [(field.value, f"{field.label}: {_short(shown[field].value)}") for field in ABOUT_FACTS]
        self.fields["field"].choices = [("", "no single one"), *facts]  # type: ignore[attr-defined]
        self.fields["website"].widget.attrs.update({"tabindex": "-1", "autocomplete": "off"})
        self.fields["name"].widget.attrs["autocomplete"] = "name"

    def clean(self) -> dict[str, Any]:
        """A name is asked for where the reader wishes to be named, and a value where a fact is."""
        said = self.cleaned_data
        if said.get("credit") and not said.get("name"):
            self.add_error("name", "Which name shall stand beside the correction?")
        if said.get("value") and not said.get("field"):
            self.add_error("field", "Which fact should be so?")
        return said

    def reported(self, word: str) -> Reported:
        """What was typed, every hidden character named: it is shown to editors as it is kept."""
        said = {
            name: visible(str(value or "").replace("\r\n", "\n")).strip() for name, value in self.cleaned_data.items()
        }
        return Reported(
            said=said["said"],
            source=said["source"],
            form=word,
            passage=said["passage"],
            field=said["field"],
            value=said["value"],
            name=on_one_line(said["name"])[:LONGEST_NAME],
            credit=bool(self.cleaned_data["credit"]),
            is_trap=bool(said["website"]),
        )


def _short(value: str) -> str:
    return shortened(on_one_line(value), 60) or NOT_STATED
