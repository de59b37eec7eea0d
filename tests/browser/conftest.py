"""The samples on a real server, and a browser in front of it."""

from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page

from tests.pages.loading import SAMPLES, load


@pytest.fixture
def desk(live_server: Any, page: Page) -> Page:
    """A browser's page that knows the archive's address; faults of script or policy fail the test."""
    cache.clear()
    load(*SAMPLES)
    page.context.set_default_timeout(15_000)
    page.goto(f"{live_server.url}/")
    return page


@pytest.fixture
def said(desk: Page) -> list[str]:
    """What the browser complains of: errors of script, and what the policy refused."""
    complaints: list[str] = []
    desk.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    desk.on("pageerror", lambda fault: complaints.append(str(fault)))
    return complaints
