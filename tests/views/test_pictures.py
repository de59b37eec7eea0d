"""What pictures are drawn from: strengths of a tone, periods, places on a map, names that do not collide, bars."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telegrams.search.engine import Cell, Crossed, FacetCount, PeriodCount
from telegrams.views.files import MOST_STEPS, Branch, branches
from telegrams.views.histogram import MOST_BARS, within_reach
from telegrams.views.map_of_posts import Circle, Place, charts, key_of, named, radius_of
from telegrams.views.posts_by_year import MOST_CELLS, periods, posts_by_year
from telegrams.views.projection import EUROPE, WIDTH, WORLD, equal_earth
from telegrams.views.shading import strengths, tone_of
from telegrams.views.year_bars import FEWEST, Counts, year_bars

COUNTS = st.integers(1, 500_000)
YEARS = st.integers(1600, 2100)


@given(largest=COUNTS, counts=st.lists(COUNTS, min_size=2, max_size=20))
def test_more_is_never_drawn_fainter_and_every_number_has_a_tone(largest: int, counts: list[int]) -> None:
    known = strengths(max(largest, *counts))

    tones = [tone_of(count, known) for count in sorted(counts)]

    assert tones == sorted(tones)
    assert set(tones) <= {1, 2, 3, 4}
    assert tone_of(max(largest, *counts), known) == 4
    assert tone_of(0, known) == 0


@given(largest=COUNTS)
def test_the_legend_leaves_no_number_out_and_names_none_twice(largest: int) -> None:
    known = strengths(largest)

    assert (known[0].least, known[-1].most) == (1, largest)
    assert all(other.least == one.most + 1 and other.tone == one.tone + 1 for one, other in pairwise(known))


@given(one=YEARS, other=YEARS)
def test_periods_hold_every_year_once_and_are_few(one: int, other: int) -> None:
    first, last = sorted((one, other))

    found = periods(first, last)

    assert [year for span in found for year in range(span.first, span.last + 1)] == list(range(first, last + 1))
    assert sum(span.width for span in found) == last - first + 1
    assert len(found) <= MOST_CELLS


def value(name: str, count: int) -> FacetCount:
    """A value of a facet."""
    return FacetCount(name, name.title(), count)


def test_a_cell_says_its_post_and_years_and_leads_to_just_those() -> None:
    crossed = Crossed(
        (value("moscow", 9), value("karst", 1)), (value("1861", 4), value("1863", 6)),
        (Cell("moscow", "1861", 4), Cell("moscow", "1863", 4), Cell("karst", "1863", 1)), both=9, total=12,
    )  # fmt: skip

    drawn = posts_by_year(crossed, 1861, 1900)

    assert drawn is not None
    moscow, karst = drawn.rows
    assert moscow.cells[0] is not None
    assert moscow.cells[0].said == "Moscow, 1861: 4"
    assert moscow.cells[1] is not None
    assert moscow.cells[1].said == "Moscow, 1862–1863: 4"
    assert moscow.cells[1].address == "/telegrams/?years=1862&years=1863&post=moscow"
    assert karst.cells[0] is None
    assert (drawn.drawn, drawn.both, drawn.total) == (9, 9, 12)


def test_no_post_with_a_year_draws_nothing() -> None:
    assert posts_by_year(Crossed((value("moscow", 9),), (), (), 0, 9), 1861, 1900) is None


def test_one_misprinted_year_does_not_squeeze_a_century() -> None:
    years = [PeriodCount(year, count, count) for year, count in (("1670", 1), ("1861", 40), ("1946", 30))]

    kept, left_out = within_reach(years)

    assert ([one.period for one in kept], left_out) == (["1861", "1946"], 1)
    assert within_reach(kept) == (kept, 0)
    assert within_reach([]) == ([], 0)
    assert int(kept[-1].period) - int(kept[0].period) < MOST_BARS


# --- the map ---


@given(lat=st.floats(-55, 75), lon=st.floats(-179, 179), east=st.floats(0.01, 1), north=st.floats(0.01, 1))
def test_north_is_up_and_east_is_right(lat: float, lon: float, east: float, north: float) -> None:
    here, further = WORLD.at(lat, lon), WORLD.at(lat, lon + east)

    assert further.x > here.x
    assert WORLD.at(lat + north, lon).y < here.y
    assert WORLD.shows(lat, lon)


def test_the_projection_is_equal_earth() -> None:
    corner, pole = equal_earth(0, 180), equal_earth(90, 0)

    assert (round(corner.x, 4), corner.y) == (2.7066, 0)
    assert (pole.x, round(pole.y, 4)) == (0, 1.3174)


@pytest.mark.parametrize(
    ("lat", "lon", "is_shown"),
    [(55.75, 37.62, True), (38.72, -9.14, True), (38.90, -77.04, False), (30.04, 31.24, False), (64.54, 40.54, False)],
    ids=["Moscow", "Lisbon", "Washington", "Cairo", "Archangel"],
)
def test_europe_is_drawn_from_lisbon_to_moscow(lat: float, lon: float, is_shown: bool) -> None:
    assert EUROPE.shows(lat, lon) is is_shown


@given(one=COUNTS, other=COUNTS)
def test_areas_are_as_documents_are(one: int, other: int) -> None:
    largest = 2_000  # below which no circle is drawn larger than its number
    few, many = sorted((10 + one % 1_990, 10 + other % 1_990))

    assert radius_of(many, largest) ** 2 / radius_of(few, largest) ** 2 == pytest.approx(many / few)


def places(*counts: int) -> list[Place]:
    """Posts along a parallel in America."""
    return [Place(f"Post {at}", f"/posts/{at}/", count, 10.0, -90.0 + 8 * at) for at, count in enumerate(counts)]


def test_a_post_without_a_place_is_on_no_map_and_in_no_key() -> None:
    lost = Place("Karst", "/posts/karst/", 9_000, None, None)

    (world,) = charts([*places(40, 10), lost])

    assert [one.said for one in world.circles] == ["Post 0: 40 documents", "Post 1: 10 documents"]
    assert [one.count for one in key_of([*places(40, 10), lost])] == [40, 4]


def test_where_several_posts_are_in_europe_it_is_drawn_by_itself_and_linked_once() -> None:
    cities = {"London": (51.5, -0.1), "Paris": (48.9, 2.3), "Moscow": (55.8, 37.6)}
    european = [Place(name, f"/posts/{name}/", 5, *at) for name, at in cities.items()]

    world, europe = charts([*european, *places(3)])

    assert [one.said for one in world.circles] == ["Post 0: 3 documents"]
    assert len(world.faint) == len(europe.circles) == 3
    assert world.inset is not None
    assert {name.text for name in europe.names} == set(cities)


@given(
    spots=st.lists(st.tuples(st.floats(0, WIDTH), st.floats(0, 420), st.floats(2, 30), st.integers(3, 16)), max_size=60)
)
def test_no_name_is_written_over_another_or_over_a_circle(spots: list[tuple[float, float, float, int]]) -> None:
    circles = [Circle(f"{at}", "", x, y, radius) for at, (x, y, radius, _) in enumerate(spots)]
    texts = [f"{at:03}".ljust(letters, "x") for at, (*_, letters) in enumerate(spots)]

    names = list(named(texts, circles, 420))

    boxes = {name.text: box_of(name.text, name.x, name.y, name.anchor) for name in names}
    assert len(boxes) == len(names) <= len(spots)
    for text, box in boxes.items():
        assert [other for other, taken in boxes.items() if other != text and meet(box, taken)] == []
        others = [circle for circle in circles if circle.said != str(int(text[:3]))]
        assert [one for one in others if meet(box, (one.x - 1, one.y - 1, one.x + 1, one.y + 1))] == []
        assert box[0] >= -0.1
        assert box[2] <= WIDTH + 0.1


def box_of(text: str, x: float, y: float, anchor: str) -> tuple[float, float, float, float]:
    """Where letters of half their height stand."""
    wide = 6 * len(text)
    left = {"start": x, "end": x - wide, "middle": x - wide / 2}[anchor]
    return left, y - 8, left + wide, y


def meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    """Whether two rectangles have room in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


