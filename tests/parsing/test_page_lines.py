"""Single lines of a page: source lines, numbers, markings, labels, signatures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telegrams.parsing import blocks, signature
from telegrams.parsing.kinds import kind_of
from telegrams.parsing.message_number import read_number_line, read_opening_number
from telegrams.parsing.names import surname
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


@pytest.mark.parametrize(
    ("line", "number"), [("No. 58.]", "58"), ("No. 29,132", "29132"), ("No 267.]", "267"), ("[No. 207]", "207")]
)
def test_a_number_line_gives_the_number(line: str, number: str) -> None:
    read = read_number_line(line)

    assert read is not None
    assert read.number == number


def test_the_editors_correction_of_a_number_stands_beside_it() -> None:
    read = read_opening_number("7956 [7946]. For the Secretary")

    assert read is not None
    assert (read.number, read.corrected) == ("7956", "7946")


def test_a_list_label_is_no_message_number() -> None:
    assert read_opening_number("1. First", is_list=True) is None


@pytest.mark.parametrize(
    "line",
    ["[Inclosure 1 in No. 53.]", "[Enclosure—Translation]", "[Subinclosure.]", "[Annex A]", "[Attachment]"],
)
def test_a_label_opens_a_part(line: str) -> None:
    assert blocks.is_part_label(line)


@pytest.mark.parametrize(
    "line",
    ["[For enclosures see the next paper.]", "[Here follows text of enclosure 1.]", "Enclosure 4 was returned to him."],
)
def test_a_remark_on_enclosures_is_no_label(line: str) -> None:
    assert not blocks.is_part_label(line)


@pytest.mark.parametrize("line", ["* * * * *", ". . . . . . .", "…", "* * *"])
def test_a_row_of_dots_or_stars_is_an_omission(line: str) -> None:
    assert blocks.is_omission(line)


@pytest.mark.parametrize(
    "line",
    [
        "Kellogg",
        "[Stettinius]",
        "HULL",
        "DAVIS, Acting Secretary.",
        "S[umner] W[elles]",
        "C. de Freitas-Valle",
        "Am[erican] Mission",
    ],
)
def test_a_name_under_a_text_is_a_signature(line: str) -> None:
    assert signature.is_signature_line(line)


@pytest.mark.parametrize(
    "line",
    ["Repeated to Tegucigalpa.", "Instructions requested.", "Sir:", "Please inform Kunming.", "The Minister agreed."],
)
def test_a_sentence_is_no_signature(line: str) -> None:
    assert not signature.is_signature_line(line)


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Mr. E. B. Washburne", "Washburne"),
        ("Count von Quadt", "von Quadt"),
        ("Mackenzie King", "King"),
        ("C. M. CLAY.", "CLAY"),
    ],
)
def test_a_family_name_is_found_in_a_printed_name(name: str, family: str) -> None:
    assert surname(name) == family


@pytest.mark.parametrize(
    ("notes", "heading", "has_number", "kind"),
    [
        (["861.00/12: Circular telegram"], "The Secretary of State to Certain Missions", False, "circular"),
        (["511.93/5: Airgram"], "The Chargé in China to the Secretary of State", False, "airgram"),
        ([], "Minutes of a Meeting of the Council", False, "minutes"),
        ([], "223. Editorial Note", False, "editorial-note"),
        (["711.61/5"], "The Secretary of State to the Chargé in Japan (Huston)", True, "instruction"),
        (["711.61/5"], "The Chargé in Japan (Huston) to the Secretary of State", True, "despatch"),
        ([], "Mr. Fish to Mr. Motley.", False, "letter"),
        ([], "[Untitled]", False, "other"),
    ],
)
def test_the_kind_follows_from_the_print(notes: list[str], heading: str, has_number: bool, kind: str) -> None:
    sender = "Secretary of State" if heading.startswith("The Secretary") else ""

    assert kind_of(notes, heading, has_number, sender, " to " in heading).value == kind


@given(st.text(max_size=200))
def test_no_line_breaks_the_judging_of_lines(text: str) -> None:
    plain = blocks.loose(text)

    blocks.is_marking(plain)
    blocks.is_part_label(plain)
    blocks.is_salutation(plain)
    signature.is_closing(plain)
    signature.is_signature_line(plain)
    signature.is_address(plain)
    read_source_line(plain)
    read_number_line(plain)
    surname(plain)
