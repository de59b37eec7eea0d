"""People are edited with their offices; their addresses lead to them for ever."""

import pytest
from django.test import Client
from django.urls import reverse

from telegrams.models import Person, PersonSlug, Telegram

HARRIMAN = "harriman-william-averell"
LIST = "/admin/telegrams/person/"


@pytest.fixture
def harriman(register: None, seed: Telegram) -> Person:
    """The sender of the seed."""
    return Person.objects.get(slug=HARRIMAN)


def page_of(person: Person) -> str:
    return reverse("admin:telegrams_person_change", args=[person.pk])


def opened(client: Client, person: Person) -> dict[str, str]:
    """What the page would send if nothing were typed."""
    context = client.get(page_of(person)).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    return {box.html_name: _sent(box.value()) for form in forms for box in form}


def _sent(value: object) -> str:
    return "\n".join(value) if isinstance(value, list) else str("" if value is None else value)


def test_a_changed_address_goes_on_leading_to_the_person(harriman: Person, editor: Client, seed: Telegram) -> None:
    form = opened(editor, harriman)

    response = editor.post(page_of(harriman), {**form, "slug": "harriman-averell"})

    assert response.status_code == 302
    slugs = set(PersonSlug.objects.filter(person=harriman).values_list("slug", flat=True))
    assert slugs == {HARRIMAN, "harriman-averell"}
    assert seed.participations.get(role="sender").party == "harriman-averell"


def test_the_address_of_another_person_is_refused(harriman: Person, editor: Client) -> None:
    other = PersonSlug.objects.exclude(person=harriman).select_related("person").first()
    assert other is not None

    response = editor.post(page_of(harriman), {**opened(editor, harriman), "slug": other.slug})

    assert "is or was the address of" in response.content.decode()
    assert Person.objects.get(pk=harriman.pk).slug == HARRIMAN


def test_what_another_editor_saved_meanwhile_is_told_and_gone_over_only_knowingly(
    harriman: Person, editor: Client, second_editor: Client
) -> None:
    mine, others = opened(editor, harriman), opened(second_editor, harriman)
    second_editor.post(page_of(harriman), {**others, "note": "Theirs."})

    refused = editor.post(page_of(harriman), {**mine, "note": "Mine."})

    assert "while you worked; the history tells how" in refused.content.decode()
    assert Person.objects.get(pk=harriman.pk).note == "Theirs."
    again = {**mine, "note": "Mine.", "newest": refused.context["adminform"].form["newest"].value()}
    assert editor.post(page_of(harriman), again).status_code == 302
    assert Person.objects.get(pk=harriman.pk).note == "Mine."


def test_a_note_alone_links_no_document_anew(harriman: Person, editor: Client, seed: Telegram) -> None:
    answer = editor.post(page_of(harriman), {**opened(editor, harriman), "note": "Of Arden."}, follow=True)

    assert Person.objects.get(pk=harriman.pk).note == "Of Arden."
    assert "linked to people anew" not in answer.content.decode()


def test_a_name_of_signs_that_nobody_sees_is_refused(harriman: Person, editor: Client) -> None:
    form = {**opened(editor, harriman), "names": "\u202e\u200b", "note": "A line.\r\nAnother."}

    response = editor.post(page_of(harriman), form)

    assert "It holds a sign that nobody sees (U+202E); take it out." in response.content.decode()
    assert response.content.decode().count("that nobody sees") == 1


def test_a_changed_name_changes_its_place_in_lists_and_keeps_its_history(harriman: Person, editor: Client) -> None:
    editor.post(page_of(harriman), {**opened(editor, harriman), "given": "Wm. Averell"})

    person = Person.objects.get(pk=harriman.pk)
    assert person.sort_key == "harriman wm. averell" or person.sort_key.startswith("harriman wm")
    assert person.history.first().history_user.username == "clio"
    assert editor.get(reverse("admin:telegrams_person_history", args=[person.pk])).status_code == 200


def test_names_are_typed_one_a_line(harriman: Person, editor: Client) -> None:
    editor.post(page_of(harriman), {**opened(editor, harriman), "names": "W. Averell  Harriman\r\n\r\nMr. Harriman"})

    assert Person.objects.get(pk=harriman.pk).names == ["W. Averell Harriman", "Mr. Harriman"]


def test_an_office_taken_away_loosens_the_link(harriman: Person, editor: Client, seed: Telegram) -> None:
    form = opened(editor, harriman)
    number = int(form["tenures-TOTAL_FORMS"])
    assert seed.participations.get(role="sender").person == harriman

    editor.post(page_of(harriman), {**form, **{f"tenures-{one}-DELETE": "on" for one in range(number)}})

    assert seed.participations.get(role="sender").person != harriman


@pytest.mark.parametrize(("field", "typed"), [("born", "about 1891"), ("died", "1986-13")])
def test_a_day_that_is_none_is_refused(harriman: Person, editor: Client, field: str, typed: str) -> None:
    response = editor.post(page_of(harriman), {**opened(editor, harriman), field: typed})

    assert "is not a date; write 1945-11-22" in response.content.decode()


def test_a_person_is_never_deleted(harriman: Person, editor: Client) -> None:
    response = editor.post(f"{LIST}{harriman.pk}/delete/", {"post": "yes"})

    assert response.status_code == 403


def test_an_editor_may_enter_a_person(db: None, editor: Client) -> None:
    lines = {f"{name}-{form}_FORMS": "0" for name in ("tenures", "further_names") for form in ("TOTAL", "INITIAL")}

    editor.post(f"{LIST}add/", {"family": "Litvinov", "given": "Maxim", "slug": "litvinov-maxim", **lines})

    person = Person.objects.get()
    assert (person.origin, person.sort_key) == ("editor", "litvinov maxim")
    assert PersonSlug.objects.get().slug == "litvinov-maxim"


@pytest.mark.parametrize("asked", ["harriman", "Averell", HARRIMAN, "HARRIMAN Av"])
def test_a_search_finds_the_person(harriman: Person, editor: Client, asked: str) -> None:
    found = editor.get(LIST, {"q": asked}).context["cl"].result_list

    assert [person.pk for person in found] == [harriman.pk]
