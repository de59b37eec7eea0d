"""The samples on a real server, and a browser in front of it."""

from collections.abc import Iterator

import pytest
from django.db import connection
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.pages.loading import SAMPLES, load

_END_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture(scope="module")
def served(committed: None) -> Iterator[LiveServer]:
    """The samples on a server of their own, loaded once for each file of tests: readers change nothing."""
    load(*SAMPLES)
    server = LiveServer("localhost")
    yield server
    server.stop()
    with connection.cursor() as cursor:  # a browser keeps a connection open, and its thread one to the database
        cursor.execute(_END_OTHERS)


@pytest.fixture
def desk(served: LiveServer, db: None, page: Page) -> Page:
    """A browser's page at the archive's first page."""
    page.context.set_default_timeout(15_000)
    page.goto(f"{served.url}/")
    return page


@pytest.fixture
def said(desk: Page) -> list[str]:
    """What the browser complains of: errors of script, and what the policy refused."""
    complaints: list[str] = []
    desk.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    desk.on("pageerror", lambda fault: complaints.append(str(fault)))
    return complaints
