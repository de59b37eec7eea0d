"""A volume from its TEI file: its contents, its lists and texts, and the way from a document back to it."""

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from telegrams.models import Telegram, VolumeContents
from tests.importing.readers.tei_slices import a_div, a_whole_volume
from tests.pages.loading import load
from tests.pages.reading import Element, parse

pytestmark = pytest.mark.django_db

AT = "/volumes/frus1945v09/"
HEADER = """<titleStmt><title type="complete">Foreign Relations, 1945, Volume IX</title></titleStmt>
<publicationStmt><pubPlace>Washington</pubPlace></publicationStmt>"""
FRONT = """<div type="section" xml:id="preface"><head>Preface</head><p>In this &lt;volume&gt;.</p><p>Thanks.</p></div>
<div type="section" xml:id="persons"><head>Persons</head><list>
<item><persName xml:id="p_SZ1">Sapt, Zoltan</persName>, Colonel</item>
<item>Black Michael, see Strelsau</item></list></div>
<div type="section" xml:id="terms"><head>Terms</head><list>
<item><term xml:id="t_U1">UNO</term>, Union of Northern Oil</item>
<item><term xml:id="t_Z1">Z. C.</term>, Zenda Castle</item>
</list></div>"""
WORDS = """<p>UNO wrote; urtel <persName corresp="#p_SZ1">Sapt</persName> of the
<gloss target="#t_Z1">ZCs</gloss> and Z. C. men.</p>"""


def chapter(name: str, heading: str, *within: str, pages: str = "") -> str:
    return f'<div type="chapter" xml:id="{name}">{pages}<head>{heading}</head>{"".join(within)}</div>'


BODY = chapter(
    "comp1",
    'Ruritania<note n="1" xml:id="n1">Continued from 1944.</note>',
    chapter(
        "ch1", "Zenda", "<p>(See Volume I.)</p>", a_div(WORDS), chapter("sub1", "Oil", a_div("<p>Oil.</p>", name="d2"))
    ),
    pages='<pb n="7"/>',
)


def imported(folder: Path, body: str = BODY, front: str = FRONT, header: str = HEADER) -> None:
    path = folder / "frus1945v09.xml"
    path.write_bytes(a_whole_volume(body, front=front, header=header))
    load(path)


@pytest.fixture
def reader(tmp_path: Path) -> Client:
    """A reader of an archive with the volume."""
    imported(tmp_path)
    return Client()


def page_at(reader: Client, address: str) -> Element:
    response = reader.get(address)
    assert response.status_code == 200
    return parse(response.content)


def test_the_title_page_says_what_is_not_stated(reader: Client) -> None:
    page = page_at(reader, AT)

    assert page.one("h1").text() == "Foreign Relations, 1945, Volume IX"
    facts = page.one("header", class_="head").one("dl").text()
    assert "Publisher not stated Place Washington Published not stated Rights not stated" in facts
    assert "concluded from" not in facts


def test_contents_are_nested_lists_with_pages_notes_and_documents(reader: Client) -> None:
    page = page_at(reader, AT)

    (compilation,) = [one for one in page.one("ol", class_="divisions").children if isinstance(one, Element)]
    links = [one.text() for one in compilation.all("a")]
    assert links[:4] == ["Ruritania", "Zenda", "Oil", compilation.one("a", href="/telegrams/frus1945v09/d2/").text()]
    assert compilation.one("small").text() == "1 Continued from 1944."
    assert "p. 7 · 2 documents" in compilation.text()
    assert [one.text() for one in compilation.all("summary")] == ["1 part", "Documents", "Documents"]


