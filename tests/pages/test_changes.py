"""Every change stands to be seen: beside its document, in its history, and among the changes of the archive."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from telegrams import curating, settling
from telegrams.curating import Edit
from telegrams.importing.walk import run_withdrawal
from telegrams.models import (
    Correction,
    ImportRun,
    Person,
    PersonMerge,
    PersonSplit,
    RecordChange,
    ReferenceDecision,
    Settlement,
    Telegram,
)
from telegrams.revising.revisions import DocumentEdits, revise, undo
from telegrams.settling import Finding
from telegrams.views import changes as changes_view
from telegrams.views.change_streams import Place, latest
from telegrams.vocabulary import HeaderField
from tests.pages.loading import SEED as SEED_FILES
from tests.pages.loading import load
from tests.pages.reading import Element, parse

SEED = "/telegrams/frus1945v05/d690/"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def clio(archive: None) -> User:
    """An editor whose account is an address of mail."""
    return User.objects.create_user("clio@example.org", password=None)


@pytest.fixture
def seed(archive: None) -> Telegram:
    """Harriman's telegram."""
    return Telegram.objects.get(volume__slug="frus1945v05", document="d690")


def correct(
    seed: Telegram, value: str, seen: str, by: User, field: HeaderField = HeaderField.MESSAGE_NUMBER
) -> Correction:
    return curating.correct(seed.pk, [Edit(field, value, seen)], f"Misread as {seen}", "RG 59", by)[0]


def lines(reader: Client, address: str) -> list[Element]:
    """The happenings of a page."""
    return parse(reader.get(address).content).one("ol", class_="happened").all("li")


def load_again(tmp_path: Path, old: str, new: str) -> None:
    """Load the seed with other words."""
    text = (SEED_FILES / "d690.txt").read_text(encoding="utf-8")
    assert old in text
    folder = tmp_path / "frus1945v05"
    folder.mkdir(exist_ok=True)
    (folder / "d690.txt").write_text(text.replace(old, new), encoding="utf-8")
    load(folder / "d690.txt")


def test_a_document_says_what_was_corrected_replaced_and_taken_back(reader: Client, seed: Telegram, clio: User) -> None:
    correct(seed, "3931", "3930", clio)
    second = correct(seed, "3932", "3931", clio)
    curating.take_back(second.pk, clio, "the carbon is no better")

    said = [line.text() for line in lines(reader, SEED)]

    assert "Added to the archive" in said[0]
    assert "Corrected: Message number 3930 → became 3931" in said[1]
    assert "Corrected anew: Message number 3931 → became 3932" in said[2]
    assert "Misread as 3931. Source: RG 59. By clio." in said[2]
    assert "Correction taken back: Message number 3932 → became 3930" in said[3]
    assert "The carbon is no better. By clio." in said[3]
    assert len(said) == 4


def test_no_address_of_mail_is_shown(reader: Client, seed: Telegram, clio: User) -> None:
    correct(seed, "3931", "3930", clio)

    pages = (SEED, f"{SEED}history/", "/changes/", "/changes.json", "/changes.atom", f"{SEED[:-1]}.json")
    shown = "".join(reader.get(page).content.decode() for page in pages)

    assert "example.org" not in shown
    assert "clio" in shown


def test_a_correction_kept_in_a_conflict_says_so(reader: Client, seed: Telegram, clio: User, tmp_path: Path) -> None:
    made = correct(seed, "3931", "3930", clio)
    load_again(tmp_path, "3930. At the theatre", "3929. At the theatre")
    curating.keep(made.pk, clio)

    said = [line.text() for line in lines(reader, SEED)]

    assert "Kept against a later load: Message number 3929 → became 3931" in said[-1]


def test_a_history_says_what_each_load_changed(reader: Client, seed: Telegram, tmp_path: Path) -> None:
    load_again(tmp_path, "3930. At the theatre", "3929. At the opera")

    said = [line.text() for line in lines(reader, f"{SEED}history/")]

    assert len(said) == 2
    assert "Changed by a load" in said[1]
    assert "Message number" in said[1]
    assert "3930. At the theatre last night I … → became 3929. At the opera last night I …" in said[1]
    assert "at character" not in said[1]
    assert f"Load {RecordChange.objects.latest('pk').run_id}" in said[1]


