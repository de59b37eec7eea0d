"""File numbers: every system of the Department's files, and the traps of the decimal one."""

import datetime
import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telegrams.parsing.file_number import (
    FilePartKind,
    FileSystem,
    file_class,
    file_key,
    looks_like_file_number,
    read_file_number,
)

DASHES = "-‐‑‒–—−"
NUMBERLIKE = st.text(alphabet="0123456789./–- abcdhnPSW½()", max_size=40)


@pytest.mark.parametrize(
    ("printed", "year", "summary"),
    [
        pytest.param("711.61/11–2245", 1945, "Political relations: United States – Soviet Union", id="the-seed"),
        pytest.param("711.61/332", 1917, "Political relations: United States – Russia", id="the-name-of-the-year"),
        pytest.param("711.61", None, "Political relations: United States – Russia; Soviet Union", id="no-year"),
        pytest.param(
            "611.61/3–450", 1950, "International political relations: United States – Soviet Union", id="1950"
        ),
        pytest.param("611.93B/3–1259", 1959, "International political relations: United States – Tibet", id="tibet"),
        pytest.param("793.94/14089", 1938, "Political relations: China – Japan", id="china-japan"),
        pytest.param(
            "793.00/1–650", 1949, "Internal political and defense affairs of China: Political affairs", id="both"
        ),
        pytest.param("648.00/12", 1930, "Commerce: British Africa (general) – World (general)", id="48-before-1950"),
        pytest.param(
            "748.00/1–1251", 1951, "Internal political and defense affairs of Poland: Political affairs", id="48"
        ),
        pytest.param("861.00/2–2246", 1946, "Internal affairs of the Soviet Union: Political affairs", id="class-8"),
        pytest.param("812.6363/1629", 1925, "Internal affairs of Mexico: Petroleum", id="longest-subject"),
        pytest.param(
            "860h. 51/573",
            1925,
            "Internal affairs of the Kingdom of the Serbs, Croats and Slovenes: Financial conditions",
            id="serbs",
        ),
        pytest.param("763.72119/3302½", 1918, "First World War: peace", id="first-war"),
        pytest.param("763.72/1", 1913, "Political relations: Austria-Hungary – Serbia", id="before-the-war"),
        pytest.param(
            "740.00119 Control(Japan)/10–2945",
            1945,
            "Second World War: armistice, peace, control councils",
            id="second-war",
        ),
        pytest.param(
            "740.0011/9", 1925, "Political relations: Europe (general) – World (general)", id="europe-before-1939"
        ),
        pytest.param("701.6111/5", 1933, "Diplomatic representation: Soviet Union – United States", id="701"),
        pytest.param("701.60 a 11/1", 1924, "Diplomatic representation: San Marino – United States", id="701-blanks"),
        pytest.param(
            "600.119/343", 1917, "Commerce: World (general) – United States (Trade restrictions)", id="600.119"
        ),
        pytest.param("611.60 d 31/15", 1924, "Commerce: United States – Finland (Trade agreement)", id="letter-apart"),
        pytest.param("411.53N83/1", 1917, "Claims: United States – Portugal", id="a-name-mark-is-no-country"),
        pytest.param("124.42/7", 1925, "Embassies and legations: Canada", id="124"),
        pytest.param("123 H 875/12", 1925, "Foreign Service officers, personal files", id="123"),
        pytest.param("511.4 A 2/251a", 1925, "Narcotics conferences", id="class-5"),
        pytest.param(
            "894A.00–R/4–451", 1951, "Internal economic and social affairs of Taiwan: Economic affairs", id="taiwan"
        ),
        pytest.param(
            "756D.00/3–157", 1957, "Internal political and defense affairs of Indonesia: Political affairs", id="756D"
        ),
        pytest.param(
            "770G.00/8–160",
            1960,
            "Internal political and defense affairs of Congo, Republic of (Léopoldville): Political affairs",
            id="770G",
        ),
        pytest.param(
            "711.-94114A/3–2645",
            1945,
            "Political relations: United States – Japan (War: prisoners of war)",
            id="line-end",
        ),
    ],
)
def test_a_number_is_said_in_one_sentence(printed: str, year: int | None, summary: str) -> None:
    number = read_file_number(printed, year)

    assert number is not None
    assert number.summary == summary
    assert number.problem is None


