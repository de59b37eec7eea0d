"""Who may do what: each role does what the table says in the real pages, and is refused the rest."""

from collections.abc import Callable, Sequence
from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from telegrams import curating
from telegrams.admin import starting
from telegrams.curating import Edit
from telegrams.models import (
    Correction,
    ImportRun,
    Person,
    PersonMerge,
    PersonSplit,
    Post,
    ReaderReport,
    RecordChange,
    Revision,
    RevisionDraft,
    Telegram,
    Upload,
    Volume,
)
from telegrams.roles import ACTIONS, ROLES, Action, Role, matrix, may, set_roles
from telegrams.vocabulary import HeaderField
from tests.admin.conftest import logged_in
from tests.making import a_telegram

migration = import_module("telegrams.migrations.0023_roles")
Probe = Callable[[Client], int]
DONE = (200, 302, 400)
"""A page, what was sent taken, or what was sent found wanting; 403 is the one answer to who may not."""


def page(name: str, *args: object) -> str:
    """An address of the admin."""
    return reverse(f"admin:{name}", args=args)


def looks_at(name: str) -> Probe:
    """Opens the list of a model."""
    return opens(lambda: page(f"{name}_changelist"))


def opens(address: Callable[[], str]) -> Probe:
    """Opens a page there."""
    return lambda client: client.get(address()).status_code


def sends(address: Callable[[], str], **said: str) -> Probe:
    """Sends a form there."""
    return lambda client: client.post(address(), said).status_code


def both(address: Callable[[], str], **said: str) -> tuple[Probe, Probe]:
    """Opens the page of an action, and sends its form."""
    return opens(address), sends(address, **said)


def waits(queue: str) -> Probe:
    """Settles something of a queue."""
    return sends(lambda: page("queue", queue), row="1", do="accept", option="leave")


def list_of(name: str, action: str) -> Probe:
    """Does an action of a list to nothing that is chosen."""
    return sends(lambda: page(f"{name}_changelist"), action=action, index="0")


def on_the_report() -> str:
    return page("telegrams_readerreport_decide", ReaderReport.objects.get().pk)


def the(model: type, name: str) -> Callable[[], str]:
    """The address of something's page, of the latest there is."""
    return lambda: page(name, model.objects.latest("pk").pk)  # type: ignore[attr-defined]


def a_party() -> str:
    party = Telegram.objects.get().participations.filter(role="sender").get()
    return f"{page('telegrams_person_attribute')}?document={party.telegram_id}&role=sender&printed={party.name_printed}"


def names_it(client: Client) -> int:
    """Says of one party of one document who is meant."""
    party = Telegram.objects.get().participations.filter(role="sender").get()
    said = {"document": party.telegram_id, "role": "sender", "printed": party.name_printed}
    return client.post(page("telegrams_person_attribute"), said).status_code


def two_people() -> str:
    asked = "&".join(f"person={one.pk}" for one in Person.objects.order_by("pk")[:2])
    return f"{page('telegrams_person_merge')}?{asked}"


def own_draft() -> str:
    """A draft of the account that is logged in."""
    somebody = User.objects.get(username="somebody")
    return page("telegrams_revision_draft", RevisionDraft.objects.create(by=somebody, kind="bulk").pk)


def chooses_documents(client: Client) -> int:
    """Chooses documents in their list, to correct a field in all."""
    chosen = {"index": "0", "action": "correct_in_all", "_selected_action": str(Telegram.objects.get().pk)}
    return client.post(page("telegrams_telegram_changelist"), chosen).status_code


