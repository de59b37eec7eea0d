"""Who is who, as verbs: make one of two people, and take that apart again.

A merge moves no fact: the row of the one who is gone, the names, offices and addresses stay as they are and are
read as those of the person kept, so that no later load brings the person back and undoing loses nothing. ``CARRIED``
says so of every relation. Stands at the level of ``curating``, and apart from it, because it decides of people
and not of documents. May import what ``curating`` may, and search; used by admin and management.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, TypeVar

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.utils import timezone

from telegrams.importing.parties import BY_MARK, OF_A_PARTY
from telegrams.importing.relinking import relink_these
from telegrams.importing.resolving.known import known_register
from telegrams.importing.resolving.register import words_of_name
from telegrams.importing.resolving.sought import concerned_by, files_concerned_by, resolve_files, resolve_messages
from telegrams.importing.showing import PEOPLE_LOCK, documents_naming, people_stay
from telegrams.importing.walk import only_import
from telegrams.models import Change, Participation, Person, PersonMerge, PersonSplit, Telegram
from telegrams.models.merge import ATTRIBUTED, DECIDED
from telegrams.parsing.folding import folded
from telegrams.search import ENGINE
from telegrams.search.query import Query
from telegrams.vocabulary import Certainty, Role

AUTHORITY = ("wikidata", "viaf", "register_id")
"""The ids of a person elsewhere; of two that differ an editor says which is right."""

T = TypeVar("T")

WAIT = 2.0
"""Seconds a decision waits for an import to end."""

LINKED_AT_ONCE = 200
"""Documents linked anew in one transaction: a second or so, by which an editor's wait may be overrun."""

REASON = 100
"""Characters of a reason that the history of a person holds; the whole of it stands with the decision."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A relation to a person, and how a merge carries it.

    ``moved``: its rows are given to the person kept; ``read``: they stay where they are and are read as the kept
    person's; ``stays``: they are of the one row alone, as its history is.
    """

    relation: str
    how: Literal["moved", "read", "stays"]
    said: str


CARRIED: tuple[Carried, ...] = (
    Carried("Participation.person", "moved", "roles in documents"),
    Carried("PersonSlug.person", "read", "addresses"),
    Carried("Tenure.person", "read", "offices"),
    Carried("PersonName.person", "read", "further names"),
    Carried("ListedPerson.person", "read", "lines of volumes’ lists of persons"),
    Carried("PersonSplit.to", "read", "documents attributed by an editor"),
    Carried("PersonSplit.off", "stays", "documents taken off by an editor"),
    Carried("Person.merged_into", "moved", "people merged before"),
    Carried("PersonMerge.kept", "stays", "merges of others into the person"),
    Carried("PersonMerge.gone", "stays", "merges of the person into others"),
    Carried("HistoricalPerson.merged_into", "stays", "lines of the history"),
)
"""Every relation to Person. One that is not named here fails a test: say how a merge carries it, and see to it."""


class NotDecided(Exception):
    """A merge or split that cannot be made, or taken back; ``why`` are the reasons in plain words."""

    def __init__(self, *why: str) -> None:
        super().__init__(" ".join(why))
        self.why = why


@contextmanager
def deciding() -> Iterator[None]:
    """The transaction of a decision about people: no import runs, and nobody else decides or links meanwhile.

    Raises AnotherImport.
    """
    with only_import(WAIT), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PEOPLE_LOCK])
        yield


def merge(
    kept: int,
    gone: Sequence[int],
    reason: str,
    source: str,
    by: User,
    authority: Mapping[str, str] | None = None,
    seen: Mapping[int, int] | None = None,
) -> list[PersonMerge]:
    """Make one of these people; their documents that need the rules are left to ``link_left``.

    ``authority``: the id that is right, by its field, where theirs differ. ``seen``: the newest line of each
    person's history when the editor looked. Raises NotDecided and AnotherImport; then nothing is written.
    """
    if not reason.strip() or not source.strip():
        raise NotDecided("A merge needs a reason and a source.")
    remainder = documents_saying_both([kept, *gone])
    with deciding():
        people = {one.pk: one for one in Person.objects.select_for_update().filter(pk__in=[kept, *gone]).order_by("pk")}
        _check(people, kept, gone, seen)
        one, others = people[kept], [people[key] for key in dict.fromkeys(gone)]
        chosen = _authority(one, others, authority or {})
        carried = {field: [getattr(one, field), value] for field, value in chosen.items()}
        remainder |= to_be_linked([one, *others])
        moved: list[int] = []
        rows = []
        for other in others:
            moved += _move(other, one)
            rows.append(
                PersonMerge.objects.create(
                    kept=one, gone=other, by=by, reason=reason.strip(), source=source.strip(),
                    carried={"authority": carried} if other is others[0] else {},
                )
            )  # fmt: skip
            said_of(other, by, f"merged into {one.slug}: {reason}")
        for field, value in chosen.items():
            setattr(one, field, value)
        said_of(one, by, f"{', '.join(other.slug for other in others)} merged into it: {reason}")
        rows[0].left = sorted(remainder)
        rows[0].save(update_fields=["left"])
        Change.note(*sorted(set(moved)))
    return rows


