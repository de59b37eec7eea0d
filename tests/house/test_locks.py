"""The locks: every package with its hashes, no address of an index anywhere."""

import re

import pytest

from tests.house.reading import REPOSITORY

LOCKS = ("requirements.lock", "requirements-dev.lock")


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address(name: str) -> None:
    lines = (REPOSITORY / name).read_text().splitlines()

    assert [line for line in lines if "://" in line or line.startswith("-")] == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_one_version_and_hashes(name: str) -> None:
    entries = re.split(r"\n(?=[a-z])", (REPOSITORY / name).read_text())

    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_what_tests_need_agrees_with_what_runs() -> None:
    run, dev = ({*re.findall(r"^([a-z0-9-]+)==(\S+)", (REPOSITORY / name).read_text(), re.M)} for name in LOCKS)

    shared = {package for package, _ in run} & {package for package, _ in dev}

    assert {pair for pair in run if pair[0] in shared} == {pair for pair in dev if pair[0] in shared}
