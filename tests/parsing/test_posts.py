"""Which post a place of a dateline is, and where a mission sat on a day."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telegrams.parsing.posts import place_of_office, post_of_place, seat_of


@pytest.mark.parametrize(
    ("place", "slug"),
    [
        pytest.param("Moscow", "moscow", id="plain"),
        pytest.param("Paris,", "paris", id="comma"),
        pytest.param("LEGATION OF THE UNITED STATES, London", "london", id="legation"),
        pytest.param("Legation of the United States, Tehran", "tehran", id="spelling"),
        pytest.param("Legation of the United States, Lima, Peru", "lima", id="country-after"),
        pytest.param("Legation of the United States in Japan, Kanagawa, Yokohama", "yokohama", id="two-cities"),
        pytest.param("Legation of the United States, Port au Prince, Hayti", "port-au-prince", id="old-country"),
        pytest.param("Legation of the United States Paris", "paris", id="comma-lost"),
        pytest.param("Department of State, Washington", "washington", id="department"),
        pytest.param("Department of State", "washington", id="department-alone"),
        pytest.param("Washington, D. C", "washington", id="district"),
        pytest.param("[Washington, undated—circa", "washington", id="undated"),
        pytest.param("Peiping", "peking", id="peiping"),
        pytest.param("Constantinople", "istanbul", id="constantinople"),
        pytest.param("St. Petersburg", "st-petersburg", id="st-petersburg"),
        pytest.param("Bogota", "bogota", id="accent"),
        pytest.param("Mexico", "mexico-city", id="city-named-like-its-country"),
        pytest.param("Halifax, Nova Scotia", "halifax", id="province"),
    ],
)
def test_a_place_is_a_post(place: str, slug: str) -> None:
    post = post_of_place(place)

    assert post is not None
    assert post.slug == slug


@pytest.mark.parametrize(
    "place",
    [
        "",
        ",",
        "Morris Island",
        "Akron, Ohio",
        "Commander-in-chief French Forces, Bagdad, Mexico",
        "Consulate of the United States of America, Minatitlan, Mexico",
        "Foreign Office",
        "Legation of Mexico",
        "Paris, Texas",
        "London, Ontario",
    ],
)
def test_another_place_is_no_post(place: str) -> None:
    assert post_of_place(place) is None


@pytest.mark.parametrize(
    ("country", "day", "slug"),
    [
        pytest.param("the Soviet Union", "1945-11-22", "moscow", id="the-seed"),
        pytest.param("Russia", "1914-08-01", "st-petersburg", id="petrograd"),
        pytest.param("Russia", "1918-04-15", "vologda", id="vologda"),
        pytest.param("Great Britain", "1941-01-05", "london", id="london"),
        pytest.param("the United Kingdom", "1945-01-05", "london", id="another-name"),
        pytest.param("China", "1927-03-25", "peking", id="peking"),
        pytest.param("China", "1938-11-19", "chungking", id="chungking"),
        pytest.param("China", "1948-11-29", "nanking", id="nanking"),
        pytest.param("the Republic of China", "1955-01-05", "taipei", id="taipei"),
        pytest.param("the Kingdom of the Serbs, Croats and Slovenes", "1925-05-01", "belgrade", id="serbs"),
        pytest.param("Persia", "1925-05-01", "tehran", id="persia"),
        pytest.param("Brazil", "1930-10-04", "rio-de-janeiro", id="rio"),
        pytest.param("Germany", "1955-10-04", "bonn", id="bonn"),
    ],
)
def test_a_mission_sat_in_a_city_on_a_day(country: str, day: str, slug: str) -> None:
    post = seat_of(country, datetime.date.fromisoformat(day))

    assert post is not None
    assert post.slug == slug


@pytest.mark.parametrize(
    ("country", "day"),
    [
        pytest.param("the Soviet Union", "1942-06-01", id="kuibyshev-or-moscow"),
        pytest.param("Turkey", "1930-06-01", id="angora-or-constantinople"),
        pytest.param("Germany", "1943-06-01", id="no-mission"),
        pytest.param("Ruritania", "1930-06-01", id="no-such-country"),
    ],
)
def test_an_unknown_or_double_seat_is_none(country: str, day: str) -> None:
    assert seat_of(country, datetime.date.fromisoformat(day)) is None


def test_without_a_day_only_a_country_with_one_seat_has_one() -> None:
    portugal = seat_of("Portugal", None)

    assert portugal is not None
    assert portugal.slug == "lisbon"
    assert seat_of("China", None) is None


@pytest.mark.parametrize(
    ("office", "place"),
    [
        ("Ambassador in the Soviet Union", "the Soviet Union"),
        ("Consul General at Hong Kong", "Hong Kong"),
        ("The Chargé in China (Gauss)", "China"),
        ("Minister in Switzerland, at Geneva", "Geneva"),
        ("Ambassador in Great Britain, Temporarily in Paris", "Paris"),
        ("Ambassador in Russia ( Francis ), temporarily at Vladivostok", "Vladivostok"),
        ("Minister in the Kingdom of the Serbs, Croats and Slovenes", "the Kingdom of the Serbs, Croats and Slovenes"),
        ("Diplomatic Agent and Consul General at Tangier", "Tangier"),
        ("Embassy in the Republic of China", "the Republic of China"),
        ("High Commissioner for Germany", "Germany"),
        ("Secretary of Embassy at Paris", "Paris"),
        ("Mission at the United Nations", "the United Nations"),
        ("Secretary of State", None),
        ("Acting Secretary of State", None),
        ("French Minister for Foreign Affairs", None),
        ("British Ambassador", None),
        ("Special Representative", None),
        ("Ambassador to the Belgian Government in Exile", None),
        ("Minister in Guatemala, Temporarily in the Department", None),
        ("President", None),
        ("", None),
    ],
)
def test_an_office_names_its_place(office: str, place: str | None) -> None:
    assert place_of_office(office) == place


@given(st.text(max_size=400))
def test_no_text_is_too_odd(text: str) -> None:
    post = post_of_place(text)
    place = place_of_office(text)
    seat = seat_of(text, None)

    assert post is None or post.city
    assert place is None or place
    assert seat is None or seat.city