def _check(people: Mapping[int, Person], kept: int, gone: Sequence[int], seen: Mapping[int, int] | None) -> None:
    if kept not in people or not gone or any(key not in people for key in gone):
        raise NotDecided("Choose two people or more, and the one who is kept.")
    if kept in gone:
        raise NotDecided("Nobody can be merged into himself.")
    if merged := [one for one in people.values() if one.merged_into_id]:
        raise NotDecided(*(f"{one} ({one.slug}) is merged into {one.merged_into} already." for one in merged))
    if seen is not None and any(seen.get(key) != newest for key, newest in newest_lines(people).items()):
        raise NotDecided("Somebody changed one of these people since the preview was made. Look at it again.")


def newest_lines(people: Iterable[int]) -> dict[int, int]:
    """The newest line of the history of each of these people."""
    rows = Person.history.filter(id__in=list(people)).order_by("id", "-history_id").distinct("id")
    return dict(rows.values_list("id", "history_id"))


def differing(people: Iterable[Person]) -> dict[str, list[str]]:
    """The ids elsewhere that differ among these people: somebody must say which is right."""
    people = list(people)
    known = {field: list(dict.fromkeys(filter(None, (getattr(one, field) for one in people)))) for field in AUTHORITY}
    return {field: values for field, values in known.items() if len(values) > 1}


def _authority(kept: Person, others: Sequence[Person], said: Mapping[str, str]) -> dict[str, str]:
    """The ids that the person kept has after the merge, where they are other than before."""
    conflicts = differing([kept, *others])
    if open_ones := [field for field, values in conflicts.items() if said.get(field) not in values]:
        names = ", ".join(str(Person._meta.get_field(field).verbose_name) for field in open_ones)  # type: ignore[union-attr]
        raise NotDecided(f"They have different ids elsewhere ({names}): say which is right.")
    values = {}
    for field in AUTHORITY:
        own = getattr(kept, field)
        theirs = next(filter(None, (getattr(one, field) for one in others)), "")
        values[field] = said[field] if field in conflicts else own or theirs
    return {field: value for field, value in values.items() if value != getattr(kept, field)}


