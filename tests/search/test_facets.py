"""Facets: values, labels, exclusion, 'not stated', the tree of file numbers."""

import pytest
from django.contrib.auth.models import User

from telegrams import curating
from telegrams.models import Participation, Telegram, VolumeContents
from telegrams.search import ENGINE
from telegrams.search.counting import SHOWN
from telegrams.search.facets import FACETS, NONE
from telegrams.search.query import Query
from telegrams.vocabulary import HeaderField, Role
from telegrams.volume_records import Contents, DivisionRecord, contents_to_json
from tests.making import a_telegram


def counts(query: Query, key: str) -> dict[str, int]:
    """Counts of a facet's values on the results page."""
    return {one.value: one.count for one in ENGINE.ask(query).facet(key).values}


def test_the_order_of_facets_is_that_of_the_page() -> None:
    assert [facet.label for facet in FACETS] == [
        "Years",
        "Sender",
        "Recipient",
        "People mentioned",
        "Post",
        "Informed posts",
        "Kind",
        "Classification",
        "Precedence",
        "File class",
        "Volume",
        "Has",
        "Certainty",
    ]


@pytest.mark.parametrize("facet", FACETS, ids=[facet.key for facet in FACETS])
def test_every_facet_explains_itself_and_knows_not_stated(facet: object) -> None:
    assert facet.help.endswith(".")  # type: ignore[attr-defined]
    assert facet.say(NONE) == ("none of these" if facet.key == "has" else "not stated")  # type: ignore[attr-defined]
    assert facet.refusal(NONE) == ""  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_counts_of_a_facet_leave_its_own_choice_aside_and_keep_all_others() -> None:
    a_telegram(kind="telegram", precedence="niact")
    a_telegram(kind="note", precedence="niact")
    a_telegram(kind="note")

    query = Query().adding("kind", "telegram")

    assert counts(query, "kind") == {"telegram": 1, "note": 2}
    assert counts(query, "precedence") == {"niact": 1}


@pytest.mark.django_db
def test_several_values_are_joined_by_or_and_facets_by_and() -> None:
    a_telegram(kind="telegram", sent="1945")
    a_telegram(kind="note", sent="1945")
    a_telegram(kind="note", sent="1946")

    query = Query().adding("kind", "telegram").adding("kind", "note")

    assert ENGINE.count(query) == 3
    assert ENGINE.count(query.adding("years", "1945")) == 2


@pytest.mark.django_db
def test_excluding_a_value_keeps_documents_that_state_none() -> None:
    a_telegram(place="Moscow")
    a_telegram(place="")

    query = Query().excluding("post", "moscow")

    assert ENGINE.count(query) == 1
    assert ENGINE.ask(query).facet("post").values[0].excluded


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "stated", "absent"),
    [
        ("sender", {"sender": "Harriman"}, {"sender": "", "sender_office": ""}),
        ("recipient", {"recipient": "Byrnes"}, {"recipient": "", "recipient_office": ""}),
        ("years", {"sent": "1945"}, {"sent": ""}),
        ("years", {"sent": "1945"}, {"sent": "1945-12-31/1946-01-01"}),
        ("post", {"place": "Moscow"}, {"place": ""}),
        ("classification", {"classification": "secret"}, {}),
        ("precedence", {"precedence": "niact"}, {}),
        ("file", {"file_number": "711.61/402"}, {}),
        ("has", {"notes": ("Not printed.",)}, {}),
        ("day", {"sent": "1945"}, {"sent": ""}),
    ],
    ids=["sender", "recipient", "years", "two years", "post", "classification", "precedence", "file", "has", "day"],
)
def test_not_stated_is_a_value_that_can_be_chosen_and_excluded(
    key: str, stated: dict[str, str], absent: dict[str, str]
) -> None:
    has, lacks = a_telegram(**stated), a_telegram(**absent)

    chosen = list(ENGINE.documents(Query().adding(key, NONE)))
    excluded = list(ENGINE.documents(Query().excluding(key, NONE)))

    assert (chosen, excluded) == ([lacks.pk], [has.pk])
    assert ENGINE.ask(Query()).facet(key).values[-1].value == NONE


@pytest.mark.django_db
def test_a_document_that_names_three_people_is_counted_once_for_each() -> None:
    telegram = a_telegram()
    for party in ("molotov", "stalin", "molotov"):
        Participation.objects.create(telegram=telegram, role=Role.MENTIONED, party=party, party_label=party.title())

    answer = ENGINE.ask(Query())

    assert answer.total == 1
    assert [(one.label, one.count) for one in answer.facet("mentioned").values] == [("Molotov", 1), ("Stalin", 1)]


