"""Two people are made one, and parted again; every later load and linking obeys."""

from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import ForeignKey
from django.test.utils import CaptureQueriesContext

from telegrams import attributing, curating, merging
from telegrams.attributing import NewPerson
from telegrams.curating import Edit
from telegrams.importing.loading import load
from telegrams.importing.registers import load_tenures
from telegrams.importing.relinking import relink
from telegrams.importing.resolving.known import fresh_register
from telegrams.merging import CARRIED, NotDecided
from telegrams.models import Participation, Person, PersonMerge, PersonSlug, Telegram, Tenure
from telegrams.records import TelegramRecord, TenureRecord
from telegrams.vocabulary import Certainty, HeaderField
from tests.making import a_record, a_telegram, an_import_run
from tests.pages.loading import SAMPLES
from tests.pages.loading import load as imported

pytestmark = pytest.mark.django_db

HARRIMAN = TenureRecord(
    person="harriman-william-averell", family="Harriman", given="William Averell", names=("W. Averell Harriman",),
    office="Ambassador", country="the Soviet Union", since="1943-10-23", until="1946-01-24",
)  # fmt: skip
KENNAN = TenureRecord(
    person="kennan-george-frost", family="Kennan", given="George Frost", names=("George F. Kennan",),
    office="Counselor of Embassy", country="Portugal", since="1942", until="1943",
)  # fmt: skip
SAME = TenureRecord(
    person="harriman-w-averell", family="Harriman", given="W. Averell", names=("W. Averell Harriman",),
    office="Ambassador", country="the Soviet Union", since="1943-10", until="1946-01",
)  # fmt: skip

Row = tuple[object, ...]


def held(*records: TelegramRecord) -> None:
    """Load these as an import does, with the register as it is."""
    load(records, an_import_run(), fresh_register())


def by(name: str = "clio") -> User:
    return User.objects.get_or_create(username=name)[0]


def person(slug: str) -> Person:
    return Person.objects.get(slug=slug)


def rows() -> list[Row]:
    """What every party of every document says."""
    said = Participation.objects.order_by("telegram__document", "pk").values_list(
        "telegram__document", "role", "name_printed", "office_printed", "party", "party_label", "person__slug",
        "office__slug", "tenure", "certainty", "rule", "evidence",
    )  # fmt: skip
    return list(said)


def people() -> list[Row]:
    fields = ("slug", "family", "given", "names", "wikidata", "viaf", "register_id", "merged_into__slug", "origin")
    return list(Person.objects.order_by("slug").values_list(*fields))


def merged(kept: str, *gone: str, **said: object) -> PersonMerge:
    decided = merging.merge(
        person(kept).pk, [person(one).pk for one in gone], "The same hand.", "RG 59, card index", by(), **said
    )  # type: ignore[arg-type]
    assert merging.link_left(decided[0], 60) == 0
    return decided[0]


def parted(decided: PersonMerge) -> PersonMerge:
    merging.undo_merge(decided.pk, "Two hands after all.", by("thoth"))
    assert merging.link_left(decided, 60) == 0
    decided.refresh_from_db()
    return decided


CHARGE = "The Chargé in the Soviet Union"


@pytest.fixture
def archive() -> None:
    """Kennan of a register and of Moscow's headings, two Harrimans of two registers, and documents of all kinds."""
    load_tenures([HARRIMAN, KENNAN, SAME])
    held(
        a_record(document="d1", sender="Kennan", sender_office=CHARGE, signature="Kennan"),
        a_record("Mr. Kennan came with George F. Kennan.", document="d2", sender="Kennan", sender_office=CHARGE),
        a_record("I saw W. Averell Harriman.", document="d3", sender="Harriman", signature="Harriman"),
        a_record(document="d4", sender="", sender_office="The Ambassador in the Soviet Union", signature="Harriman"),
        a_record("Mr. Harriman agreed.", document="d5", sender="Kenan", sender_office=CHARGE, signature="Kennan"),
        a_record(document="d6", sender="Kennan", sender_office="The Counselor of Embassy in Portugal",
                 sent="1942-11-02", place="Lisbon"),
        a_record("Nobody.", document="d7", sender="", sender_office="the Secretary of State", recipient="Kennan",
                 recipient_office="the Chargé in the Soviet Union", place="Washington"),
    )  # fmt: skip


