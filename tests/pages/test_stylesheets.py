"""The style sheets: small, layered, with colours in one place that can be told apart."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from telegrams.views.frame import Frame

FOLDER = Path(settings.STATICFILES_DIRS[0]) / "css"
SHEETS = ("tokens", "base", "pages", "search", "document", "pictures", "print")
EVERYWHERE = ("tokens", "base", "pages", "print")
LOADED = {
    "pages": (),
    "search": ("search",),
    "document": ("document",),
    "pictures": ("pictures",),
    "home": ("search", "pictures"),
}
"""What a kind of page loads beside the sheets of every page; the kinds are those of Frame.css."""
BUDGET = 30_000
TEXT = {name: (FOLDER / f"{name}.css").read_text() for name in SHEETS}
RULE = re.compile(r"(?P<selector>[^{}]+)\{(?P<inside>[^{}]*)\}")
RULES = [(one["selector"].strip(), one["inside"]) for text in TEXT.values() for one in RULE.finditer(text)]
TOKEN = re.compile(r"--(?P<name>[a-z]+): (?P<colour>#[0-9a-f]{6})")


@pytest.mark.parametrize("own", LOADED.values(), ids=LOADED)
def test_the_sheets_that_one_page_loads_stay_within_their_budget(own: tuple[str, ...]) -> None:
    assert sum(len(TEXT[name].encode()) for name in (*EVERYWHERE, *own)) <= BUDGET


@pytest.mark.parametrize("own", LOADED.values(), ids=LOADED)
def test_a_page_loads_the_sheets_of_its_kind_and_no_others(own: tuple[str, ...]) -> None:
    kind = next(kind for kind, sheets in LOADED.items() if sheets == own)

    page = render_to_string("refused.html", {"page": {"frame": Frame("Title", css=kind), "said": ""}})

    assert set(re.findall(r"css/([a-z]+)\.css", page)) == {*EVERYWHERE, *own}


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


LIGHT, *DARK_ONES = (found for block in RULE.finditer(TEXT["tokens"]) if (found := palette(block["inside"])))
DARK = DARK_ONES[0]
SCHEMES = pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])

GROUNDS = ("paper", "card", "sunk", "tint")
INKS = ("ink", "quiet", "link", "visited", "accent", "sure", "probable", "unsure")
DRAWN = ("bar", "edge", "focus", "accent", "link")
"""What is drawn and must be seen: bars, borders of controls, the focus, rules of what is current, ticked boxes."""

DECORATION = ("hair",)
"""Rules between parts, never the only bound of a control."""


def test_dark_is_the_same_whether_the_system_or_the_reader_asks_for_it() -> None:
    assert DARK_ONES == [DARK, DARK]
    assert DARK.keys() == LIGHT.keys()


def test_every_colour_has_its_use_in_these_tests() -> None:
    assert LIGHT.keys() == {*GROUNDS, *INKS, *DRAWN, *DECORATION, "hit"}


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG reckons it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio between two colours."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@SCHEMES
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", INKS)
def test_text_can_be_read_on_every_ground(scheme: dict[str, str], ground: str, ink: str) -> None:
    assert contrast(scheme[ink], scheme[ground]) >= 4.5


@SCHEMES
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("drawn", DRAWN)
def test_bars_borders_and_the_focus_can_be_seen(scheme: dict[str, str], ground: str, drawn: str) -> None:
    assert contrast(scheme[drawn], scheme[ground]) >= 3


@SCHEMES
def test_words_found_can_be_read(scheme: dict[str, str]) -> None:
    assert contrast(scheme["ink"], scheme["hit"]) >= 4.5


def test_a_word_found_is_in_ink_also_within_a_link_or_a_quiet_line() -> None:
    """On the colour behind it quieter inks could not be read in the dark."""
    marks = [inside for selector, inside in RULES if re.search(r"(^|[\s,])mark$", selector) and "--hit" in inside]

    assert len(marks) == 1
    assert "color: var(--ink)" in marks[0]


@pytest.mark.parametrize(
    ("uses", "known"),
    [
        (r"(?<![a-z-])background(?:-color)?: var\(--([a-z]+)\)", {*GROUNDS, "hit"}),
        (r"(?<![a-z-])color: var\(--([a-z]+)\)", {*INKS}),
        (r"(?<![a-z-])(?:fill|stroke): var\(--([a-z]+)\)", {*DRAWN, *INKS, *GROUNDS}),
        (r"(?:border|outline)[a-z-]*: [^;}]*var\(--([a-z]+)\)", {*DRAWN, *DECORATION}),
        (r"(?:accent|text-decoration)-color: var\(--([a-z]+)\)", {*DRAWN, *INKS}),
    ],
    ids=["grounds", "inks", "pictures", "borders", "details"],
)
def test_no_colour_is_used_as_what_it_was_not_judged_for(uses: str, known: set[str]) -> None:
    used = {name for sheet, text in TEXT.items() if sheet != "tokens" for name in re.findall(uses, text)}
    colours = {name for name in used if name in LIGHT}

    assert colours
    assert colours - known == set()


@SCHEMES
def test_every_rule_that_sets_both_colours_can_be_read(scheme: dict[str, str]) -> None:
    both = {}
    for selector, inside in RULES:
        ground = re.search(r"(?<![a-z-])background: var\(--([a-z]+)\)", inside)
        ink = re.search(r"(?<![a-z-])color: var\(--([a-z]+)\)", inside)
        if ground and ink:
            both[selector] = contrast(scheme[ink[1]], scheme[ground[1]])

    assert both
    assert {selector: ratio for selector, ratio in both.items() if ratio < 4.5} == {}


TONES = [
    int(part) / 100
    for part in re.findall(r"color-mix\(in srgb, var\(--bar\) (\d+)%, var\(--paper\)\)", TEXT["pictures"])
]


def mixed(one: str, other: str, part: float) -> str:
    """A colour between two, as color-mix makes it in sRGB."""
    pairs = [(int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(a * part + b * (1 - part)):02x}" for a, b in pairs)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_numbers_can_be_read_on_every_tone_and_the_tones_told_apart(scheme: dict[str, str]) -> None:
    tones = [mixed(scheme["bar"], scheme["paper"], part) for part in TONES]

    assert len(tones) == 4
    assert min(contrast(scheme["ink"], tone) for tone in tones) >= 4.5
    assert min(contrast(one, other) for one, other in pairwise([scheme["paper"], *tones])) >= 1.1
