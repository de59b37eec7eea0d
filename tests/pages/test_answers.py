"""A whole answer as a file, in every form: the same documents as the page, in its order."""

import csv
import io
import json
import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from lxml import etree

from telegrams.curating import Edit, correct
from telegrams.exports import ANSWER_FORMS
from telegrams.models import Change, Telegram
from telegrams.vocabulary import HeaderField

pytestmark = pytest.mark.django_db

QUESTIONS = ["", "?q=karst&sort=date", "?kind=telegram&sort=newest", "?q=nothing+has+these+words"]
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def body(reader: Client, address: str) -> str:
    """What a file holds, streamed or not."""
    answer = reader.get(address)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode()


def documents_in(form: str, text: str) -> list[str]:
    """The addresses of the documents in a file, in their order."""
    if form == "csv":
        return [row["address"] for row in csv.DictReader(io.StringIO(text))]
    if form == "ndjson":
        return [json.loads(line)["address"] for line in text.splitlines()]
    pattern = r"^UR  - (.*?)\r?$" if form == "ris" else r"^\s*url = \{(.*?)\}"
    return re.findall(pattern, text, re.MULTILINE)


@pytest.mark.parametrize("form", [form.suffix for form in ANSWER_FORMS])
@pytest.mark.parametrize("question", QUESTIONS)
def test_every_form_has_the_documents_of_the_page_in_its_order(reader: Client, form: str, question: str) -> None:
    shown = reader.get(f"/telegrams.json{question}").json()

    found = documents_in(form, body(reader, f"/telegrams.{form}{question}"))

    assert len(found) == len(set(found)) == shown["total"]
    assert [one.removeprefix("http://testserver") for one in found[:25]] == [
        one["address"] for one in shown["documents"]
    ]


def test_no_value_of_a_table_is_a_formula(reader: Client) -> None:
    Telegram.objects.filter(document="d690").update(heading="=HYPERLINK(1)", place="@Moscow\n+1", message_number="-1")

    text = body(reader, "/telegrams.csv?volume=frus1945v05")

    values = [value for row in csv.reader(io.StringIO(text)) for value in row]
    assert {"'=HYPERLINK(1)", "'@Moscow +1", "'-1"} <= set(values)
    assert not any(value.startswith(("=", "+", "-", "@", "\t")) for value in values)


def test_a_file_is_named_and_its_head_costs_nothing(reader: Client) -> None:
    answer = reader.head("/telegrams.ris")

    assert answer["Content-Disposition"] == 'attachment; filename="telegrams.ris"'
    assert b"".join(answer.streaming_content) == b""
    assert reader.post("/telegrams.csv").status_code == 405


def test_the_feed_of_a_question_has_what_was_added_and_corrected_last(reader: Client) -> None:
    telegram = Telegram.objects.get(document="d690", volume__slug="frus1945v05")
    editor = User.objects.create(username="editor")
    correct(telegram.pk, [Edit(HeaderField.PLACE, "Yalta", telegram.place)], "He was there.", "his diary", editor)

    feed = etree.fromstring(body(reader, "/telegrams.atom").encode())

    entries = feed.findall("a:entry", ATOM)
    assert 1 < len(entries) <= 50
    first = entries[0]
    assert first.findtext("a:id", namespaces=ATOM) == "tag:testserver,2026:frus1945v05/d690"
    assert first.findtext("a:summary", namespaces=ATOM) == "Corrected: From. He was there."
    assert first.find("a:link", ATOM).attrib["href"] == "http://testserver/telegrams/frus1945v05/d690/"
    times = [one.findtext("a:updated", namespaces=ATOM) for one in entries]
    assert times == sorted(times, reverse=True)


def test_a_feed_is_of_its_question_alone(reader: Client) -> None:
    total = reader.get("/telegrams.json?q=karst").json()["total"]

    feed = etree.fromstring(body(reader, "/telegrams.atom?q=karst").encode())

    assert len(feed.findall("a:entry", ATOM)) == min(total, 50) > 0
    assert Change.objects.count() > total


@pytest.mark.parametrize("sort", ["date", "newest", "number"])
def test_data_goes_on_after_each_document_to_the_last(
    reader: Client, sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("local", "query"):
        monkeypatch.setattr(f"telegrams.search.{module}.PAGE", 4)
    for module in ("search", "search_page"):
        monkeypatch.setattr(f"telegrams.views.{module}.PAGE", 4)
    every = [json.loads(line)["address"] for line in body(reader, f"/telegrams.ndjson?sort={sort}").splitlines()]

    met: list[str] = []
    address = f"/telegrams.json?sort={sort}"
    while address:
        data = reader.get(address).json()
        met += [f"http://testserver{one['address']}" for one in data["documents"]]
        address = data["next"]

    assert met == every


def test_data_after_no_document_says_so(reader: Client) -> None:
    data = reader.get("/telegrams.json?after=frus1800/d1").json()

    assert data["documents"] == []
    assert "There is no document frus1800/d1 to go on after." in data["messages"]