def test_a_merge_leaves_every_row_as_a_new_linking_would(archive: None) -> None:
    merged("kennan-george-frost", "kennan-moscow")
    merged("harriman-william-averell", "harriman-w-averell")
    merged("kennan-george-frost", "kenan-moscow")

    assert relink(Telegram.objects.all()) == (7, 0)
    assert Participation.objects.get(telegram__document="d4", role="sender").person == person(
        "harriman-william-averell"
    )
    assert Participation.objects.get(telegram__document="d5", role="signer").person == person("kennan-george-frost")
    assert not Participation.objects.filter(person__slug="kennan-moscow").exists()


def test_people_whom_two_registers_know_alike_are_found_when_they_are_one(archive: None) -> None:
    ambiguous = Participation.objects.get(telegram__document="d3", role="sender")
    assert (ambiguous.person, ambiguous.certainty) == (None, Certainty.AMBIGUOUS)

    merged("harriman-william-averell", "harriman-w-averell")

    found = Participation.objects.filter(telegram__document="d3", person__slug="harriman-william-averell")
    assert set(found.values_list("role", flat=True)) == {"sender", "signer", "mentioned"}


@pytest.mark.parametrize(
    ("kept", "gone"),
    [
        ("kennan-george-frost", "kennan-moscow"),
        ("kennan-moscow", "kennan-george-frost"),
        ("harriman-w-averell", "harriman-william-averell"),
        ("kennan-george-frost", "kenan-moscow"),
    ],
)
def test_a_merge_that_is_taken_back_leaves_no_trace(archive: None, kept: str, gone: str) -> None:
    before, before_people = rows(), people()

    decided = merged(kept, gone)
    assert relink(Telegram.objects.all())[1] == 0
    assert rows() != before
    parted(decided)

    assert rows() == before
    assert people() == before_people
    assert relink(Telegram.objects.all())[1] == 0


def test_a_merge_stands_after_the_same_and_another_load_a_new_register_and_resolve(archive: None) -> None:
    merged("kennan-george-frost", "kennan-moscow")
    merged("harriman-william-averell", "harriman-w-averell")
    before = rows()

    held(a_record("He came again.", document="d1", sender="Kennan", sender_office=CHARGE, signature="Kennan"))
    held(a_record(document="d1", sender="Kennan", sender_office=CHARGE, signature="Kennan"))
    held(a_record(document="d9", sender="Kennan", sender_office=CHARGE))
    assert load_tenures([HARRIMAN, KENNAN, SAME])[0] == {"added": 0, "changed": 0, "unchanged": 3}
    load_tenures([HARRIMAN, KENNAN, TenureRecord(**{**_said(SAME), "office": "Ambassador Extraordinary"})])
    relink(Telegram.objects.all())

    assert Participation.objects.get(telegram__document="d9", role="sender").person == person("kennan-george-frost")
    assert person("harriman-w-averell").merged_into == person("harriman-william-averell")
    assert person("harriman-w-averell").tenures.get().office == "Ambassador Extraordinary"
    Telegram.objects.get(document="d9").participations.all().delete()
    load_tenures([SAME])
    relink(Telegram.objects.exclude(document="d9"))
    assert _without_tenures(rows()) == _without_tenures(before)


def _said(record: TenureRecord) -> dict[str, object]:
    return {name: getattr(record, name) for name in record.__slots__}


def _without_tenures(said: list[Row]) -> list[Row]:
    return [row[:8] + row[9:] for row in said]


def test_merges_follow_one_another_and_one_in_the_middle_is_taken_back(archive: None) -> None:
    first = merged("kennan-george-frost", "kennan-moscow")
    merged("harriman-william-averell", "kennan-george-frost")
    assert person("kennan-moscow").merged_into == person("harriman-william-averell")

    parted(first)

    assert person("kennan-moscow").merged_into is None
    assert Participation.objects.get(telegram__document="d1", role="sender").person == person("kennan-moscow")
    assert Participation.objects.get(telegram__document="d6", role="sender").person == person(
        "harriman-william-averell"
    )
    assert relink(Telegram.objects.all())[1] == 0


def test_an_old_slug_leads_to_the_person_kept(archive: None) -> None:
    merged("kennan-george-frost", "kennan-moscow")

    assert PersonSlug.objects.leading_on(["kennan-moscow", "kennan-george-frost", "nobody"]) == {
        "kennan-moscow": "kennan-george-frost"
    }


