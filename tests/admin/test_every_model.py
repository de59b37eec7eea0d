"""Every model has a list and a page that answer, ask a steady number of questions, and hold nothing inline."""

from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Model
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from telegrams import curating
from telegrams.admin.read_only import ReadOnlyAdmin
from telegrams.curating import Edit
from telegrams.importing.registers import load_tenures
from telegrams.models import (
    Correction,
    DocumentAddress,
    DocumentOpenings,
    ImportRun,
    ListedPerson,
    Person,
    PersonMerge,
    PersonSplit,
    Post,
    Problem,
    ReaderReport,
    Receipt,
    ReferenceDecision,
    Revision,
    Settlement,
    Telegram,
    Upload,
    Volume,
    VolumeContents,
    VolumeSection,
)
from telegrams.vocabulary import HeaderField
from tests.admin.conftest import REGISTER, loaded_again, loaded_seed, logged_in
from tests.making import a_telegram

WITH_PAGES = sorted(
    (model for model in apps.get_app_config("telegrams").get_models() if admin.site.is_registered(model)),
    key=lambda model: model.__name__,
)
ON_ANOTHERS_PAGE = {
    "ReportDoor",
    "PersonName",
    "PersonSlug",
    "RevisionDraft",
    "Tenure",
    "HistoricalPerson",
    "HistoricalPost",
    "HistoricalVolume",
}
READ_ONLY = [model for model in WITH_PAGES if isinstance(admin.site.get_model_admin(model), ReadOnlyAdmin)]


def named(model: type[Model]) -> str:
    return model.__name__


