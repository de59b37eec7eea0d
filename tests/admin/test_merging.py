"""People are made one and parted on pages of the admin: previewed, with reason and source, and taken back."""

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from telegrams import merging
from telegrams.models import Participation, Person, PersonMerge, PersonSplit, Telegram
from telegrams.search import ENGINE
from tests.admin.conftest import logged_in
from tests.making import a_telegram

MERGE = "/admin/telegrams/person/merge/"
LIST = "/admin/telegrams/person/"
WHY = {"reason": "The same hand.", "source": "RG 59, card index"}


@pytest.fixture
def two(register: None, seed: Telegram) -> tuple[Person, Person]:
    """Kennan of the register, and the Kennan whom headings from Riga name, with two documents."""
    for _ in range(2):
        a_telegram(sender="Kennan", sender_office="The Consul at Riga", signature="Kennan")
    return Person.objects.get(slug="kennan-george-frost"), Person.objects.get(slug="kennan-riga")


def form_of(client: Client, kept: Person, gone: Person) -> dict[str, object]:
    """What the page would send."""
    page = client.get(MERGE, {"person": [kept.pk, gone.pk], "kept": kept.pk}).context["page"]
    return {"person": [kept.pk, gone.pk], "kept": kept.pk, "seen": page.form["seen"].value()}


def merged(client: Client, kept: Person, gone: Person) -> PersonMerge:
    response = client.post(MERGE, {**form_of(client, kept, gone), **WHY, "merge": "1"})
    assert response.status_code == 302
    return PersonMerge.objects.get()


def senders() -> set[str]:
    rows = Participation.objects.filter(role="sender", name_printed="Kennan")
    return set(rows.values_list("person__slug", flat=True))


def test_two_chosen_in_the_list_are_previewed_with_everything_that_is_touched(
    two: tuple[Person, Person], editor: Client
) -> None:
    chosen = {"action": "merge_chosen", "_selected_action": [one.pk for one in two]}

    response = editor.post(LIST, chosen, follow=True)

    said = response.content.decode()
    page = response.context["page"]
    assert page.kept == two[0]
    assert "2 documents will name George Frost Kennan (kennan-george-frost)" in said
    assert len(page.first) == 2
    assert "<code>sender=kennan-riga</code> will be read as <code>sender=kennan-george-frost</code>" in said
    assert " style=" not in said


def test_a_merge_is_made_and_taken_back_with_its_reasons_for_readers(
    two: tuple[Person, Person], editor: Client, client: Client
) -> None:
    kept, gone = two
    decided = merged(editor, kept, gone)
    assert senders() == {"kennan-george-frost"}
    assert "merged" in editor.get(f"{LIST}{gone.pk}/change/").content.decode()

    read = client.get("/people/kennan-riga/", follow=True)
    assert read.redirect_chain == [("/people/kennan-george-frost/", 301)]
    assert "Merged from Kennan" in read.content.decode()
    assert "The same hand." in read.content.decode()

    address = reverse("admin:telegrams_person_undo_merge", args=[decided.pk])
    assert "will be linked anew" in editor.get(address).content.decode()
    assert editor.post(address, {"reason": "Two hands."}).status_code == 302
    assert senders() == {"kennan-riga"}
    assert "Two hands." in client.get("/people/kennan-george-frost/").content.decode()


def test_old_addresses_of_searches_and_receipts_go_on_finding_the_person(
    two: tuple[Person, Person], editor: Client, client: Client
) -> None:
    before = client.get("/telegrams.json", {"sender": "kennan-riga"}).json()["total"]
    merged(editor, *two)
    ENGINE.follow()

    asked = client.get("/telegrams.json", {"sender": "kennan-riga"}).json()

    assert before == asked["total"] == 2
    assert client.get("/telegrams/", {"not.sender": "kennan-riga"}).status_code == 200


@pytest.mark.parametrize("missing", ["reason", "source"])
def test_without_a_reason_and_a_source_nothing_is_merged_and_what_was_typed_stays(
    two: tuple[Person, Person], editor: Client, missing: str
) -> None:
    typed = {**form_of(editor, *two), **WHY, "merge": "1", missing: ""}

    response = editor.post(MERGE, typed)

    said = response.content.decode()
    assert "Say" in said
    assert next(value for name, value in WHY.items() if name != missing) in said
    assert not PersonMerge.objects.exists()


def test_ids_that_differ_are_asked_for(two: tuple[Person, Person], editor: Client) -> None:
    for number, one in enumerate(two, 1):
        one.wikidata = f"Q{number}"
        one.save()

    refused = editor.post(MERGE, {**form_of(editor, *two), **WHY, "merge": "1"})
    assert "choose the right one" in refused.content.decode()
    editor.post(MERGE, {**form_of(editor, *two), **WHY, "merge": "1", "wikidata": "Q2"})

    assert Person.objects.get(pk=two[0].pk).wikidata == "Q2"


def test_who_merged_a_person_meanwhile_is_told(two: tuple[Person, Person], editor: Client) -> None:
    kept, gone = two
    merging.merge(kept.pk, [gone.pk], "r", "s", User.objects.get(username="clio"))

    answer = editor.get(f"/admin/telegrams/person/merge/?person={kept.pk}&person={gone.pk}", follow=True)

    assert f"{gone.listed_as} was merged into {kept.listed_as} by clio." in answer.content.decode()


