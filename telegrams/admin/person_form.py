"""The forms of people and of the offices they held."""

from typing import Any

from django import forms

from telegrams.admin.seen import SeenForm
from telegrams.corrections import hidden_in
from telegrams.models import Person, PersonName, PersonSlug, Tenure
from telegrams.parsing.dates import PartialDate
from telegrams.saying import capitalized

ISO = "1945-11-22, 1945-11 or 1945"


class DayField(forms.CharField):
    """A day, month or year, as registers state it."""

    def clean(self, value: Any) -> Any:
        """The text as typed, where it is a date of any precision."""
        said = super().clean(value)
        if said and ("/" in said or PartialDate.of(said) is None):
            raise forms.ValidationError(f"“{said}” is not a date; write {ISO}.")
        return said


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        """The list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """The lines as a list, without empty and repeated ones."""
        lines = (" ".join(line.split()) for line in (super().to_python(value) or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the list is another one."""
        return list(initial or []) != self.to_python(data)


class OfSeenSigns(forms.ModelForm):
    """A form whose words hold no sign that hides or reorders what stands around it."""

    def clean(self) -> dict[str, Any]:
        """Every such sign is told beside its field."""
        said = super().clean() or self.cleaned_data
        for name, value in list(said.items()):
            words = "\n".join(value) if isinstance(value, list) else value
            if isinstance(words, str) and (hidden := hidden_in(words.replace("\r\n", "\n"))):
                self.add_error(name, f"{capitalized(hidden)}.")
        return said


class PersonForm(SeenForm, OfSeenSigns):
    """A person; the slug may change to one that never was another's."""

    names = LinesField(required=False, help_text="Full forms by which texts name the person, one a line.")
    born = DayField(required=False, max_length=10, help_text=ISO)
    died = DayField(required=False, max_length=10, help_text=ISO)

    class Meta:
        model = Person
        fields = [
            "family",
            "given",
            "title",
            "names",
            "slug",
            "born",
            "died",
            "wikidata",
            "viaf",
            "register_id",
            "only_in_volume",
            "source",
            "note",
        ]
        help_texts = {"slug": "The person's address. A former one leads to the new one for ever."}

    def clean_slug(self) -> str:
        """An address that was ever another person's stays that person's."""
        slug: str = self.cleaned_data["slug"]
        other = PersonSlug.objects.filter(slug=slug).exclude(person=self.instance.pk).select_related("person").first()
        if other is not None:
            raise forms.ValidationError(f"“{slug}” is or was the address of {other.person}.")
        return slug


class FurtherNameForm(OfSeenSigns):
    """A further name, with who says so."""

    class Meta:
        model = PersonName
        fields = ["name", "source"]
        widgets = {"source": forms.Textarea(attrs={"rows": 1})}


class TenureForm(forms.ModelForm):
    """An office held from when to when."""

    since = DayField(required=False, max_length=10)
    until = DayField(required=False, max_length=10)

    class Meta:
        model = Tenure
        fields = ["office", "post", "country", "since", "until", "source", "note"]
        widgets = {"source": forms.Textarea(attrs={"rows": 1}), "note": forms.Textarea(attrs={"rows": 1})}

    def clean(self) -> dict[str, Any]:
        """An office does not end before it begins."""
        said = super().clean() or self.cleaned_data
        since, until = PartialDate.of(said.get("since") or ""), PartialDate.of(said.get("until") or "")
        if since and until and since.earliest and until.latest and until.latest < since.earliest:
            self.add_error("until", "The office ends before it begins.")
        return said
