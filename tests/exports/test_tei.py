"""What TEI promises: it is TEI, and a record that goes out through it comes back as it was.

The schema is the DTD that the TEI Consortium generates for P5 4.8.0 with the modules of its
customization for corpora: a subset, so that what is valid by it is valid TEI P5.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from lxml import etree

from telegrams.curating import Edit, correct
from telegrams.exports import tei
from telegrams.exports.tei_document import Described
from telegrams.exports.tei_header import Book, Change, Heading, corpus_header
from telegrams.exports.tei_markup import Ids
from telegrams.importing.readers.contract import SourceFile
from telegrams.importing.readers.printed_text import PrintedText
from telegrams.importing.readers.safe_xml import safe_parser
from telegrams.importing.readers.tei import TeiVolume
from telegrams.importing.report import ImportReport
from telegrams.importing.walk import ImportRequest, run_import
from telegrams.models import Telegram
from telegrams.records import Mark, Passage, Problem, TelegramRecord, checksum, without_places
from telegrams.vocabulary import HeaderField, PassageKind
from tests.exports.tei_records import VOLUME, records, with_signs_of_xml
from tests.making import a_record, a_telegram
from tests.pages.loading import SAMPLES, SEED, SPECIMEN, load

SITE = "https://archive.example"
EVERY_FIXTURE = sorted([*SEED.glob("*.txt"), *SPECIMEN.glob("*.txt")])


@cache
def schema() -> etree.DTD:
    return etree.DTD(str(Path(__file__).parent / "tei_corpus.dtd"))


def written(given_records: Iterable[TelegramRecord], heading: Heading | None = None) -> bytes:
    """The file of these records, each volume's together; it must be valid."""
    volumes: dict[str, list[Described]] = {}
    for record in given_records:
        volumes.setdefault(record.volume, []).append(Described(record, "A citation.", f"{SITE}/d1/"))
    stream, ids = StringIO(newline=""), Ids()
    if len(volumes) > 1:
        stream.write(f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{corpus_header()}')
    for slug, documents in volumes.items():
        tei.write_volume(stream, Book(slug), heading or Heading("A volume"), documents, ids)
    stream.write("</teiCorpus>" if len(volumes) > 1 else "")
    data = stream.getvalue().encode()
    assert_valid(data)
    return data


def assert_valid(data: bytes) -> None:
    tree = etree.fromstring(data, safe_parser())
    assert schema().validate(tree), list(schema().error_log)[:3]


def read(data: bytes) -> list[TelegramRecord | Problem]:
    """Everything the reader yields."""
    found = TeiVolume().read(SourceFile("export.xml", "folder", "stem", data))
    return [one for one in found if isinstance(one, TelegramRecord | Problem)]


def contents(given_records: Iterable[TelegramRecord | Problem]) -> list[TelegramRecord]:
    """The records without their places, each of them without a problem."""
    found = []
    for one in given_records:
        assert isinstance(one, TelegramRecord), one
        found.append(without_places(one))
    return found


def texts_read(paths: Iterable[Path]) -> list[TelegramRecord]:
    """The records of printed texts."""
    found: list[TelegramRecord] = []
    for path in paths:
        volume, _, document = path.stem.rpartition("-")
        yielded = PrintedText().read(SourceFile(path.name, volume or path.parent.name, document, path.read_bytes()))
        found.extend(one for one in yielded if isinstance(one, TelegramRecord))
    return found


# --- the identity ----------------------------------------------------------------------------------


@effort(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(records())
def test_any_record_comes_back_as_it_was(record: TelegramRecord) -> None:
    (back,) = read(written([record]))

    assert isinstance(back, TelegramRecord)
    assert not back.problems
    assert without_places(back) == with_signs_of_xml(record)


@effort(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(records(), records("specimen"), records("9-telegrams"))
def test_volumes_of_one_file_come_back(first: TelegramRecord, second: TelegramRecord, third: TelegramRecord) -> None:
    held = [first, second, third]

    assert contents(read(written(held))) == [with_signs_of_xml(record) for record in held]


@pytest.mark.parametrize("path", EVERY_FIXTURE, ids=lambda path: path.stem)
def test_every_sample_comes_back(path: Path) -> None:
    (record,) = texts_read([path])

    assert contents(read(written([record]))) == [without_places(record)]


def test_a_whole_volume_comes_back(corpus: Path) -> None:
    data = (corpus / "tei" / "frus1934v04.xml.gz").read_bytes()
    held = [one for one in TeiVolume().read(SourceFile("v.xml.gz", "", "", data)) if isinstance(one, TelegramRecord)]

    back = contents(read(written(held)))

    assert len(back) == 702
    assert back == contents(held)


def test_printed_texts_of_many_volumes_come_back(corpus: Path) -> None:
    held = texts_read(sorted((corpus / "text").rglob("*.txt"))[::17])

    assert len(held) > 50
    assert contents(read(written(held))) == contents(held)


def test_documents_of_a_volume_keep_their_divisions_and_names() -> None:
    chapter = "comp1/ch1"
    places = (("d1", chapter), ("d2", chapter), ("d2", chapter), ("d3", "comp1"), ("d4", ""), ("d5", chapter))
    held = [replace(a_record(document=name), division=division) for name, division in places]

    *back, problem, third, fourth, fifth = read(written(held))

    assert contents([*back, third, fourth, fifth]) == contents([held[0], held[1], *held[3:]])
    assert isinstance(problem, Problem)
    assert problem.code == "duplicate-id"


def test_words_between_passages_come_back() -> None:
    passages = (Passage(7, 10, PassageKind.PARAGRAPH), Passage(13, 16, PassageKind.VERSE))
    record = TelegramRecord(VOLUME, "d1", "before one\n\n\ntwo", passages, ())

    assert contents(read(written([record]))) == [record]


def test_a_mark_between_two_lines_of_a_blank_line_comes_back() -> None:
    passages = (Passage(0, 1, PassageKind.PARAGRAPH), Passage(3, 4, PassageKind.PARAGRAPH))
    record = TelegramRecord(VOLUME, "d1", "a\n\nb", passages, (), marks=(Mark(0, 2, "italic"), Mark(2, 2, "gap")))

    assert contents(read(written([record]))) == [record]


def test_places_outside_the_text_are_drawn_into_it() -> None:
    record = replace(a_record("abc", heading=""), marks=(Mark(-3, 99, "italic"),))

    (back,) = contents(read(written([record])))

    assert back.marks == (Mark(0, 3, "italic"),)


# --- the form --------------------------------------------------------------------------------------


def test_overlapping_ranges_are_pieces_that_point_at_each_other() -> None:
    record = replace(a_record("one two three", heading=""), marks=(Mark(0, 7, "italic"), Mark(4, 13, "bold")))

    data = written([record])

    assert (
        b'<p corresp="#kind-paragraph"><hi rend="italic">one <hi rend="bold" xml:id="'
        + f'{record.document}-piece">two</hi></hi><hi rend="bold" xml:id="{record.document}-piece_2"'.encode()
        + f' prev="#{record.document}-piece"> three</hi></p>'.encode()
    ) in data


def test_passages_are_the_elements_tei_has_for_them() -> None:
    kinds = (PassageKind.SOURCE_NOTE, PassageKind.HEADING, PassageKind.DATELINE, PassageKind.PARAGRAPH,
             PassageKind.LIST_ITEM, PassageKind.LIST_ITEM, PassageKind.SIGNATURE, PassageKind.POSTSCRIPT)  # fmt: skip
    passages = tuple(Passage(at * 3, at * 3 + 1, kind) for at, kind in enumerate(kinds))
    record = TelegramRecord(VOLUME, "d1", "\n\n".join("abcdefgh"), passages, ())

    div = etree.fromstring(written([record]), safe_parser()).find(".//{*}div")

    assert [etree.QName(one).localname for one in div] == [
        "note", "note", "head", "dateline", "p", "list", "closer", "postscript",
    ]  # fmt: skip


def test_corrections_are_told_in_the_header_and_are_no_part_of_the_record() -> None:
    record = a_record(place="Kharkov")
    change = Change(HeaderField.PLACE, "Moscow", "Clio", date(2026, 1, 2), "misread & <wrong>", "the index")

    data = written([record], Heading("A volume", changes=(change,)))

    assert b'<change when="2026-01-02"><persName>Clio</persName> corrected <term key="place">From</term>' in data
    assert contents(read(data)) == contents([record])


# --- files that somebody changed -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("was", "now"),
    [
        pytest.param('type="value">telegram<', 'type="value">cable<', id="a kind"),
        pytest.param('type="value">1945-11-22<', 'type="value">1945-11-31<', id="a day"),
        pytest.param('type="sent" subtype="printed"', 'type="sent" subtype="guessed"', id="an origin"),
        pytest.param('type="sender_name"', 'type="sender"', id="a field"),
        pytest.param('type="sender_office"', 'type="sender_name"', id="a second value"),
        pytest.param("#kind-paragraph", "#kind-unheard-of", id="a kind of passage"),
    ],
)
def test_what_is_no_value_is_left_out_and_said(was: str, now: str) -> None:
    data = written([a_record()]).decode()
    assert was in data

    (back,) = read(data.replace(was, now).encode())

    assert isinstance(back, TelegramRecord)
    assert [problem.code for problem in back.problems] == ["value"]


def test_a_document_without_a_name_is_left_out() -> None:
    data = written([a_record(document="d7")])

    (problem,) = read(data.replace(b' n="d7"', b""))

    assert isinstance(problem, Problem)
    assert problem.code == "no-id"


@pytest.mark.parametrize("end", [b"</p>", b"</teiHeader>", b"</TEI>"])
def test_of_a_file_broken_off_nothing_goes_in(end: bytes) -> None:
    data = written([a_record(), a_record()])

    (problem,) = read(data[: data.rindex(end)])

    assert isinstance(problem, Problem)
    assert problem.code == "xml"


# --- through the archive ---------------------------------------------------------------------------


def imported(*paths: Path) -> ImportReport:
    request = ImportRequest(paths=tuple(str(path) for path in paths))
    return run_import(request, lambda: None, lambda said: None)


@pytest.mark.django_db
def test_every_sample_is_unchanged_when_its_own_tei_is_imported(tmp_path: Path, client: Client) -> None:
    load(*SAMPLES)
    before = dict(Telegram.objects.values_list("pk", "checksum"))
    for telegram in Telegram.objects.select_related("volume"):
        answer = client.get(telegram.get_absolute_url()[:-1] + ".tei")
        assert answer["Content-Type"] == "application/tei+xml; charset=utf-8"
        assert_valid(answer.content)
        (tmp_path / f"{telegram.volume.slug}-{telegram.document}.xml").write_bytes(answer.content)

    report = imported(tmp_path)

    assert {name: count for name, count in report.documents.items() if count} == {"source": len(EVERY_FIXTURE)}
    assert dict(Telegram.objects.values_list("pk", "checksum")) == before


@pytest.mark.django_db
@pytest.mark.parametrize("volume", ["specimen", ""], ids=["a volume", "all volumes"])
def test_what_the_command_writes_is_imported_again(
    volume: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load(*SAMPLES)
    capsys.readouterr()
    call_command("export", "--format", "tei", *(["--volume", volume] if volume else []))
    data = capsys.readouterr().out.encode()
    assert_valid(data)
    assert etree.fromstring(data, safe_parser()).tag.endswith("}TEI" if volume else "}teiCorpus")
    (tmp_path / "archive.xml").write_bytes(data)

    report = imported(tmp_path / "archive.xml")

    expected = [path for path in EVERY_FIXTURE if volume in path.parts or not volume]
    assert {name: count for name, count in report.documents.items() if count} == {"source": len(expected)}


@pytest.mark.django_db
def test_one_document_says_its_citation_address_and_corrections() -> None:
    telegram = a_telegram(document="d690", heading="The Ambassador to the Secretary")
    editor = User.objects.create_user("clio")
    correct(telegram.pk, [Edit(HeaderField.PLACE, "Kharkov", "Moscow")], "misread", "the index", editor)
    stream = StringIO(newline="")

    tei.write([Telegram.objects.for_reading().get(pk=telegram.pk)], stream, SITE)

    header = stream.getvalue().split("</teiHeader>")[0]
    assert f"{SITE}/telegrams/frus1945v05/d690/" in header
    assert "The Ambassador to the Secretary" in header
    assert '<seg type="value">Kharkov</seg>' in header
    assert_valid(stream.getvalue().encode())
    (back,) = contents(read(stream.getvalue().encode()))
    assert checksum(back) == telegram.checksum


@pytest.mark.django_db
def test_a_file_full_of_nonsense_is_imported_without_harm(tmp_path: Path, client: Client) -> None:
    nonsense = (
        '<noteGrp type="enclosures"><note type="enclosure" n="1"><seg type="range">9-1</seg></note>'
        '<note type="enclosure" n="x"/><note/></noteGrp><noteGrp type="header"><note/></noteGrp>'
        '<p corresp="#kind-paragraph">See <ref cRef="date=soon&amp;number=&amp;post=%ff&amp;page=x">it</ref>'
        '<ref target="javascript:alert(1)">this</ref><ref>that</ref><hi>a</hi><seg>b</seg><rs>c</rs><table/>'
        '<note place="foot" subtype="2">x</note><note place="foot">y</note><note place="foot" subtype="2">z'
        '<note place="foot">within</note></note><pb/><gap reason="rats"/></p><floatingText n="-1"><p/></floatingText>'
    )
    data = written([a_record(document="d7")]).decode().replace("<noteGrp", f"{nonsense}<noteGrp", 1)
    (tmp_path / "nonsense.xml").write_text(data, "utf-8")

    report = imported(tmp_path)

    assert report.documents["added"] == 1
    assert client.get("/telegrams/frus1945v05/d7/").status_code == 200
    assert_valid(client.get("/telegrams/frus1945v05/d7.tei").content)