# --- bars, and the tree of files ---


def test_rows_of_bars_share_their_years_and_their_scale() -> None:
    drawn = year_bars(
        [Counts("Sent", {1945: 10, 1946: 5}, 16), Counts("Signed", {}, 0), Counts("Received", {1950: 1}, 1)],
    )

    assert drawn is not None
    assert [(row.label, row.count, row.total) for row in drawn.rows] == [("Sent", 15, 16), ("Received", 1, 1)]
    assert [bar.height for row in drawn.rows for bar in row.bars] == ["40.0", "20.0", "4.0"]
    assert drawn.table == ((1945, (10, 0)), (1946, (5, 0)), (1950, (0, 1)))
    assert (drawn.first, drawn.last) == (1942, 1953)
    assert drawn.width == FEWEST
    assert year_bars([Counts("Sent", {}, 3)]) is None


def steps(*values: str) -> list[FacetCount]:
    """Steps of the tree of files, each with as many documents as it has letters."""
    return [FacetCount(one, one, len(one), depth=one.count(".") - 1) for one in values]


def test_a_file_is_below_its_country_and_that_below_its_class() -> None:
    tree = branches(steps("1910.7", "1910.7.11", "1910.7.11.61", "1910.8"))

    assert [one.label for one in tree] == ["1910.7", "1910.8"]
    assert tree[0].below[0].below[0].label == "1910.7.11.61"
    assert [one.label for one in branches(steps("1910.7", "1910.7.11", "1910.7.11.61"), "1910.7.11")] == [
        "1910.7.11.61"
    ]


def test_a_tree_too_large_for_a_page_leads_on_to_its_parts() -> None:
    many = [f"1910.7.{country}.{subject}" for country in range(30) for subject in range(40)]

    tree = branches(steps("1910.7", *(f"1910.7.{country}" for country in range(30)), *many))

    shown = list(every(tree))
    assert len(shown) <= MOST_STEPS + 1
    assert {(one.more, one.more_address) for one in shown if one.label == "1910.7.29"} == {
        (40, "/files/?under=1910.7.29")
    }


def every(tree: tuple[Branch, ...]) -> list[Branch]:
    """All branches of a tree."""
    return [branch for one in tree for branch in (one, *every(one.below))]