def test_a_long_history_is_folded_and_stands_whole_on_its_own_page(reader: Client, seed: Telegram, clio: User) -> None:
    for number in range(3930, 3955):
        correct(seed, str(number + 1), str(number), clio)

    panel = parse(reader.get(SEED).content).one("section", id="source")
    pages = [len(lines(reader, f"{SEED}history/?page={number}")) for number in (1, 2)]

    assert panel.one("summary").text() == "26 changes"
    assert len(panel.one("ol", class_="happened").all("li")) == 20
    assert pages == [20, 6]


def test_a_history_costs_a_document_no_question(reader: Client, seed: Telegram, clio: User) -> None:
    reader.get(SEED)
    with CaptureQueriesContext(connection) as before:
        reader.get(SEED)
    for number in range(3930, 3935):
        correct(seed, str(number + 1), str(number), clio)

    with CaptureQueriesContext(connection) as after:
        reader.get(SEED)

    assert len(after) <= len(before)


def test_the_changes_of_the_archive_are_listed_the_newest_first(reader: Client, seed: Telegram, clio: User) -> None:
    correct(seed, "3931", "3930", clio)
    Person.objects.get(slug="harriman-william-averell").save()
    person = Person.objects.get(slug="harriman-william-averell")
    person.born = "1891-11-15"
    person.save()

    said = [line.text() for line in lines(reader, "/changes/")]

    assert "Person changed William Averell Harriman" in said[0]
    assert "→ became 1891-11-15" in said[0]
    assert "Corrected: Message number The Ambassador in the Soviet Union (Harriman)" in said[1]
    assert "added" in said[2]
    assert len([one for one in said if "Person changed" in one]) == 1  # a save that changed nothing is no change


def test_changes_are_narrowed_by_kind(reader: Client, seed: Telegram, clio: User) -> None:
    correct(seed, "3931", "3930", clio)

    corrections = [line.text() for line in lines(reader, "/changes/?kind=correction")]
    loads = [line.text() for line in lines(reader, "/changes/?kind=load")]

    assert len(corrections) == 1
    assert loads
    assert all("Load" in one for one in loads)
    assert parse(reader.get("/changes/?kind=nonsense").content).one("h1").text() == "Changes"


def test_a_load_lists_the_documents_that_it_touched(
    reader: Client, seed: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes_view, "ON_A_PAGE", 2)
    run = RecordChange.objects.filter(telegram__volume__slug="specimen").latest("pk").run
    address, seen = f"/changes/?run={run.pk}", []

    while address:
        page = parse(reader.get(address).content)
        seen += [one.all("a")[0].attributes["href"] for one in page.one("ol", class_="happened").all("li")]
        older = page.all("a", rel="next")
        address = older[0].attributes["href"] if older else ""

    assert len(seen) == len(set(seen)) == run.changes.count()


def test_who_asked_for_a_load_in_the_admin_is_told(reader: Client, seed: Telegram, clio: User) -> None:
    run_withdrawal("frus1945v05", clio)
    curating.bring_back("frus1945v05", clio)
    run = ImportRun.objects.latest("pk")

    for address in ("/changes/", f"/changes/?run={run.pk}", SEED, f"{SEED}history/"):
        assert "By clio" in parse(reader.get(address).content).one("main").text(), address
    assert reader.get(f"/changes.json?run={run.pk}").json()["changes"][0]["by"] == "clio"


def test_pages_of_changes_follow_one_another_without_gap_or_double(reader: Client, seed: Telegram, clio: User) -> None:
    made = [correct(seed, str(number + 1), str(number), clio) for number in range(3930, 3940)]
    at_once = timezone.now()
    Correction.objects.filter(pk__in=[one.pk for one in made[:6]]).update(at=at_once)  # as a bulk change does
    ImportRun.objects.filter(pk=ImportRun.objects.latest("pk").pk).update(ended=at_once)
    everything = [one.name for one in latest("", None, 1_000)[0]]

    paged: list[str] = []
    place: Place | None = None
    while True:
        happened, place = latest("", place, 3)
        paged += [one.name for one in happened]
        if place is None:
            break
        place = Place.of(place.text())

    assert paged == everything
    assert len(set(paged)) == len(paged)


