"""The page on which people are made one: who is kept, everything that is touched, why; and the page to take it back."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from telegrams import merging
from telegrams.admin.editor import editor_of
from telegrams.admin.linking import is_key, list_of, page_of
from telegrams.admin.seen import read_seen
from telegrams.importing.walk import AnotherImport
from telegrams.merging import CARRIED, Carried, NotDecided
from telegrams.models import Participation, Person, PersonMerge, PersonSplit, Telegram, Tenure
from telegrams.saying import counted_of
from telegrams.search.facets import FACETS, PartyFacet
from telegrams.vocabulary import Role

FIRST = 50
MOST = 12
"""People that are merged at once."""

SECONDS = 8.0
"""How long an editor waits for documents to be linked anew; what is left then goes on by a button."""

IMPORTING = "An import is running. Try again when it has ended."


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the people to be made one, with what is theirs."""

    person: Person
    address: str
    is_kept: bool
    documents: int
    roles: tuple[tuple[str, int], ...]
    names: tuple[str, ...]
    offices: tuple[Tenure, ...]
    slugs: tuple[str, ...]
    every: str


@dataclass(frozen=True, slots=True)
class CarriedShown:
    """A relation to those who go, how many rows it has, and how a merge carries them."""

    said: str
    how: str
    count: int


@dataclass(frozen=True, slots=True)
class MergePage:
    """The preview of a merge, and its form."""

    people: tuple[Candidate, ...]
    kept: Person
    form: "MergeForm"
    touched: int
    first: tuple[Telegram, ...]
    looked_at: int
    offices: tuple[Tenure, ...]
    carried: tuple[CarriedShown, ...]
    addresses: tuple[tuple[str, str], ...]


class MergeForm(forms.Form):
    """Who is kept, which ids are right, why, and by what source."""

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Why they are one person. Readers see it on the person's page.",
        error_messages={"required": "Say why they are one person."},
    )
    source = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Where that can be looked up: a register, a book and page, an archive.",
        error_messages={"required": "Say by what source."},
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflicts = merging.differing(people)
        for field, values in self.conflicts.items():
            self.fields[field] = forms.ChoiceField(
                label=str(Person._meta.get_field(field).verbose_name).capitalize(),  # type: ignore[union-attr]
                choices=[(one, one) for one in values],
                widget=forms.RadioSelect,
                error_messages={"required": "They have different ids: choose the right one."},
            )

    def authority(self) -> dict[str, str]:
        """The ids chosen."""
        return {field: str(self.cleaned_data[field]) for field in self.conflicts}

    def clean_seen(self) -> dict[int, int]:
        """The newest lines of the histories that the editor saw."""
        seen = read_seen(self.cleaned_data["seen"])
        if seen is None or not all(is_key(word) for pair in seen.items() for word in pair):
            raise forms.ValidationError("Open the page again.")
        return {int(key): int(value) for key, value in seen.items()}


def may_decide(request: HttpRequest) -> None:
    """Refuse whoever may not change people."""
    if not request.user.has_perm("telegrams.change_person"):
        raise PermissionDenied


def merge_people(request: HttpRequest) -> HttpResponse:
    """Choose, look, and merge; the choice of who is kept is part of the address."""
    may_decide(request)
    asked = request.POST if request.method == "POST" else request.GET
    keys = [int(key) for key in dict.fromkeys(asked.getlist("person")) if is_key(key)][:MOST]
    people = list(Person.objects.standing().filter(pk__in=keys).prefetch_related("tenures", "slugs", "further_names"))
    if len(people) < 2:
        for one in PersonMerge.objects.filter(gone__in=keys, undone_at=None).select_related("gone", "kept", "by"):
            messages.info(request, f"{one.gone.listed_as} was merged into {one.kept.listed_as} by {one.by}.")
        messages.error(request, "Choose two people or more who are not merged yet.")
        return HttpResponseRedirect(list_of(Person))
    chosen = asked.get("kept", "")
    kept = next((one for one in people if str(one.pk) == chosen), min(people, key=_rank))
    if request.method == "POST" and "merge" in request.POST:
        form = MergeForm(request.POST, people=people)
        if form.is_valid() and (done := _merged(request, form, kept, [one for one in people if one != kept])):
            return done
    else:
        seen = json.dumps(merging.newest_lines([one.pk for one in people]))
        form = MergeForm(initial={"seen": seen}, people=people)
    context = {**admin.site.each_context(request), "title": "Merge people", "page": _page(people, kept, form)}
    return TemplateResponse(request, "admin/telegrams/person/merge.html", context)


