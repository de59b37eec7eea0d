"""Whom documents name, as verbs: a person decides it for one party or for many, and takes it back.

A decision is kept for each party of each document as it was printed then, stands before every rule, and is obeyed by
every later load. Stands beside ``merging`` and may import what that may, and ``merging``; used by admin.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils import timezone

from telegrams.importing.bulk import copy_in, number
from telegrams.merging import NotDecided, deciding, point_anew, said_of
from telegrams.models import Attribution, Participation, Person, PersonMerge, PersonSlug, PersonSplit
from telegrams.parsing.folding import folded, slugged
from telegrams.vocabulary import Role

DECIDABLE = (Role.SENDER, Role.RECIPIENT, Role.SIGNER, Role.MENTIONED)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody who is entered with a decision, because nobody known is meant."""

    family: str
    given: str = ""
    note: str = ""

    @property
    def slug(self) -> str:
        """The address that the name gives, if nobody has it."""
        return slugged(f"{self.family} {self.given}", 110)


def attribute(
    parties: QuerySet[Participation],
    off: int | None,
    to: int | NewPerson,
    reason: str,
    source: str,
    by: User,
    asked: str = "",
) -> PersonSplit:
    """Let these parties of documents name a person from now on; their documents are left to ``merging.link_left``.

    ``off``: whom they named, None for nobody. Raises NotDecided and AnotherImport; then nothing is written.
    """
    if not reason.strip() or not source.strip():
        raise NotDecided("A split needs a reason and a source.")
    with deciding():
        from_whom = Person.objects.select_for_update().get(pk=off) if off else None
        person = _entered(to, source, by) if isinstance(to, NewPerson) else _known(to)
        if from_whom is not None and person == from_whom:
            raise NotDecided(f"They name {person} already.")
        rows = parties.filter(person=from_whom, role__in=DECIDABLE).order_by("telegram", "pk")
        said = list(rows.values_list("telegram", "role", "name_printed", "office_printed"))
        if not said:
            raise NotDecided("No party is chosen, or somebody else decided of them since. Look at them again.")
        split = PersonSplit.objects.create(
            off=from_whom, to=person, made=isinstance(to, NewPerson), by=by, reason=reason.strip(),
            source=source.strip(), asked=asked, left=sorted({telegram for telegram, *_ in said}),
        )  # fmt: skip
        decided = dict.fromkeys((telegram, role, name or office) for telegram, role, name, office in said)
        fresh = [
            Attribution(split=split, telegram_id=key, role=role, printed=printed) for key, role, printed in decided
        ]
        number(fresh)
        copy_in(fresh)
        for one in filter(None, (from_whom, person)):
            said_of(one, by, f"{len(split.left)} documents from {from_whom or 'nobody'} to {person}: {reason}")
    return split


def _known(key: int) -> Person:
    person = Person.objects.select_for_update().get(pk=key)
    if person.merged_into_id:
        raise NotDecided(f"{person} is merged into {person.merged_into}: choose that person.")
    return person


def _entered(new: NewPerson, source: str, by: User) -> Person:
    """The person, made with an address that nobody ever had."""
    if not new.family.strip() or not new.slug:
        raise NotDecided("A new person needs a family name.")
    stem = new.slug
    taken = set(PersonSlug.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    taken.update(Person.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    slug = next(one for at in range(1, len(taken) + 2) if (one := stem if at == 1 else f"{stem}-{at}") not in taken)
    person = Person(
        slug=slug,
        family=new.family.strip()[:120],
        given=new.given.strip()[:200],
        note=new.note.strip(),
        source=source.strip(),
        origin="editor",
        sort_key=folded(f"{new.family} {new.given}".strip())[:330],
    )
    person._history_user = by  # type: ignore[attr-defined]
    person.save()
    PersonSlug.objects.create(slug=slug, person=person)
    return person


def chosen(
    off: Person,
    roles: Iterable[str] = (),
    volume: str = "",
    since: str = "",
    until: str = "",
    post: str = "",
    documents: Sequence[int] = (),
) -> QuerySet[Participation]:
    """The parties by which documents name a person, narrowed by role, volume, days, post, or to documents ticked."""
    rows = Participation.objects.filter(person=off, role__in=list(roles) or DECIDABLE)
    if documents:
        rows = rows.filter(telegram__in=list(documents))
    if volume:
        rows = rows.filter(telegram__volume__slug=volume)
    if since:
        rows = rows.filter(telegram__latest__gte=since)
    if until:
        rows = rows.filter(telegram__earliest__lte=until)
    if post:
        rows = rows.filter(telegram__post__slug=post)
    return rows


def undo_split(key: int, reason: str, by: User) -> PersonSplit:
    """Let rules, and earlier decisions, say again whom the documents name; raises NotDecided.

    A person who was entered with the decision and has nothing else goes with it; the address leads to the one of
    whom the documents were taken.
    """
    if not reason.strip():
        raise NotDecided("Say why the split is taken back.")
    with deciding():
        split = PersonSplit.objects.select_for_update(of=("self",)).select_related("to", "off", "undone_by").get(pk=key)
        if split.undone_at is not None:
            raise NotDecided(f"This was taken back already, by {split.undone_by} on {split.undone_at:%Y-%m-%d}.")
        split.undone_by, split.undone_at, split.undone_reason = by, timezone.now(), reason.strip()
        split.left = sorted(set(split.attributions.values_list("telegram", flat=True)))
        split.is_retired = split.made and split.off is not None and not own(split)
        split.save()
        for one in filter(None, (split.off, split.to)):
            said_of(one, by, f"documents back from {split.to} to {split.off or 'nobody'}: {reason}")
        point_anew()
    return split


def own(split: PersonSplit) -> list[str]:
    """What the person a split is to has besides its documents, and therefore stays with."""
    to = split.to
    others = PersonSplit.objects.filter(to=to, undone_at=None).exclude(pk=split.pk)
    merges = PersonMerge.objects.filter(Q(kept=to) | Q(gone=to), undone_at=None)
    has = {
        "offices": to.tenures.exists(),
        "further names": to.further_names.exists(),
        "lines of a volume’s list": to.listings.exists(),
        "ids elsewhere": bool(to.wikidata or to.viaf or to.register_id),
        "documents attributed by other decisions": others.exists(),
        "a merge": merges.exists(),
        "documents taken off": PersonSplit.objects.filter(off=to, undone_at=None).exists(),
    }
    return [name for name, is_so in has.items() if is_so]
