"""An archive with one printed telegram, and editors to work on it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission, User
from django.test import Client

from telegrams.importing.registers import load_tenures
from telegrams.importing.report import ImportReport
from telegrams.importing.walk import ImportRequest, run_import
from telegrams.models import Telegram
from telegrams.records import TenureRecord

SEED = settings.FIXTURES / "frus1945v05" / "d690.txt"

Reload = Callable[[str, str], ImportReport]


def load(*paths: Path) -> ImportReport:
    """Import these paths as the command does."""
    return run_import(ImportRequest(tuple(str(path) for path in paths)), lambda: None, lambda name: None)


REGISTER = [
    TenureRecord(
        person="harriman-william-averell",
        family="Harriman",
        given="William Averell",
        names=("W. Averell Harriman",),
        office="Ambassador",
        country="the Soviet Union",
        since="1943-10-23",
        until="1946-01-24",
    ),
    TenureRecord(
        person="kennan-george-frost",
        family="Kennan",
        given="George Frost",
        names=("George F. Kennan",),
        office="Chargé",
        country="the Soviet Union",
        since="1945-01",
        until="1946-04",
    ),
]


def loaded_seed() -> Telegram:
    """The seed, loaded from its fixture."""
    load(SEED)
    return Telegram.objects.get(volume__slug="frus1945v05", document="d690")


def loaded_again(folder: Path, old: str, new: str) -> ImportReport:
    """Load the seed again, from a folder, with some words of its source replaced."""
    text = SEED.read_text(encoding="utf-8")
    assert old in text
    folder = folder / "frus1945v05"
    folder.mkdir(exist_ok=True)
    (folder / "d690.txt").write_text(text.replace(old, new), encoding="utf-8")
    return load(folder / "d690.txt")


@pytest.fixture
def seed(db: None) -> Telegram:
    """Harriman's telegram of 22 November 1945, as loaded."""
    return loaded_seed()


@pytest.fixture
def register(db: None) -> None:
    """Harriman and Kennan with their offices; ask for it before the seed."""
    load_tenures(REGISTER)


@pytest.fixture
def reload_with(tmp_path: Path) -> Reload:
    """Load the seed again with some words of its source replaced."""
    return partial(loaded_again, tmp_path)


@pytest.fixture
def editor(db: None) -> Client:
    """A browser in which an administrator is logged in."""
    return logged_in(User.objects.create_superuser("clio", password=None))


@pytest.fixture
def second_editor(db: None) -> Client:
    """A browser in which another administrator is logged in."""
    return logged_in(User.objects.create_superuser("thoth", password=None))


@pytest.fixture
def onlooker(db: None) -> Client:
    """A browser in which somebody is logged in who may see everything and change nothing."""
    user = User.objects.create_user("argus", password=None, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    return logged_in(user)


def logged_in(user: User) -> Client:
    """A browser of this user."""
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client
