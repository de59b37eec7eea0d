"""An archive with the fixtures in it, loaded once for each file of tests."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from tests.pages.loading import SAMPLES, load


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The samples, committed for the tests of one file and taken out after them."""
    with django_db_blocker.unblock():
        load(*SAMPLES)
    yield
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def archive(_loaded: None, db: None) -> None:
    """The samples; what a test changes is undone after it."""
    cache.clear()


@pytest.fixture
def reader(archive: None) -> Client:
    """A reader of the archive with the samples."""
    return Client()