PROBES: dict[str, Sequence[Probe]] = {
    "look at documents and what waits of them": (
        looks_at("telegrams_telegram"),
        opens(lambda: page("queue", "undated")),
        looks_at("telegrams_check"),
    ),
    "look at the record of changes": (looks_at("telegrams_recordchange"),),
    "look at people, offices and posts": tuple(
        looks_at(f"telegrams_{one}") for one in ("person", "personmerge", "personsplit", "attribution", "post")
    ),
    "look at loads": (looks_at("telegrams_importrun"),),
    "read reports": (looks_at("telegrams_readerreport"), opens(lambda: page("queue", "reports"))),
    "decline a report, or put it away as spam": (
        waits("reports"),
        sends(on_the_report, decision="decline", note="It is so."),
    ),
    "make a report a correction": (sends(on_the_report, decision="accept"),),
    "correct a document": (sends(the(Telegram, "telegrams_telegram_change")),),
    "settle what waits of documents": tuple(
        waits(one) for one in ("undated", "filed", "signed", "kept-out", "apparatus")
    ),
    "choose the document a reference means": (waits("references"), waits("not-found")),
    "take a correction back, or keep it": (list_of("telegrams_correction", "take_back"), waits("conflicts")),
    "put back into its queue what was left": (list_of("telegrams_settlement", "put_back"),),
    "take back what a reference means": (list_of("telegrams_referencedecision", "take_back"),),
    "change people and their offices": (sends(the(Person, "telegrams_person_change")),),
    "merge people, and take it back": (
        *both(two_people),
        *both(the(PersonMerge, "telegrams_person_undo_merge")),
    ),
    "split people, and take it back": (
        *both(lambda: page("telegrams_person_split", Person.objects.earliest("pk").pk)),
        opens(a_party),
        names_it,
        *both(the(PersonSplit, "telegrams_person_undo_split")),
    ),
    "settle what waits of people and offices": tuple(waits(one) for one in ("people", "namesakes", "offices")),
    "change a post": (sends(the(Post, "telegrams_post_change")),),
    "correct many documents of a list as one": (chooses_documents, *both(own_draft, _preview="1")),
    "save a spreadsheet, and send it back": (
        list_of("telegrams_telegram", "save_as_xlsx"),
        *both(lambda: page("telegrams_revision_spreadsheet")),
        opens(lambda: page("telegrams_revision_sheet")),
    ),
    "take such a change of many back": (sends(the(Revision, "telegrams_revision_undo")),),
    "load files from the browser": (
        *both(lambda: page("load")),
        *both(the(Upload, "load-upload"), do="load"),
        opens(the(Upload, "load-state")),
        looks_at("telegrams_upload"),
    ),
    "take a load back": (sends(the(ImportRun, "undo-run")),),
    "withdraw a volume, or change its title page": (sends(the(Volume, "telegrams_volume_change")),),
    "make and change accounts": (sends(lambda: page("auth_user_change", User.objects.get(username="hermes").pk)),),
}
"""What is asked of the real pages for each action of the table: all of it is open to a role, or none."""


