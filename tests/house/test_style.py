"""How the source is written, as far as a machine can tell."""

import ast
from pathlib import Path

import pytest

from tests.house.reading import PACKAGES, functions_of, modules, name_of, tree_of

SOURCE = modules("archive", "telegrams", "benchmarks")
FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


def untyped_parts(function: FUNCTION) -> list[str]:
    """The arguments without a type, and `return` where that is missing."""
    given = function.args
    named = [*given.posonlyargs, *given.args, *given.kwonlyargs, *filter(None, (given.vararg, given.kwarg))]
    untyped = [
        argument.arg for argument in named if argument.annotation is None and argument.arg not in ("self", "cls")
    ]
    return untyped + (["return"] if function.returns is None else [])


@pytest.mark.parametrize("path", modules(*PACKAGES), ids=name_of)
def test_every_signature_is_typed(path: Path) -> None:
    untyped = {f"{found.name}:{found.lineno}": untyped_parts(found) for found in functions_of(path)}

    assert {name: parts for name, parts in untyped.items() if parts} == {}


@pytest.mark.parametrize("path", SOURCE, ids=name_of)
def test_nothing_is_caught_broadly(path: Path) -> None:
    caught = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.ExceptHandler)]

    broad = [node.lineno for node in caught if node.type is None or ast.unparse(node.type) in BROAD]

    assert broad == []


BROAD = ("Exception", "BaseException")


@pytest.mark.parametrize("path", SOURCE, ids=name_of)
def test_imports_stand_at_the_top(path: Path) -> None:
    inside = [
        node.lineno
        for function in functions_of(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert inside == []


@pytest.mark.parametrize("path", modules("telegrams/parsing"), ids=name_of)
def test_public_functions_of_parsing_say_what_they_return(path: Path) -> None:
    public = [found for found in tree_of(path).body if isinstance(found, FUNCTION) and not found.name.startswith("_")]

    assert [found.name for found in public if not ast.get_docstring(found)] == []