@pytest.fixture(scope="module")
def _filled(committed: None, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Every table has a row, for the tests of this file."""
    fill(tmp_path_factory.mktemp("again"))


@pytest.fixture
def full(_filled: None, db: None) -> Client:
    """A browser of an editor of an archive where every table has a row."""
    return logged_in(User.objects.get(username="clio"))


def fill(folder: Path) -> None:
    """Put a row into every table."""
    by = User.objects.create_superuser("clio", password=None)
    load_tenures(REGISTER)
    seed = loaded_seed()
    edit = Edit(HeaderField.MESSAGE_NUMBER, "3931", seen="3930")
    curating.correct(seed.pk, [edit], "Misread.", "RG 59", by)
    curating.check(seed.pk, {HeaderField.KIND: "telegram"}, "RG 59", by)
    loaded_again(folder, "3930. At the theatre", "3929. At the theatre")
    line = {"source_name": "d690.txt", "line": 3, "code": "unknown", "level": "warning", "text": "found what is not"}
    DocumentAddress.objects.create(volume=seed.volume, document="d689", telegram=seed)
    ListedPerson.objects.create(volume=seed.volume, ordinal=1, key="p_K1", name="Kennan", person=Person.objects.first())
    VolumeContents.objects.create(volume=seed.volume, printed={"divisions": [], "terms": []})
    VolumeSection.objects.create(volume=seed.volume, ordinal=1, key="d690-preface", where="front", paragraphs=["So."])
    Problem.objects.create(run=ImportRun.objects.latest("id"), volume="frus1945v05", document="d690", **line)
    ReaderReport.objects.create(telegram=seed, said="Misread.", source="RG 59", form="one")
    made = Revision.objects.create(by=by, label="d690 numbered anew", kind="bulk")
    Correction.objects.update(revision=made)
    Receipt.objects.create(key="aBc-1", question="?q=karst", total=0, sequence=1)
    decided(by, seed, *Person.objects.order_by("pk")[:2])
    decided_and_sent(seed, by)


def decided(by: User, telegram: Telegram, kept: Person, gone: Person) -> None:
    """A merge, and a party of a document of which somebody decided."""
    said = {"by": by, "reason": "One hand.", "source": "RG 59"}
    PersonMerge.objects.create(kept=kept, gone=gone, undone_at=timezone.now(), undone_by=by, **said)
    split = PersonSplit.objects.create(off=kept, to=gone, **said)
    split.attributions.create(telegram=telegram, role="sender", printed="Harriman")


def decided_and_sent(telegram: Telegram, by: User) -> None:
    """What editors decide beside corrections, and what they send."""
    DocumentOpenings.objects.create(telegram=telegram, count=3)
    ReferenceDecision.objects.create(
        telegram=telegram, start=1, printed="my 402", target=telegram, reason="r", source="s", by=by
    )
    Settlement.objects.create(queue="undated", volume="frus1945v05", document="d690", by=by)
    Upload.objects.create(by=by, files=[{"name": "d690.txt", "size": 1, "sha256": "00"}])


def test_every_model_has_a_place_in_the_admin() -> None:
    missing = {model.__name__ for model in apps.get_app_config("telegrams").get_models()} - set(map(named, WITH_PAGES))

    assert missing == ON_ANOTHERS_PAGE


@pytest.mark.parametrize("model", WITH_PAGES, ids=named)
def test_the_list_answers(full: Client, model: type[Model]) -> None:
    response = full.get(reverse(f"admin:telegrams_{model._meta.model_name}_changelist"), {"q": "d690"})

    assert response.status_code == 200
    assert " style=" not in response.content.decode()


@pytest.mark.parametrize("model", WITH_PAGES, ids=named)
def test_the_page_answers(full: Client, model: type[Model]) -> None:
    row = model._default_manager.first()
    assert row is not None, f"no row of {model.__name__}"

    response = full.get(reverse(f"admin:telegrams_{model._meta.model_name}_change", args=[row.pk]))

    assert response.status_code == 200
    assert " style=" not in response.content.decode()


@pytest.mark.parametrize("model", READ_ONLY, ids=named)
def test_what_was_loaded_cannot_be_posted(full: Client, model: type[Model]) -> None:
    row = model._default_manager.first()
    assert row is not None
    before = list(model._default_manager.values())

    response = full.post(reverse(f"admin:telegrams_{model._meta.model_name}_change", args=[row.pk]), {"text": "x"})

    assert response.status_code == 403
    assert list(model._default_manager.values()) == before


@pytest.mark.parametrize("model", [one for one in WITH_PAGES if one is not Person], ids=named)
def test_nobody_adds_a_row_by_hand(model: type[Model], rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = User(username="clio", is_staff=True, is_superuser=True)

    assert not admin.site.get_model_admin(model).has_add_permission(request)


@pytest.mark.parametrize("model", WITH_PAGES, ids=named)
def test_nobody_deletes_a_row_by_hand(model: type[Model], rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = User(username="clio", is_staff=True, is_superuser=True)

    assert not admin.site.get_model_admin(model).has_delete_permission(request)


@pytest.mark.parametrize("model", WITH_PAGES, ids=named)
def test_the_list_asks_no_more_with_more_rows(full: Client, model: type[Model]) -> None:
    address = reverse(f"admin:telegrams_{model._meta.model_name}_changelist")
    full.get(address)
    with CaptureQueriesContext(connection) as few:
        full.get(address)

    for number in range(6):
        another_of_each(number)
    with CaptureQueriesContext(connection) as many:
        full.get(address)

    assert len(many) <= len(few)


def another_of_each(number: int) -> None:
    """One more row in every table that a list shows."""
    run = ImportRun.objects.create(asked=f"more {number}", outcome="complete")
    telegram = a_telegram(sender=f"Sender{number}", place=f"Place {number}", notes=("A note.",))
    telegram.page_markers.create(ordinal=1, label=str(number), offset=0)
    footnote = telegram.footnotes.get()
    telegram.references.create(footnote=footnote, start=0, end=6, printed="A note", target=telegram)
    by = User.objects.create_user(f"editor-{number}", password=None)
    decided_and_sent(telegram, by)
    revision = Revision.objects.create(by=by, label=f"more {number}", kind="spreadsheet")
    telegram.corrections.create(field="signature", value="S", reason="r", source="s", by=by, revision=revision)
    telegram.corrections.create(field=f"text:{number}-{number + 2}", value="S", reason="r", source="s", by=by)
    telegram.checks.create(field="signature", value="S", source="s", by=by)
    person = Person.objects.create(slug=f"person-{number}", family="Person", sort_key="person")
    person.tenures.create(office="Consul")
    decided(by, telegram, person, Person.objects.create(slug=f"other-{number}", family="Other", sort_key="other"))
    telegram.participations.create(role="signer", party="p", party_label="P", person=person, certainty="sure")
    Post.objects.create(slug=f"post-{number}", city=f"City {number}")
    Volume.objects.create(slug=f"volume{number}", title="A volume", short_title="A volume")
    run.changes.create(telegram=telegram, action="changed", cause="source")
    telegram.reader_reports.create(said="Misread.", source="RG 59", form=str(number))
    run.files.create(name="a.txt", outcome="in")
    run.problems.create(source_name="a.txt", code="unknown", level="note", text="t", volume="v", document="d")


def test_only_these_can_be_edited() -> None:
    writable = {model for model in WITH_PAGES if model not in READ_ONLY}

    assert writable == {Telegram, Person, Post, Volume}
    assert Correction in READ_ONLY


def test_the_front_page_puts_documents_first(full: Client) -> None:
    groups = full.get("/admin/").context["app_list"]

    assert [group["name"] for group in groups[:4]] == [
        "Documents",
        "People and places",
        "What was loaded",
        "Parts of documents",
    ]
    assert [model["object_name"] for model in groups[0]["models"]] == [
        "Telegram",
        "Correction",
        "Check",
        "Revision",
        "ReaderReport",
        "Volume",
    ]


def test_a_stranger_is_asked_to_log_in(db: None, client: Client) -> None:
    response = client.get("/admin/telegrams/telegram/")

    assert response.status_code == 302
    assert "/login/" in response["Location"]
