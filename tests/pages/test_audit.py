"""The audit of a volume: what its loads found odd, on its page and on pages of its own, as long as it stands."""

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from telegrams.importing.undoing import run_undo
from telegrams.models import ImportRun, Problem
from tests.importing.readers.tei_slices import a_div, a_volume
from tests.pages.loading import load
from tests.pages.reading import Element, parse

pytestmark = pytest.mark.django_db

AT = "/volumes/frus1945v09/"
ODD = (
    "<pb n='1'/>",
    a_div("<p>Words<note n='1' xml:id='d1fn1'>See <ref target='#pg_800'>page 800</ref>.</note>.</p>"),
    "<pb n='7'/>",
    a_div("<p>Words<note n='5' xml:id='d2fn1'>A note.</note>.</p>", name="d2"),
)
SOUND = (a_div("<p>Words.</p>"), a_div("<p>More words.</p>", name="d2"))


def imported(folder: Path, *divs: str) -> None:
    (folder / "frus1945v09.xml").write_bytes(a_volume(*divs))
    load(folder / "frus1945v09.xml")


def page_at(address: str) -> Element:
    response = Client().get(address)
    assert response.status_code == 200
    return parse(response.content)


def kinds(address: str = f"{AT}audit/") -> dict[str, int]:
    """What the audit's table says, by kind."""
    rows = [row for row in page_at(address).all("tr") if row.all("td")]
    return {row.one("a").text(): int(row.one("td").text()) for row in rows}


def test_a_volume_says_what_was_remarked_on_it_by_kind(tmp_path: Path) -> None:
    imported(tmp_path, *ODD)

    said = kinds()

    assert said["Pages that do not follow one another"] == 1
    assert said["Notes that do not follow one another"] == 1
    assert said["References to what is not in the volume"] == 1
    assert kinds(AT) == said


def test_a_kind_is_listed_with_documents_lines_and_words(tmp_path: Path) -> None:
    imported(tmp_path, *ODD)

    page = page_at(f"{AT}audit/?kind=dangling-ref")
    (remark,) = page.one("ul", class_="remarks").all("li")

    assert page.one("h1").text() == "References to what is not in the volume"
    assert remark.one("a").attributes["href"] == "/telegrams/frus1945v09/d1/"
    assert "line 6: “#pg_800” is not in this volume" in remark.text()


def test_what_is_of_the_volume_and_no_document_is_listed_too(tmp_path: Path) -> None:
    imported(tmp_path, *ODD)

    (remark,) = page_at(f"{AT}audit/?kind=page-order").one("ul", class_="remarks").all("li")

    assert remark.text().startswith("the volume line 6: page 7 after page 1")


def test_what_a_new_edition_mended_is_said_no_more(tmp_path: Path) -> None:
    imported(tmp_path, *ODD)
    imported(tmp_path, *SOUND)

    assert "Pages that do not follow one another" not in kinds()
    assert "References to what is not in the volume" not in kinds()
    assert Problem.objects.filter(code="page-order").count() == 1


def test_what_a_run_taken_back_had_met_is_said_no_more(tmp_path: Path) -> None:
    imported(tmp_path, *SOUND)
    imported(tmp_path, *ODD)

    run_undo(ImportRun.objects.latest("pk").pk)

    assert "References to what is not in the volume" not in kinds()


def test_a_kind_nobody_remarked_shows_all_kinds(tmp_path: Path) -> None:
    imported(tmp_path, *ODD)

    assert page_at(f"{AT}audit/?kind=%00nothing").one("h1").text() == "Audit"


def test_the_audit_of_a_volume_that_is_not_held_is_not_found() -> None:
    assert Client().get("/volumes/frus1999v99/audit/").status_code == 404


def test_the_run_counts_what_it_remarked(tmp_path: Path) -> None:
    imported(tmp_path, *ODD)

    remarks = ImportRun.objects.get().counts["remarks"]
    assert (remarks["page-order"], remarks["note-numbering"], remarks.get("residue", 0)) == (1, 1, 0)


def test_an_editor_comes_from_a_volume_to_its_problems(tmp_path: Path) -> None:
    imported(tmp_path, *ODD)
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("clio"))
    volume = ImportRun.objects.get().changes.first()
    assert volume is not None

    page = parse(client.get(f"/admin/telegrams/volume/{volume.telegram.volume_id}/change/").content)

    links = [one.attributes["href"] for one in page.all("a") if "telegrams/problem/" in one.attributes.get("href", "")]
    assert any("volume=frus1945v09" in link for link in links)
