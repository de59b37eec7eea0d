"""What became of an import, in one number and one word."""

import pytest

from telegrams.importing.report import ImportReport
from telegrams.records import Problem
from telegrams.vocabulary import Level

REFUSED = Problem("d1.txt", 1, "no-text", Level.ERROR, "no text")
ODD = Problem("d1.txt", 1, "page-order", Level.WARNING, "pages go backwards")


@pytest.mark.parametrize(
    ("files", "problems", "interrupted", "code", "outcome"),
    [
        ({"in": 2}, [], False, 0, "complete"),
        ({"unchanged": 2}, [], False, 0, "complete"),
        ({"in": 1}, [ODD], False, 0, "complete"),
        ({"in": 1, "refused": 1}, [], False, 1, "partial"),
        ({"partly": 1}, [], False, 1, "partial"),
        ({"in": 1}, [REFUSED], False, 1, "partial"),
        ({"refused": 2}, [REFUSED], False, 2, "nothing"),
        ({}, [], False, 2, "nothing"),
        ({"in": 1}, [], True, 130, "interrupted"),
    ],
    ids=[
        "all in", "all unchanged", "a warning", "one refused", "a document kept out", "an error", "all refused",
        "no file", "interrupted",
    ],
)  # fmt: skip
def test_the_exit_says_how_much_went_in(
    files: dict[str, int], problems: list[Problem], interrupted: bool, code: int, outcome: str
) -> None:
    report = ImportReport(interrupted=interrupted)
    report.keep(problems)
    report.files.update(files)

    assert (report.exit_code(), report.outcome()) == (code, outcome)


def test_problems_are_counted_by_their_level() -> None:
    report = ImportReport()
    report.keep([REFUSED, ODD, ODD])

    assert report.counts()["problems"] == {"error": 1, "warning": 2}
