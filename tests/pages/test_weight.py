"""What is sent besides pages: scripts and style sheets, small, hashed and compressed; and copies that still hold."""

import gzip
import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client, override_settings

from telegrams.models import Telegram
from tests.pages.reading import parse

STATIC = Path(settings.STATICFILES_DIRS[0])
OURS = sorted(path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file())
SENT_COMPRESSED = [name for name in OURS if name.endswith((".css", ".js")) and (STATIC / name).stat().st_size > 200]
SCRIPTS = [name for name in OURS if name.endswith(".js")]


@pytest.fixture(scope="module")
def production() -> Iterator[Path]:
    """The static files as an installation serves them, collected into a folder of their own."""
    with tempfile.TemporaryDirectory() as folder:
        stores = {
            **settings.STORAGES,
            "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
        }
        with override_settings(
            STATIC_ROOT=Path(folder), STORAGES=stores, WHITENOISE_USE_FINDERS=False, WHITENOISE_AUTOREFRESH=False
        ):
            call_command("collectstatic", interactive=False, verbosity=0)
            yield Path(folder)


@pytest.fixture
def hashed(production: Path) -> dict[str, str]:
    """The names under which files are sent, by their own."""
    return dict(json.loads((production / "staticfiles.json").read_text())["paths"])


@pytest.mark.parametrize("name", [name for name in OURS if name.endswith((".css", ".js"))])
def test_no_file_names_another_host(name: str) -> None:
    text = (STATIC / name).read_text()

    assert re.findall(r"https?:|[\"'(]//|@import", text.replace("http://www.w3.org/2000/svg", "")) == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_stands_by_itself(name: str) -> None:
    """Its name is hashed: another could not import it by its plain one."""
    assert re.findall(r"^\s*(?:import|export)\b|\bimport\(", (STATIC / name).read_text(), re.MULTILINE) == []


@pytest.mark.parametrize("name", OURS)
def test_a_file_is_sent_under_a_name_that_changes_with_it(hashed: dict[str, str], name: str) -> None:
    stem, _, suffix = name.rpartition(".")

    assert re.fullmatch(rf"{re.escape(stem)}\.[0-9a-f]{{12}}\.{suffix}", hashed[name])


@pytest.mark.parametrize("name", SENT_COMPRESSED)
def test_a_file_is_sent_compressed_and_kept_for_good(production: Path, hashed: dict[str, str], name: str) -> None:
    answer = Client().get(f"/static/{hashed[name]}", headers={"accept-encoding": "gzip"})

    sent = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert (production / f"{hashed[name]}.gz").exists()
    assert answer["Content-Encoding"] == "gzip"
    assert answer["Cache-Control"] == "max-age=315360000, public, immutable"
    assert "Accept-Encoding" in answer["Vary"]
    assert len(sent) < (STATIC / name).stat().st_size
    assert len(gzip.decompress(sent)) >= (STATIC / name).stat().st_size


@pytest.mark.usefixtures("production")
def test_a_file_under_its_plain_name_is_not_kept_for_long() -> None:
    answer = Client().get("/static/css/tokens.css")  # by which the page of a fault asks for it

    assert (answer.status_code, answer["Cache-Control"]) == (200, "max-age=60, public")


@pytest.mark.usefixtures("production")
@pytest.mark.parametrize("address", ["/", "/telegrams/?q=karst", "/telegrams/frus1945v05/d690/", "/nothing/"])
def test_pages_name_files_by_their_hashes(reader: Client, address: str) -> None:
    page = parse(reader.get(address).content)

    files = [*page.all("link", rel="stylesheet"), *page.all("link", rel="icon"), *page.all("script")]
    asked = [file.attributes.get("href") or file.attributes.get("src") for file in files]
    names = [name for name in asked if name]  # a block of data in the page asks for nothing
    assert names
    assert [name for name in names if not re.search(r"\.[0-9a-f]{12}\.\w+$", name)] == []


@pytest.mark.parametrize(
    "address",
    [
        "/telegrams/frus1945v05/d690.json",
        "/telegrams/frus1945v05/d690.tei",
        "/telegrams/frus1945v05/d690.txt",
        "/people/harriman-william-averell.json",
        "/telegrams.json?q=karst",
        "/telegrams.atom",
        "/telegrams/lines.csv?q=karst",
        "/ledger.csv",
        "/wanted.csv",
        "/delays.csv",
        "/opensearch.xml",
        "/robots.txt",
    ],
)
def test_data_that_a_reader_holds_is_not_sent_again(reader: Client, address: str) -> None:
    first = reader.get(address)

    again = reader.get(address, headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert again.get("Access-Control-Allow-Origin") == first.get("Access-Control-Allow-Origin")


def test_a_page_is_sent_again_when_anything_on_it_has_changed(reader: Client) -> None:
    first = reader.get("/telegrams/frus1945v05/d690/")
    Telegram.objects.filter(document="d690").update(heading="Another heading")

    again = reader.get("/telegrams/frus1945v05/d690/", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]


@pytest.mark.parametrize("address", ["/telegrams.csv", "/telegrams.ndjson?q=karst", "/telegrams.ris"])
def test_a_file_that_is_written_while_it_is_sent_is_asked_for_anew(reader: Client, address: str) -> None:
    answer = reader.get(address)

    assert answer.streaming
    assert not answer.has_header("ETag")
    assert answer["Cache-Control"] == "no-cache"


def test_suggestions_may_be_a_minute_old(reader: Client) -> None:
    answer = reader.get("/telegrams/suggest.json?q=harr")

    assert answer["Cache-Control"] == "max-age=60"
    assert answer.has_header("ETag")