def test_ids_elsewhere_that_differ_must_be_decided_and_come_back(archive: None) -> None:
    Person.objects.filter(slug="kennan-george-frost").update(wikidata="Q1")
    Person.objects.filter(slug="kennan-moscow").update(wikidata="Q2", viaf="33")
    before = people()

    with pytest.raises(NotDecided, match="say which is right"):
        merged("kennan-george-frost", "kennan-moscow")
    decided = merged("kennan-george-frost", "kennan-moscow", authority={"wikidata": "Q2"})

    kept = person("kennan-george-frost")
    assert (kept.wikidata, kept.viaf) == ("Q2", "33")
    parted(decided)
    assert people() == before


def test_an_id_that_another_has_meanwhile_keeps_a_merge_from_being_taken_back(archive: None) -> None:
    Person.objects.filter(slug="kennan-moscow").update(wikidata="Q2")
    decided = merged("kennan-george-frost", "kennan-moscow")
    Person.objects.filter(slug="kennan-george-frost").update(wikidata="")
    Person.objects.filter(slug="harriman-w-averell").update(wikidata="Q2")

    with pytest.raises(NotDecided, match=r"stands with W\. Averell Harriman"):
        merging.undo_merge(decided.pk, "No.", by())

    assert person("kennan-moscow").merged_into is not None


def test_what_was_done_to_the_person_kept_since_is_said_and_stays(archive: None) -> None:
    Person.objects.filter(slug="kennan-moscow").update(wikidata="Q2")
    decided = merged("kennan-george-frost", "kennan-moscow")
    kept = person("kennan-george-frost")
    kept.wikidata, kept.note = "Q3", "Edited."
    kept.save()

    decided.refresh_from_db()
    assert len(merging.staying(decided)) == 2
    parted(decided)

    assert (person("kennan-george-frost").wikidata, person("kennan-moscow").wikidata) == ("Q3", "Q2")


@pytest.mark.parametrize("missing", ["reason", "source"])
def test_a_merge_needs_a_reason_and_a_source(archive: None, missing: str) -> None:
    said = {"reason": "r", "source": "s", missing: " "}

    with pytest.raises(NotDecided, match="needs a reason and a source"):
        merging.merge(person("kennan-george-frost").pk, [person("kennan-moscow").pk], **said, by=by())


def test_nobody_is_merged_twice_nor_into_one_who_is_gone(archive: None) -> None:
    merged("kennan-george-frost", "kennan-moscow")

    for kept, gone in (("harriman-w-averell", "kennan-moscow"), ("kennan-moscow", "harriman-w-averell")):
        with pytest.raises(NotDecided, match="is merged into George Frost Kennan"):
            merged(kept, gone)


def test_a_merge_prepared_before_somebody_changed_a_person_is_refused(archive: None) -> None:
    kept, gone = person("kennan-george-frost"), person("kennan-moscow")
    seen = merging.newest_lines([kept.pk, gone.pk])
    kept.save()

    with pytest.raises(NotDecided, match="Look at it again"):
        merging.merge(kept.pk, [gone.pk], "r", "s", by(), seen=seen)


def test_who_did_it_and_why_stands_in_the_history_of_both(archive: None) -> None:
    decided = merged("kennan-george-frost", "kennan-moscow")
    parted(decided)

    for slug in ("kennan-george-frost", "kennan-moscow"):
        undone, done = person(slug).history.all()[:2]
        assert (done.history_user, undone.history_user) == (by(), by("thoth"))
        assert "The same hand." in done.history_change_reason
        assert "Two hands after all." in undone.history_change_reason


def test_a_person_that_was_merged_goes_on_following_its_register(archive: None) -> None:
    merged("kennan-george-frost", "kennan-moscow")

    load_tenures([TenureRecord(**{**_said(KENNAN), "died": "2005-03-17"})])

    assert person("kennan-george-frost").died == "2005-03-17"


def test_a_merge_asks_no_more_of_many_documents_than_of_few(archive: None) -> None:
    def asked(kept: str, gone: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            merging.merge(person(kept).pk, [person(gone).pk], "r", "s", by())
        return len(queries)

    held(*(a_record(sender="Orr", sender_office="The Consul at Geneva") for _ in range(2)))
    held(*(a_record(sender="Ogg", sender_office="The Consul at Geneva") for _ in range(60)))

    few = asked("kennan-george-frost", "orr-geneva")
    assert asked("harriman-w-averell", "ogg-geneva") <= few


def test_every_relation_to_a_person_is_named_in_the_table_of_what_a_merge_carries() -> None:
    related = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if (isinstance(field, ForeignKey) or field.many_to_many) and field.related_model is Person
    }

    assert related == {one.relation for one in CARRIED}