@pytest.mark.parametrize(
    ("printed", "filed"),
    [
        pytest.param("711.61/11–2245", datetime.date(1945, 11, 22), id="month-day-year"),
        pytest.param("711.61/12–345", datetime.date(1945, 12, 3), id="the-day-may-have-one-digit"),
        pytest.param("500.CC/8–144", datetime.date(1944, 8, 1), id="first-of-august"),
        pytest.param("740.00119 P. W./9–145", datetime.date(1945, 9, 1), id="initials"),
        pytest.param("710 Consultation 4/4–846", datetime.date(1946, 4, 8), id="word-and-digit"),
        pytest.param("711.94114 Supplies 2–2445", datetime.date(1945, 2, 24), id="the-stroke-is-missing"),
        pytest.param("851G.01/6–2249, 6–2149", datetime.date(1949, 6, 22), id="the-first-of-two"),
        pytest.param("856D.00 TA/7–352", datetime.date(1952, 7, 3), id="second-scheme"),
    ],
)
def test_a_filing_date_is_read(printed: str, filed: datetime.date) -> None:
    number = read_file_number(printed, None)

    assert number is not None
    assert number.filed == filed
    assert number.serial is None


@pytest.mark.parametrize(
    ("printed", "serial"),
    [
        pytest.param("711.61/332", "332", id="plain"),
        pytest.param("763.72119/3305a", "3305a", id="outgoing"),
        pytest.param("763.72119/3302½", "3302½", id="half"),
        pytest.param("763.72/10092 ½a", "10092 ½a", id="half-with-a-letter"),
        pytest.param("654.119/84, 90", "84, 90", id="two-papers"),
        pytest.param("611.60 d 31/34b, c", "34b, c", id="two-letters"),
        pytest.param("860f.51/410 supp", "410 supp", id="supplement"),
        pytest.param("811B.142/2 Suppl.", "2 Suppl", id="later-supplement"),
        pytest.param("711.129/69 F. W", "69 F. W", id="filed-with"),
        pytest.param("740.0011 Moscow/39f", "39f", id="word"),
    ],
)
def test_a_serial_is_kept_as_printed_and_is_of_the_first_scheme(printed: str, serial: str) -> None:
    number = read_file_number(printed, 1952)

    assert number is not None
    assert number.serial == serial
    assert number.filed is None
    assert number.system == FileSystem.DECIMAL_1910


@pytest.mark.parametrize("suffix", ["–", "—", "-", "a"])
def test_a_first_paper_has_no_serial(suffix: str) -> None:
    number = read_file_number(f"711.252/{suffix}", 1925)

    assert number is not None
    assert number.serial is None
    assert number.problem is None
    assert number.parts[-1].label == "a paper without a number, the first of the file"


@pytest.mark.parametrize(
    ("printed", "word"),
    [
        pytest.param("711.61/11–3145", "calendar", id="31-november"),
        pytest.param("711.61/13–145", "calendar", id="month-13"),
        pytest.param("711.61/1–045", "calendar", id="day-0"),
        pytest.param("711.61/3–1299", "1910–1963", id="1999"),
        pytest.param("711.379/orig", "serial nor a date", id="word-as-suffix"),
        pytest.param("629.11/12", "country number", id="no-such-country"),
        pytest.param("871H.01/12", "country number", id="no-such-letter"),
        pytest.param("350 Korea/1", "without a point", id="no-point"),
        pytest.param("901.00/12", "class 9", id="no-class-9-before-1950"),
    ],
)
def test_what_cannot_be_read_says_so(printed: str, word: str) -> None:
    number = read_file_number(printed, 1945)

    assert number is not None
    assert number.filed is None
    assert number.problem is not None
    assert word in number.problem


