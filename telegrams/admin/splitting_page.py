"""The page on which documents are taken off a person, or one party of one document is said to be somebody else."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from telegrams import attributing
from telegrams.admin.editor import editor_of
from telegrams.admin.linking import is_key, page_of
from telegrams.admin.merging_page import FIRST, IMPORTING, UndoForm, UndoPage, go_on, may_decide
from telegrams.attributing import DECIDABLE, NewPerson
from telegrams.importing.walk import AnotherImport
from telegrams.merging import NotDecided
from telegrams.models import Participation, Person, PersonSlug, PersonSplit, Post, Volume
from telegrams.parsing.dates import PartialDate
from telegrams.parsing.folding import folded
from telegrams.saying import counted_of, shortened
from telegrams.vocabulary import Role

MOST_LISTED = 100
"""Parties that the page lists to be ticked; the rest is chosen by narrowing, or all at once."""

Parties = QuerySet[Participation]


class ChoosingForm(forms.Form):
    """Which documents of the person are meant: by role, volume, days and post."""

    role = forms.MultipleChoiceField(
        label="Roles",
        required=False,
        choices=[(role.value, role.label) for role in DECIDABLE],
        widget=forms.CheckboxSelectMultiple,
    )
    volume = forms.CharField(required=False, max_length=80, help_text="Its slug: frus1945v05")
    post = forms.CharField(label="Sent from", required=False, max_length=80, help_text="The slug of a post: moscow")
    since = forms.CharField(label="From", required=False, max_length=10, help_text="1945, 1945-11 or 1945-11-22")
    until = forms.CharField(label="To", required=False, max_length=10)
    document = forms.TypedMultipleChoiceField(required=False, coerce=int, widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = self.data.getlist("document") if hasattr(self.data, "getlist") else []
        document = self.fields["document"]
        if isinstance(document, forms.TypedMultipleChoiceField):
            document.choices = [(one, one) for one in given if one.isascii() and one.isdecimal() and len(one) < 12]

    def clean_volume(self) -> str:
        """A volume that is held."""
        return _of(Volume.objects.values_list("slug", flat=True), self.cleaned_data["volume"], "volume")

    def clean_post(self) -> str:
        """A post that is known."""
        return _of(Post.objects.values_list("slug", flat=True), self.cleaned_data["post"], "post")

    def clean_since(self) -> str:
        """The first day of what was typed."""
        day = _day(self.cleaned_data["since"])
        return day.earliest.isoformat() if day and day.earliest else ""

    def clean_until(self) -> str:
        """The last day of what was typed."""
        day = _day(self.cleaned_data["until"])
        return day.latest.isoformat() if day and day.latest else ""

    def in_words(self) -> str:
        """The choice in words, kept with the decision."""
        said = {name: self.cleaned_data.get(name) for name in ("volume", "post", "since", "until")}
        parts = [f"{name} {value}" for name, value in said.items() if value]
        roles = ", ".join(Role(one).label.lower() for one in self.cleaned_data.get("role") or [])
        return "; ".join(filter(None, [roles, *parts]))


def _of(slugs: "QuerySet[Any, Any]", typed: str, what: str) -> str:
    if typed and not slugs.filter(slug=typed).exists():
        raise forms.ValidationError(f"No {what} “{shortened(typed, 80)}” is known.")
    return typed


def _day(typed: str) -> PartialDate | None:
    day = PartialDate.of(typed) if typed else None
    if typed and (day is None or "/" in typed):
        raise forms.ValidationError(f"“{shortened(typed, 80)}” is not a date; write 1945, 1945-11 or 1945-11-22.")
    return day


class DecidingForm(forms.Form):
    """Who is meant, why, and by what source."""

    ALL = "all"
    which = forms.ChoiceField(
        label="Which of them",
        choices=[("ticked", "those ticked"), (ALL, "all that are found, listed or not")],
        widget=forms.RadioSelect,
        initial="ticked",
    )
    person = forms.CharField(
        label="Person meant",
        required=False,
        max_length=330,
        help_text="The address (kennan-george-frost) or the name (Kennan, George). Leave it empty for somebody new.",
    )
    family = forms.CharField(label="New: family name", required=False, max_length=120)
    given = forms.CharField(label="New: given names", required=False, max_length=200)
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Why somebody else is meant. Readers see it on the document.",
        error_messages={"required": "Say why somebody else is meant."},
    )
    source = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Where that can be looked up.",
        error_messages={"required": "Say by what source."},
    )

    def clean(self) -> dict[str, Any]:
        """A person known, or the name of a new one."""
        said = super().clean() or self.cleaned_data
        typed = (said.get("person") or "").strip()
        if typed:
            said["to"] = self._known(typed)
        elif (said.get("family") or "").strip():
            said["to"] = NewPerson(said["family"].strip(), (said.get("given") or "").strip())
            if not said["to"].slug:
                self.add_error("family", "A name has letters.")
        else:
            self.add_error("person", "Say who is meant, or enter somebody new.")
        return said

    def _known(self, typed: str) -> int | None:
        found = list(people_called(typed)[:11])
        if len(found) == 1:
            return found[0].pk
        if not found:
            self.add_error("person", f"Nobody is known as “{shortened(typed, 80)}”.")
        else:
            listed = ", ".join(f"{one.listed_as} ({one.slug})" for one in found[:10])
            self.add_error("person", f"Several are called so; write the address of one: {listed}.")
        return None


def people_called(typed: str) -> QuerySet[Person]:
    """The people of an address, or of a name that begins so."""
    slug = typed.strip().lower()
    today = PersonSlug.objects.leading_on([slug]).get(slug, slug)
    by_address = Person.objects.standing().filter(slug=today)
    if by_address.exists():
        return by_address
    return Person.objects.standing().filter(sort_key__startswith=folded(" ".join(typed.replace(",", " ").split())))


@dataclass(frozen=True, slots=True)
class SplitPage:
    """The parties to choose from, and, once chosen, what will be done."""

    off: Person | None
    choosing: ChoosingForm | None
    narrowed: tuple[tuple[str, str], ...]
    deciding: DecidingForm
    total: int
    listed: tuple[Participation, ...]
    ticked: frozenset[int]
    chosen: int | None
    documents: int
    first: tuple[Participation, ...]
    to: str
    back: str


def split_person(request: HttpRequest, key: int) -> HttpResponse:
    """Take documents off a person."""
    may_decide(request)
    off = get_object_or_404(Person.objects.standing(), pk=key)
    asked = request.POST if request.method == "POST" else request.GET
    choosing = ChoosingForm(asked)
    parties = Participation.objects.none()
    if choosing.is_valid():
        said = choosing.cleaned_data
        parties = attributing.chosen(off, said["role"], said["volume"], said["since"], said["until"], said["post"])
        if said["document"]:
            parties = parties.filter(telegram__in=said["document"])
    return _decide(request, off, choosing, parties)


def attribute_party(request: HttpRequest) -> HttpResponse:
    """Say of one party of one document who is meant: of one linked to somebody, or to nobody."""
    may_decide(request)
    asked = request.POST if request.method == "POST" else request.GET
    document, role = asked.get("document", ""), asked.get("role", "")
    if not (
        document.isascii() and document.isdecimal() and len(document) < 12 and role in [one.value for one in DECIDABLE]
    ):
        raise Http404
    parties = Participation.objects.filter(telegram=int(document), role=role, name_printed=asked.get("printed", ""))
    party = parties.select_related("person").first()
    if party is None:
        raise Http404
    return _decide(request, party.person, None, parties.filter(person=party.person))


def _decide(request: HttpRequest, off: Person | None, choosing: ChoosingForm | None, parties: Parties) -> HttpResponse:
    """List, preview, and do; one party of one document is chosen by its address."""
    is_one = choosing is None
    posted = request.method == "POST"
    initial = {"which": DecidingForm.ALL if is_one else "ticked"}
    deciding = DecidingForm(request.POST) if posted else DecidingForm(initial=initial)
    ticked = frozenset(int(one) for one in request.POST.getlist("party") if is_key(one))
    chosen: Parties | None = None
    if posted and deciding.is_valid():
        is_all = is_one or deciding.cleaned_data["which"] == DecidingForm.ALL
        chosen = parties if is_all else parties.filter(pk__in=ticked)
        if not chosen.exists():
            deciding.add_error(None, "Nothing is chosen: tick documents, or take all that are found.")
            chosen = None
        elif "decide" in request.POST and (done := _decided(request, deciding, choosing, off, chosen)):
            return done
    in_order = parties.select_related("telegram__volume").defer(
        "telegram__text", "telegram__layout", "telegram__loaded"
    )
    in_order = in_order.order_by("telegram__volume__slug", "telegram__document_key", "pk")
    page = SplitPage(
        off=off,
        choosing=choosing,
        narrowed=_narrowed(request, choosing),
        deciding=deciding,
        total=parties.count(),
        listed=tuple(in_order[:MOST_LISTED]),
        ticked=ticked,
        chosen=chosen.count() if chosen is not None else None,
        documents=chosen.values("telegram").distinct().count() if chosen is not None else 0,
        first=tuple(in_order.filter(pk__in=chosen.values("pk"))[:FIRST]) if chosen is not None else (),
        to=_to_said(deciding) if chosen is not None else "",
        back=page_of(off) if off else "",
    )
    title = f"Take documents off {off}" if off else "Say who is meant"
    context = {**admin.site.each_context(request), "title": title, "page": page}
    return TemplateResponse(request, "admin/telegrams/person/split.html", context)


def _narrowed(request: HttpRequest, choosing: ChoosingForm | None) -> tuple[tuple[str, str], ...]:
    """What narrows the documents, for the form that decides of them."""
    asked = request.POST if request.method == "POST" else request.GET
    if choosing is None:
        return tuple((name, asked.get(name, "")) for name in ("document", "role", "printed"))
    named = ("volume", "post", "since", "until")
    documents = [("document", str(one)) for one in choosing.cleaned_data.get("document") or []]
    return (*documents, *((name, asked.get(name, "")) for name in named if asked.get(name)))


def _to_said(deciding: DecidingForm) -> str:
    to = deciding.cleaned_data["to"]
    if isinstance(to, NewPerson):
        return f"{to.given} {to.family}, entered anew".strip()
    person = Person.objects.get(pk=to)
    return f"{person} ({person.slug})"


def _decided(
    request: HttpRequest, deciding: DecidingForm, choosing: ChoosingForm | None, off: Person | None, parties: Parties
) -> HttpResponseRedirect | None:
    said = deciding.cleaned_data
    asked = choosing.in_words() if choosing else ""
    key = off.pk if off else None
    try:
        split = attributing.attribute(
            parties, key, said["to"], said["reason"], said["source"], editor_of(request), asked
        )
    except AnotherImport:
        deciding.add_error(None, IMPORTING)
        return None
    except NotDecided as refused:
        for why in refused.why:
            deciding.add_error(None, why)
        return None
    documents = counted_of(len(split.left), "document names", "documents name")
    messages.success(request, f"{documents} {split.to} by your decision.")
    go_on(request, split)
    if choosing is None:
        return HttpResponseRedirect(reverse("admin:telegrams_telegram_change", args=[split.left[0]]))
    return HttpResponseRedirect(page_of(split.to))


def undo_split(request: HttpRequest, key: int) -> HttpResponse:
    """Take a split back."""
    may_decide(request)
    split = get_object_or_404(PersonSplit.objects.select_related("off", "to", "by", "undone_by"), pk=key)
    form = UndoForm(request.POST or None)
    back = page_of(split.off or split.to)
    if request.method == "POST" and form.is_valid():
        try:
            done = attributing.undo_split(key, form.cleaned_data["reason"], editor_of(request))
            messages.success(request, f"The documents are {split.off or 'nobody'}’s again, as far as rules say so.")
            go_on(request, done)
            return HttpResponseRedirect(back)
        except AnotherImport:
            form.add_error(None, IMPORTING)
        except NotDecided as refused:
            for why in refused.why:
                form.add_error(None, why)
    page = UndoPage(
        title="Take a split back",
        what=f"Documents of {split.off or 'nobody'} were given to {split.to} ({split.to.slug})",
        decision=split,
        documents=split.attributions.values("telegram").distinct().count(),
        hindrances=(f"This was taken back already, by {split.undone_by}.",) if split.undone_at else (),
        staying=tuple(_staying(split)),
        form=form,
        back=back,
    )
    context = {**admin.site.each_context(request), "title": page.title, "page": page}
    return TemplateResponse(request, "admin/telegrams/person/undo.html", context)


def _staying(split: PersonSplit) -> Iterable[str]:
    """What becomes of a person who was entered with the split."""
    if not split.made:
        return
    has = attributing.own(split)
    if has:
        yield f"{split.to} was entered with it and stays, because {split.to} has {', '.join(has)} by now."
    elif split.off is not None:
        yield f"{split.to} was entered with it and goes; the address {split.to.slug} will lead to {split.off}."
