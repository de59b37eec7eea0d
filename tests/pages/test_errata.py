"""A document whose text, notes and pages are corrected: on its page, as printed, in every form, and found."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django.test import Client
from lxml import etree

from telegrams import curating
from telegrams.curating import Edit
from telegrams.errata import PlacedField
from telegrams.models import Telegram
from telegrams.records import FootnoteRecord, PageRecord
from telegrams.vocabulary import HeaderField
from tests.making import a_record, stored
from tests.pages.reading import parse

TEXT = "Barriman called on Molotov & Vyshinski.\n\nHe left at six."
Page = Callable[..., str]


@pytest.fixture
def editor(db: None) -> User:
    """An editor."""
    return User.objects.create_user("clio", password=None, first_name="Clio", last_name="Muse")


@pytest.fixture
def corrected(editor: User) -> Telegram:
    """A document with an erratum, a note that is moved and a page mark that is relabelled."""
    record = a_record(TEXT, document="d7", message_number="58", notes=("A note on the minister.",))
    at, name = record.text.index("He left"), record.text.index("Barriman")
    note = FootnoteRecord(1, "1", name + 8, "A note on the minister.")
    telegram = stored(replace(record, footnotes=(note,), pages=(PageRecord("921", 0), PageRecord("922", at))))
    after = telegram.text.index(" & Vyshinski")
    edits = [
        Edit(PlacedField("text", name, name + 8), "Harrimann <x>", "Barriman"),
        Edit(PlacedField("note", 1), str(after), str(name + 8)),
        Edit(PlacedField("page", 2), f"923@{at}", f"922@{at}"),
    ]
    curating.correct(telegram.pk, edits, "Misprint in the volume.", "RG 59", editor)
    curating.check(telegram.pk, {HeaderField.MESSAGE_NUMBER: "58"}, "the facsimile", editor)
    return Telegram.objects.get(pk=telegram.pk)


@pytest.fixture
def opened(client: Client, corrected: Telegram) -> Page:
    """The page of the document, or another form of it."""

    def answer(question: str = "", suffix: str = "/") -> str:
        address = corrected.get_absolute_url().removesuffix("/") + suffix + question
        return client.get(address).content.decode()

    return answer


def test_the_erratum_stands_in_the_text_with_the_printed_word_beside_it(opened: Page, corrected: Telegram) -> None:
    shown = opened()
    field = corrected.corrections.get(field__startswith="text").field

    assert "<ins>Harrimann &lt;x&gt;</ins><del>Barriman</del>" in shown
    assert f'href="#correction-{field.replace(":", "-")}"' in shown
    assert f'id="correction-{field.replace(":", "-")}"' in shown
    assert "Misprint in the volume." in shown


def test_note_and_page_stand_where_they_are_corrected_and_as_printed_where_they_were_loaded(opened: Page) -> None:
    shown, printed = opened(), opened("?as=printed")

    assert 'Molotov<a class="mark"' in shown
    assert 'data-page="923"' in shown
    assert 'Barriman<a class="mark"' in printed
    assert 'data-page="922"' in printed
    assert "<ins>Harrimann" not in parse(printed.encode()).one("article").text()
    assert 'class="erratum"' not in printed
    assert 'data-page="923"' not in printed


def test_a_corrected_heading_is_the_headline_and_the_printed_one_stands_under_it(
    opened: Page, corrected: Telegram, editor: User
) -> None:
    printed = corrected.heading
    edit = Edit(HeaderField.HEADING, "Memorandum <of> a Talk", printed)
    curating.correct(corrected.pk, [edit], "As the carbon has it.", "RG 59", editor)

    now, before = parse(opened().encode()), parse(opened("?as=printed").encode())

    assert now.one("h1").text() == "Memorandum <of> a Talk"
    assert f"printed: {printed}" in now.one("header", class_="head").text()
    assert 'href="#correction-heading"' in opened()
    assert before.one("h1").text() == printed
    assert "printed: " not in before.one("header", class_="head").text()


def test_the_last_page_and_its_citation_follow_the_mark(opened: Page, client: Client, corrected: Telegram) -> None:
    assert corrected.last_page == "923"
    assert "921–923" in opened()
    assert "from the page marks as corrected" in opened()
    assert client.get("/volumes/frus1945v05/pages/923/").status_code == 302
    assert client.get("/volumes/frus1945v05/pages/922/").status_code == 404


def test_a_checked_value_says_by_whom_and_against_what(opened: Page) -> None:
    assert "by Clio Muse, " in opened()
    assert "against the facsimile" in opened()


def test_words_of_an_erratum_are_marked_where_they_are_shown(opened: Page) -> None:
    assert '<ins><mark data-hit="text-0">Harrimann' in opened("?q=harrimann")
    assert "<del><mark" in opened("?q=barriman")
    assert "<ins><mark" not in opened("?q=barriman")


def test_json_says_both(opened: Page, client: Client, corrected: Telegram) -> None:
    told = client.get(f"{corrected.get_absolute_url().removesuffix('/')}.json").json()

    assert told["text"] == corrected.text
    [erratum] = told["errata"]
    assert (erratum["printed"], erratum["value"]) == ("Barriman", "Harrimann <x>")
    assert erratum["correction"]["source"] == "RG 59"
    assert told["notes"][0]["as_read"] != told["notes"][0]["offset"]
    assert [one["label"] for one in told["pages"]] == ["921", "923"]
    assert [one["label"] for one in told["pages_as_printed"]] == ["921", "922"]


def test_plain_text_says_both(opened: Page) -> None:
    told = opened(suffix=".txt")

    assert "Barriman [corrected: Harrimann <x>] called" in told
    assert "Text: “Harrimann <x>” instead of “Barriman”. Misprint in the volume. Source: RG 59." in told


def test_tei_has_both_in_a_choice_and_is_valid(opened: Page) -> None:
    told = opened(suffix=".tei")

    assert "<choice><sic>Barriman</sic><corr>Harrimann &lt;x&gt;</corr></choice>" in told
    assert '<term key="note:1">Place of note 1</term>' in told
    etree.fromstring(told.encode())


def test_a_table_says_both(client: Client, corrected: Telegram) -> None:
    told = b"".join(client.get("/telegrams.csv?q=harrimann")).decode()

    assert "Text: “Harrimann <x>” instead of “Barriman”" in told