# --- splits -----------------------------------------------------------------------------------------


def split_off(slug: str, to: int | NewPerson, *documents: str, role: str = "sender") -> attributing.PersonSplit:
    off = person(slug)
    keys = list(Telegram.objects.filter(document__in=documents).values_list("pk", flat=True))
    parties = attributing.chosen(off, roles=[role], documents=keys)
    split = attributing.attribute(parties, off.pk, to, "Another hand.", "RG 84", by())
    assert merging.link_left(split, 60) == 0
    return split


def restored(split: attributing.PersonSplit) -> None:
    attributing.undo_split(split.pk, "One hand.", by())
    assert merging.link_left(split, 60) == 0


def test_a_document_names_whom_an_editor_says_and_its_signer_follows(archive: None) -> None:
    split_off("kennan-moscow", NewPerson("Kennan", "Joseph"), "d1")

    sender = Participation.objects.get(telegram__document="d1", role="sender")
    assert (sender.party, sender.party_label, sender.certainty) == ("kennan-joseph", "Kennan, Joseph", Certainty.SURE)
    assert (sender.rule, sender.evidence) == ("an editor's decision", "Another hand. (RG 84)")
    assert Participation.objects.get(telegram__document="d1", role="signer").person == person("kennan-joseph")
    assert Participation.objects.get(telegram__document="d2", role="sender").person == person("kennan-moscow")


def test_a_split_stands_after_every_load_and_linking(archive: None) -> None:
    split_off("kennan-moscow", NewPerson("Kennan", "Joseph"), "d1")
    before = rows()

    held(a_record("He came again.", document="d1", sender="Kennan", sender_office=CHARGE, signature="Kennan"))
    held(a_record(document="d1", sender="Kennan", sender_office=CHARGE, signature="Kennan"))
    load_tenures([HARRIMAN, KENNAN, SAME])

    assert rows() == before
    assert relink(Telegram.objects.all()) == (7, 0)


def test_a_split_is_of_the_name_that_stood_there(archive: None) -> None:
    split_off("kennan-moscow", NewPerson("Kennan", "Joseph"), "d1")
    telegram = Telegram.objects.get(document="d1")

    [made] = curating.correct(telegram.pk, [Edit(HeaderField.SENDER_NAME, "Harriman", "Kennan")], "r", "s", by())
    other = Participation.objects.get(telegram=telegram, role="sender").person
    curating.take_back(made.pk, by())

    assert other != person("kennan-joseph")
    assert Participation.objects.get(telegram=telegram, role="sender").person == person("kennan-joseph")


@pytest.mark.parametrize("role", ["sender", "mentioned"])
def test_a_split_that_is_taken_back_leaves_no_trace_but_an_address_that_leads_on(archive: None, role: str) -> None:
    slug = "kennan-moscow" if role == "sender" else "kennan-george-frost"
    before = rows()

    split = split_off(slug, NewPerson("Kennan", "Joseph"), "d1", "d2", role=role)
    assert rows() != before
    restored(split)

    assert rows() == before
    assert relink(Telegram.objects.all())[1] == 0
    assert person("kennan-joseph").merged_into == person(slug)


def test_a_person_who_has_more_than_the_split_gave_stays(archive: None) -> None:
    split = split_off("kennan-moscow", NewPerson("Kennan", "Joseph"), "d1")
    person("kennan-joseph").tenures.create(office="Clerk")

    assert attributing.own(split) == ["offices"]
    restored(split)

    assert person("kennan-joseph").merged_into is None


def test_the_newest_decision_stands_and_the_one_before_it_when_that_is_taken_back(archive: None) -> None:
    split_off("kennan-moscow", NewPerson("Kennan", "Joseph"), "d1")
    second = split_off("kennan-joseph", person("harriman-w-averell").pk, "d1")
    assert Participation.objects.get(telegram__document="d1", role="sender").person == person("harriman-w-averell")

    restored(second)

    assert Participation.objects.get(telegram__document="d1", role="sender").person == person("kennan-joseph")


def test_an_ambiguous_party_is_decided(archive: None) -> None:
    parties = Participation.objects.filter(telegram__document="d3", role="sender")

    split = attributing.attribute(parties, None, person("harriman-w-averell").pk, "By the cipher.", "RG 84", by())
    merging.link_left(split, 60)

    assert Participation.objects.get(telegram__document="d3", role="sender").person == person("harriman-w-averell")


