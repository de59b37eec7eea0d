"""What documents say of one another: cited and citing, threads, and what is named and not held."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django.test import Client

from telegrams import curating
from telegrams.curating import Edit
from telegrams.importing.resolving.sought import by_name, concerned_by, resolve_messages
from telegrams.models import CrossReference, Telegram
from telegrams.records import ReferenceRecord
from telegrams.vocabulary import Certainty, HeaderField
from tests.making import a_record, stored
from tests.pages.reading import parse

pytestmark = pytest.mark.django_db

ANSWERING = "4040. Your 2412, November 20, 4 p.m. The answer is no. Nothing more."
WANTED = "department.mission-in-russia.wire.2412.1945-11-20"


def a_message(document: str, number: str, day: str, text: str, *, home: bool = False) -> Telegram:
    """A stored telegram between Moscow and the Department, with the references of its text."""
    moscow, department = "Ambassador in the Soviet Union", "Secretary of State"
    record = a_record(
        text, volume="frus1945v05", document=document, sender="", message_number=number, sent=day,
        sender_office=department if home else moscow, recipient_office=moscow if home else department,
        place="Washington" if home else "Moscow",
    )  # fmt: skip
    start = record.text.find("Your 2412")
    if start < 0:
        return stored(record)
    reference = ReferenceRecord(
        footnote=None, start=start, end=start + 29, printed=record.text[start : start + 29],
        wanted=(("by", "your"), ("date", "--11-20"), ("number", "2412"), ("time", "16:00")),
    )  # fmt: skip
    return stored(replace(record, references=(reference,)))


@pytest.fixture
def answering() -> Telegram:
    """A telegram that answers one that is not held."""
    telegram = a_message("d2", "4040", "1945-11-22", ANSWERING)
    resolve_messages(by_name())
    return telegram


def asked_for(answering: Telegram) -> Telegram:
    """The telegram it answers, loaded after it."""
    telegram = a_message("d1", "2412", "1945-11-20", "2412. Do you agree?", home=True)
    resolve_messages(concerned_by(Telegram.objects.filter(pk=telegram.pk)))
    return telegram


def test_a_misprinted_year_at_the_end_of_the_calendar_hinders_no_reference(answering: Telegram) -> None:
    for document, day in (("d3", "0001-01-01"), ("d4", "9999-12-31")):
        a_message(document, "2412", day, "2412. Do you agree?", home=True)

    resolve_messages(concerned_by(Telegram.objects.filter(document__in=["d3", "d4"])))

    assert CrossReference.objects.get(telegram=answering).target is None


def test_what_is_named_and_not_held_is_on_the_list_with_its_number_day_and_a_line_to_ask_for_it(
    answering: Telegram, client: Client
) -> None:
    page = parse(client.get("/wanted/").content)

    row = page.one("tbody").one("tr").text()
    assert "Telegram 2412" in row
    assert "The Department of State to the American mission in Russia" in row
    assert "20 November 1945" in row
    assert "telegram No. 2412" in client.get("/wanted.csv").content.decode()
    assert "2412" in client.get("/wanted.atom").content.decode()


def test_its_page_has_the_sentence_of_each_who_names_it(answering: Telegram, client: Client) -> None:
    page = parse(client.get(f"/wanted/{WANTED}/").content)

    assert "Your 2412, November 20, 4 p.m. The answer is no." in page.text()
    assert answering.get_absolute_url() in {link.attributes["href"] for link in page.all("a")}


def test_a_wanted_message_that_is_loaded_leaves_the_list_and_turns_its_links(
    answering: Telegram, client: Client
) -> None:
    assert CrossReference.objects.get().certainty == Certainty.NOT_HELD

    target = asked_for(answering)

    reference = CrossReference.objects.get()
    assert (reference.target, reference.certainty) == (target, Certainty.SURE)
    assert "2412" not in parse(client.get("/wanted/").content).one("tbody").text()
    assert client.get(f"/wanted/{WANTED}/")["Location"] == target.get_absolute_url()
    assert target.get_absolute_url() in client.get(answering.get_absolute_url()).content.decode()


def test_the_document_named_says_who_names_it_and_in_which_sentence(answering: Telegram, client: Client) -> None:
    target = asked_for(answering)

    panel = parse(client.get(target.get_absolute_url()).content).one("section", id="cited-by").text()

    assert "22 November 1945" in panel
    assert "Your 2412, November 20, 4 p.m. The answer is no." in panel
    assert "sure" in panel


def test_a_thread_is_the_same_from_either_end(answering: Telegram, client: Client) -> None:
    target = asked_for(answering)

    threads = [
        [link.attributes["href"] for link in parse(client.get(f"{one.get_absolute_url()}thread/").content)
         .one("ol", class_="thread").all("a")]
        for one in (answering, target)
    ]  # fmt: skip

    assert threads[0] == threads[1] == [target.get_absolute_url(), answering.get_absolute_url()]


def test_a_thread_draws_what_is_not_held_in_its_place(answering: Telegram, client: Client) -> None:
    page = parse(client.get(f"{answering.get_absolute_url()}thread/").content)

    steps = page.one("ol", class_="thread").all("li")
    assert [("lacking" in step.attributes["class"]) for step in steps] == [True, False]
    assert "not in this archive" in steps[0].text()


def test_a_number_that_an_editor_corrects_finds_its_references_and_loses_those_of_the_wrong_one(
    answering: Telegram, client: Client
) -> None:
    misread = a_message("d1", "2417", "1945-11-20", "2417. Do you agree?", home=True)
    editor = User.objects.create(username="clio")
    assert CrossReference.objects.get().target is None

    made = curating.correct(
        misread.pk, [Edit(HeaderField.MESSAGE_NUMBER, "2412", seen="2417")], "Misread.", "x", editor
    )

    assert CrossReference.objects.get().target == misread
    curating.take_back(made[0].pk)
    assert CrossReference.objects.get().target is None


def test_a_message_that_nobody_names_is_no_page(client: Client) -> None:
    assert client.get("/wanted/department.mission-in-russia.wire.1.1945-01-01/").status_code == 404
    assert client.get("/wanted/nonsense/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_thread(
    answering: Telegram, client: Client, django_assert_max_num_queries: object
) -> None:
    asked_for(answering)
    for number in range(5, 12):
        a_message(f"d{number}", str(4040 + number), "1945-11-25", ANSWERING.replace("4040", str(4040 + number)))
    resolve_messages(by_name())

    with django_assert_max_num_queries(12):  # type: ignore[operator]
        page = parse(client.get(f"{answering.get_absolute_url()}thread/").content)

    assert len(page.one("ol", class_="thread").all("li")) == 9