@pytest.mark.parametrize("before", ["x", "1.2", "-1.0.0", "99999999999999999.0.1", "1.0.1" + "0" * 40, "١.٢.٣"])
def test_a_place_that_is_none_begins_at_the_newest(reader: Client, before: str) -> None:
    assert reader.get("/changes/", {"before": before}).status_code == 200


def test_a_load_that_never_was_is_not_held(reader: Client) -> None:
    assert reader.get("/changes/?run=999999").status_code == 404
    assert reader.get("/changes/?run=x").status_code == 404


def test_of_a_withdrawn_document_no_words_are_shown(reader: Client, seed: Telegram, clio: User) -> None:
    correct(seed, "3931", "3930", clio)
    Telegram.objects.filter(pk=seed.pk).update(withdrawn_at=timezone.now())

    page = reader.get("/changes/?kind=correction").content.decode()

    assert "document d690" in page
    assert "3931" not in page
    assert "Harriman" not in page
    assert reader.get(f"{SEED}history/").status_code == 410


def test_the_feed_keeps_its_ids_and_is_not_sent_twice(reader: Client, seed: Telegram, clio: User) -> None:
    made = correct(seed, "3931", "3930", clio)
    first = reader.get("/changes.atom?kind=correction")

    entry = ET.fromstring(first.content).find(f"{ATOM}entry")  # noqa: S314 — our own feed
    again = reader.get("/changes.atom?kind=correction", headers={"if-none-match": first["ETag"]})

    assert entry is not None
    assert entry.findtext(f"{ATOM}id") == f"tag:testserver,2026:changes/correction-{made.pk}"
    assert "Message number: 3930 → 3931. Misread as 3930. Source: RG 59. By clio." in str(
        entry.findtext(f"{ATOM}summary")
    )
    assert again.status_code == 304


def test_changes_are_data_as_well(reader: Client, seed: Telegram, clio: User) -> None:
    made = correct(seed, "3931", "3930", clio)

    (one,) = reader.get("/changes.json?kind=correction").json()["changes"]

    assert one["id"] == f"correction-{made.pk}"
    assert one["values"] == [{"what": "Message number", "before": "3930", "after": "3931"}]
    assert (one["by"], one["reason"], one["source"]) == ("clio", "Misread as 3930.", "RG 59")


def test_the_number_of_queries_does_not_grow_with_the_changes(reader: Client, seed: Telegram, clio: User) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            reader.get("/changes/")
        return len(captured)

    correct(seed, "3931", "3930", clio)
    person = Person.objects.get(slug="harriman-william-averell")
    person.born = "1891"
    person.save()
    reader.get("/changes/")
    few = asked()
    for number in range(3931, 3951):
        correct(seed, str(number + 1), str(number), clio)
        person.born = str(number - 2000)
        person.save()

    assert asked() <= few <= 26


def test_no_record_is_read_whole_for_a_list(reader: Client, seed: Telegram) -> None:
    run: Any = RecordChange.objects.latest("pk").run

    with CaptureQueriesContext(connection) as asked:
        for address in ("/changes/", f"/changes/?run={run.pk}", SEED):
            reader.get(address)

    about = [one["sql"] for one in asked if "recordchange" in one["sql"]]
    assert about
    assert [sql for sql in about if '"after"' in sql or '"before"' in sql] == []


def test_an_old_correction_stands_below_later_loads(reader: Client, seed: Telegram, clio: User) -> None:
    made = correct(seed, "3931", "3930", clio)
    Correction.objects.filter(pk=made.pk).update(at=timezone.now() - timedelta(days=400))

    said = [line.text() for line in lines(reader, "/changes/")]

    assert "Corrected" in said[-1]


# --- what editors decided ---


@pytest.fixture
def decided(seed: Telegram, clio: User) -> Telegram:
    """The seed, of which an editor checked, decided and left something; and people merged, and documents revised."""
    curating.check(seed.pk, {HeaderField.MESSAGE_NUMBER: "3930"}, "The carbon", clio)
    other = Telegram.objects.exclude(pk=seed.pk).select_related("volume").earliest("pk")
    ReferenceDecision.objects.create(
        telegram=seed, start=3, printed="my 402", target=other, reason="the day agrees", source="RG 84", by=clio
    )
    settling.leave(Finding("filed", seed.volume.slug, seed.document), "an older file", clio)
    people = list(Person.objects.standing().order_by("pk")[:2])
    why = {"by": clio, "reason": "one hand", "source": "RG 59"}
    PersonMerge.objects.create(kept=people[0], gone=people[1], **why)
    split = PersonSplit.objects.create(off=people[0], to=people[1], **why)
    split.attributions.create(telegram=seed, role="sender", printed="Harriman")
    return seed