def test_a_person_who_was_merged_is_read_only(two: tuple[Person, Person], editor: Client) -> None:
    merged(editor, *two)

    response = editor.post(f"{LIST}{two[1].pk}/change/", {"family": "Other"})

    assert response.status_code == 403
    assert Person.objects.get(pk=two[1].pk).family == "Kennan"


def test_somebody_who_may_only_look_decides_nothing(two: tuple[Person, Person], onlooker: Client) -> None:
    party = Participation.objects.filter(person=two[1]).first()
    assert party is not None
    asked = {"document": party.telegram_id, "role": party.role, "printed": party.name_printed}

    for address in (MERGE, f"{LIST}{two[1].pk}/split/", f"{LIST}attribute/", f"{LIST}merges/1/undo/"):
        assert onlooker.get(address, asked).status_code == 403
        assert onlooker.post(address, asked).status_code == 403
    assert "Merge with" not in onlooker.get(f"{LIST}{two[1].pk}/change/").content.decode()


def test_an_editor_of_people_needs_no_more_than_that_permission(two: tuple[Person, Person]) -> None:
    user = User.objects.create_user("erato", password=None, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["change_person", "view_person"]))

    assert merged(logged_in(user), *two).by == user


def test_documents_ticked_are_taken_off_for_somebody_new_and_given_back(
    two: tuple[Person, Person], editor: Client
) -> None:
    address = f"{LIST}{two[1].pk}/split/"
    page = editor.get(address, {"role": "sender"}).context["page"]
    assert page.total == 2
    typed = {
        **WHY, "role": "sender", "which": "ticked", "party": page.listed[0].pk, "family": "Kennan", "given": "Joseph",
    }  # fmt: skip

    preview = editor.post(address, {**typed, "preview": "1"})
    assert "1 document will name Joseph Kennan, entered anew" in preview.content.decode()
    assert not PersonSplit.objects.exists()
    assert editor.post(address, {**typed, "decide": "1"}).status_code == 302
    assert senders() == {"kennan-joseph", "kennan-riga"}

    undo = reverse("admin:telegrams_person_undo_split", args=[PersonSplit.objects.get().pk])
    assert "will lead to Kennan" in editor.get(undo).content.decode()
    assert editor.post(undo, {"reason": "One hand."}).status_code == 302
    assert senders() == {"kennan-riga"}


def test_all_of_some_days_are_taken_off_for_somebody_known(two: tuple[Person, Person], editor: Client) -> None:
    a_telegram(sender="Kennan", sender_office="The Consul at Riga", sent="1946-03-01")
    address = f"{LIST}{two[1].pk}/split/"
    typed = {**WHY, "role": "sender", "since": "1946", "which": "all", "person": "Kennan, George"}

    assert editor.post(address, {**typed, "decide": "1"}).status_code == 302

    split = PersonSplit.objects.get()
    assert (split.to, split.attributions.count()) == (two[0], 1)
    assert split.asked == "sender; since 1946-01-01"


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({"person": "nobody at all"}, "Nobody is known as"),
        ({}, "Say who is meant"),
        ({"person": "kennan"}, "Several are called so"),
        ({"since": "1946-13", "person": "kennan-george-frost"}, "Nothing is chosen"),
        ({"which": "ticked", "person": "kennan-george-frost"}, "Nothing is chosen"),
        ({"person": "kennan-riga"}, "name Kennan already"),
    ],
)
def test_a_split_that_cannot_be_says_why(
    two: tuple[Person, Person], editor: Client, said: dict[str, str], answer: str
) -> None:
    response = editor.post(f"{LIST}{two[1].pk}/split/", {**WHY, "which": "all", "decide": "1", **said})

    assert answer in response.content.decode()
    assert not PersonSplit.objects.exists()


def test_the_sender_of_one_document_is_said_to_be_somebody(two: tuple[Person, Person], editor: Client) -> None:
    telegram = a_telegram(sender="Smith", sender_office="")
    asked = {"document": telegram.pk, "role": "sender", "printed": "Smith"}
    assert "linked to nobody" in editor.get(f"{LIST}attribute/", asked).content.decode()

    typed = {**asked, **WHY, "which": "all", "person": "kennan-george-frost", "decide": "1"}
    assert editor.post(f"{LIST}attribute/", typed).status_code == 302

    sender = telegram.participations.get(role="sender")
    assert (sender.person, sender.rule) == (two[0], "an editor's decision")
    call_command("resolve", verbosity=0)
    assert telegram.participations.get(role="sender").person == two[0]


def test_the_list_counts_only_what_it_shows(two: tuple[Person, Person], editor: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        editor.get(LIST)

    assert not [one["sql"] for one in asked if "COUNT(*)" in one["sql"] and "participation" in one["sql"]]


def test_numbers_that_no_row_can_have_are_taken_for_none(two: tuple[Person, Person], editor: Client) -> None:
    kept, gone = two
    form = form_of(editor, kept, gone)

    preview = editor.post(MERGE, {**form, "person": [kept.pk, gone.pk, "9" * 5_000, "-1"], **WHY, "preview": "1"})
    parting = editor.post(f"/admin/telegrams/person/{gone.pk}/split/", {"party": "9" * 5_000, "which": "ticked", **WHY})
    forged = editor.post(MERGE, {**form, "seen": "[" * 100_000, **WHY, "merge": "1"})

    assert preview.status_code == parting.status_code == 200
    assert "Open the page again." in forged.content.decode()