def test_a_decision_follows_a_merge_of_the_person_decided_for(archive: None) -> None:
    split_off("kennan-moscow", NewPerson("Kennan", "Joseph"), "d1")
    before = rows()

    decided = merged("harriman-w-averell", "kennan-joseph")
    assert relink(Telegram.objects.all())[1] == 0
    assert Participation.objects.get(telegram__document="d1", role="sender").person == person("harriman-w-averell")
    parted(decided)

    assert rows() == before


# --- further names ----------------------------------------------------------------------------------


def test_a_further_name_is_known_by_its_surname_and_in_texts(archive: None) -> None:
    held(a_record("So said Averell Hariman of Arden.", document="d8", sender="Hariman", sent="1944-05-05"))
    assert Participation.objects.get(telegram__document="d8", role="sender").person != person("harriman-w-averell")
    merged("harriman-w-averell", "harriman-william-averell")

    person("harriman-w-averell").further_names.create(name="Averell Hariman", source="Misprint of 1944")
    relink(Telegram.objects.all())

    found = Participation.objects.filter(telegram__document="d8", person__slug="harriman-w-averell")
    assert set(found.values_list("role", flat=True)) == {"sender", "mentioned"}


def test_real_volumes_are_linked_after_a_merge_as_they_would_be_anew(tmp_path: Path) -> None:
    """The samples, with every pair of a surname merged."""
    imported(*SAMPLES)
    relink(Telegram.objects.all())
    before = rows()
    families: dict[str, list[Person]] = {}
    for one in Person.objects.order_by("slug"):
        families.setdefault(one.family, []).append(one)

    done = [merged(kept.slug, *(one.slug for one in gone)) for kept, *gone in families.values() if gone]

    assert done
    assert relink(Telegram.objects.all())[1] == 0
    for decided in reversed(PersonMerge.objects.all()):
        parted(decided)
    assert rows() == before
    assert relink(Telegram.objects.all())[1] == 0


def test_an_office_entered_for_a_person_links_the_documents_that_name_the_person(db: None) -> None:
    telegram = a_telegram(sender="Durbrow", sender_office="The Chargé in the Soviet Union", sent="1946-11-22")
    person = Person.objects.create(slug="durbrow-elbridge", family="Durbrow", given="Elbridge", origin="editor")
    Tenure.objects.create(person=person, office="Chargé", country="the Soviet Union", since="1946", until="1948")

    done = merging.link_named(person, 8)

    assert done == (1, 0)
    assert telegram.participations.get(role="sender").person == person


def test_a_decision_for_somebody_stands_when_that_person_is_merged_into_one_of_another_surname(db: None) -> None:
    by = User.objects.create_user("clio")
    telegram = a_telegram(sender="Odd", sender_office="The Consul at Riga", place="Riga")
    a_telegram(sender="Orr", sender_office="The Consul at Geneva", place="Geneva")
    a_telegram(sender="Harriman")
    odd, orr, harriman = (Person.objects.get(family=family) for family in ("Odd", "Orr", "Harriman"))
    attributing.attribute(attributing.chosen(odd, ["sender"], documents=[telegram.pk]), odd.pk, orr.pk, "r", "s", by)
    curating.correct(telegram.pk, [Edit(HeaderField.SENDER_NAME, "Orr", "Odd")], "r", "s", by)

    merging.merge(harriman.pk, [orr.pk], "r", "s", by)

    assert telegram.participations.get(role="sender").person == harriman
    assert relink(Telegram.objects.all())[1] == 0


def test_a_decision_for_somebody_speaks_of_no_other_surname_that_a_merge_brings(db: None) -> None:
    by = User.objects.create_user("clio")
    telegram = a_telegram(sender="Orr", sender_office="The Consul at Riga", place="Riga")
    a_telegram(sender="Odd", sender_office="The Consul at Geneva", place="Geneva")
    a_telegram(sender="Harriman")
    orr, odd, harriman = (Person.objects.get(family=family) for family in ("Orr", "Odd", "Harriman"))
    attributing.attribute(
        attributing.chosen(orr, ["sender"], documents=[telegram.pk]), orr.pk, harriman.pk, "r", "s", by
    )
    curating.correct(telegram.pk, [Edit(HeaderField.SENDER_NAME, "Odd", "Orr")], "r", "s", by)
    named = telegram.participations.get(role="sender").person

    merging.merge(harriman.pk, [odd.pk], "r", "s", by)

    assert telegram.participations.get(role="sender").person == named != harriman
    assert relink(Telegram.objects.all())[1] == 0