def test_a_history_says_what_was_checked_decided_and_left(reader: Client, decided: Telegram) -> None:
    panel = " ".join(line.text() for line in lines(reader, SEED))
    page = " ".join(line.text() for line in lines(reader, f"{SEED}history/"))

    for said in (panel, page):
        assert "Compared and found right: Message number" in said
        assert "Source: The carbon. By clio." in said
        assert "“my 402” means" in said
        assert "Filing date and dateline looked at, and left as they are" in said
        assert "An older file. By clio." in said
        assert "Sender “Harriman” is" in said


def test_what_was_decided_stands_among_the_changes_of_the_archive(reader: Client, decided: Telegram) -> None:
    people = reader.get("/changes.json?kind=person").json()["changes"]
    decisions = reader.get("/changes.json?kind=decision").json()["changes"]

    assert [one["reason"] for one in people[:2]] == ["One hand.", "One hand."]
    assert people[0]["said"].startswith("1 document of")
    assert "merged into" in people[1]["said"]
    assert {one["address"] for one in decisions} == {f"http://testserver{SEED}"}
    assert [one["id"].partition("-")[0] for one in decisions] == ["settled", "reference", "check"]
    everything = reader.get("/changes/").content.decode() + reader.get("/changes.atom").content.decode()
    assert "example.org" not in everything.replace("https://example.org", "")


def test_what_is_taken_back_says_so(reader: Client, decided: Telegram, clio: User) -> None:
    settling.put_back(Settlement.objects.get().pk, clio)
    settling.take_back_choice(ReferenceDecision.objects.get().pk, clio)
    now = timezone.now()
    PersonMerge.objects.update(undone_at=now, undone_by=clio, undone_reason="two hands")
    PersonSplit.objects.update(undone_at=now, undone_by=clio, undone_reason="two hands")

    told = [line.text() for line in lines(reader, "/changes/")]
    said = " ".join(told)

    again = next(one for one in told if "To be looked at again. It was: Filing date and dateline looked at" in one)
    back = next(one for one in told if "Taken back: which document “my 402” means" in one)
    assert "By clio." in again
    assert "By clio." in back
    assert "Merge taken back" in said
    assert "Two hands. By clio." in said


def test_many_documents_corrected_as_one_are_one_line_with_a_page_of_their_own(
    reader: Client, seed: Telegram, clio: User
) -> None:
    others = list(Telegram.objects.held().order_by("pk").values_list("pk", "message_number")[:3])
    edits = [DocumentEdits(key, (Edit(HeaderField.MESSAGE_NUMBER, "7", number),)) for key, number in others]
    made = revise(edits, "misread", "RG 59", clio, "Numbers mended")

    (line,) = reader.get("/changes.json?kind=correction").json()["changes"]
    assert (line["said"], line["revision"]) == ("3 documents corrected as one: Numbers mended", made.pk)
    assert len(lines(reader, f"/changes/?revision={made.pk}")) == 3
    assert reader.get("/changes/?revision=99").status_code == 404

    undo(made.pk, "they were right", clio)
    undone, _ = reader.get("/changes.json?kind=correction").json()["changes"]
    assert undone["said"] == "Taken back as one: Numbers mended"
    assert undone["reason"] == "They were right."


def test_a_report_is_nowhere_before_it_is_a_correction(reader: Client, seed: Telegram) -> None:
    seed.reader_reports.create(said="A word of a reader’s.", source="A source of a reader’s.", form="one")

    for address in (SEED, f"{SEED}history/", "/changes/", "/changes.json", "/changes.atom"):
        assert "of a reader’s" not in reader.get(address).content.decode()


def test_of_a_withdrawn_document_no_decided_words_are_shown(reader: Client, decided: Telegram) -> None:
    Telegram.objects.filter(pk=decided.pk).update(withdrawn_at=timezone.now())

    said = " ".join(line.text() for line in lines(reader, "/changes/?kind=decision"))

    assert "my 402" not in said
    assert "an older file" not in said.lower()
