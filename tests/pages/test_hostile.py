"""Documents and requests that mean harm: text stays text, and nothing answers 500."""

import json
import re
from pathlib import Path

import pytest
from django.test import Client

from telegrams.models import Telegram, Volume
from tests.pages.loading import loaded
from tests.pages.reading import parse

HOSTILE = """740.00/1–150: Telegram

The Ambassador in <b>France</b> (Bruce<script>alert(1)</script>) to the Secretary of State

Paris, January 1, 1950—3 p.m.

12. He said "<img src=x onerror=alert(2)>" & </article></main> \u202eevil\u202c and \
[sic] <!-- no -->.1 &lt;kept&gt; \u200bhidden. {{ page }} {% url "home" %}

مرحبا بالعالم is a greeting; see javascript:alert(3) and pp. 12 ff.

Item | <td>cell</td> | 3

Other | "><script>alert(4)</script> | 4

O'Bruce <iframe>
  1. A note with <style>body{display:none}</style> and \u2066isolated\u2069 words."""


@pytest.fixture
def hostile(reader: Client, tmp_path: Path) -> Client:
    """A reader of an archive with a hostile document."""
    loaded(tmp_path, HOSTILE)
    return reader


@pytest.mark.parametrize(
    "address",
    [
        "/telegrams/frus1950v01/d1/",
        "/telegrams/frus1950v01/d1/source/",
        "/telegrams/frus1950v01/d1/?q=script",
        "/telegrams/?q=evil",
        "/volumes/frus1950v01/",
        "/files/740.00/1-150/",
        "/people/",
        "/offices/secretary/",
        "/offices/mission-in-russia/numbers/",
        "/wanted/",
        "/ledger/",
        "/delays/",
        "/washington/",
        "/",
    ],
)
def test_markup_in_a_document_is_text(hostile: Client, address: str) -> None:
    page = parse(hostile.get(address).content)

    scripts = [one for one in page.all("script") if one.attributes.get("type") != "application/ld+json"]
    assert all(re.fullmatch(r"/static/js/[a-z]+\.js", one.attributes.get("src", "")) for one in scripts)
    assert all(json.loads(one.text())["@type"] == "Message" for one in page.all("script", type="application/ld+json"))
    assert [
        tag for tag in ("iframe", "style", "img", "b") if any(one.text() == "France" for one in page.all(tag))
    ] == []
    assert not page.all("iframe")
    assert not page.all("img")
    assert not page.all("style")


def test_every_character_of_the_text_can_be_read(hostile: Client) -> None:
    article = parse(hostile.get("/telegrams/frus1950v01/d1/").content).one("article").text()

    assert '"<img src=x onerror=alert(2)>" & </article></main>' in article
    assert "&lt;kept&gt;" in article
    assert '{{ page }} {% url "home" %}' in article


@pytest.mark.parametrize("named", ["[U+202E]", "[U+202C]", "[U+2066]"])
def test_marks_that_turn_or_hide_text_are_named(hostile: Client, named: str) -> None:
    html = hostile.get("/telegrams/frus1950v01/d1/").content.decode()

    assert f'<span class="control">{named}</span>' in html
    assert chr(int(named[3:-1], 16)) not in html


def test_text_from_right_to_left_keeps_to_its_passage(hostile: Client) -> None:
    page = parse(hostile.get("/telegrams/frus1950v01/d1/").content)

    turned = [one for one in page.one("article").all() if one.attributes.get("dir") == "auto"]
    assert [one.text().startswith("مرحبا") for one in turned] == [True]


@pytest.mark.parametrize("suffix", ["ris", "bib", "txt", "json"])
def test_other_forms_stay_in_their_format(hostile: Client, suffix: str) -> None:
    response = hostile.get(f"/telegrams/frus1950v01/d1.{suffix}")

    assert response.status_code == 200
    assert "html" not in response["Content-Type"]
    assert response["X-Content-Type-Options"] == "nosniff"


BAD_VALUES = {
    "year nought": "0000",
    "nul": "%00",
    "broken utf-8": "%ff%fe",
    "surrogate": "%ed%a0%80",
    "2^63": "9223372036854775808",
    "a million years": "1000000",
    "minus": "-1",
    "zero": "0",
    "many digits": "1" * 400,
    "arabic digits": "%d9%a1%d9%a2",
    "superscript": "%c2%b2",
    "quote": "%27%22%3b--",
    "markup": "%3Cscript%3Ealert(1)%3C/script%3E",
    "template": "%7B%7B%20page%20%7D%7D%25s%25(x)s",
    "bidi": "%e2%80%ae",
    "dashes": "-" * 40 + "a",
    "brackets": "(" * 200,
    "newline": "%0d%0aSet-Cookie:%20a=b",
    "empty": "",
    "ligatures": "%ef%b7%ba" * 30,
}
PARAMETERS = (
    "q", "since", "until", "sort", "page", "undated", "years", "sender", "not.sender", "recipient", "mentioned",
    "informed", "post", "kind", "file", "volume", "not.volume", "classification", "in", "order", "letter", "go",
    "office", "year", "by", "number",
)  # fmt: skip
PLACES = (
    "/telegrams/",
    "/telegrams.json",
    "/telegrams/facets/sender/",
    "/telegrams/frus1945v05/d690/",
    "/people/",
    "/volumes/specimen/",
)


