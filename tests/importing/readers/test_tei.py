"""Volumes in TEI as files: what is refused whole, what is left out, what a volume and its documents are called."""

import gzip
import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from telegrams.importing.readers import reader_for
from telegrams.importing.readers.contract import SourceFile
from telegrams.importing.readers.tei import TeiVolume
from telegrams.records import Problem, TelegramRecord
from telegrams.vocabulary import HeaderField, Level
from tests.importing.readers.tei_slices import a_div, a_volume, yielded


def cases() -> list[dict[str, Any]]:
    """The XML cases of the corpus; none where it is absent."""
    path = settings.ARCHIVE_CORPUS / "bad" / "expected.json"
    if not path.is_file():
        return []
    given = json.loads(path.read_text("utf-8"))["cases"]
    return [case for case in given if case["made"] == "given" and case["file"].endswith(".xml")]


def gravest(problems: list[Problem]) -> str:
    levels = {problem.level for problem in problems}
    return "error" if Level.ERROR in levels else "warning" if Level.WARNING in levels else "ok"


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["file"])
def test_a_bad_volume_ends_as_it_should(corpus: Path, case: dict[str, Any]) -> None:
    found = yielded((corpus / "bad" / case["file"]).read_bytes(), case["file"])
    records = [one for one in found if isinstance(one, TelegramRecord)]
    problems = [one for one in found if isinstance(one, Problem)] + [one for each in records for one in each.problems]
    of_the_case = [problem for problem in problems if problem.code == case["code"]]

    assert gravest(problems) in case["accept"]
    assert case["code"] in ("good", "encoding") or of_the_case
    assert case["line"] is None or case["line"] in [problem.line for problem in of_the_case]
    assert all(any(word in problem.message() for problem in of_the_case) for word in case["mention"])
    assert not records or gravest(problems) != "error"
    assert isinstance(case["documents"], str) or len(records) == case["documents"]
    sent = records[0].read(HeaderField.SENT) if records else None
    assert "expect" not in case or (sent.value if sent else None) == case["expect"]["date"]


def test_a_volume_cut_off_in_its_last_document_gives_none_at_all() -> None:
    whole = a_volume(a_div("<p>One.</p>"), a_div("<p>Two.</p>", name="d2"))

    (problem,) = yielded(whole[:-60])

    assert isinstance(problem, Problem)
    assert (problem.code, problem.level) == ("xml", Level.ERROR)


def test_a_volume_is_called_by_its_id_and_its_documents_by_theirs() -> None:
    records = yielded(a_volume(a_div("<p>One.</p>"), a_div("<p>Two.</p>", name="d2a")), "other.xml")

    assert [(one.volume, one.document) for one in records if isinstance(one, TelegramRecord)] == [
        ("frus1945v09", "d1"),
        ("frus1945v09", "d2a"),
    ]


@pytest.mark.parametrize("name", ["/x/frus1945v09.xml", "frus1945v09.xml.gz", "a.zip/frus1945v09.XML"])
def test_a_volume_without_id_is_called_by_its_file(name: str) -> None:
    (record,) = yielded(a_volume(a_div("<p>One.</p>"), slug=""), name)

    assert isinstance(record, TelegramRecord)
    assert record.volume == "frus1945v09"


def test_a_packed_volume_is_read_as_it_is() -> None:
    data = a_volume(a_div("<p>One.</p>"))

    assert yielded(gzip.compress(data), "a.xml.gz") == yielded(data, "a.xml.gz")


def test_a_packed_bomb_is_refused() -> None:
    (problem,) = yielded(gzip.compress(a_volume(a_div("<p>One.</p>")) + b" " * 3_000_000), "a.xml.gz")

    assert isinstance(problem, Problem)
    assert (problem.code, problem.level) == ("archive", Level.ERROR)


@pytest.mark.parametrize(
    ("name", "known"), [("frus1945v05.xml", True), ("FRUS1945v05.XML.GZ", True), ("a.gz", False), ("a.xml.txt", False)]
)
def test_a_volume_is_known_by_its_suffix(name: str, known: bool) -> None:
    assert isinstance(reader_for(name, b"<TEI"), TeiVolume) is known


def test_a_second_document_of_one_id_is_left_out() -> None:
    first, second = yielded(a_volume(a_div("<p>One.</p>"), a_div("<p>Two.</p>")))

    assert isinstance(first, TelegramRecord)
    assert "One." in first.text
    assert isinstance(second, Problem)
    assert (second.code, second.level) == ("duplicate-id", Level.WARNING)


def test_a_document_without_id_belongs_to_the_one_around_it() -> None:
    inner = '<frus:attachment><div type="document"><head>Mr. Black to Mr. Rassendyll</head><p>Sir: Yes.</p></div>'
    (record,) = yielded(a_volume(a_div(f"<p>I enclose a copy.</p>{inner}</frus:attachment>")))

    assert isinstance(record, TelegramRecord)
    assert [(part.number, part.heading) for part in record.parts] == [(1, "Mr. Black to Mr. Rassendyll")]
    assert "Sir: Yes." in record.text


def test_a_document_keeps_its_markup_as_its_source() -> None:
    (record,) = yielded(a_volume(a_div("<p>One <hi rend='italic'>word</hi>.</p>")))

    assert isinstance(record, TelegramRecord)
    assert record.source is not None
    assert record.source.first_line == 3
    assert '<hi rend="italic">word</hi>' in record.source.text


def test_memory_does_not_grow_with_the_volume() -> None:
    """lxml's own memory is not seen here; what is kept of documents read would be."""
    data = a_volume(*(a_div(f"<p>{'Word ' * 400}</p>", name=f"d{number}") for number in range(400)))
    reading = TeiVolume().read(SourceFile("a.xml", "folder", "stem", data))
    next(reading)

    tracemalloc.start()
    for _ in reading:
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 2_000_000
