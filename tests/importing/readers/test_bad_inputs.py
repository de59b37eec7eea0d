"""Every bad text of the shared corpus ends as its expected.json allows."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from telegrams.importing.readers.contract import SourceFile
from telegrams.importing.readers.printed_text import PrintedText
from telegrams.records import Problem, TelegramRecord
from telegrams.vocabulary import HeaderField, Level


def cases() -> list[dict[str, Any]]:
    """The text cases of the corpus; none where it is absent (the fixture of each test then says so)."""
    path = settings.ARCHIVE_CORPUS / "bad" / "expected.json"
    if not path.is_file():
        return []
    given = json.loads(path.read_text("utf-8"))["cases"]
    return [case for case in given if case["made"] == "given" and case["file"].endswith(".txt")]


@dataclass(frozen=True)
class Outcome:
    """What the reader made of a file."""

    records: list[TelegramRecord]
    problems: list[Problem]

    def severity(self) -> str:
        """error, warning or ok."""
        levels = {problem.level for problem in self.problems}
        return "error" if Level.ERROR in levels else "warning" if Level.WARNING in levels else "ok"


def read(corpus: Path, case: dict[str, Any]) -> Outcome:
    """The outcome of a case."""
    data = (corpus / "bad" / case["file"]).read_bytes()
    yielded = list(PrintedText().read(SourceFile(case["file"], "bad", Path(case["file"]).stem, data)))
    records = [one for one in yielded if isinstance(one, TelegramRecord)]
    alone = [one for one in yielded if isinstance(one, Problem)]
    return Outcome(records, alone + [problem for record in records for problem in record.problems])


def found(record: TelegramRecord, key: str) -> object:
    """What ``expect`` asks of a record, as the gold form counts it."""
    if key == "footnotes":
        return len(record.footnotes)
    if key == "first_label":
        return record.footnotes[0].printed_mark
    if key == "pages":
        return sum(not page.implied for page in record.pages)
    value = record.read(HeaderField({"date": "sent"}.get(key, key)))
    return value.value[:10] if value and value.value and key == "received" else value.value if value else None


each_case = pytest.mark.parametrize("case", cases(), ids=lambda case: case["file"])


@each_case
def test_a_bad_text_has_an_allowed_severity(corpus: Path, case: dict[str, Any]) -> None:
    outcome = read(corpus, case)

    assert outcome.severity() in case["accept"]


@each_case
def test_a_bad_text_is_named_by_code_line_and_words(corpus: Path, case: dict[str, Any]) -> None:
    outcome = read(corpus, case)

    if outcome.severity() == "ok":
        assert "ok" in case["accept"]
        return
    said = [problem for problem in outcome.problems if problem.code == case["code"]]
    assert said
    assert case["line"] in (None, said[0].line)
    assert all(word in said[0].message() for word in case["mention"])


@each_case
def test_a_bad_text_gives_as_many_documents_as_allowed(corpus: Path, case: dict[str, Any]) -> None:
    outcome = read(corpus, case)

    allowed = {0} if outcome.severity() == "error" else {1, 2} if case["code"] == "two-documents" else {1}
    assert len(outcome.records) in allowed


@each_case
def test_a_bad_text_that_goes_in_is_read_as_expected(corpus: Path, case: dict[str, Any]) -> None:
    outcome = read(corpus, case)

    for record in outcome.records[:1]:
        assert {key: found(record, key) for key in case.get("expect", {})} == case.get("expect", {})


@each_case
def test_every_message_says_what_was_expected_and_the_remedy(corpus: Path, case: dict[str, Any]) -> None:
    outcome = read(corpus, case)

    told = [problem for problem in outcome.problems if problem.level != Level.NOTE]
    assert all(problem.found and problem.expected and problem.remedy for problem in told)
    assert all(problem.message().isprintable() for problem in told)
