"""Parameters of an address → clean values, and what is wrong with the rest in plain words.

``TelegramFilterSet`` is assembled from FACETS, two filters an entry: ``<key>`` and ``not.<key>``.
A bad value is a message and is left out; the good ones beside it stay. Nothing here raises.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.datastructures import MultiValueDict

from telegrams.models import Telegram
from telegrams.parsing.dates import PartialDate
from telegrams.records import printable
from telegrams.search.facets import FACETS, Facet

LONGEST_QUESTION = 2_000
MOST_VALUES = 32
SORTS = ("relevance", "date", "newest", "number", "left", "right")
VIEWS = ("table", "timeline", "context")
"""Views of an answer beside the list."""
YES = ("1", "yes", "true", "on")
NO = ("", "0", "no", "false", "off")

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_PAGE = re.compile(r"0*[1-9][0-9]{0,6}")
_BLANKS = str.maketrans("\t\n\r\v\f", "     ")


@dataclass(frozen=True, slots=True)
class Judged:
    """What a parameter's values come to, and what is wrong with those left out."""

    value: Any
    messages: tuple[str, ...] = ()


def quoted(raw: str) -> str:
    """What somebody sent, short and visible, in quotation marks."""
    shown = printable(raw[:40]) + ("…" if len(raw) > 40 else "")
    return f"“{shown}”"


class Forgiving(forms.Field):
    """A field that can say what is left of its values when the bad ones are taken out."""

    widget = forms.MultipleHiddenInput

    def judge(self, raw: list[str]) -> Judged:
        """The good values, and a message for each bad one."""
        raise NotImplementedError

    def clean(self, value: Any) -> Any:
        """The value, as Django's forms ask for it."""
        judged = self.judge(value or [])
        if judged.messages:
            raise forms.ValidationError(list(judged.messages))
        return judged.value


class QuestionField(Forgiving):
    """The search box."""

    def judge(self, raw: list[str]) -> Judged:
        typed = raw[-1] if raw else ""
        messages = []
        kept = "".join(" " if unicodedata.category(char) in ("Cc", "Cs") else char for char in typed.translate(_BLANKS))
        bad = next((char for char, left in zip(typed.translate(_BLANKS), kept, strict=True) if char != left), None)
        if bad is not None:
            messages.append(f"The question has a character that is no text (U+{ord(bad):04X}); it was left out.")
        text = unicodedata.normalize("NFC", " ".join(kept.split()))
        if len(text) > LONGEST_QUESTION:
            messages.append(
                f"The question has {len(text):,} characters; only the first {LONGEST_QUESTION} were searched."
            )
            text = (text[:LONGEST_QUESTION].rpartition(" ")[0] or text[:LONGEST_QUESTION]).strip()
        return Judged(text, tuple(messages))


class DayField(Forgiving):
    """A day, month or year, in the order of its digits."""

    def judge(self, raw: list[str]) -> Judged:
        typed = raw[-1].strip() if raw else ""
        if not typed or (_DATE.fullmatch(typed) and PartialDate.of(typed)):
            return Judged(typed)
        return Judged("", (f"{self.label}: {quoted(typed)} is not a date; write 1945, 1945-11 or 1945-11-22.",))


class YesField(Forgiving):
    """Yes or no."""

    def judge(self, raw: list[str]) -> Judged:
        typed = raw[-1].strip().lower() if raw else ""
        bad = typed not in YES + NO
        return Judged(typed in YES, (f"{self.label}: {quoted(typed)} is neither 1 nor 0.",) if bad else ())


class SortField(Forgiving):
    """The order of the results; '' is the usual one."""

    def judge(self, raw: list[str]) -> Judged:
        typed = raw[-1].strip() if raw else ""
        if typed in ("", *SORTS):
            return Judged(typed)
        return Judged("", (f"Sort: {quoted(typed)} is none of: {', '.join(SORTS)}.",))


class ViewField(Forgiving):
    """How the answer is shown; '' is the list."""

    def judge(self, raw: list[str]) -> Judged:
        typed = raw[-1].strip() if raw else ""
        if typed in ("", *VIEWS):
            return Judged(typed)
        return Judged("", (f"View: {quoted(typed)} is none of: {', '.join(VIEWS)}.",))


