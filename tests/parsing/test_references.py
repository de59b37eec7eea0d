"""References: pages of this volume and others, documents, and messages named by number and day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telegrams.parsing.references import find_references, gold_target, is_citation


def targets(text: str, volume: str = "frus1945v05", *, in_note: bool = False, after: str = "") -> list[str | None]:
    """The addresses of the pages, volumes and documents cited."""
    return [
        gold_target(r.wanted)
        for r in find_references(text, volume, in_note=in_note, after=after)
        if is_citation(r.wanted)
    ]


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("See p. 165.", ["#pg_165"]),
        ("For documentation on this subject, see pp. 1208 ff.", ["#pg_1208"]),
        ("Ante, p. 27.", ["#pg_27"]),
        ("Post, pages 1151 and 1153.", ["#pg_1151", "#pg_1153"]),
        ("See pp. 417–441 and 442–447.", ["#pg_417", "#pg_441", "#pg_442", "#pg_447"]),
        ("Ante, pp. 55, 57, 62, 72.", ["#pg_55", "#pg_57", "#pg_62", "#pg_72"]),
        ("Foreign Relations, 1933, vol. ii, p. 133.", ["frus1933v02#pg_133"]),
        ("Foreign Relations, 1918, supp. 1, vol. i, p. 808.", ["frus1918Supp01v01#pg_808"]),
        ("Foreign Relations of the United States, 1914, Supplement, p. 3.", ["frus1914Supp#pg_3"]),
        ("Foreign Relations, 1918, Supplement 2.", ["frus1918Supp02"]),
        ("Foreign Relations, 1919, Russia, p. 74.", ["frus1919Russia#pg_74"]),
        ("Foreign Relations: The Lansing Papers, 1914–1920, vol. ii, pp. 471 ff.", ["frus1914-20v02#pg_471"]),
        ("Foreign Relations, Paris Peace Conference, 1919, vol. ii, p. 5.", ["frus1919Parisv02#pg_5"]),
        ("Diplomatic Correspondence, 1868, pt. 2, p. 817.", ["frus1868p2#pg_817"]),
        ("Foreign Relations, 1955–1957, vol. xvii, p. 12.", ["frus1955-57v17#pg_12"]),
        ("Document 214.", ["#d214"]),
        ("See inclosure 2 in No. 61.", ["#d61"]),
    ],
)
def test_a_note_cites_pages_volumes_and_documents(note: str, expected: list[str]) -> None:
    assert targets(note, in_note=True) == expected


def test_a_bare_volume_is_one_of_the_same_set() -> None:
    assert targets("See HD–21, minutes 9 and 10, vol. vii, pp. 455 and 457.", "frus1919Parisv11", in_note=True) == [
        "frus1919Parisv07#pg_455",
        "frus1919Parisv07#pg_457",
    ]


def test_ibid_repeats_the_volume_before() -> None:
    note = "Foreign Relations, 1924, vol. i, p. 741; ibid., p. 742; ibid., 1916, p. 46."

    assert targets(note, in_note=True) == ["frus1924v01#pg_741", "frus1924v01#pg_742", "frus1916#pg_46"]
    assert targets("Ibid., p. 9.", in_note=True, after=note) == ["frus1916#pg_9"]


def test_ibid_of_an_unknown_work_points_nowhere() -> None:
    assert targets("Ibid., p. 9.", in_note=True) == [None]


@pytest.mark.parametrize(
    "note",
    [
        "Malloy, Treaties, 1776–1909, vol. i, p. 353.",
        "League of Nations, Official Journal, April 1933, p. 632.",
        "E. G. Mears, Modern Turkey (New York, 1924), p. 614.",
        "Department of State, Press Releases, June 2, 1934, p. 327.",
        "Reprinted from Miller, My Diary, vol. iii, p. 125.",
        "46 Stat. 3036.",
    ],
)
def test_a_page_of_another_book_is_no_reference(note: str) -> None:
    assert targets(note, in_note=True) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see page 5 of despatch number 91", []),
        ("(Article 35, page 25)", []),
        ("the letter of August 3, 1917, ante, page 916.", ["#pg_916"]),
        ("[For inclosure in No. 45, see p. 516.]", ["#pg_516"]),
        ("amends to them.” (Foreign Relations, 1871, page 43).", ["frus1871#pg_43"]),
    ],
)
def test_in_running_text_only_the_editors_words_cite_this_volume(text: str, expected: list[str]) -> None:
    assert targets(text) == expected


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("refer to urtel 402", {"by": "your", "kind": "telegram", "number": "402"}),
        ("Deptel 45, June 3", {"by": "department", "date": "--06-03", "kind": "telegram", "number": "45"}),
        ("Department’s 28 of February 20", {"by": "department", "date": "--02-20", "number": "28"}),
        ("My 5942, April 4, 8 p.m.", {"by": "my", "date": "--04-04", "number": "5942", "time": "20:00"}),
        ("Your December 16, 4 p.m.", {"by": "your", "date": "--12-16", "time": "16:00"}),
        (
            "my despatch No. 1037 of February 3, 1925,",
            {"by": "my", "date": "1925-02-03", "kind": "despatch", "number": "1037"},
        ),
        ("telegram No. 83, Sept. 15, 1924, to the", {"date": "1924-09-15", "kind": "telegram", "number": "83"}),
    ],
)
def test_a_message_is_wanted_by_what_is_printed_of_it(text: str, wanted: dict[str, str]) -> None:
    (found,) = find_references(text, "frus1945v05")

    assert dict(found.wanted) == wanted
    assert text[found.start : found.end] == found.printed


def test_a_message_with_its_post_and_file() -> None:
    note = "In telegram 4040, December 3, 1945, 11 p.m., from Moscow, Harriman reported (711.61/12–345)."

    (found,) = find_references(note, "frus1945v05", in_note=True)

    assert dict(found.wanted) == {
        "date": "1945-12-03",
        "file": "711.61/12–345",
        "kind": "telegram",
        "number": "4040",
        "post": "Moscow",
        "time": "23:00",
    }


@pytest.mark.parametrize("text", ["our 12 ships sailed", "my 3 sons", "your Government", "telegraph 3 times"])
def test_other_numbers_name_no_message(text: str) -> None:
    assert find_references(text, "frus1945v05") == ()


@given(st.text(max_size=120), st.booleans())
def test_any_text_gives_references_inside_it(text: str, in_note: bool) -> None:
    for found in find_references(text, "frus1945v05", in_note=in_note, after=text):
        assert text[found.start : found.end] == found.printed
        assert found.wanted == tuple(sorted(found.wanted))


@given(
    st.lists(
        st.sampled_from(
            [
                "pp. ",
                "12",
                "–",
                "14",
                ", ",
                " and ",
                "vol. ii, ",
                "Foreign Relations, 1933, ",
                "Ibid., ",
                "ante, ",
                "[",
                "see ",
                "No. ",
                "telegram ",
                "May 3",
            ]
        ),
        max_size=14,
    ).map("".join)
)
def test_any_mixture_of_citations_is_read_without_overlap_of_messages(text: str) -> None:
    for found in find_references(text, "frus1945v05", in_note=True):
        assert 0 <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == found.printed


@pytest.mark.parametrize(
    ("text", "files"),
    [
        ("Not printed (file No. 763.72119/4119).", ["763.72119/4119"]),
        ("See p. 5 (867.00/1901); filed under 711.61/9–2245.", ["867.00/1901", "711.61/9-2245"]),
        ("In telegram 4040, December 3, 1945, from Moscow, he reported (711.61/12–345).", []),
        ("The ratio was 123.4/5 of gold.", []),
    ],
)
def test_a_file_number_of_a_note_is_a_reference_unless_it_is_that_of_a_message_named(
    text: str, files: list[str]
) -> None:
    found = find_references(text, "frus1945v05", in_note=True)

    assert [dict(one.wanted)["file"] for one in found if [key for key, _ in one.wanted] == ["file"]] == files
