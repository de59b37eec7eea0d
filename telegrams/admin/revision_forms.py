"""The forms by which many documents are changed: what to do to a field, which file, and why."""

from typing import Any

from django import forms

from telegrams import curating
from telegrams.admin.telegram_form import HINTS
from telegrams.corrections import NotAValue
from telegrams.curating import CORRECTABLE
from telegrams.revising.in_bulk import OPERATIONS, Asked
from telegrams.revising.proposal import Proposal
from telegrams.revising.reading import MOST_BYTES, MOST_ROWS
from telegrams.vocabulary import HeaderField

LONG = {"rows": 2}


class BulkForm(forms.Form):
    """What is to be done to one field of the documents chosen."""

    field = forms.ChoiceField(choices=[(one.value, one.label) for one in CORRECTABLE], label="Field")
    operation = forms.ChoiceField(
        choices=[(key, one.label) for key, one in OPERATIONS.items()],
        initial="set",
        label="What to do",
        widget=forms.RadioSelect,
    )
    instead_of = forms.CharField(
        label="Words to replace",
        required=False,
        strip=False,
        help_text="Only for replacing; capitals count.",
    )
    value = forms.CharField(
        label="New value, or words put in their place",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs=LONG),
        help_text=f"A day: {HINTS[HeaderField.SENT]}",
    )

    def clean(self) -> dict[str, Any]:
        """What cannot be done to any document is said before the documents are looked at."""
        said = super().clean() or {}
        operation = said.get("operation")
        if operation == "replace" and not said.get("instead_of"):
            self.add_error("instead_of", "Say which words are replaced.")
        if operation == "set" and "field" in said:
            self._check(HeaderField(said["field"]), said.get("value") or "")
        return said

    def _check(self, field: HeaderField, value: str) -> None:
        if not value.strip():
            self.add_error("value", "Say which value is set. To empty the field, choose “clear”.")
            return
        try:
            curating.checked(field, value)
        except NotAValue as refused:
            self.add_error("value", f"{refused}.")

    def asked(self) -> Asked:
        """What was asked."""
        said = self.cleaned_data
        typed = str(said.get("value") or "").replace("\r\n", "\n")
        return Asked(HeaderField(said["field"]), said["operation"], typed, said.get("instead_of") or "")


class UploadForm(forms.Form):
    """A spreadsheet that was saved here and changed."""

    file = forms.FileField(
        label="Spreadsheet",
        help_text=f"XLSX or CSV UTF-8, at most {MOST_BYTES // 2**20} MB and {MOST_ROWS:,} rows. "
        "Nothing is written before you have seen what would change.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
    )

    def clean_file(self) -> Any:
        """A file that is not too large, before any of it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                f"The file has {file.size:,} bytes; at most {MOST_BYTES:,} are taken. Split it."
            )
        return file


class ExportForm(forms.Form):
    """The question whose documents a spreadsheet holds."""

    question = forms.CharField(
        label="Search",
        required=False,
        max_length=4_000,
        help_text="Words as readers search, or the whole address of a search copied from the reading room.",
    )


class AcceptForm(forms.Form):
    """Why the changes are made, and whether those without a problem are made alone."""

    label = forms.CharField(label="What is done, in a line", max_length=200)
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs=LONG),
        help_text="Why the values are wrong as loaded. Readers see it on each document.",
    )
    source = forms.CharField(
        label="Source",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs=LONG),
        help_text="Where the right values stand: archive, file, book, page. Readers see it.",
    )

    def __init__(self, proposal: Proposal, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposal = proposal
        if proposal.problems:
            self.fields["without_problems"] = forms.BooleanField(
                label=f"Apply these {proposal.documents:,} and leave out the {proposal.left_out:,} with a problem",
                error_messages={
                    "required": "Some rows have a problem. Mend and upload them, or say here that they are left out."
                },
            )

    def clean(self) -> dict[str, Any]:
        """Reason and source, where a change has none of its own."""
        said = super().clean() or {}
        for name, needed, missing in (
            ("reason", self.proposal.needs_reason, "Say why the values are changed."),
            ("source", self.proposal.needs_source, "Say where the right values stand."),
        ):
            if needed and not said.get(name) and name not in self.errors:
                self.add_error(name, f"{missing} A correction is shown to readers with its reason and source.")
        return said


class UndoForm(forms.Form):
    """Why a revision is undone."""

    reason = forms.CharField(
        label="Why it is undone",
        max_length=2_000,
        widget=forms.Textarea(attrs=LONG),
        error_messages={"required": "Say why it is undone."},
    )
