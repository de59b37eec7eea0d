"""Who may import whom: the arrows between the rooms never turn back."""

from pathlib import Path

import pytest

from tests.house.reading import imports_of, modules, name_of

TEXT = ("vocabulary", "parsing", "records", "volume_records")
TABLES = (*TEXT, "errata", "corrections", "models")
FETCHING = ("importing.fetching", "importing.fetched_files", "importing.reaching")
INSIDE = (
    *TABLES, "importing", "importing.bulk", *FETCHING,
    "importing.finding", "importing.readers", "importing.report", "importing.resolving",
)  # fmt: skip
EVERYTHING = (
    *INSIDE, "importing.walk", "importing.undoing", "importing.uploading", "search", "saying", "citing", "comparing",
    "curating", "reporting", "merging", "attributing", "settling", "revising", "knock_on",
    "exports",
)  # fmt: skip

# room: what it may import besides itself. A room is found by its longest name here.
MAY_IMPORT = {
    "vocabulary": (),
    "parsing": ("vocabulary",),
    "records": ("vocabulary", "parsing"),
    "volume_records": (),
    "errata": TEXT,
    "corrections": (*TEXT, "errata"),
    "models": ("vocabulary", "parsing", "volume_records", "errata"),
    "importing.readers": TEXT,
    "importing.report": TEXT,
    "importing.reaching": (),
    "importing.fetched_files": ("importing.reaching",),
    "importing.fetching": (*TEXT, "importing.fetched_files", "importing.reaching"),
    "importing.finding": (*TEXT, "importing.readers", "importing.fetching"),
    "importing.bulk": (),
    "importing.resolving": (*TABLES, "importing.bulk"),
    "importing": INSIDE,
    "importing.walk": INSIDE,
    "importing.undoing": (*INSIDE, "importing.walk"),
    "importing.uploading": (*INSIDE, "importing.walk"),
    "search": (*TEXT, "errata", "models"),
    "saying": ("vocabulary", "parsing"),
    "comparing": (*TEXT, "saying"),
    "citing": (*TABLES, "search", "saying"),
    "curating": (*INSIDE, "importing.walk", "search"),
    "reporting": (*TABLES, "curating"),
    "roles": (),
    "merging": (*INSIDE, "importing.walk", "search"),
    "attributing": (*INSIDE, "importing.walk", "search", "merging"),
    "settling": (*INSIDE, "importing.walk", "search"),
    "revising": (*INSIDE, "search", "saying", "curating"),
    "knock_on": (*INSIDE, "search", "curating"),
    "exports": (*TABLES, "search", "saying", "citing"),
    "templatetags": (*EVERYTHING, "views"),
    "views": EVERYTHING,
    "admin": EVERYTHING,
    "management": (*EVERYTHING, "roles", "archive"),
    "urls": ("views", "exports"),
    "apps": (),
}
WITHOUT_DJANGO = (
    "vocabulary", "parsing", "records", "volume_records", "errata", "corrections", "comparing", "importing.readers",
    *FETCHING,
)  # fmt: skip
OURS = modules("telegrams")[1:]


def room_of(dotted: str) -> str:
    """The room of a module: `telegrams.importing.readers.tei` is in importing.readers; all of archive is one room."""
    if dotted.split(".")[0] == "archive":
        return "archive"
    parts = dotted.split(".")[1:]
    names = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
    return next((name for name in names if name in MAY_IMPORT), parts[0])


def room_of_file(path: Path) -> str:
    """The room a file lies in."""
    return room_of(name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", "."))


@pytest.mark.parametrize("path", OURS, ids=name_of)
def test_a_module_imports_only_what_its_room_may(path: Path) -> None:
    room = room_of_file(path)
    allowed = {room, *MAY_IMPORT[room]}

    ours = [found for found in imports_of(path) if found.target.startswith(("telegrams.", "archive."))]

    assert [found for found in ours if room_of(found.target) not in allowed] == []


@pytest.mark.parametrize("path", [path for path in OURS if room_of_file(path) in WITHOUT_DJANGO], ids=name_of)
def test_text_is_read_without_django(path: Path) -> None:
    assert [found for found in imports_of(path) if found.target.split(".")[0] == "django"] == []


@pytest.mark.parametrize("path", modules("archive"), ids=name_of)
def test_the_project_knows_nothing_of_telegrams(path: Path) -> None:
    assert [found for found in imports_of(path) if found.target.startswith("telegrams")] == []