def test_a_volume_of_many_documents_lists_them_by_division(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("telegrams.views.contents_shown.MOST_LISTED", 1)
    imported(tmp_path)

    page = page_at(Client(), AT)

    assert page.all("ol", class_="entries") == []
    assert [one.text() for one in page.one("ol", class_="divisions").all("a")] == ["Ruritania", "Zenda", "Oil"]


def test_a_division_has_a_page_with_its_text_parts_and_documents(reader: Client) -> None:
    page = page_at(reader, f"{AT}contents/ch1/")

    assert page.one("h1").text() == "Zenda"
    assert [one.text() for one in page.one("nav", class_="trail").all("a")] == ["Volumes", "1945, vol. IX", "Ruritania"]
    assert page.one("div", class_="prose").text() == "(See Volume I.)"
    assert [one.attributes["href"] for one in page.one("section", **{"aria-labelledby": "documents"}).all("a")] == [
        "/telegrams/frus1945v09/d1/"
    ]
    assert page.one("a", href="/volumes/frus1945v09/pages/7/").text() == "From page 7"


def test_a_document_outside_the_printed_contents_is_listed_too(reader: Client) -> None:
    Telegram.objects.filter(document="d2").update(document="d99", document_key="d00000099")

    page = page_at(reader, AT)

    section = page.one("section", **{"aria-labelledby": "entries"})
    assert section.one("h2").text() == "Documents outside the printed contents"
    assert section.one("a").attributes["href"] == "/telegrams/frus1945v09/d99/"


def test_a_preface_is_read_at_its_own_address(reader: Client) -> None:
    assert page_at(reader, AT).one("a", href=f"{AT}front/preface/").text() == "Preface"

    page = page_at(reader, f"{AT}front/preface/")

    assert [one.text() for one in page.one("div", class_="prose").all("p")] == ["In this <volume>.", "Thanks."]


def test_a_long_text_has_pages(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("telegrams.views.volume_contents.LONGEST_TEXT", 15)

    first, second = (page_at(reader, f"{AT}front/preface/{asked}") for asked in ("", "?page=2"))

    assert first.one("div", class_="prose").text() == "In this <volume>."
    assert first.one("a", rel="next").attributes["href"] == f"{AT}front/preface/?page=2"
    assert second.one("div", class_="prose").text() == "Thanks."


@pytest.mark.parametrize("address", [AT, f"{AT}front/persons/"])
def test_the_list_of_persons_links_whom_texts_name(reader: Client, address: str) -> None:
    page = page_at(reader, address)

    assert page.one("a", href="/people/sapt-zoltan-frus1945v09/").text() == "Sapt, Zoltan"
    assert "Black Michael, see Strelsau" in page.one("main").text()


@pytest.mark.parametrize("address", [AT, f"{AT}front/terms/"])
def test_the_abbreviations_are_listed(reader: Client, address: str) -> None:
    assert "UNO Union of Northern Oil Z. C. Zenda Castle" in page_at(reader, address).one("main").text()


def test_long_lists_have_a_page_of_their_own_only(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("telegrams.views.volumes.MOST_LINES", 3)

    page = page_at(reader, AT)

    assert page.one("a", href=f"{AT}front/persons/").text() == "List of persons"
    assert "Union of Northern Oil" not in page.one("main").text()


@pytest.mark.parametrize("address", ["contents/ch9/", "front/ch1/", "front/nothing/"])
def test_what_a_volume_does_not_have_is_said(reader: Client, address: str) -> None:
    response = reader.get(f"{AT}{address}")

    assert response.status_code == 404
    assert "Volume frus1945v09 (1945, vol. IX) is held" in parse(response.content).one("main").text()


def test_a_document_says_where_it_stands_in_the_contents(reader: Client) -> None:
    trail = page_at(reader, "/telegrams/frus1945v09/d2/").one("nav", class_="trail")

    links = [(one.text(), one.attributes["href"]) for one in trail.one("ol").all("a")]
    assert links[2:] == [
        ("Ruritania", f"{AT}contents/comp1/"),
        ("Zenda", f"{AT}contents/ch1/"),
        ("Oil", f"{AT}contents/sub1/"),
    ]


def test_abbreviations_are_explained_by_the_volumes_own_list_first(reader: Client) -> None:
    explained = {
        one.text(): one.attributes["title"] for one in page_at(reader, "/telegrams/frus1945v09/d1/").all("abbr")
    }

    assert explained == {
        "UNO": "Union of Northern Oil (list of abbreviations of this volume)",
        "urtel": "your telegram (general table of abbreviations)",
        "ZCs": "Zenda Castle (list of abbreviations of this volume)",
        "Z. C.": "Zenda Castle (list of abbreviations of this volume)",
    }


def test_a_division_without_a_heading_is_named_by_its_kind(tmp_path: Path) -> None:
    imported(tmp_path, f'<div type="chapter" xml:id="ch14">{a_div("<p>One.</p>")}{a_div("<p>x</p>", name="d2")}</div>')

    assert page_at(Client(), f"{AT}contents/ch14/").one("h1").text() == "[chapter ch14 without a heading]"


def test_odd_ids_of_divisions_break_no_address(tmp_path: Path) -> None:
    imported(tmp_path, chapter("a/b&#10;c", "Odd", a_div("<p>One.</p>"), a_div("<p>x</p>", name="d2")))

    page = page_at(Client(), AT)

    assert (
        page_at(Client(), page.one("ol", class_="divisions").all("a")[0].attributes["href"]).one("h1").text() == "Odd"
    )


def queries(reader: Client, address: str) -> int:
    reader.get(address)
    with CaptureQueriesContext(connection) as captured:
        reader.get(address)
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_the_contents(tmp_path: Path) -> None:
    imported(tmp_path)
    few = [queries(Client(), address) for address in (AT, f"{AT}contents/ch1/", f"{AT}front/persons/")]
    more = "".join(a_div("<p>x</p>", name=f"d{number}") for number in range(3, 23))
    persons = "".join(f'<item><persName xml:id="p_{n}">Name{n}, A.</persName>, x</item>' for n in range(20))
    front = FRONT.replace("<item>Black", f"{persons}<item>Black")
    imported(
        tmp_path, BODY.replace('<div type="chapter" xml:id="sub1">', f"{more}<div type='chapter' xml:id='sub1'>"), front
    )

    many = [queries(Client(), address) for address in (AT, f"{AT}contents/ch1/", f"{AT}front/persons/")]

    assert many == few
    assert max(many) <= 12


def test_a_volume_of_nine_hundred_documents_keeps_to_the_budget(tmp_path: Path) -> None:
    imported(tmp_path)
    names = [f"d{number}" for number in range(3, 903)]
    one = Telegram.objects.get(document="d2")
    for name in names:
        one.pk, one.document, one.document_key, one.heading = None, name, name, "The Ambassador to the Secretary " * 3
        one.save()
    contents = VolumeContents.objects.get(volume__slug="frus1945v09")
    contents.printed["divisions"][0]["documents"] = names
    contents.save()

    sizes = [
        len(Client().get(address).content) for address in (AT, f"{AT}contents/comp1/", f"{AT}contents/comp1/?page=5")
    ]

    assert max(sizes) <= 100_000
    last = page_at(Client(), f"{AT}contents/comp1/?page=5")
    assert last.one("ol", class_="entries").all("li")[-1].one("a").attributes["href"] == "/telegrams/frus1945v09/d902/"