def _rank(person: Person) -> tuple[int, int]:
    """A person of a register is kept before one of headings, and one with offices before one without."""
    return ("register", "editor", "headings").index(person.origin), -len(person.tenures.all())


def _merged(request: HttpRequest, form: MergeForm, kept: Person, gone: Sequence[Person]) -> HttpResponseRedirect | None:
    """Merge, link for a moment, and go to the person; None where that could not be, and the form says why."""
    try:
        done = merging.merge(
            kept.pk,
            [one.pk for one in gone],
            form.cleaned_data["reason"],
            form.cleaned_data["source"],
            editor_of(request),
            form.authority(),
            form.cleaned_data["seen"],
        )
    except AnotherImport:
        form.add_error(None, IMPORTING)
        return None
    except NotDecided as refused:
        for why in refused.why:
            form.add_error(None, why)
        return None
    messages.success(request, f"{', '.join(str(one) for one in gone)} merged into {kept}.")
    go_on(request, done[0])
    return HttpResponseRedirect(page_of(kept))


def go_on(request: HttpRequest, decision: PersonMerge | PersonSplit) -> None:
    """Link what a decision left, as long as an editor waits; say what is left still."""
    if left := merging.link_left(decision, SECONDS):
        said = counted_of(left, "document is", "documents are")
        messages.warning(request, f"{said} still to be linked anew: press “Go on linking” on this page.")


def _page(people: Sequence[Person], kept: Person, form: MergeForm) -> MergePage:
    gone = [one for one in people if one != kept]
    rows = Participation.objects.filter(person__in=[one.pk for one in gone])
    documents = rows.order_by().values("telegram")
    touched = Telegram.objects.filter(pk__in=documents)
    first = touched.select_related("volume").only("document", "heading", "earliest", "volume__slug")
    return MergePage(
        people=_candidates(people, kept),
        kept=kept,
        form=form,
        touched=touched.count(),
        first=tuple(first.order_by("volume__slug", "document_key")[:FIRST]),
        looked_at=len(merging.to_be_linked([kept, *gone])),
        offices=_offices_after([kept, *gone]),
        carried=tuple(shown for one in CARRIED if (shown := _carried(one, gone)).count),
        addresses=tuple(
            (f"{facet.key}={slug.slug}", f"{facet.key}={kept.slug}")
            for one in gone
            for slug in one.slugs.all()
            for facet in FACETS
            if isinstance(facet, PartyFacet) and facet.role != Role.INFORMED
        ),
    )


def _candidates(people: Sequence[Person], kept: Person) -> tuple[Candidate, ...]:
    rows = Participation.objects.filter(person__in=[one.pk for one in people]).order_by()
    roles: dict[int, list[tuple[str, int]]] = {}
    for key, role, count in rows.values_list("person", "role").annotate(count=Count("telegram", distinct=True)):
        roles.setdefault(key, []).append((Role(role).label, count))
    documents = dict(rows.values_list("person").annotate(count=Count("telegram", distinct=True)))
    return tuple(
        Candidate(
            person=one,
            address=page_of(one),
            is_kept=one == kept,
            documents=documents.get(one.pk, 0),
            roles=tuple(sorted(roles.get(one.pk, []))),
            names=tuple(dict.fromkeys([str(one), *one.names, *(name.name for name in one.further_names.all())])),
            offices=tuple(one.tenures.all()),
            slugs=tuple(slug.slug for slug in one.slugs.all()) or (one.slug,),
            every=list_of(Participation, f"person__id__exact={one.pk}"),
        )
        for one in sorted(people, key=lambda one: (one != kept, one.sort_key))
    )


def _offices_after(people: Sequence[Person]) -> tuple[Tenure, ...]:
    """The offices of all of them, one that two registers state from one day once."""
    found: dict[tuple[object, ...], Tenure] = {}
    for row in (row for one in people for row in one.tenures.all()):
        begun = row.since or row.arrived or row.appointed
        found.setdefault((row.of_id or (row.office, row.country, row.post), begun) if begun else (row.pk,), row)
    return tuple(sorted(found.values(), key=lambda row: (row.since, row.appointed, row.until, row.office)))