class PageField(Forgiving):
    """The number of a page of results, from 1."""

    def judge(self, raw: list[str]) -> Judged:
        typed = raw[-1].strip() if raw else ""
        if not typed:
            return Judged(1)
        if _PAGE.fullmatch(typed):
            return Judged(int(typed))
        return Judged(1, (f"Page: {quoted(typed)} is not the number of a page; the first is shown.",))


class ValuesField(Forgiving):
    """The values chosen or excluded in a facet."""

    def __init__(self, *args: Any, facet: Facet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facet = facet

    def judge(self, raw: list[str]) -> Judged:
        given = list(dict.fromkeys(value for value in raw if value))
        messages = []
        if len(given) > MOST_VALUES:
            messages.append(f"{self.facet.label}: {len(given):,} values; only the first {MOST_VALUES} were used.")
        kept = []
        for value in given[:MOST_VALUES]:
            refusal = self.facet.refusal(value)
            if refusal:
                messages.append(f"{self.facet.label}: {quoted(value)} {refusal}; it was left out.")
            else:
                kept.append(value)
        return Judged(tuple(kept), tuple(messages))


class FacetFilter(django_filters.Filter):
    """One side of a facet: the values wanted, or those unwanted."""

    field_class = ValuesField

    def __init__(self, facet: Facet, unwanted: bool) -> None:
        super().__init__(field_name=facet.key, label=facet.label, facet=facet, required=False)
        self.facet = facet
        self.unwanted = unwanted

    def filter(self, qs: QuerySet[Telegram], value: Sequence[str]) -> QuerySet[Telegram]:
        """All of them: which documents have a value is the index's to say."""
        return qs


class QuestionForm(forms.Form):
    """The parameters that are no facets."""

    q = QuestionField(label="Question", required=False)
    since = DayField(label="From", required=False)
    until = DayField(label="To", required=False)
    undated = YesField(label="Undated documents", required=False)
    abbreviations = YesField(label="Abbreviations", required=False)
    view = ViewField(label="View", required=False)
    sort = SortField(required=False)
    page = PageField(required=False)


def not_key(key: str) -> str:
    """The parameter that excludes values of a facet."""
    return f"not.{key}"


def _filters() -> dict[str, FacetFilter]:
    wanted = {facet.key: FacetFilter(facet, unwanted=False) for facet in FACETS}
    unwanted = {not_key(facet.key): FacetFilter(facet, unwanted=True) for facet in FACETS}
    return wanted | unwanted


class _Base(django_filters.FilterSet):
    class Meta:
        model = Telegram
        fields: list[str] = []
        form = QuestionForm


TelegramFilterSet = type("TelegramFilterSet", (_Base,), {"__doc__": "The facets as filters.", **_filters()})


_FIELDS: Mapping[str, Any] = TelegramFilterSet({}, queryset=Telegram.objects.none()).form.fields
"""The filter set's fields, made once: none keeps anything of what it judges."""


@dataclass(frozen=True, slots=True)
class CleanParams:
    """The clean value of every parameter by its name, and the messages about the rest."""

    values: Mapping[str, Any]
    messages: tuple[str, ...]


def read_params(params: Mapping[str, Any]) -> CleanParams:
    """The parameters of an address (a QueryDict, or a dict of strings or lists), clean."""
    given = _lists(params)
    values: dict[str, Any] = {}
    messages: list[str] = []
    for name, field in _FIELDS.items():
        judged = field.judge(given.getlist(name))
        values[name] = judged.value
        messages.extend(judged.messages)
    if values["since"] and values["until"] and _begins_after(values["since"], values["until"]):
        messages.append(f"The span ends ({values['until']}) before it begins ({values['since']}); it was left out.")
        values["since"] = values["until"] = ""
    return CleanParams(values, tuple(messages))


def _lists(params: Mapping[str, Any]) -> MultiValueDict[str, Any]:
    if isinstance(params, MultiValueDict):
        return params
    return MultiValueDict({key: [value] if isinstance(value, str) else list(value) for key, value in params.items()})


def _begins_after(since: str, until: str) -> bool:
    first, last = PartialDate.of(since), PartialDate.of(until)
    if first is None or last is None or first.earliest is None or last.latest is None:
        return False
    return first.earliest > last.latest