@pytest.mark.parametrize("name", ["nul", "surrogate", "2^63", "a million years"])
@pytest.mark.parametrize("parameter", PARAMETERS)
def test_no_parameter_of_a_search_breaks_the_page(reader: Client, parameter: str, name: str) -> None:
    response = reader.get(f"/telegrams/?{parameter}={BAD_VALUES[name]}")

    assert response.status_code == 200
    parse(response.content)


@pytest.mark.parametrize("value", BAD_VALUES.values(), ids=BAD_VALUES.keys())
@pytest.mark.parametrize("place", PLACES)
def test_no_parameter_breaks_any_page(reader: Client, place: str, value: str) -> None:
    everything = "&".join(f"{parameter}={value}" for parameter in PARAMETERS)

    response = reader.get(f"{place}?{everything}")

    assert response.status_code in (200, 302, 404)


@pytest.mark.parametrize(
    "address",
    [
        "/telegrams/a%00b/d1/",
        "/telegrams/specimen/d%001/",
        "/telegrams/specimen/%ed%a0%80/",
        "/telegrams/specimen/%ff/",
        "/telegrams/specimen/" + "d" * 3000 + "/",
        "/telegrams/specimen/..%2f..%2fetc/",
        "/telegrams/specimen/%E2%80%AE/",
        "/telegrams/specimen/d1.exe",
        "/telegrams/<script>/d1/",
        "/people/%00/",
        "/people/nobody-at-all/",
        "/volumes/none/",
        "/volumes/specimen/pages/%00/",
        "/volumes/specimen/pages/99999999999999999999/",
        "/volumes/specimen/pages/%5B%5D/",
        "/files/%00/",
        "/files/" + "1" * 5000 + "/",
        "/files/%E2%80%AE/",
        "/files/999.99/9-9999/",
        "/telegrams/facets/nothing/",
        "/telegrams/facets/__class__/",
        "/nothing/",
        "/.env",
    ],
)
def test_an_address_of_nothing_is_answered_in_plain_words(reader: Client, address: str) -> None:
    response = reader.get(address, follow=True)

    assert response.status_code == 404
    assert b"Traceback" not in response.content
    assert len(parse(response.content).all("h1")) == 1


@pytest.mark.parametrize(
    "address",
    [
        "/telegrams/specimen/d1.json.json",
        "/telegrams/specimen/%00.json",
        "/people/nobody-at-all.json",
        "/people/%E2%80%AE.json",
        "/nothing.json",
        "/.ndjson",
    ],
)
def test_an_address_of_data_that_is_not_is_answered_with_data(reader: Client, address: str) -> None:
    response = reader.get(address)

    assert response.status_code == 404
    assert list(response.json()) == ["error"]
    assert response["Access-Control-Allow-Origin"] == "*"


def test_too_many_parameters_are_refused_in_plain_words(reader: Client) -> None:
    response = reader.get("/telegrams/?" + "&".join(f"sender=a{number}" for number in range(200)))

    assert response.status_code == 400
    assert len(parse(response.content).all("h1")) == 1


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_methods_that_would_write_are_refused(reader: Client, method: str) -> None:
    stranger = Client(enforce_csrf_checks=True)

    response = getattr(stranger, method)("/telegrams/frus1945v05/d690/")

    assert response.status_code == 405
    assert "Pages are only read" in response.content.decode()
    assert not response.cookies


def test_head_answers_without_a_body(reader: Client) -> None:
    response = reader.head("/telegrams/frus1945v05/d690/")

    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize("name", ['Ä b"<', "a.b", "50%", "a?b#c", "..", "facets"])
def test_a_volume_of_any_name_can_be_reached(reader: Client, name: str) -> None:
    volume = Volume.objects.get(slug="specimen")
    Volume.objects.filter(pk=volume.pk).update(slug=name)
    telegram = Telegram.objects.filter(volume=volume, document="d12").get()

    pages = [reader.get(address) for address in ("/telegrams/", "/volumes/", telegram.get_absolute_url())]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert parse(pages[2].content).one("h1").text() == "The Consul at Karst (Brandreth) to the Secretary of State"
