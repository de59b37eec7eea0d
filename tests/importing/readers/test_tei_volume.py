"""A TEI volume but for its documents: title page, contents, lists, sections, and that nothing of them is lost."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from telegrams.importing.readers.contract import SourceFile
from telegrams.importing.readers.safe_xml import safe_parser
from telegrams.importing.readers.tei import TeiVolume
from telegrams.importing.readers.tei_blocks import TEI
from telegrams.records import TelegramRecord, WholeVolume
from telegrams.volume_records import (
    Contents,
    DivisionRecord,
    ListedPersonRecord,
    TermRecord,
    VolumeRecord,
    contents_from_json,
    contents_to_json,
)
from tests.importing.readers.tei_slices import a_div, a_whole_volume

DOCUMENTS = a_div("<p>One.</p>") + a_div("<p>Two.</p>", name="d2")
BODY = f'<div type="compilation" xml:id="comp1"><head>Ruritania</head>{DOCUMENTS}</div>'


def volume_of(body: str = BODY, **parts: str) -> VolumeRecord:
    """The volume that the reader yields, second after its claim."""
    read = TeiVolume().read(SourceFile("frus1945v09.xml", "folder", "stem", a_whole_volume(body, **parts)))
    claim, volume = next(read), next(read)
    assert isinstance(claim, WholeVolume)
    assert isinstance(volume, VolumeRecord)
    return volume


def section(body: str, name: str, kind: str = "section") -> str:
    return f'<div type="{kind}" xml:id="{name}"><head>A list</head>{body}</div>'


def test_the_volume_comes_before_its_documents() -> None:
    read = list(TeiVolume().read(SourceFile("a.xml", "folder", "stem", a_whole_volume(BODY))))

    assert [type(one) for one in read] == [WholeVolume, VolumeRecord, TelegramRecord, TelegramRecord]


def test_a_document_alone_says_nothing_of_its_volume() -> None:
    read = TeiVolume().read(SourceFile("a.xml", "folder", "stem", a_whole_volume(a_div("<p>One.</p>"))))

    assert [type(one) for one in read] == [TelegramRecord]


def test_the_title_page_is_what_the_header_says() -> None:
    volume = volume_of(
        header="""<titleStmt><title type="complete">Foreign Relations, 1945,
            Volume IX</title><title type="series">Other</title></titleStmt><publicationStmt>
            <publisher>Government Printing Office</publisher><pubPlace>Washington</pubPlace><date>1969</date>
            <availability><p>In the public domain.</p></availability></publicationStmt>"""
    )

    said = (volume.title, volume.publisher, volume.place, volume.published, volume.rights)
    assert said == (
        "Foreign Relations, 1945, Volume IX", "Government Printing Office", "Washington", "1969",
        "In the public domain.",
    )  # fmt: skip


@pytest.mark.parametrize("names", [("subseries", "volumenumber"), ("sub-series", "volume-number")], ids=" ".join)
def test_a_title_without_its_whole_is_put_together_from_its_parts(names: tuple[str, str]) -> None:
    parts = (("volume", "Ruritania"), (names[1], "Volume IX"), (names[0], "1945"), ("series", "Foreign Relations"))
    titles = "".join(f'<title type="{kind}">{words}</title>' for kind, words in parts)

    volume = volume_of(header=f'<titleStmt><title type="complete"/>{titles}</titleStmt>')

    assert volume.title == "Foreign Relations, 1945, Volume IX, Ruritania"


def test_what_a_header_does_not_state_is_empty() -> None:
    volume = volume_of(header="")

    assert (volume.title, volume.published, volume.publisher, volume.place, volume.rights) == ("", "", "", "", "")


def test_divisions_stand_as_deep_as_they_are_printed() -> None:
    inner = f'<div type="subchapter" xml:id="ch1subch1"><head>Oil</head>{DOCUMENTS}</div>'
    chapter = f'<div type="chapter" xml:id="ch1"><head>Trade</head>{a_div("<p>0.</p>", name="d0")}{inner}</div>'

    volume = volume_of(f'<div type="compilation" xml:id="comp1"><head>Ruritania:</head>{chapter}</div>')

    assert volume.contents.divisions == (
        DivisionRecord("comp1", "compilation", "Ruritania:", divisions=(
            DivisionRecord("ch1", "chapter", "Trade", documents=("d0",), divisions=(
                DivisionRecord("ch1subch1", "subchapter", "Oil", documents=("d1", "d2")),
            )),
        )),
    )  # fmt: skip


def test_notes_of_a_heading_are_notes_of_the_division() -> None:
    head = '<head>Trade<note n="1" xml:id="ch1fn1">Continued from <hi rend="italic">1944</hi>.</note> and oil</head>'

    (division,) = volume_of(f'<div type="chapter" xml:id="ch1">{head}{DOCUMENTS}</div>').contents.divisions

    assert (division.heading, division.notes) == ("Trade and oil", (("1", "Continued from 1944."),))


@pytest.mark.parametrize(
    ("before", "within", "page"),
    [('<pb n="7"/>', "", "7"), ('<pb n="7"/>', '<pb n="8"/>', "8"), ('<pb n="[IV]"/>', "", "IV"), ("", "", "")],
    ids=["begun before", "begun within", "in brackets", "none"],
)
def test_a_division_begins_on_the_page_of_its_heading(before: str, within: str, page: str) -> None:
    body = f'{before}<div type="chapter" xml:id="ch1">{within}<head>Trade</head><pb n="9"/>{DOCUMENTS}</div>'

    assert volume_of(body).contents.divisions[0].first_page == page


def test_a_page_that_begins_within_a_document_is_that_of_the_next_division() -> None:
    begins = a_div('<p>One<pb n="12"/> word.</p>')
    first = f'<div type="chapter" xml:id="ch1"><head>A</head>{begins}</div>'

    volume = volume_of(f'{first}<div type="chapter" xml:id="ch2"><head>B</head>{a_div("<p>x</p>", name="d2")}</div>')

    assert [one.first_page for one in volume.contents.divisions] == ["", "12"]


def test_a_document_within_another_and_a_second_of_one_id_are_not_in_the_contents() -> None:
    inner = '<frus:attachment><div type="document" xml:id="d9"><head>x</head><p>y</p></div></frus:attachment>'
    body = f'<div type="chapter" xml:id="ch1"><head>A</head>{a_div(inner)}{DOCUMENTS}</div>'

    assert volume_of(body).contents.divisions[0].documents == ("d1", "d2")


def test_a_division_without_id_gets_an_address_and_no_document_is_lost() -> None:
    volume = volume_of(f'<div type="chapter"><head>A</head>{DOCUMENTS}</div><div type="chapter"><head>B</head></div>')

    assert [(one.key, one.documents) for one in volume.contents.divisions] == [
        ("chapter-1", ("d1", "d2")),
        ("chapter-2", ()),
    ]


def test_a_section_of_the_front_that_holds_documents_is_a_division() -> None:
    volume = volume_of(front=section(a_div("<p>The message.</p>", name="d0"), "message"))

    assert [one.key for one in volume.contents.divisions] == ["message", "comp1"]


def test_text_of_the_front_is_kept_and_what_only_repeats_headings_is_not() -> None:
    preface = section("<p>In this <hi>volume</hi>.<note n='1' xml:id='fn1'>So.</note></p><p>Thanks.</p>", "preface")
    papers = section("<table><row><cell>1</cell><cell>From Strelsau</cell></row></table>", "papers")
    toc = section("<list><item>Ruritania</item></list>", "contents", kind="toc")

    volume = volume_of(front=preface + papers + toc, back=section("<list><item>Oil</item></list>", "index"))

    assert [(one.key, one.where, one.paragraphs, one.notes) for one in volume.sections] == [
        ("preface", "front", ("In this volume.", "Thanks."), (("1", "So."),))
    ]


def test_text_of_a_chapter_itself_is_kept_under_its_key() -> None:
    body = f'<div type="chapter" xml:id="ch1"><head>Trade</head><p>(See Volume I.)</p>{DOCUMENTS}</div>'

    (kept,) = volume_of(body).sections

    assert (kept.key, kept.where, kept.paragraphs) == ("ch1", "body", ("(See Volume I.)",))


PERSON = '<persName xml:id="p_BWS1"><hi rend="smallcaps">Benson</hi>, Admiral William S.</persName>'
LISTS_OF_PERSONS = {
    "item": f"<list type='names'><item>{PERSON}, Chief of Operations; see <hi>below</hi></item></list>",
    "strong": f"<list><item><hi rend='strong'>{PERSON},</hi> Chief of Operations; see below</item></list>",
    "paragraph": f"<p>{PERSON}: Chief of Operations;\n see below</p>",
    "label": f"<list><label>{PERSON}</label><item>Chief of Operations; see below</item></list>",
    "row": f"<table><row><cell>{PERSON}</cell><cell>Chief of Operations; see below</cell></row></table>",
    "item of paragraphs": f"<list><item><p>{PERSON}, Chief of Operations; see below</p></item></list>",
}


@pytest.mark.parametrize("listed", LISTS_OF_PERSONS.values(), ids=LISTS_OF_PERSONS)
def test_persons_are_listed_in_many_forms(listed: str) -> None:
    volume = volume_of(front=section(listed, "persons"))

    said = "Chief of Operations; see below"
    assert volume.persons == (ListedPersonRecord("p_BWS1", "Benson, Admiral William S.", said),)


def test_a_person_whom_no_text_can_refer_to_is_listed_without_key() -> None:
    volume = volume_of(front=section("<list><item>Sapt, Colonel, see Zenda</item></list>", "persons"))

    assert volume.persons == (ListedPersonRecord("", "Sapt", "Colonel, see Zenda"),)


TERM = '<term xml:id="t_ACDA1">ACDA</term>'
LISTS_OF_TERMS = {
    "strong": f"<list><item><hi rend='strong'>{TERM}</hi>, Arms Control Agency</item></list>",
    "label": f"<list type='gloss'><label>{TERM}</label><item>Arms Control Agency</item></list>",
    "gloss": "<list type='terms'><item><gloss xml:id='t_ACDA1'>ACDA</gloss> — Arms Control Agency</item></list>",
    "row": f"<table><row><cell>{TERM}</cell><cell>Arms Control Agency</cell></row></table>",
}


@pytest.mark.parametrize("listed", LISTS_OF_TERMS.values(), ids=LISTS_OF_TERMS)
def test_abbreviations_are_listed_in_many_forms(listed: str) -> None:
    volume = volume_of(front=section(listed, "terms"))

    assert volume.contents.terms == (TermRecord("t_ACDA1", "ACDA", "Arms Control Agency"),)


@pytest.mark.parametrize(
    "listed", ["<item>ACDA, Arms Control, or so</item>", "<label>ACDA</label><item>Arms Control, or so</item>"]
)
def test_an_abbreviation_needs_no_key(listed: str) -> None:
    volume = volume_of(front=section(f"<list>{listed}</list>", "abbreviations"))

    assert volume.contents.terms == (TermRecord("", "ACDA", "Arms Control, or so"),)


def test_what_a_list_says_before_it_begins_is_text() -> None:
    listed = f"<p>The offices are those of 1945.</p><list><item>{PERSON}, Chief</item></list>"

    (kept,) = volume_of(front=section(listed, "persons")).sections

    assert (kept.key, kept.paragraphs) == ("persons", ("The offices are those of 1945.",))


def test_contents_are_the_same_after_they_were_stored() -> None:
    inner = DivisionRecord("ch1", "chapter", "Trade", (("1", "So."), ("", "And so.")), "xii", ("d1", "d2"))
    contents = Contents(
        (DivisionRecord("comp1", "compilation", "R", divisions=(inner,)),), (TermRecord("t", "A", "B"),)
    )

    assert contents_from_json(contents_to_json(contents)) == contents
    assert contents_from_json({}) == Contents()


OUTSIDE = "not(ancestor-or-self::t:div[@type='document'])"
COUNTED = {
    "divisions": (
        f"count(//t:body//t:div[{OUTSIDE}])",
        lambda volume: len(list(volume.contents.everything())),
    ),
    "headings": (
        f"count(//t:body//t:div[{OUTSIDE}]/t:head)",
        lambda volume: sum(bool(one.heading) for one in volume.contents.everything()),
    ),
    "notes of headings": (
        f"count(//t:body//t:div[{OUTSIDE}]/t:head//t:note)",
        lambda volume: sum(len(one.notes) for one in volume.contents.everything()),
    ),
    "persons": ("count(//t:front//t:persName[@xml:id])", lambda volume: len(volume.persons)),
    "documents": (
        "count(//t:div[@type='document' and not(ancestor::t:div[@type='document'])])",
        lambda volume: sum(len(one.documents) for one in volume.contents.everything()),
    ),
}


@pytest.mark.parametrize(("path", "counted"), COUNTED.values(), ids=COUNTED)
@pytest.mark.parametrize("name", ["frus1919Parisv01", "frus1925v02"])
def test_nothing_of_the_contents_is_lost(
    corpus: Path, name: str, path: str, counted: Callable[[VolumeRecord], int]
) -> None:
    data = (corpus / "tei" / f"{name}.xml.gz").read_bytes()
    read = TeiVolume().read(SourceFile(f"{name}.xml.gz", "tei", name, data))
    volume = next(one for one in read if isinstance(one, VolumeRecord))

    expected = etree.fromstring(gzip.decompress(data), safe_parser()).xpath(path, namespaces={"t": TEI.strip("{}")})

    assert counted(volume) == expected