def _carried(one: Carried, gone: Sequence[Person]) -> CarriedShown:
    model, _, field = one.relation.partition(".")
    rows = apps.get_model("telegrams", model)._default_manager.filter(**{f"{field}__in": [row.pk for row in gone]})
    how = {"moved": "given to the person kept", "read": "shown with the person kept", "stays": "stay in the history"}
    return CarriedShown(one.said, how[one.how], rows.count())


# --- taking back, and going on ----------------------------------------------------------------------


class UndoForm(forms.Form):
    """Why a decision is taken back."""

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Readers see it on the person's page.",
        error_messages={"required": "Say why it is taken back."},
    )


@dataclass(frozen=True, slots=True)
class UndoPage:
    """What is taken back, what keeps that from being done, and what stays."""

    title: str
    what: str
    decision: PersonMerge | PersonSplit
    documents: int
    hindrances: tuple[str, ...]
    staying: tuple[str, ...]
    form: UndoForm
    back: str


def undo_merge(request: HttpRequest, key: int) -> HttpResponse:
    """Take a merge back."""
    may_decide(request)
    decided = get_object_or_404(PersonMerge.objects.select_related("kept__merged_into", "gone", "by"), pk=key)
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            merging.undo_merge(key, form.cleaned_data["reason"], editor_of(request))
            messages.success(request, f"{decided.gone} and {decided.kept} are two people again.")
            go_on(request, decided)
            return HttpResponseRedirect(page_of(decided.kept))
        except AnotherImport:
            form.add_error(None, IMPORTING)
        except NotDecided as refused:
            for why in refused.why:
                form.add_error(None, why)
    top = decided.kept.merged_into or decided.kept
    page = UndoPage(
        title="Take a merge back",
        what=f"{decided.gone} ({decided.gone.slug}) was merged into {decided.kept} ({decided.kept.slug})",
        decision=decided,
        documents=Participation.objects.filter(person=top).values("telegram").distinct().count(),
        hindrances=tuple(merging.hindrances(decided)),
        staying=tuple(merging.staying(decided)),
        form=form,
        back=page_of(decided.kept),
    )
    context = {**admin.site.each_context(request), "title": page.title, "page": page}
    return TemplateResponse(request, "admin/telegrams/person/undo.html", context)


def go_on_linking(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """Link more of the documents that a decision left; by POST alone."""
    may_decide(request)
    if kind not in ("merge", "split") or request.method != "POST":
        raise Http404
    if kind == "merge":
        merge = get_object_or_404(PersonMerge.objects.select_related("kept"), pk=key)
        go_on(request, merge)
        return HttpResponseRedirect(page_of(merge.kept))
    split = get_object_or_404(PersonSplit.objects.select_related("to"), pk=key)
    go_on(request, split)
    return HttpResponseRedirect(page_of(split.to))


@dataclass(frozen=True, slots=True)
class DecisionShown:
    """A decision about a person, as the person's page in the admin names it."""

    decision: PersonMerge | PersonSplit
    what: str
    other: str
    undo: str
    go_on: str


def decisions_of(person: Person) -> list[DecisionShown]:
    """The merges and splits in which a person took part, the newest first. Two queries."""
    merges = PersonMerge.objects.filter(kept=person) | PersonMerge.objects.filter(gone=person)
    splits = PersonSplit.objects.filter(off=person) | PersonSplit.objects.filter(to=person)
    found = []
    for row in merges.select_related("kept", "gone", "by", "undone_by"):
        other = row.gone if row.kept_id == person.pk else row.kept
        what = f"{row.gone} ({row.gone.slug}) merged into {row.kept} ({row.kept.slug})"
        found.append(DecisionShown(row, what, page_of(other), _undo("merge", row), _go_on("merge", row)))
    for split in splits.select_related("off", "to", "by", "undone_by"):
        another = split.to if split.off_id == person.pk else split.off
        what = f"Documents of {split.off or 'nobody'} given to {split.to} ({split.to.slug})"
        address = page_of(another) if another else ""
        found.append(DecisionShown(split, what, address, _undo("split", split), _go_on("split", split)))
    return sorted(found, key=lambda one: one.decision.at, reverse=True)


def _undo(kind: str, row: PersonMerge | PersonSplit) -> str:
    return "" if row.undone_at else reverse(f"admin:telegrams_person_undo_{kind}", args=[row.pk])


def _go_on(kind: str, row: PersonMerge | PersonSplit) -> str:
    return reverse("admin:telegrams_person_go_on", args=[kind, row.pk]) if row.left else ""
