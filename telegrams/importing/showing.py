"""Loaded values and corrections → the rows readers see. The one writer of shown values.

Loader, admin and resolver all call ``reshow``; nothing else sets a telegram's shown columns.
Whoever changes what held documents show calls ``show_again``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields

from django.db import connection
from django.db.models import Q, QuerySet

from telegrams import corrections, errata
from telegrams.corrections import CorrectedValue, ShownValue
from telegrams.errata import NOTHING, PlacedField, Printed, ShownPlaces, printed_of
from telegrams.importing.bulk import update
from telegrams.importing.parties import Party, link_parties, parties
from telegrams.importing.resolving.references import page_references_again
from telegrams.importing.resolving.register import Register
from telegrams.importing.resolving.sought import concerned_by, files_concerned_by, resolve_files, resolve_messages
from telegrams.models import Change, Correction, Footnote, PageMarker, Participation, Person, Post, Telegram
from telegrams.parsing.folding import slugged
from telegrams.parsing.names import surname
from telegrams.parsing.posts import post_of_place
from telegrams.parsing.transmission import destination, instant
from telegrams.records import PageRecord, ReadValue, place_to_json, values_from_json
from telegrams.vocabulary import HeaderField

PEOPLE_LOCK = 7_301_946
"""Key of the advisory lock that a merge holds alone, and shared whoever writes by the people he has read."""

AT_ONCE = 400
"""Documents whose rows are written together."""

SHOWN = frozenset(field.name for field in Telegram._meta.concrete_fields) - {"id", "text", "layout", "loaded"}
"""What is written anew of a document: all but the print and what was read from it."""


def standing(telegram: Telegram) -> list[CorrectedValue]:
    """The corrections of a telegram that nobody has taken back."""
    rows = Correction.objects.filter(telegram=telegram, withdrawn_at=None).select_related("by")
    return [corrections.corrected_value(row) for row in rows]


def reshow(telegrams: Sequence[Telegram], register: Register) -> None:
    """Write what readers see of telegrams held: their columns, their posts, their notes and pages, their parties."""
    for start in range(0, len(telegrams), AT_ONCE):
        _reshow_some(telegrams[start : start + AT_ONCE], register)


def _reshow_some(telegrams: Sequence[Telegram], register: Register) -> None:
    """As many as are written together, in a number of statements that does not grow with them."""
    keys = [telegram.pk for telegram in telegrams]
    made: dict[int, list[CorrectedValue]] = {}
    for row in Correction.objects.filter(telegram__in=keys, withdrawn_at=None).select_related("by"):
        made.setdefault(row.telegram_id, []).append(corrections.corrected_value(row))
    notes: dict[int, list[str]] = {}
    for key, text in Footnote.objects.filter(telegram__in=keys).values_list("telegram", "text"):
        notes.setdefault(key, []).append(text)
    found: list[Party] = []
    for telegram in telegrams:
        corrected = made.get(telegram.pk, [])
        shown = fill(telegram, register, corrected, places=_reshow_places(telegram, corrected))
        found += parties(telegram, shown, register, notes.get(telegram.pk, []))
    update(telegrams, SHOWN)
    Participation.objects.filter(telegram__in=keys).delete()
    link_parties(found, register)
    Participation.objects.bulk_create([party.row for party in found], batch_size=2_000)


def lay(telegram: Telegram, corrected: Iterable[CorrectedValue], printed: Printed) -> ShownPlaces:
    """Set a telegram's ``places``, unsaved, to what corrections make of its text, notes and pages; returns that."""
    places = errata.show(printed, corrected)
    telegram.places = errata.to_json(places, printed)
    return places


def _reshow_places(telegram: Telegram, corrected: Sequence[CorrectedValue]) -> ShownPlaces:
    """Write the rows of notes and pages anew, where a correction of one stands or stood."""
    if not telegram.places and not any(isinstance(one.field, PlacedField) for one in corrected):
        return NOTHING
    printed = printed_of(telegram)
    places = lay(telegram, corrected, printed)
    for note in telegram.footnotes.all():
        offset = places.notes.get(note.ordinal, printed.notes[note.ordinal])
        if note.offset != offset:
            note.offset = offset
            note.save(update_fields=["offset"])
    _write_pages(telegram, printed.pages if places.pages is None else places.pages)
    return places


def _write_pages(telegram: Telegram, pages: Sequence[PageRecord]) -> None:
    held = [(row.label, row.offset, row.implied) for row in telegram.page_markers.all()]
    if held == [(page.label, page.offset, page.implied) for page in pages]:
        return
    telegram.page_markers.all().delete()
    PageMarker.objects.bulk_create(page_rows(telegram, pages))
    page_references_again(telegram, {label for label, *_ in held} ^ {page.label for page in pages})


