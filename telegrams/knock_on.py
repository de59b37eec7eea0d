"""What an edit would change beyond itself, found out by making it and taking it back.

The edit is made in a transaction that is rolled back: what readers are shown, whom the document names, which
references of any document come to something else, and how the facets count it are looked at before and
after. No number of a change outlives it, so the search index never sees it. May import: vocabulary,
corrections, models, importing, search, curating; used by admin.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet

from telegrams import curating
from telegrams.corrections import Field, ShownValue
from telegrams.errata import PlacedField, in_words
from telegrams.importing.resolving.sought import concerned_by, files_concerned_by
from telegrams.models import CrossReference, Telegram
from telegrams.search.facets import FACETS
from telegrams.search.indexed import facet_values
from telegrams.vocabulary import Certainty, HeaderField, Role

Seen = TypeVar("Seen")
MOST_REFERENCES = 2_000
"""References that are compared; a document named by more has its others left out of the count, which says so."""


@dataclass(frozen=True, slots=True)
class Turned:
    """Something that would be shown otherwise: its name, and what it says now and would say; '' is nothing."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ReferenceTurned:
    """A reference that would come to something else; ``how`` is 'resolves', 'breaks', 'becomes ambiguous' …"""

    document: Telegram
    printed: str
    how: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class KnockOn:
    """Everything that an edit would change."""

    values: tuple[Turned, ...] = ()
    parties: tuple[Turned, ...] = ()
    references: tuple[ReferenceTurned, ...] = ()
    facets: tuple[Turned, ...] = ()
    left_out: int = 0

    def counted(self) -> tuple[tuple[str, int], ...]:
        """How many references come to what: (('resolves', 3), ('breaks', 1))."""
        ways = [one.how for one in self.references]
        return tuple((how, ways.count(how)) for how in WAYS if how in ways)


@dataclass(frozen=True, slots=True)
class Foreseen(Generic[Seen]):
    """What an edit would change, and what was looked at while it stood."""

    knock_on: KnockOn
    seen: Seen


@dataclass(frozen=True, slots=True)
class _State:
    values: Mapping[Field, ShownValue]
    parties: frozenset[tuple[str, str, str, str]]
    facets: Mapping[str, tuple[str, ...]]


WAYS = ("resolves", "leads elsewhere", "becomes ambiguous", "breaks", "is found with another certainty")


def foresee(
    telegram_id: int, edit: Callable[[], object], look: Callable[[], Seen], *, with_pages: bool = False
) -> Foreseen[Seen]:
    """Make an edit, look, and take all of it back; what the edit raises is raised, with nothing written either.

    ``with_pages``: it may touch page marks, and references to pages, for which there is no index, are compared too.
    """
    before, concerned = _state(telegram_id), set(_concerned(telegram_id, with_pages=with_pages))
    with transaction.atomic():
        edit()
        after = _state(telegram_id)
        concerned |= set(_concerned(telegram_id, with_pages=with_pages))
        keys = sorted(concerned)[:MOST_REFERENCES]
        turned = _references(keys)
        seen = look()
        transaction.set_rollback(True)
    found = KnockOn(
        values=tuple(_values(before, after, Telegram.objects.only("text").get(pk=telegram_id).text)),
        parties=tuple(_parties(before, after)),
        references=tuple(_turned(_references(keys), turned)),
        facets=tuple(_facets(before, after)),
        left_out=max(0, len(concerned) - MOST_REFERENCES),
    )
    return Foreseen(found, seen)


def _state(telegram_id: int) -> _State:
    telegram = Telegram.objects.select_related("volume").get(pk=telegram_id)
    rows = telegram.participations.select_related("person")
    return _State(
        values=dict(curating.shown(telegram)) | dict(curating.placed(telegram)),
        parties=frozenset(
            (
                row.role,
                row.name_printed or row.office_printed,
                str(row.person or ""),
                Certainty(row.certainty).label if row.certainty else "",
            )
            for row in rows
        ),
        facets=facet_values(telegram_id),
    )


def _concerned(telegram_id: int, *, with_pages: bool) -> Iterable[int]:
    """The references that stand in a document, mean it, or may: by its number, its file, or its pages."""
    document = Telegram.objects.filter(pk=telegram_id)
    yield from concerned_by(document).values_list("pk", flat=True)
    yield from files_concerned_by(document).values_list("pk", flat=True)
    if not with_pages:
        return
    telegram = document.select_related("volume").get()
    labels = list(telegram.page_markers.values_list("label", flat=True))
    within = Q(telegram__volume=telegram.volume_id) & ~Q(wanted__has_key="volume")
    to_pages = CrossReference.objects.filter(wanted__page__in=labels)
    yield from to_pages.filter(within | Q(wanted__volume=telegram.volume.slug)).values_list("pk", flat=True)


@dataclass(frozen=True, slots=True)
class _Found:
    document: Telegram
    printed: str
    certainty: str
    leads_to: str


def _references(keys: Sequence[int]) -> dict[int, _Found]:
    rows: QuerySet[CrossReference] = CrossReference.objects.filter(pk__in=keys).select_related("telegram__volume")
    return {
        row.pk: _Found(row.telegram, row.printed, row.certainty, row.address)
        for row in rows.defer("telegram__text", "telegram__layout", "telegram__loaded")
    }


def _turned(before: Mapping[int, _Found], after: Mapping[int, _Found]) -> Iterable[ReferenceTurned]:
    for key, was in before.items():
        now = after.get(key)
        if now is not None and (was.certainty, was.leads_to) != (now.certainty, now.leads_to):
            yield ReferenceTurned(was.document, was.printed, _how(was, now), _said(was), _said(now))


def _how(was: _Found, now: _Found) -> str:
    if now.certainty == Certainty.AMBIGUOUS:
        return "becomes ambiguous"
    if not now.leads_to:
        return "breaks"
    if not was.leads_to:
        return "resolves"
    return "leads elsewhere" if was.leads_to != now.leads_to else "is found with another certainty"


def _said(found: _Found) -> str:
    return f"{Certainty(found.certainty).label}{': ' if found.leads_to else ''}{found.leads_to}"


def _values(before: _State, after: _State, text: str) -> Iterable[Turned]:
    for field in dict.fromkeys([*before.values, *after.values]):
        was, now = _value(before.values.get(field), field, text), _value(after.values.get(field), field, text)
        if was != now:
            yield Turned(field.label, was, now)


def _value(value: ShownValue | None, field: HeaderField | PlacedField, text: str) -> str:
    if isinstance(field, PlacedField):
        return in_words(field, value.value, text) if value else "as loaded"
    return value.value if value else ""


def _parties(before: _State, after: _State) -> Iterable[Turned]:
    """By role: who would be named no more, and who instead."""
    for role in Role:
        gone = sorted(one for one in before.parties - after.parties if one[0] == role)
        come = sorted(one for one in after.parties - before.parties if one[0] == role)
        if gone or come:
            yield Turned(role.label, "; ".join(map(_party, gone)), "; ".join(map(_party, come)))


def _party(one: tuple[str, str, str, str]) -> str:
    _, printed, person, certainty = one
    return f"{printed} → {person} ({certainty})" if person else f"{printed}, linked to nobody"


def _facets(before: _State, after: _State) -> Iterable[Turned]:
    for facet in FACETS:
        was, now = before.facets.get(facet.key, ()), after.facets.get(facet.key, ())
        if was != now:
            yield Turned(facet.label, ", ".join(was), ", ".join(now))