@pytest.mark.parametrize(
    ("printed", "year", "system"),
    [
        pytest.param("5275", 1908, FileSystem.NUMERICAL, id="case"),
        pytest.param("File No. 5275/12–14.", 1907, FileSystem.NUMERICAL, id="case-and-papers"),
        pytest.param("711.61/332", 1910, FileSystem.DECIMAL_1910, id="the-year-of-the-change"),
        pytest.param("793.5 MAP/4–2051", None, FileSystem.DECIMAL_1950, id="the-suffix-decides"),
        pytest.param("788.00", 1953, FileSystem.DECIMAL_1950, id="the-year-decides"),
        pytest.param("711.61/11–2245", 1952, FileSystem.DECIMAL_1910, id="an-old-paper-in-a-late-volume"),
        pytest.param("Paris Peace Conf. 184.00101/125", 1919, FileSystem.PEACE_CONFERENCE, id="conference"),
        pytest.param("Paris peace Conf. 861.00/101", 1919, FileSystem.PEACE_CONFERENCE, id="conference-misprint"),
        pytest.param("POL 17 USSR–US", 1964, FileSystem.SUBJECT_NUMERIC, id="subject-numeric"),
        pytest.param("DEF 12 NATO", None, FileSystem.SUBJECT_NUMERIC, id="subject-numeric-without-a-year"),
    ],
)
def test_the_filing_system_is_known(printed: str, year: int | None, system: FileSystem) -> None:
    number = read_file_number(printed, year)

    assert number is not None
    assert number.system == system


@pytest.mark.parametrize(
    "printed",
    [
        "",
        " ",
        "Nanking Embassy Files: Telegram",
        "Treaty Series No. 709",
        "S/S Files: Lot 63 D 351: NSC 104",
        "Department of State Atomic Energy Files",
        "1945",
        "25 pages",
        "UN",
        "711" * 100,
        "³11.61/1",
    ],
)
def test_an_archive_is_no_file_number(printed: str) -> None:
    assert read_file_number(printed, 1945) is None


def test_the_parts_of_the_seed_stand_in_printed_order() -> None:
    number = read_file_number("711.61/11–2245: Telegram", 1945)

    assert number is not None
    assert [(part.printed, part.label, part.kind) for part in number.parts] == [
        ("7", "Political relations", FilePartKind.CLASS),
        ("11", "United States", FilePartKind.COUNTRY),
        ("61", "Soviet Union", FilePartKind.COUNTRY),
        ("/11–2245", "filed under 22 November 1945", FilePartKind.SUFFIX),
    ]
    assert (number.stem, number.qualifier, number.suffix) == ("711.61", "", "11–2245")


@pytest.mark.parametrize(
    ("printed", "stem", "qualifier"),
    [
        pytest.param("811.612 Oranges/Spain/9", "811.612", "Oranges/Spain", id="a-stroke-in-the-words"),
        pytest.param("811.111 Firms—Sovkino", "811.111", "Firms—Sovkino", id="no-suffix"),
        pytest.param("740.00119 Control(Japan)/10–2945", "740.00119", "Control(Japan)", id="no-blank"),
        pytest.param("711.42157Sa29/591½", "711.42157", "Sa29", id="name-mark"),
        pytest.param("501.BC Indonesia/6–849", "501", "BC Indonesia", id="united-nations"),
    ],
)
def test_words_after_the_number_are_its_qualifier(printed: str, stem: str, qualifier: str) -> None:
    number = read_file_number(printed, None)

    assert number is not None
    assert (number.stem, number.qualifier) == (stem, qualifier)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("711.61/11–2245", "711.61 / 11—2245", id="blanks"),
        pytest.param("740.00119 P.W./8–1545", "740.00119 PW/8-1545", id="initials"),
        pytest.param("890d.01/3", "890D.01/3", id="case"),
        pytest.param("711.-94114A/3–2645", "711.94114A/3-2645", id="line-end"),
        pytest.param("711.94114 Supplies 2–2445", "711.94114 Supplies/2-2445", id="missing-stroke"),
        pytest.param("File No. 763.72/1", "763.72/1.", id="prefix-and-stop"),
        pytest.param("711.61/11–2245: Telegram", "“711.61/11-2245”", id="kind-and-quotation-marks"),
        pytest.param("711.61/1", "\u202e711.61\u200b/1\x00", id="invisible-characters"),
        pytest.param("Paris Peace Conf. 184.1/5", "paris peace conf 184.1/5", id="conference"),
    ],
)
def test_one_number_has_one_key(one: str, other: str) -> None:
    assert file_key(one) == file_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Paris Peace Conf. 861.00/5", "861.00/5", id="another-archive"),
        pytest.param("711.61/332", "711.61/332a", id="letter"),
        pytest.param("763.72119/3302½", "763.72119/3302", id="half"),
    ],
)
def test_different_numbers_have_different_keys(one: str, other: str) -> None:
    assert file_key(one) != file_key(other)