def _move(gone: Person, kept: Person) -> list[int]:
    """Give the documents of one person to another as a new linking would; the keys of the documents."""
    slugs = list(gone.slugs.values_list("slug", flat=True))
    rows = Participation.objects.filter(person=gone)
    keys = list(rows.order_by().values_list("telegram", flat=True).distinct())
    list(Telegram.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    relabelled = Q(party__in=[*slugs, gone.slug]) & (
        ~Q(role=Role.MENTIONED) | Q(rule__in=[BY_MARK, OF_A_PARTY, ATTRIBUTED])
    )
    rows.update(
        person=kept,
        party_label=Case(When(relabelled, then=Value(kept.listed_as[:200])), default=F("party_label")),
        party=Case(
            When(party__in=[*slugs, gone.slug], then=Value(kept.slug)), default=F("party"), output_field=CharField()
        ),
    )
    before = list(Person.objects.filter(merged_into=gone))
    Person.objects.filter(merged_into=gone).update(merged_into=kept)
    for one in before:
        one.merged_into = kept
    gone.merged_into = kept
    return keys


def said_of(person: Person, by: User, why: str) -> None:
    """Write the person, with who decided it and why in the history."""
    person._history_user = by  # type: ignore[attr-defined]
    person._change_reason = f"{DECIDED}{' '.join(why.split())}"[:REASON]  # type: ignore[attr-defined]
    person.save()


# --- documents that the rules must see again --------------------------------------------------------


def to_be_linked(people: Sequence[Person]) -> set[int]:
    """The documents in which one person says more than several do: other rules, or fewer rows, hold for them.

    All others that name one who goes come out of a new linking as ``_move`` leaves them.
    """
    groups = [[one, *one.merged.all()] for one in people]
    entries = [entry for group in groups for entry in group]
    roots = [one.pk for one in people]
    rows = Participation.objects.order_by()
    several = rows.filter(person__in=roots).values("telegram").annotate(count=Count("person", distinct=True))
    found = set(several.filter(count__gt=1).values_list("telegram", flat=True))
    party = rows.filter(person__in=roots, role__in=[Role.SENDER, Role.RECIPIENT]).values("telegram")
    signed = rows.filter(_bears({entry.family for entry in entries}), role=Role.SIGNER, telegram__in=party)
    found.update(signed.exclude(person__in=roots).values_list("telegram", flat=True))
    found.update(_ambiguous(entries))
    if shared := _in_several([{folded(entry.family) for entry in group} for group in groups]):
        names = {entry.family for entry in entries if folded(entry.family) in shared}
        found.update(rows.filter(_bears(names), person=None, certainty="").values_list("telegram", flat=True))
    return found


def _bears(families: Iterable[str]) -> Q:
    said = Q(pk=None)
    for family in families:
        said |= Q(name_printed__iendswith=family)
    return said


def _in_several(groups: Iterable[set[T]]) -> set[T]:
    """What is in more than one of these."""
    met: set[T] = set()
    several: set[T] = set()
    for group in groups:
        several |= met & group
        met |= group
    return several


def documents_saying_both(people: Sequence[int]) -> set[int]:
    """The documents that say a full name which two of these people have: of two bearers the rules found neither.

    Asked before the decision's transaction, in which the search would take in nothing.
    """
    groups: dict[int, set[tuple[str, ...]]] = {}
    for one in Person.objects.filter(Q(pk__in=list(people)) | Q(merged_into__in=list(people))):
        groups.setdefault(one.merged_into_id or one.pk, set()).update(_names(one))
    shared = _in_several(groups.values())
    found: set[int] = set()
    for name in shared:
        found.update(ENGINE.documents(Query(q=f'"{" ".join(name)}"')))
    return found


def _ambiguous(people: Iterable[Person]) -> Iterable[int]:
    """The documents of which rules found several people, one of these among them."""
    said = Q(pk=None)
    for one in people:
        said |= Q(evidence__contains=str(one))
    rows = Participation.objects.filter(said, certainty=Certainty.AMBIGUOUS).order_by()
    return rows.values_list("telegram", flat=True)


def _names(person: Person) -> set[tuple[str, ...]]:
    """The full forms of a name, as texts are compared with them."""
    given = [f"{person.given} {person.family}"] if person.given else []
    names = [*person.names, *given, *person.further_names.values_list("name", flat=True)]
    return {words for name in names if len(words := tuple(words_of_name(name))) > 1}


def link_left(decision: PersonMerge | PersonSplit, seconds: float) -> int:
    """Link documents that a decision left anew, for so long at most; how many are left still.

    Batch by batch, each a transaction, so that neither an editor nor an import waits for thousands.
    """
    until = time.monotonic() + seconds
    model = type(decision)
    while True:
        with transaction.atomic():
            people_stay()
            row = model._default_manager.select_for_update().get(pk=decision.pk)
            link_anew(row.left[:LINKED_AT_ONCE])
            row.left = row.left[LINKED_AT_ONCE:]
            row.save(update_fields=["left"])
        if not row.left or time.monotonic() > until:
            return len(row.left)


def link_named(person: Person, seconds: float) -> tuple[int, int]:
    """Link the documents that name a person anew, for so long at most; (how many were, how many were not).

    Batch by batch, each a transaction, as those that a decision left.
    """
    until = time.monotonic() + seconds
    keys = list(documents_naming([person]).order_by("pk").values_list("pk", flat=True))
    done = 0
    while done < len(keys) and (not done or time.monotonic() < until):
        with transaction.atomic():
            people_stay()
            link_anew(keys[done : done + LINKED_AT_ONCE])
        done = min(done + LINKED_AT_ONCE, len(keys))
    return done, len(keys) - done


def link_anew(keys: Sequence[int]) -> None:
    """Find the parties of these documents anew, and what their references mean where an office is another."""
    if not keys:
        return
    done = relink_these(keys, known_register())
    if done.with_other_offices:
        others = Telegram.objects.filter(pk__in=done.with_other_offices)
        resolve_messages(concerned_by(others))
        resolve_files(files_concerned_by(others))
    Change.note(*done.touched)


# --- taking back ------------------------------------------------------------------------------------


def hindrances(decided: PersonMerge) -> list[str]:
    """Why a merge cannot be taken back now; none where it can."""
    if decided.undone_at is not None:
        return [f"This merge was taken back already, by {decided.undone_by} on {decided.undone_at:%Y-%m-%d}."]
    gone, kept = decided.gone, decided.kept
    found = []
    others = Person.objects.standing().exclude(pk=gone.pk)
    for field, (before, after) in authority_of(decided).items():
        others_of_field = others
        if getattr(kept, field) == after:  # that one gives it up by this very act
            others_of_field = others.exclude(pk=kept.pk)
            if before and kept.merged_into_id is None:
                found += _borne(others_of_field, field, before)
        if getattr(gone, field):
            found += _borne(others_of_field, field, getattr(gone, field))
    for field in AUTHORITY:
        if field not in authority_of(decided) and getattr(gone, field):
            found += _borne(others, field, getattr(gone, field))
    return list(dict.fromkeys(found))


def _borne(others: QuerySet[Person], field: str, value: str) -> list[str]:
    name = Person._meta.get_field(field).verbose_name  # type: ignore[union-attr]
    return [
        f"The {name} {value} stands with {one} ({one.slug}) today: take it away there first."
        for one in others.filter(**{field: value})
    ]


def authority_of(decided: PersonMerge) -> dict[str, list[str]]:
    """The ids elsewhere that a merge changed on the person kept: before and after."""
    return dict(decided.carried.get("authority", {}))


def staying(decided: PersonMerge) -> list[str]:
    """What was done to the person kept since the merge, and stays there when it is taken back."""
    kept = decided.kept
    found = [
        f"The {field.replace('_', ' ')} of {kept} was changed since the merge and stays."
        for field, (_, after) in authority_of(decided).items()
        if getattr(kept, field) != after
    ]
    edits = Person.history.filter(id=kept.pk, history_date__gt=decided.at).exclude(
        history_change_reason__startswith=DECIDED
    )
    if count := edits.count():
        found.append(f"Changes of {kept} since the merge stay with {kept}: {count}, in the history.")
    splits = PersonSplit.objects.filter(to=kept, at__gt=decided.at, undone_at=None).count()
    if splits:
        found.append(f"Documents that editors attributed to {kept} since stay with {kept}: {splits} decisions.")
    return found


def undo_merge(number: int, reason: str, by: User) -> PersonMerge:
    """Take a merge back: both people are as they were; raises NotDecided where something would be lost.

    Their documents are linked anew by ``link_left``.
    """
    if not reason.strip():
        raise NotDecided("Say why the merge is taken back.")
    with deciding():
        decided = PersonMerge.objects.select_for_update(of=("self",)).select_related("undone_by").get(pk=number)
        people = Person.objects.select_for_update().filter(pk__in=[decided.kept_id, decided.gone_id])
        by_key = {one.pk: one for one in people.order_by("pk")}
        decided.kept, decided.gone = by_key[decided.kept_id], by_key[decided.gone_id]
        if why := hindrances(decided):
            raise NotDecided(*why)
        kept, gone = decided.kept, decided.gone
        top = kept.merged_into or kept
        documents = set(Participation.objects.filter(person=top).values_list("telegram", flat=True))
        documents.update(_ambiguous(Person.objects.filter(Q(pk=top.pk) | Q(merged_into=top))))
        for field, (before, after) in authority_of(decided).items():
            if getattr(kept, field) == after:
                setattr(kept, field, before)
        decided.undone_by, decided.undone_at, decided.undone_reason = by, timezone.now(), reason.strip()
        decided.left = sorted(documents)
        decided.save()
        said_of(kept, by, f"{gone.slug} taken out again: {reason}")
        gone.merged_into = None
        said_of(gone, by, f"taken out of {kept.slug} again: {reason}")
        point_anew()
    return decided


def point_anew() -> None:
    """Let everybody who is merged point to whoever is kept in the end, as the standing decisions have it."""
    to = dict(PersonMerge.objects.filter(undone_at=None).values_list("gone", "kept"))
    to |= dict(PersonSplit.objects.filter(is_retired=True).values_list("to", "off"))
    wrong: dict[int, list[int]] = {}
    for one in Person.objects.filter(Q(pk__in=list(to)) | ~Q(merged_into=None)).only("pk", "merged_into"):
        if (top := _top(one.pk, to)) != one.merged_into_id:
            wrong.setdefault(top or 0, []).append(one.pk)
    for top, keys in wrong.items():
        Person.objects.filter(pk__in=keys).update(merged_into=top or None)


def _top(key: int, to: Mapping[int, int]) -> int | None:
    top = key
    while top in to:
        top = to[top]
    return top if top != key else None
