"""An archive with the fixtures in it, loaded once for each file of tests."""

import pytest
from django.core.cache import cache
from django.test import Client

from telegrams.search import ENGINE
from tests.pages.loading import SAMPLES, load


@pytest.fixture(scope="module")
def _loaded(committed: None) -> None:
    """The samples, committed for the tests of one file."""
    load(*SAMPLES)


@pytest.fixture
def archive(_loaded: None, db: None) -> None:
    """The samples, and an index of them; what a test changes is undone after it."""
    cache.clear()
    ENGINE.follow()
    ENGINE.follower.is_tainted = False  # the test has changed nothing yet that could be taken back


@pytest.fixture
def reader(archive: None) -> Client:
    """A reader of the archive with the samples."""
    return Client()
