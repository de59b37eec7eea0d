"""Titles of volumes, read or derived from the slug."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telegrams.parsing.volume_slug import volume_fact


@pytest.mark.parametrize(
    ("slug", "short"),
    [
        ("frus1934v04", "1934, vol. IV"),
        ("frus1919Parisv01", "1919, Paris Peace Conference, vol. I"),
        ("frus1917Supp02v02", "1917, Supplement 2, vol. II"),
        ("frus1914Supp", "1914, Supplement"),
        ("frus1872p2v5", "1872, part II, vol. V"),
        ("frus1864p3", "1864, part III"),
        ("frus1955-57v17", "1955–1957, vol. XVII"),
        ("frus1948v05p1", "1948, vol. V, part 1"),
        ("frus1942China", "1942, China"),
        ("frus1902app1", "1902, Appendix I"),
        ("frus1894Nicaragua", "1894, Nicaragua"),
        ("frus1943CairoTehran", "1943, Conferences at Cairo and Tehran"),
        ("frus1918Russiav02", "1918, Russia, vol. II"),
        ("frus1969-76ve05p1", "1969–1976, vol. E–5, part I"),
        ("frus1961-63v07-09mSupp", "1961–1963, vols. VII–IX, Microfiche Supplement"),
        ("frus1870", "1870"),
    ],
)
def test_a_slug_of_the_series_gives_a_short_title(slug: str, short: str) -> None:
    volume = volume_fact(slug)

    assert volume.short_title == short
    assert volume.title == f"Foreign Relations of the United States, {short}"
    assert volume.is_derived
    assert volume.published is None


@pytest.mark.parametrize("slug", ["letters", "frus", "frus34v04", "frus1934v", "frus1934v04-d61", "Frus1934v04", ""])
def test_another_slug_is_its_own_title(slug: str) -> None:
    volume = volume_fact(slug)

    assert (volume.title, volume.short_title, volume.is_derived) == (slug, slug, False)


def test_a_volume_of_the_table_is_not_derived() -> None:
    volume = volume_fact("frus1945v05")

    assert volume.title == "Foreign Relations of the United States: Diplomatic Papers, 1945, Volume V, Europe"
    assert (volume.short_title, volume.published, volume.is_derived) == ("1945, vol. V", 1967, False)


def test_the_specimen_volume_says_that_it_is_one() -> None:
    volume = volume_fact("specimen")

    assert volume.is_specimen
    assert volume.published is None


@given(st.text(max_size=60) | st.from_regex(r"frus1[89]\d\d[A-Za-z0-9-]{0,20}", fullmatch=True))
def test_any_slug_has_a_title(slug: str) -> None:
    volume = volume_fact(slug)

    assert volume.slug == slug
    assert bool(volume.title) == bool(slug)
