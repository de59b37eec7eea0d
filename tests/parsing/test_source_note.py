"""The line or note on where the original lies, and the markings beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telegrams.parsing.source_note import read_markings, read_source_line, read_source_note


@pytest.mark.parametrize(
    ("line", "number", "kind"),
    [
        ("711.61/11–2245: Telegram", "711.61/11–2245", "Telegram"),
        ("711.61/11-2245: Telegram", "711.61/11-2245", "Telegram"),
        ("740.00119 P. W./9–145", "740.00119 P. W./9–145", ""),
        ("740.00119 Control(Japan)/10–2945", "740.00119 Control(Japan)/10–2945", ""),
        ("File No. 763.72119/3302½", "763.72119/3302½", ""),
        ("840.48 Refugees/4722", "840.48 Refugees/4722", ""),
        ("894A.00–R/4–451: Circular airgram", "894A.00–R/4–451", "Circular airgram"),
        ("711.252/–", "711.252/–", ""),
        ("Paris Peace Conf. 184.1/12: Telegram", "Paris Peace Conf. 184.1/12", "Telegram"),
    ],
)
def test_a_source_line_gives_file_number_and_kind(line: str, number: str, kind: str) -> None:
    read = read_source_line(line)

    assert read is not None
    assert read.file_number is not None
    assert (line[slice(*read.file_number)], read.kind) == (number, kind)


@pytest.mark.parametrize(
    "line",
    ["Department of State Atomic Energy Files", "Nanking Embassy Files: Telegram", "Treaty Series No. 709",
     "Woodrow Wilson Papers", "S/S Files: Lot 63 D 351: NSC 104"],
)  # fmt: skip
def test_an_archive_stands_in_place_of_a_number(line: str) -> None:
    read = read_source_line(line)

    assert read is not None
    assert read.file_number is None


@pytest.mark.parametrize(
    "line",
    ["3930. At the theatre", "The Secretary of State to the Files", "No. 58.]", "Mr. Fish to Mr. Motley.", "1945"],
)
def test_other_lines_are_no_source_lines(line: str) -> None:
    assert read_source_line(line) is None


def test_a_source_note_of_1958_is_read_from_the_first_note() -> None:
    text = "Source: National Archives, RG 59, Central Files 1950–1954, 788.00/8–1653. Top Secret; Priority."

    read = read_source_note(text)

    assert read is not None
    assert read.file_number is not None
    assert text[slice(*read.file_number)] == "788.00/8–1653"
    assert (read.classification, read.precedence) == ("top-secret", "priority")


def test_without_a_marking_none_is_taken_from_what_follows() -> None:
    read = read_source_note("Source: Johnson Library, Box 5. No classification marking. Drafted by Komer. Secret.")

    assert read is not None
    assert (read.classification, read.precedence) == (None, None)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("secret", ("secret", None)),
        ("TOP SECRET", ("top-secret", None)),
        ("us urgent", (None, "us-urgent")),
        ("Confidential—Priority", ("confidential", "priority")),
        ("secret niact", ("secret", "niact")),
    ],
)
def test_a_marking_stands_alone(line: str, meant: tuple[str | None, str | None]) -> None:
    assert read_markings(line) == meant


@given(st.text(max_size=200))
def test_any_line_can_be_judged(line: str) -> None:
    read = read_source_line(line)
    read_markings(line)

    assert read is None or read.file_number is None or line[slice(*read.file_number)].strip()