@pytest.fixture
def desk(db: None, settings: pytest.FixtureRequest, tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document with a correction and a report, and so people and a post; decisions to take back; all roles."""
    settings.ARCHIVE_DATA = tmp_path  # type: ignore[attr-defined]
    monkeypatch.setattr(starting, "start", lambda *_, **__: 0)  # loads have tests of their own
    set_roles()
    telegram = a_telegram(message_number="58")
    clio = User.objects.create_user("clio", password=None)
    curating.correct(telegram.pk, [Edit(HeaderField.MESSAGE_NUMBER, "59", "58")], "Misread.", "RG 59", clio)
    telegram.reader_reports.create(said="Misread.", source="RG 59", form="one")
    User.objects.create_user("hermes", password=None)
    one = Person.objects.earliest("pk")
    other = Person.objects.create(slug="muses", family="Muses", sort_key="muses")
    decided = {"by": clio, "reason": "One hand.", "source": "RG 59"}
    PersonMerge.objects.create(kept=one, gone=other, **decided)
    PersonSplit.objects.create(off=one, to=other, **decided)
    Revision.objects.create(by=clio, label="Numbers", kind="bulk")
    Upload.objects.create(by=clio, state="rehearsed")


def somebody(role: Role) -> Client:
    """A browser in which an account of this role alone is logged in."""
    user = User.objects.get_or_create(username="somebody", is_staff=True)[0]
    user.groups.set([Group.objects.get(name=role.name)])
    return logged_in(user)


def test_every_action_of_the_table_is_tried() -> None:
    assert {one.said for one in ACTIONS} == PROBES.keys()


@pytest.mark.parametrize("action", ACTIONS, ids=lambda one: one.said)
def test_a_role_does_what_the_table_says_and_no_more(desk: None, action: Action) -> None:
    met = {}
    for role in ROLES:
        client = somebody(role)
        met[role.name] = [probe(client) for probe in PROBES[action.said]]

    for role in ROLES:
        told = [status in DONE if may(role, action) else status == 403 for status in met[role.name]]
        assert all(told), (role.name, met)


@pytest.mark.parametrize("role", ROLES[:3], ids=lambda role: role.name)
def test_only_an_administrator_sees_accounts(desk: None, role: Role) -> None:
    client = somebody(role)

    assert client.get(page("auth_user_changelist")).status_code == 403
    assert client.get(page("auth_group_changelist")).status_code == 403


def test_an_administrator_cannot_become_a_superuser_or_take_one_over(desk: None) -> None:
    client = somebody(ROLES[-1])
    root = User.objects.create_superuser("root", password=None)
    own = User.objects.get(username="somebody")
    said = {"username": "somebody", "is_active": "on", "is_staff": "on", "is_superuser": "on"}

    client.post(page("auth_user_change", own.pk), said)
    taken = client.post(page("auth_user_change", root.pk), {"username": "mine"})
    password = client.post(page("auth_user_password_change", root.pk), {"password1": "x", "password2": "x"})

    own.refresh_from_db()
    assert not own.is_superuser
    assert not own.user_permissions.exists()
    assert (taken.status_code, password.status_code) == (403, 403)


def test_the_migration_gives_the_groups_what_the_table_gives_them() -> None:
    assert {role.name: role.permissions for role in ROLES} == migration.ROLES


def test_a_migrated_archive_has_the_roles_with_their_rights(db: None) -> None:
    Group.objects.all().delete()

    migration.make_roles(apps, None)
    changed = set_roles()

    assert changed == {role.name: () for role in ROLES}
    assert "telegrams.add_correction" in rights_of("Metadata editor")


def test_the_roles_go_when_the_migration_is_taken_back(db: None) -> None:
    set_roles()
    Group.objects.create(name="Friends of the archive")

    migration.take_roles_away(apps, None)

    assert list(Group.objects.values_list("name", flat=True)) == ["Friends of the archive"]


def test_roles_set_anew_lose_what_was_added_and_keep_their_people(db: None) -> None:
    set_roles()
    group = Group.objects.get(name="Report triage")
    group.user_set.add(User.objects.create_user("argus", password=None))
    group.permissions.set([])
    said = StringIO()

    call_command("roles", "--set", stdout=said)

    assert "telegrams.change_readerreport" in rights_of("Report triage")
    assert group.user_set.count() == 1
    assert "Loader: as it was" in said.getvalue()


def test_the_table_is_printed_with_a_column_for_each_role(db: None) -> None:
    said = StringIO()

    call_command("roles", stdout=said)

    lines = said.getvalue().splitlines()
    assert [role.name in lines[0] for role in ROLES] == [True] * 4
    assert len(matrix()) == len(ACTIONS) + 1
    assert next(line for line in lines if line.startswith("make and change accounts")).split()[-4:] == [
        "–",
        "–",
        "–",
        "yes",
    ]


def test_a_refused_role_changes_nothing(desk: None) -> None:
    client = somebody(ROLES[0])

    client.post(page("telegrams_correction_changelist"), {"action": "take_back", "_selected_action": "1", "index": "0"})
    client.post(on_the_report(), {"decision": "accept"})

    assert Correction.objects.get().withdrawn_at is None
    assert ReaderReport.objects.get().state == "new"
    assert RecordChange.objects.count() == 1


def rights_of(name: str) -> set[str]:
    """The rights of a group, as app.codename."""
    rights = Group.objects.get(name=name).permissions.select_related("content_type")
    return {f"{one.content_type.app_label}.{one.codename}" for one in rights}
