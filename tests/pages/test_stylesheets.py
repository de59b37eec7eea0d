"""The style sheets: small, layered, with colours in one place that can be told apart."""

import re
from pathlib import Path

import pytest
from django.conf import settings

FOLDER = Path(settings.STATICFILES_DIRS[0]) / "css"
SHEETS = ("tokens", "base", "pages", "search", "document", "print")
TEXT = {name: (FOLDER / f"{name}.css").read_text() for name in SHEETS}
TOKEN = re.compile(r"--(?P<name>[a-z]+): (?P<colour>#[0-9a-f]{6})")


def test_all_sheets_together_stay_within_their_budget() -> None:
    assert sum(len(text.encode()) for text in TEXT.values()) <= 30_000


@pytest.mark.parametrize("name", [name for name in SHEETS if name not in ("tokens", "print")])
def test_colours_come_from_the_tokens_alone(name: str) -> None:
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", TEXT[name]) == []


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_speaks_in_layers_and_never_shouts(name: str) -> None:
    text = TEXT[name]

    assert text.lstrip().startswith("@layer")
    assert "!important" not in text
    assert "url(" not in text
    assert text.count("{") == text.count("}")


def palette(text: str) -> dict[str, str]:
    """The colours of one scheme by their names."""
    return {found["name"]: found["colour"] for found in TOKEN.finditer(text)}


LIGHT = palette(TEXT["tokens"].partition("@media")[0])
DARK = palette(TEXT["tokens"].partition("@media")[2].partition("}")[0])


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG reckons it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio between two colours."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "card", "sunk"])
@pytest.mark.parametrize("ink", ["ink", "quiet", "link", "visited", "accent", "sure", "probable", "unsure"])
def test_text_can_be_read_on_every_ground(scheme: dict[str, str], ground: str, ink: str) -> None:
    assert contrast(scheme[ink], scheme[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("drawn", ["bar", "edge", "focus"])
def test_bars_and_borders_can_be_seen(scheme: dict[str, str], drawn: str) -> None:
    assert min(contrast(scheme[drawn], scheme[ground]) for ground in ("paper", "sunk")) >= 3


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["hit", "tint"])
def test_marked_words_can_be_read(scheme: dict[str, str], ground: str) -> None:
    assert contrast(scheme["ink"], scheme[ground]) >= 4.5
