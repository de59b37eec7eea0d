"""What the page of a reader's report shows, and the two forms by which it is decided."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from telegrams import curating
from telegrams.admin.linking import page_of
from telegrams.admin.seen import read_seen
from telegrams.corrections import NotAValue, ShownValue
from telegrams.curating import CORRECTABLE, Edit
from telegrams.models import ReaderReport
from telegrams.parsing.dates import read_date, read_hour
from telegrams.records import PARAGRAPH_BREAK
from telegrams.reporting import place_of
from telegrams.saying import NOT_STATED, shortened
from telegrams.vocabulary import HeaderField

AROUND = 400
"""Characters of the text that are shown before and after a passage, within its paragraph."""


@dataclass(frozen=True, slots=True)
class LitPassage:
    """The passage within the text around it."""

    before: str
    passage: str
    after: str


@dataclass(frozen=True, slots=True)
class ReaderReportPage:
    """A report: the reader's words beside the document's, what is shown today, and the forms."""

    report: ReaderReport
    lit: LitPassage | None
    named: ShownValue | None
    accept: "AcceptForm"
    decline: "DeclineForm"
    decide: str
    record: str
    others: Sequence[ReaderReport]


class AcceptForm(forms.Form):
    """The correction that a report becomes, filled with the reader's words; ``seen`` is what its editor saw of each."""

    field = forms.ChoiceField(label="Which fact", error_messages={"required": "Choose the fact that is corrected."})
    value = forms.CharField(label="It should be", required=False, max_length=curating.LONGEST)
    reason = forms.CharField(
        label="Reason", max_length=2_000, widget=forms.Textarea({"rows": 3}),
        help_text="The reader's words; readers see them on the document.",
        error_messages={"required": "A correction is shown to readers with its reason."},
    )  # fmt: skip
    source = forms.CharField(
        label="Source", max_length=2_000, widget=forms.Textarea({"rows": 2}), help_text="Readers see it too.",
        error_messages={"required": "A correction is shown to readers with its source."},
    )  # fmt: skip
    reported_by = forms.CharField(
        label="Reported by", max_length=120, required=False,
        help_text="Shown beside the correction; empty: nobody is named.",
    )  # fmt: skip
    seen = forms.CharField(required=False, max_length=100_000, widget=forms.HiddenInput)

    def __init__(self, report: ReaderReport, data: Any = None) -> None:
        self.shown = curating.shown(report.telegram)
        today = {field.value: self.shown[field].value for field in CORRECTABLE}
        initial = {
            "field": report.field,
            "value": as_value(report.field, report.value or (report.passage if report.field else "")),
            "reason": report.said,
            "source": report.source,
            "reported_by": report.name if report.credit else "",
            "seen": json.dumps(today),
        }
        self.sent = data.copy() if data else QueryDict(mutable=True)
        super().__init__(self.sent if data else None, initial=initial, label_suffix="")
        facts = [(field.value, f"{field.label}: {_short(self.shown[field].value)}") for field in CORRECTABLE]
        self.fields["field"].choices = [("", "choose"), *facts]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The value must be one that the fact can have."""
        said = self.cleaned_data
        if said.get("field") and "value" in said:
            try:
                said["value"] = curating.checked(HeaderField(said["field"]), as_value(said["field"], said["value"]))
            except NotAValue as refused:
                self.add_error("value", f"{refused}.")
        self.was = read_seen(said.get("seen") or "") or {}
        return said

    def edit(self) -> Edit:
        """The value, beside what the editor saw of the field."""
        field = HeaderField(self.cleaned_data["field"])
        return Edit(field, self.cleaned_data["value"], self.was.get(field.value, ""))

    def tell_of_other(self, now: ShownValue) -> None:
        """The next click is against what is shown now."""
        self.sent["seen"] = json.dumps(self.was | {now.field.value: now.value})
        who = f" by {now.correction.by}" if now.correction else ""
        self.add_error(
            "value",
            f"Changed{who} while you worked; it is now “{now.value or NOT_STATED}”. Nothing is saved yet: "
            "press the button again to put your value in its place.",
        )


class DeclineForm(forms.Form):
    """Why a report leads to nothing; for editors alone."""

    note = forms.CharField(
        label="Why not (for editors)", max_length=2_000, required=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")


def as_value(field: str, typed: str) -> str:
    """What a reader wrote, in the archive's form where it can be read so: '23 November 1945' is 1945-11-23."""
    read = None
    if field == HeaderField.SENT or field == HeaderField.RECEIVED:
        day = read_date(typed)
        read = day.text() if day else None
    if field == HeaderField.SENT_TIME:
        read = read_hour(typed)
    return read or typed


def reader_report_page(
    report: ReaderReport, accept: AcceptForm | None = None, decline: DeclineForm | None = None
) -> ReaderReportPage:
    """Everything the page of a report shows."""
    form = accept or AcceptForm(report)
    others = report.telegram.reader_reports.exclude(pk=report.pk).only("pk", "telegram", "said", "state")
    record = page_of(report.telegram)
    return ReaderReportPage(
        report=report,
        lit=lit(report),
        named=form.shown[HeaderField(report.field)] if report.field else None,
        accept=form,
        decline=decline or DeclineForm(),
        decide=f"{page_of(report).removesuffix('change/')}decide/",
        record=f"{record}?report={report.pk}" if report.state == "new" else record,
        others=list(others.order_by("-pk")[:10]),
    )


def lit(report: ReaderReport) -> LitPassage | None:
    """The passage where it stands in the text of today; None where it stands nowhere, or more than once."""
    text = report.telegram.text
    place = (report.start or 0, report.end or 0)
    if not report.passage or text[slice(*place)].split() != report.passage.split():
        found = place_of(report.passage, text)
        if found is None:
            return None
        place = found
    start, end = place
    before = text[max(0, start - AROUND) : start].rpartition(PARAGRAPH_BREAK)[2]
    after = text[end : end + AROUND + 1].partition(PARAGRAPH_BREAK)[0]
    return LitPassage(before, text[start:end], shortened(after, AROUND))


def _short(value: str) -> str:
    return shortened(" ".join(value.split()), 60) or NOT_STATED
