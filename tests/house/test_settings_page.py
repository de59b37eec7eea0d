"""Every variable of ours is read somewhere and explained in the README."""

import re

from tests.house.reading import REPOSITORY, modules

VARIABLE = re.compile(r"\bARCHIVE_[A-Z][A-Z_]*\b")
README = REPOSITORY / "README.md"
READERS = [*modules("archive", "telegrams", "tests", "benchmarks"), REPOSITORY / "Makefile", REPOSITORY / ".ci" / "run"]


def test_the_readme_lists_exactly_the_variables_that_are_read() -> None:
    read = {name for path in READERS for name in VARIABLE.findall(path.read_text(encoding="utf-8"))}

    explained = set(re.findall(r"^\| `(ARCHIVE_[A-Z_]+)", README.read_text(encoding="utf-8"), re.M))

    assert explained == read
