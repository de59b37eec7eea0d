"""What every test may ask for: the shared corpus, a real browser, a database of this run's own."""

import fcntl
import functools
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

from telegrams.search import ENGINE

REQUIRABLE = ("browser", "corpus")
REQUIRED = tuple(word for word in os.environ.get("ARCHIVE_REQUIRE", "").replace(" ", "").split(",") if word)
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
SLOT = "PYTEST_DATABASE_SLOT"  # handed to xdist's workers by the run that holds it
_held: list[IO[str]] = []

# It has settings of its own, and is run in a process of its own by test_second_factor.
collect_ignore = ["archive/second_factor_on.py"]

# Playwright runs an event loop in the tests' thread; Django would refuse its database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def pytest_configure(config: pytest.Config) -> None:
    """Refuse unknown words of ARCHIVE_REQUIRE, and take a database name that no other run of this folder uses."""
    if strangers := set(REQUIRED) - set(REQUIRABLE):
        raise pytest.UsageError(f"ARCHIVE_REQUIRE={','.join(strangers)}: accepted are {', '.join(REQUIRABLE)}.")
    if SLOT not in os.environ:
        os.environ[SLOT] = str(free_slot())


def pytest_unconfigure(config: pytest.Config) -> None:
    """Give the slot back, where this run took it."""
    if _held:
        _held.pop().close()
        del os.environ[SLOT]


def free_slot() -> int:
    """The first number whose lock is free: two runs at once use test_archive and test_archive_1."""
    settings.ARCHIVE_DATA.mkdir(parents=True, exist_ok=True)
    number = 0
    while True:
        lock = (settings.ARCHIVE_DATA / f".slot-{number}").open("a")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            number += 1
        else:
            _held.append(lock)
            return number


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take long, so that no worker is left alone with one at the end."""
    long = {item.path for item in items if item.get_closest_marker("browser") or item.get_closest_marker("long")}
    items.sort(key=lambda item: item.path not in long)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The test database's name carries the slot of this run."""
    slot = os.environ[SLOT]
    test = settings.DATABASES["default"].setdefault("TEST", {})
    if slot != "0":
        test["NAME"] = f"{test.get('NAME') or 'test_archive'}_{slot}"


@pytest.fixture(autouse=True)
def _index_of_what_is_held(request: pytest.FixtureRequest, settings: Any) -> Iterator[None]:
    """The search follows a test's own changes, and forgets them when the test has taken them back."""
    settings.SEARCH_FOLLOWS_OPEN_TRANSACTIONS = True
    yield
    marks = request.node.get_closest_marker("django_db")
    emptied = "transactional_db" in request.fixturenames or (marks is not None and marks.kwargs.get("transaction"))
    if emptied or ENGINE.follower.is_tainted:
        ENGINE.forget()


@pytest.fixture(scope="module")
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database open to what a file of tests loads once: that is committed, and taken out after them."""
    with django_db_blocker.unblock():
        # pytest-django makes a test database for those that ask for ``db`` by name; without it this is the user's own.
        assert connection.settings_dict["NAME"].startswith("test_"), "a test of this file must ask for the database"
        cache.clear()
        yield
        call_command("flush", interactive=False, verbosity=0)
        ENGINE.forget()


@pytest.fixture(scope="module")
def open_folder() -> Iterator[Path]:
    """A folder for archives that a test makes: the embedded server's own user reaches it, also where root runs tests.

    pytest's own folders are closed; a server started in one keeps its data under /var/lib, and nobody takes it away.
    """
    folder = Path(tempfile.mkdtemp(prefix="archive-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def absent(what: str, reason: str) -> None:
    """Skip with the reason, or fail where ARCHIVE_REQUIRE names what is absent."""
    if what in REQUIRED:
        pytest.fail(f"{reason} (ARCHIVE_REQUIRE asks for it)", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of the shared corpus."""
    if not settings.ARCHIVE_CORPUS.is_dir():
        absent("corpus", f"no corpus at {settings.ARCHIVE_CORPUS}: set ARCHIVE_CORPUS")
    return settings.ARCHIVE_CORPUS


@functools.cache
def chromium() -> str | None:
    """The path of the system's Chromium: ARCHIVE_CHROMIUM, else the first known name on PATH."""
    named = os.environ.get("ARCHIVE_CHROMIUM")
    return next(filter(None, map(shutil.which, (named,) if named else CHROMIUM_NAMES)), None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test marked `browser` needs a Chromium."""
    if item.get_closest_marker("browser") and chromium() is None:
        absent("browser", "no Chromium: apt install chromium, or set ARCHIVE_CHROMIUM")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Playwright with the system's Chromium, which phones nobody."""
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": chromium(), "args": [*quiet, *as_root]}
