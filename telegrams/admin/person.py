"""People: their names, their offices, and the addresses they were ever known by."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from simple_history.admin import SimpleHistoryAdmin

from telegrams import curating, merging
from telegrams.admin.linking import page_of
from telegrams.admin.merging_page import (
    MOST,
    SECONDS,
    DecisionShown,
    decisions_of,
    go_on_linking,
    merge_people,
    undo_merge,
)
from telegrams.admin.person_form import FurtherNameForm, PersonForm, TenureForm
from telegrams.admin.seen import SeenAdmin
from telegrams.admin.splitting_page import attribute_party, split_person, undo_split
from telegrams.admin.widgets import SHORT_TEXTS
from telegrams.models import Participation, Person, PersonName, Tenure
from telegrams.parsing.folding import folded
from telegrams.saying import counted_of

MOST_NAMESAKES = 12


class MergedFilter(admin.SimpleListFilter):
    """Whether somebody was merged into another."""

    title = "standing"
    parameter_name = "merged"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The two kinds."""
        return [("no", "standing by themselves"), ("yes", "merged into another")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Person]) -> QuerySet[Person]:
        """Those of the kind chosen."""
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(merged_into__isnull=self.value() == "no")


class TenureInline(admin.TabularInline):
    """The offices of a person, on the person's page."""

    model = Tenure
    form = TenureForm
    extra = 0


class FurtherNameInline(admin.TabularInline):
    """Names an editor found, each with its source; those of registers stand above, those of headings on the page."""

    model = PersonName
    form = FurtherNameForm
    verbose_name = "further name"
    verbose_name_plural = "further names"
    extra = 0


LINKING_NOTHING = {"note", "source", "wikidata", "viaf"}
"""Fields by which no rule knows a person: a change of them alone leaves every link as it is."""


@dataclass(frozen=True, slots=True)
class Namesake:
    """Somebody of the same surname, and where the two are merged."""

    person: Person
    address: str
    merge: str


@dataclass(frozen=True, slots=True)
class PersonBeside:
    """What the page of a person shows besides its fields; ``may`` decide who is who."""

    kept: Person | None
    kept_address: str
    merged: tuple[Person, ...]
    namesakes: tuple[Namesake, ...]
    decisions: tuple[DecisionShown, ...]
    split: str
    may: bool