@pytest.mark.django_db
def test_the_page_shows_the_commonest_values_and_what_is_chosen() -> None:
    for number in range(1, 10):
        a_telegram(volume=f"frus194{number}v01")

    facet = ENGINE.ask(Query().adding("volume", "frus1949v01").excluding("volume", "frus1948v01")).facet("volume")

    assert facet.distinct == 9
    assert [one.value for one in facet.values] == [
        *(f"frus194{number}v01" for number in range(1, SHOWN + 1)),
        "frus1948v01",
        "frus1949v01",
    ]


@pytest.mark.django_db
def test_a_chosen_value_without_documents_keeps_its_name() -> None:
    a_telegram(volume="frus1945v05", kind="note")
    a_telegram(volume="frus1946v06", kind="telegram")

    answer = ENGINE.ask(Query().adding("volume", "frus1946v06").adding("kind", "note"))

    assert answer.total == 0
    assert [chip.text for chip in answer.chips()] == ["Note", "In 1946, vol. VI"]
    assert answer.misread == ()


@pytest.mark.django_db
def test_the_tree_of_file_numbers_opens_towards_what_is_chosen() -> None:
    a_telegram(file_number="711.61/11–2245")
    a_telegram(file_number="711.61/12–345")
    a_telegram(file_number="812.6363/1629", sent="1925")

    closed = ENGINE.ask(Query()).facet("file")
    opened = ENGINE.ask(Query().adding("file", "1910.7")).facet("file")
    every = ENGINE.all_values(Query(), "file")

    assert [(one.value, one.count) for one in closed.values] == [("1910.7", 2), ("1910.8", 1)]
    assert [(one.value, one.depth) for one in opened.values] == [("1910.7", 0), ("1910.7.11", 1), ("1910.8", 0)]
    assert [one.label for one in every.values if one.value.startswith("1910.7")] == [
        "7 Political relations",
        "11 United States",
        "61 Russia; Soviet Union",
    ]
    assert ENGINE.count(Query().adding("file", "1910.7.11")) == 2
    assert ENGINE.count(Query().excluding("file", "1910.7.11.61")) == 1


@pytest.mark.django_db
def test_a_volume_opens_to_its_compilations_by_their_printed_headings() -> None:
    telegram = a_telegram(volume="frus1945v05", kind="note")
    a_telegram(volume="frus1945v05")
    Telegram.objects.filter(pk=telegram.pk).update(division="comp.3/ch2")
    VolumeContents.objects.update_or_create(
        volume=telegram.volume,
        defaults={
            "printed": contents_to_json(
                Contents((DivisionRecord("comp1", "", "Poland"), DivisionRecord("comp.3", "", "The Soviet Union")))
            )
        },
    )
    ENGINE.rebuild()

    opened = ENGINE.ask(Query().adding("volume", "frus1945v05")).facet("volume")
    chosen = ENGINE.ask(Query().adding("volume", "frus1945v05.comp_3"))

    assert [(one.label, one.count, one.depth) for one in opened.values] == [
        ("1945, vol. V", 2, 0),
        ("The Soviet Union", 1, 1),
    ]
    assert (chosen.total, [chip.text for chip in chosen.chips()]) == (1, ["In The Soviet Union"])


@pytest.mark.django_db
def test_a_correction_and_its_withdrawal_change_what_a_document_has_and_how_its_day_is_known(
    django_user_model: type[User],
) -> None:
    telegram, editor = a_telegram(sent="1945-11-22"), django_user_model.objects.create_user("editor")
    seen = curating.shown(telegram)[HeaderField.SENT].value

    before = counts(Query(), "day"), counts(Query(), "has")
    edits = [curating.Edit(HeaderField.SENT, "1945-11-23", seen)]
    (correction,) = curating.correct(telegram.pk, edits, "The receipt stamp.", "The original.", editor)
    corrected = counts(Query(), "day"), counts(Query(), "has")
    curating.take_back(correction.pk)
    after = counts(Query(), "day"), counts(Query(), "has")

    assert before == after == ({"printed": 1}, {NONE: 1})
    assert corrected == ({"corrected": 1}, {"correction": 1})


@pytest.mark.django_db
def test_years_stand_in_their_order() -> None:
    for sent in ("1946", "1944", "1946-02", ""):
        a_telegram(sent=sent)

    values = ENGINE.ask(Query()).facet("years").values

    assert [(one.value, one.count) for one in values] == [("1944", 1), ("1946", 2), (NONE, 1)]