@given(st.text(max_size=300) | NUMBERLIKE)
def test_a_key_is_its_own_key(text: str) -> None:
    key = file_key(text)

    assert file_key(key) == key
    assert "\x00" not in key
    assert len(key) <= 200


@given(st.text(max_size=300) | NUMBERLIKE, st.none() | st.integers(1780, 1980))
def test_reading_never_fails(text: str, year: int | None) -> None:
    number = read_file_number(text, year)

    assert number is None or (number.printed and file_class(number))
    assert looks_like_file_number(text) in (True, False)


@given(
    st.integers(1, 12),
    st.integers(1, 28),
    st.integers(44, 62),
    st.sampled_from(["711.61", "861.00", "501.BC Indonesia"]),
)
def test_every_dash_gives_the_same_day_and_key(month: int, day: int, year: int, stem: str) -> None:
    printed = [f"{stem}/{month}{dash}{day}{year}" for dash in DASHES]

    numbers = [read_file_number(one, None) for one in printed]

    assert {number.filed for number in numbers if number} == {datetime.date(1900 + year, month, day)}
    assert len({file_key(one) for one in printed}) == 1


@pytest.mark.parametrize("text", ["711.61/11-2245", "711.61", "5275/12–14", "867n.01/421", "File No. 763.72/1"])
def test_a_file_number_is_known_in_the_search_box(text: str) -> None:
    assert looks_like_file_number(text)


@pytest.mark.parametrize("text", ["3930", "1945", "1945/46", "Litvinov", "urtel 402", "11–2245", "3.14", "100.5 tons"])
def test_other_things_are_no_file_number_in_the_search_box(text: str) -> None:
    assert not looks_like_file_number(text)


def test_the_tree_keeps_the_two_schemes_apart() -> None:
    before = read_file_number("848.00/12", 1930)
    after = read_file_number("748.00/1–1251", 1951)

    assert before is not None
    assert after is not None
    assert [step.code for step in file_class(before)] == ["1910.8", "1910.8.48", "1910.8.48.00"]
    assert [step.code for step in file_class(after)] == ["1950.7", "1950.7.48", "1950.7.48.00"]


def test_one_place_of_the_tree_has_one_name_in_all_years() -> None:
    early = read_file_number("861.00/5", 1917)
    late = read_file_number("861.00/2–2246", 1946)

    assert early is not None
    assert late is not None
    assert file_class(early) == file_class(late)


def test_a_fixed_number_comes_before_its_countries_in_the_tree() -> None:
    number = read_file_number("763.72119/3305a", 1918)

    assert number is not None
    assert [step.label for step in file_class(number)] == ["Political relations", "First World War: peace"]


def test_nearly_all_numbers_of_the_corpus_decode(corpus: Path) -> None:
    records = [record for path in sorted(corpus.glob("gold*/*.jsonl*")) for record in _records(path)]
    years = {r["file_number"]: int(r["date"][:4]) if r.get("date") else None for r in records if r.get("file_number")}

    read = {printed: read_file_number(printed, year) for printed, year in years.items()}
    decoded = [printed for printed, number in read.items() if number and not number.problem]

    assert len(decoded) >= 0.99 * len(years)


def _records(path: Path) -> list[dict]:
    packed = path.read_bytes()
    text = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode("utf-8")
    return [json.loads(line) for line in text.splitlines() if line]
