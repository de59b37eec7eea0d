"""Where things lie: the agreed names at the top, a card in every room, no room for leftovers."""

import ast
from pathlib import Path

import pytest

from tests.house.reading import REPOSITORY, modules, name_of, tree_of

AGREED = {
    "manage.py", "pyproject.toml", "archive", "telegrams", "templates", "static", "tests", "fixtures",
    "README.md", "LICENSE", "CHANGELOG.md", "Makefile", "requirements.lock", "requirements-dev.lock",
    ".ci", ".gitignore", ".gitattributes", "docs", "benchmarks",
}  # fmt: skip
MADE_BY_TOOLS = {
    ".git", ".venv", "var", "__pycache__",
    ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", "test-results",
}  # fmt: skip
FOR_LEFTOVERS = {"utils", "util", "helpers", "common", "misc", "base", "manager"}
ROOMS = [path for path in modules("archive", "telegrams") if path.name == "__init__.py"]


def test_nothing_but_the_agreed_names_stands_at_the_top() -> None:
    found = {path.name for path in REPOSITORY.iterdir()}

    assert found - MADE_BY_TOOLS - AGREED == set()


@pytest.mark.parametrize("path", ROOMS, ids=name_of)
def test_a_rooms_card_says_who_may_be_imported_and_how_to_add(path: Path) -> None:
    card = " ".join((ast.get_docstring(tree_of(path)) or "").lower().split())

    assert "may import" in card
    assert any(word in card for word in ("add", "another", "new"))


@pytest.mark.parametrize("path", modules("archive", "telegrams"), ids=name_of)
def test_no_module_is_named_for_leftovers(path: Path) -> None:
    is_djangos_name = name_of(path) == "archive/localpg/base.py"

    assert path.stem not in FOR_LEFTOVERS or is_djangos_name