@admin.register(Person)
class PersonAdmin(SeenAdmin, SimpleHistoryAdmin):
    """A change of a person links the documents that name the person anew."""

    form = PersonForm
    inlines = (TenureInline, FurtherNameInline)
    change_form_template = "admin/telegrams/person/change_form.html"
    actions = ("merge_chosen",)
    list_display = ("full_name", "slug", "born", "died", "origin", "leads_to", "offices", "documents")
    list_filter = (
        "origin",
        MergedFilter,
        ("only_in_volume", admin.AllValuesFieldListFilter),
    )
    list_select_related = ("merged_into",)
    list_per_page = 50
    show_full_result_count = False
    ordering = ("sort_key", "slug")
    search_fields = ("sort_key", "family", "given", "names", "slug", "slugs__slug", "wikidata", "viaf", "register_id")
    search_help_text = "Any part of a name, an address, or an id elsewhere."
    readonly_fields = ("origin", "former_addresses")
    fields = (
        ("family", "given"),
        "title",
        "names",
        "slug",
        "former_addresses",
        ("born", "died"),
        ("wikidata", "viaf", "register_id"),
        "only_in_volume",
        "source",
        "note",
        "origin",
    )
    formfield_overrides = SHORT_TEXTS
    object_history_list_template = "admin/telegrams/history_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        """Each with the number of documents and offices."""
        documents = Participation.objects.filter(person=OuterRef("pk")).order_by().values("person")
        offices = Tenure.objects.filter(person=OuterRef("pk")).order_by().values("person")
        return (
            super()
            .get_queryset(request)
            .annotate(
                document_count=_one(documents.annotate(counted=Count("telegram", distinct=True))),
                office_count=_one(offices.annotate(counted=Count("pk"))),
            )
        )

    def has_delete_permission(self, request: HttpRequest, obj: Person | None = None) -> bool:
        """An address once public answers for ever."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Person | None = None) -> bool:
        """Whoever was merged into another is read only until that is taken back."""
        return (obj is None or obj.merged_into_id is None) and super().has_change_permission(request, obj)

    def get_urls(self) -> list[URLPattern]:
        """The pages on which people are made one and parted, before Django's own."""
        ours = (
            ("merge/", merge_people, "merge"),
            ("attribute/", attribute_party, "attribute"),
            ("merges/<int:key>/undo/", undo_merge, "undo_merge"),
            ("splits/<int:key>/undo/", undo_split, "undo_split"),
            ("decisions/<str:kind>/<int:key>/", go_on_linking, "go_on"),
            ("<int:key>/split/", split_person, "split"),
        )
        pages = [
            path(where, self.admin_site.admin_view(view), name=f"telegrams_person_{name}") for where, view, name in ours
        ]
        return [*pages, *super().get_urls()]

    @admin.action(description="Merge…", permissions=["change"])
    def merge_chosen(self, request: HttpRequest, queryset: QuerySet[Person]) -> HttpResponseRedirect:
        """Go to the preview of a merge."""
        keys = queryset.order_by().values_list("pk", flat=True)[:MOST]
        asked = urlencode([("person", key) for key in keys])
        return HttpResponseRedirect(f"{reverse('admin:telegrams_person_merge')}?{asked}")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The page, with those who may be the same person, and what was decided."""
        person = self.get_object(request, object_id)
        beside = _beside(person, may=request.user.has_perm("telegrams.change_person")) if person else None
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "beside": beside})

    @admin.display(description="merged into", ordering="merged_into__sort_key")
    def leads_to(self, person: Person) -> str:
        """Whoever was kept."""
        return person.merged_into.listed_as if person.merged_into else ""

    @admin.display(description="name", ordering="sort_key")
    def full_name(self, person: Person) -> str:
        """Family name first, as in a list of persons."""
        return f"{person.family}, {person.given}" if person.given else person.family

    @admin.display(description="documents", ordering="document_count")
    def documents(self, person: Person) -> int:
        """Documents that are linked to the person."""
        return int(person.document_count)  # type: ignore[attr-defined]

    @admin.display(description="offices", ordering="office_count")
    def offices(self, person: Person) -> int:
        """Offices held."""
        return int(person.office_count)  # type: ignore[attr-defined]

    @admin.display(description="former addresses")
    def former_addresses(self, person: Person) -> str:
        """Addresses that lead to the person's present one."""
        slugs = person.slugs.exclude(slug=person.slug).values_list("slug", flat=True) if person.pk else ()
        return ", ".join(slugs) or "none"

    def view_on_site(self, person: Person) -> str:
        """The person as readers see it."""
        return (person.merged_into or person).get_absolute_url()

    def save_model(self, request: HttpRequest, obj: Person, form: Any, change: bool) -> None:
        """The ordering name follows the name; the former address goes on leading here."""
        if not change:
            obj.origin = "editor"
        obj.sort_key = folded(f"{obj.family} {obj.given}".strip())[:330]
        former = Person.objects.filter(pk=obj.pk).first()
        if former is not None:
            curating.keep_address(former)
        super().save_model(request, obj, form, change)
        curating.keep_address(obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: list[Any], change: bool) -> None:
        """After the offices are saved, the documents that name the person are linked anew."""
        super().save_related(request, form, formsets, change)
        if not set(form.changed_data) - LINKING_NOTHING and not any(formset.has_changed() for formset in formsets):
            return
        done, left = merging.link_named(form.instance, SECONDS)
        if done:
            messages.info(request, f"{counted_of(done, 'document', 'documents')} linked to people anew.")
        if left:
            messages.warning(
                request, f"{left:,} more name the person and keep their links until they are corrected or loaded again."
            )


def _beside(person: Person, *, may: bool) -> PersonBeside:
    """What stands beside a person's fields."""
    merging = reverse("admin:telegrams_person_merge")
    namesakes = Person.objects.standing().filter(family__iexact=person.family).exclude(pk=person.pk)
    kept = person.merged_into
    return PersonBeside(
        kept=kept,
        kept_address=page_of(kept) if kept else "",
        merged=tuple(person.merged.order_by("sort_key", "slug")),
        namesakes=tuple(
            Namesake(one, page_of(one), f"{merging}?{urlencode([('person', person.pk), ('person', one.pk)])}")
            for one in namesakes.order_by("sort_key", "slug")[: 0 if kept else MOST_NAMESAKES]
        ),
        decisions=tuple(decisions_of(person)),
        split="" if kept else reverse("admin:telegrams_person_split", args=[person.pk]),
        may=may,
    )


def _one(rows: QuerySet[Any]) -> Coalesce:
    """The number a grouped subquery counts, 0 where it finds no row."""
    return Coalesce(Subquery(rows.values("counted"), output_field=IntegerField()), 0)