def page_rows(telegram: Telegram, pages: Iterable[PageRecord]) -> list[PageMarker]:
    """The rows of page marks, numbered in their order."""
    return [
        PageMarker(
            telegram=telegram,
            ordinal=ordinal,
            label=page.label,
            offset=page.offset,
            implied=page.implied,
            place=place_to_json(page.place),
        )
        for ordinal, page in enumerate(pages, 1)
    ]


def show_again(telegrams: Sequence[Telegram], register: Register) -> None:
    """What every document gets whose links or corrections changed, in the transaction that changed them.

    Rows first and the numbers of the changes last: all writers keep this order of locks.
    """
    reshow(telegrams, register)
    documents = Telegram.objects.filter(pk__in=[telegram.pk for telegram in telegrams])
    resolve_messages(concerned_by(documents))
    resolve_files(files_concerned_by(documents))
    Change.note(*(telegram.pk for telegram in telegrams))


def locked(telegram_id: int) -> Telegram:
    """The telegram, locked until the end of the caller's transaction, in which nobody is merged or split."""
    people_stay()
    return Telegram.objects.select_for_update(of=("self",)).select_related("volume").get(pk=telegram_id)


def people_stay() -> None:
    """Let nobody be merged, split or put back until the caller's transaction ends; first of its locks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [PEOPLE_LOCK])


def documents_naming(people: Iterable[Person]) -> QuerySet[Telegram]:
    """Documents whose sender, recipient or signer may be one of these people, and those linked to them already.

    One who was merged is meant with whoever was kept, and the other way.
    """
    kept = {person.merged_into_id or person.pk for person in people}
    named = Q(person__in=kept)
    for person in Person.objects.filter(Q(pk__in=kept) | Q(merged_into__in=kept)).prefetch_related(
        "tenures", "further_names"
    ):
        named |= Q(name_printed__iendswith=person.family)
        for further in person.further_names.all():
            named |= Q(name_printed__iendswith=surname(further.name) or further.name)
        for tenure in person.tenures.all():
            named |= Q(name_printed="", office_printed__iendswith=tenure.office)
    return Telegram.objects.filter(pk__in=Participation.objects.filter(named).values("telegram"))


def fill(
    telegram: Telegram,
    register: Register,
    corrected: Iterable[CorrectedValue],
    read: Iterable[ReadValue] | None = None,
    places: ShownPlaces = NOTHING,
) -> dict[HeaderField, ShownValue]:
    """Set the shown columns and the post of a telegram, unsaved; returns the values shown.

    ``read``: what its ``loaded`` holds, where that is at hand; ``places``: what corrections make of its page marks.
    """
    shown = corrections.show(values_from_json(telegram.loaded) if read is None else read, corrected, places)
    columns = corrections.columns(shown)
    for field in fields(columns):
        setattr(telegram, field.name, getattr(columns, field.name))
    if shown[HeaderField.SENT].value or shown[HeaderField.SENT].correction:
        telegram.bracket_first, telegram.bracket_last, telegram.bracket_proof = None, None, ""
    elif telegram.bracket_proof:
        telegram.earliest, telegram.latest = telegram.bracket_first, telegram.bracket_last
    telegram.post_id = _post(shown[HeaderField.PLACE].value, telegram.volume.is_specimen, register)
    _reckon(telegram, shown)
    return shown


def _reckon(telegram: Telegram, shown: Mapping[HeaderField, ShownValue]) -> None:
    """Set the instants of sending and receipt, where a day, an hour and a city with legal time are known."""
    telegram.sent_at = telegram.received_at = None
    day = telegram.earliest if telegram.earliest == telegram.latest else None
    if telegram.volume.is_specimen or not (day or telegram.received_on):
        return
    printed = shown[HeaderField.SENT_TIME].printed
    telegram.sent_at = instant(day, telegram.sent_time, post_of_place(telegram.place), printed)
    if telegram.received_on and telegram.received_time:
        there = destination(shown[HeaderField.RECIPIENT_OFFICE].value, telegram.received_on)
        printed = shown[HeaderField.RECEIVED].printed
        telegram.received_at = instant(telegram.received_on, telegram.received_time, there, printed)


def _post(place: str, is_specimen: bool, register: Register) -> int | None:
    """The post of a place where the table of posts knows it; its row is made at first need.

    The posts of a specimen are invented: they are known from its datelines alone.
    """
    fact = None if is_specimen or not place else post_of_place(place)
    slug = slugged(place) if is_specimen else fact.slug if fact else ""
    if not slug:
        return None
    if slug not in register.posts:
        said = (
            {name: getattr(fact, name) for name in ("city", "country", "lat", "lon", "tz", "source")}
            if fact
            else {"city": place[:120], "source": "invented for the specimen volume"}
        )
        register.posts[slug] = Post.objects.get_or_create(slug=slug, defaults=said)[0].pk
    return register.posts[slug]
