"""A volume's own record: its title page, contents, texts and list of persons in the tables, and whom its marks name."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model

from telegrams.importing.report import ImportReport
from telegrams.importing.walk import ImportRequest, run_import
from telegrams.models import ListedPerson, Participation, Person, Volume, VolumeSection
from telegrams.volume_records import contents_from_json
from tests.importing.readers.tei_slices import a_div, a_whole_volume

pytestmark = pytest.mark.django_db

HEADER = """<titleStmt><title type="complete">Foreign Relations, 1945, Volume IX</title></titleStmt>
<publicationStmt><publisher>GPO</publisher><pubPlace>Washington</pubPlace><date>1969</date></publicationStmt>"""
SAPT = '<item><persName xml:id="p_SZ1">Sapt, Colonel Zoltan</persName>, Minister of War</item>'
HENTZAU = '<item><persName xml:id="p_HR1">Hentzau, Rupert</persName>, Envoy at Large</item>'
HEAD = """<head>The Minister in Ruritania (<persName type="from" corresp="#p_HR1">Hentzau</persName>) to the
<gloss type="to">Secretary of State</gloss></head>"""
WORDS = (
    '<p>I met <persName corresp="#p_SZ1">Sapt</persName> and <persName corresp="#p_NO1">Black Michael</persName>.</p>'
)
Edition = Callable[..., ImportReport]


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    """Import an edition of the volume with this list of persons; its two documents are always the same."""

    def load(persons: str = SAPT + HENTZAU, header: str = HEADER, words: str = WORDS, **asked: object) -> ImportReport:
        front = f'<div type="section" xml:id="persons"><head>Persons</head><list>{persons}</list></div>'
        preface = '<div type="section" xml:id="preface"><head>Preface</head><p>In this volume.</p></div>'
        documents = a_div(words, head=HEAD) + a_div("<p>Rupert Hentzau fled.</p>", name="d2")
        body = f'<div type="chapter" xml:id="ch1"><head>Zenda</head>{documents}</div>'
        path = tmp_path / "frus1945v09.xml"
        path.write_bytes(a_whole_volume(body, front=preface + front, header=header))
        return run_import(ImportRequest(paths=(str(path),), **asked), lambda: None, lambda step: None)  # type: ignore[arg-type]

    return load


def volume() -> Volume:
    return Volume.objects.get(slug="frus1945v09")


def people_of(document: str) -> list[tuple[str, str, str]]:
    """Role, person and certainty of everybody linked in a document."""
    rows = Participation.objects.filter(telegram__document=document).exclude(person=None).select_related("person")
    return [(row.role, row.person.slug, row.certainty) for row in rows if row.person]


def test_the_title_page_replaces_a_title_concluded_from_the_slug(edition: Edition) -> None:
    edition()

    row = volume()
    assert (row.title, row.title_is_derived) == ("Foreign Relations, 1945, Volume IX", False)
    assert (row.publisher, row.place, row.published, row.short_title) == ("GPO", "Washington", "1969", "1945, vol. IX")


def test_a_header_that_states_nothing_leaves_the_title_derived(edition: Edition) -> None:
    edition(header="")

    assert volume().title_is_derived


def test_contents_sections_and_persons_are_held(edition: Edition) -> None:
    edition()

    (division,) = contents_from_json(volume().printed_contents()).divisions
    assert (division.heading, division.documents) == ("Zenda", ("d1", "d2"))
    assert [(row.key, row.paragraphs) for row in VolumeSection.objects.all()] == [("preface", ["In this volume."])]
    assert [(row.key, row.name, row.description) for row in ListedPerson.objects.all()] == [
        ("p_SZ1", "Sapt, Colonel Zoltan", "Minister of War"),
        ("p_HR1", "Hentzau, Rupert", "Envoy at Large"),
    ]


def test_a_listed_person_is_a_person_of_this_volume_alone(edition: Edition) -> None:
    edition()

    person = Person.objects.get(slug="sapt-zoltan-frus1945v09")
    assert (str(person), person.title, person.names) == ("Zoltan Sapt", "Colonel", ["Zoltan Sapt"])
    assert (person.only_in_volume, person.note, person.tenures.count()) == ("frus1945v09", "Minister of War", 0)
    assert person.source == "List of persons in 1945, vol. IX"


def test_names_marked_by_the_editors_are_surely_linked(edition: Edition) -> None:
    edition()

    assert people_of("d1") == [
        ("sender", "hentzau-rupert-frus1945v09", "sure"),
        ("mentioned", "sapt-zoltan-frus1945v09", "sure"),
    ]
    mentioned = Participation.objects.get(role="mentioned", telegram__document="d1")
    assert (mentioned.name_printed, mentioned.rule) == ("Sapt", "marked by the editors: list of persons")


def test_a_name_marked_under_the_text_is_that_of_its_signer(edition: Edition) -> None:
    signed = '<closer><signed><persName corresp="#p_SZ1"><hi rend="strong">Sapt</hi></persName></signed></closer>'

    edition(words=WORDS + signed)

    signer = Participation.objects.get(role="signer", telegram__document="d1", name_printed="Sapt")
    assert signer.rule == "marked by the editors: list of persons"
    assert ("signer", "sapt-zoltan-frus1945v09", "sure") in people_of("d1")
    assert "mentioned" not in {role for role, _, _ in people_of("d1")}


def test_a_full_name_of_the_list_is_found_without_a_mark(edition: Edition) -> None:
    edition()

    assert ("mentioned", "hentzau-rupert-frus1945v09", "probable") in people_of("d2")


def test_a_key_of_another_volumes_list_leads_there_where_it_is_held(edition: Edition) -> None:
    other = Volume.objects.create(slug="frus1945v10", title="x", short_title="x")
    flavia = Person.objects.create(slug="flavia", family="Flavia", sort_key="flavia")
    ListedPerson.objects.create(volume=other, ordinal=1, key="p_F1", name="Flavia", person=flavia)

    names = '<persName corresp="frus1945v10#p_F1">Flavia</persName> <persName corresp="frus1@45v11#p_X1">X</persName>'
    edition(words=f"<p>{names}</p>")

    assert ("mentioned", "flavia", "sure") in people_of("d1")


def test_the_same_volume_again_writes_nothing(edition: Edition) -> None:
    edition()
    before = [*ListedPerson.objects.values_list("pk"), *VolumeSection.objects.values_list("pk")]
    history = (Volume.history.count(), Person.history.count())

    report = edition(again=True)

    assert report.documents["unchanged"] == 2
    assert [*ListedPerson.objects.values_list("pk"), *VolumeSection.objects.values_list("pk")] == before
    assert (Volume.history.count(), Person.history.count()) == history


def test_what_an_editor_wrote_of_the_volume_stays(edition: Edition) -> None:
    edition()
    row = volume()
    row.title = "Our title"
    row._history_user = get_user_model().objects.create(username="clio")
    row.save()

    edition(header=HEADER.replace("1969", "1970"), persons=SAPT)

    assert (volume().title, volume().published) == ("Our title", "1969")
    assert volume().listed_persons.count() == 1


def test_what_an_editor_wrote_of_a_person_stays(edition: Edition) -> None:
    edition()
    person = Person.objects.get(slug="sapt-zoltan-frus1945v09")
    person.note = "Fritz's friend"
    person._history_user = get_user_model().objects.create(username="clio")
    person.save()

    edition(persons=SAPT.replace("Minister of War", "Regent"))

    assert Person.objects.get(pk=person.pk).note == "Fritz's friend"
    assert ListedPerson.objects.get(key="p_SZ1").description == "Regent"


def test_a_new_edition_of_the_list_links_documents_that_did_not_change(edition: Edition) -> None:
    edition(persons=HENTZAU)
    assert ("mentioned", "sapt-zoltan-frus1945v09", "sure") not in people_of("d1")

    report = edition()

    assert report.documents["unchanged"] == 2
    assert ("mentioned", "sapt-zoltan-frus1945v09", "sure") in people_of("d1")


def test_a_person_keeps_the_address_when_the_printed_name_changes(edition: Edition) -> None:
    edition()

    edition(persons=SAPT.replace("Zoltan", "Z.") + HENTZAU)

    person = ListedPerson.objects.get(key="p_SZ1").person
    assert person is not None
    assert (person.slug, person.given) == ("sapt-zoltan-frus1945v09", "Z.")


def test_two_persons_of_one_name_have_two_addresses(edition: Edition) -> None:
    edition(persons=SAPT + SAPT.replace("p_SZ1", "p_SZ2"))

    assert {row.slug for row in Person.objects.filter(family="Sapt")} == {
        "sapt-zoltan-frus1945v09",
        "sapt-zoltan-2-frus1945v09",
    }


def test_a_dry_run_holds_nothing_of_a_volume(edition: Edition) -> None:
    edition(dry_run=True)

    assert not Volume.objects.exists()
    assert not ListedPerson.objects.exists()
