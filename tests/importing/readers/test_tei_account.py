"""Accounting of a volume: whatever goes into no record is said, with its line and its first words."""

import gzip

import pytest
from django.conf import settings

from telegrams.importing.readers.contract import SourceFile
from telegrams.importing.readers.tei import TeiVolume
from telegrams.records import Problem, TelegramRecord
from telegrams.vocabulary import Level
from tests.importing.readers.tei_slices import a_div, a_volume, a_whole_volume, yielded


def residue(data: bytes) -> list[tuple[int | None, str]]:
    """Line and words of what is said to be in no record."""
    problems: list[Problem] = []
    for one in yielded(data):
        problems.extend([one] if isinstance(one, Problem) else one.problems)
    said = [one for one in problems if one.code == "residue"]
    assert all(one.level == Level.NOTE for one in said)
    return [(one.line, one.found) for one in said]


WITH_RULES = [
    "<p>One <hi rend='italic'>two</hi><note n='1' xml:id='d1fn1'>A note, <hi>set</hi>.</note> three.</p>",
    "<p>Words<note n='*' xml:id='d1fn1'>A note.</note> and * <note n='*' xml:id='d1fn2'>another</note>.</p>",
    "<table><row><cell>a</cell><cell>b</cell></row><row><cell>c</cell><cell>d<lb/>e</cell></row></table>",
    "<p>Side<seg type='margin'>[266]</seg>numbers are not printed text.</p>",
    "<p>A seal.</p><figure><head>The seal</head><figDesc>A round thing.</figDesc><graphic url='x'/></figure>",
    "<list><label>(1)</label><item>One<list><item>two</item></list>three</item></list>",
    "<quote rend='blockquote'><p>Said.</p></quote><lg><l>Verse</l><l>on verse</l></lg>",
    "<p>un<unclear/>clear <gap unit='words'/> <foreign>mots</foreign> <supplied>given</supplied></p>",
    "<p>e\u0301 \u00ad\u200bsoft\u2003blank</p>",
]


@pytest.mark.parametrize("body", WITH_RULES)
def test_what_has_a_rule_leaves_nothing(body: str) -> None:
    assert residue(a_volume(a_div(body))) == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<table><row>astray<cell>a</cell></row></table>", "6 characters of row that are in no record: “astray”"),
        ("<p>A <pb n='9'>page</pb> break.</p>", "4 characters of pb that are in no record: “page”"),
        ("<p>A <gap>lost word</gap> here.</p>", "8 characters of gap that are in no record: “lost word”"),
    ],
)  # fmt: skip
def test_text_that_no_rule_takes_is_said_with_its_line(body: str, found: str) -> None:
    assert residue(a_volume(a_div(body))) == [(6, found)]


def test_a_name_without_a_rule_keeps_its_words_and_is_said_once() -> None:
    (record,) = yielded(a_volume(a_div("<p>A <mentioned>word</mentioned> and <mentioned>another</mentioned>.</p>")))

    assert isinstance(record, TelegramRecord)
    assert "A word and another." in record.text
    assert [one.found for one in record.problems if one.code == "residue"] == [
        "the name mentioned, for which there is no rule; its words are text where they stand"
    ]


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({"front": "<p>To be printed.</p>"}, []),
        ({"front": "<titlePage><docTitle>Papers</docTitle></titlePage>"}, []),
        ({"back": "<div xml:id='index' type='section'><list><item>Fish, 12</item></list></div>"}, []),
        ({"front": "<div xml:id='preface' type='section'><head>Preface</head><p>This volume.</p></div>"}, []),
        ({"front": "<div xml:id='terms' type='section'><head>Terms</head><list>"
                   "<item><hi rend='strong'>Tel</hi>, telegram</item></list></div>"}, []),
        ({"front": "<div xml:id='persons' type='section'><head>Persons</head><list><item>"
                   "<persName xml:id='p_F1'>Fish, Hamilton</persName>, Secretary"
                   "<note n='1'>Until 1877.</note></item></list></div>"},
         ["9 characters of note that are in no record: “Until 1877.”"]),
    ],
)  # fmt: skip
def test_what_stands_around_the_documents_is_accounted_for_too(parts: dict[str, str], found: list[str]) -> None:
    body = f"<div type='chapter' xml:id='ch1'><head>Chapter</head>{a_div('<p>One.</p>')}</div>"

    assert [said for _, said in residue(a_whole_volume(body, **parts))] == found


def test_a_whole_volume_of_the_corpus_leaves_nothing(corpus: object) -> None:
    name = "frus1894Nicaragua.xml.gz"
    data = (settings.ARCHIVE_CORPUS / "tei" / name).read_bytes()
    assert b"document" in gzip.decompress(data)

    for one in TeiVolume().read(SourceFile(name, "tei", "frus1894Nicaragua", data)):
        problems = [one] if isinstance(one, Problem) else one.problems if isinstance(one, TelegramRecord) else ()
        assert [problem for problem in problems if problem.code == "residue"] == []
