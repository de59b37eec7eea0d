"""People: their names, their offices, and the addresses they were ever known by."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from telegrams import curating
from telegrams.admin.person_form import PersonForm, TenureForm
from telegrams.admin.widgets import SHORT_TEXTS
from telegrams.models import Participation, Person, Tenure
from telegrams.parsing.folding import folded
from telegrams.saying import counted_of


class TenureInline(admin.TabularInline):
    """The offices of a person, on the person's page."""

    model = Tenure
    form = TenureForm
    extra = 0


@admin.register(Person)
class PersonAdmin(SimpleHistoryAdmin):
    """A change of a person links the documents that name the person anew."""

    form = PersonForm
    inlines = (TenureInline,)
    list_display = ("full_name", "slug", "born", "died", "origin", "offices", "documents")
    list_filter = ("origin", ("only_in_volume", admin.AllValuesFieldListFilter))
    list_per_page = 50
    show_full_result_count = False
    ordering = ("sort_key", "slug")
    search_fields = ("sort_key", "family", "given", "names", "slug", "slugs__slug")
    search_help_text = "Any part of a name, or an address."
    readonly_fields = ("origin", "former_addresses")
    fields = (
        ("family", "given"),
        "title",
        "names",
        "slug",
        "former_addresses",
        ("born", "died"),
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
        return person.get_absolute_url()

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
        if not form.has_changed() and not any(formset.has_changed() for formset in formsets):
            return
        done, left = curating.relink(form.instance)
        if done:
            messages.info(request, f"{counted_of(done, 'document', 'documents')} linked to people anew.")
        if left:
            messages.warning(
                request, f"{left:,} more name the person and keep their links until they are corrected or loaded again."
            )


def _one(rows: QuerySet[Any]) -> Coalesce:
    """The number a grouped subquery counts, 0 where it finds no row."""
    return Coalesce(Subquery(rows.values("counted"), output_field=IntegerField()), 0)
