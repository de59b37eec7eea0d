"""A second factor is asked for only where an installation wants it, and then opens nothing without a code."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from archive.editing import ArchiveAdminSite

pytestmark = pytest.mark.long

OF_THIS_RUN = ("PYTEST_DATABASE_SLOT", "PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT", "PYTEST_CURRENT_TEST")


def run(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A Python of its own with these variables."""
    kept = {name: value for name, value in os.environ.items() if name not in OF_THIS_RUN}
    return subprocess.run(
        [sys.executable, *words],
        env=kept | variables,
        cwd=settings.REPOSITORY,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_unasked_nothing_of_it_is_there() -> None:
    assert "django_otp" not in settings.INSTALLED_APPS
    assert not [name for name in sys.modules if name.startswith(("django_otp", "archive.second_factor"))]
    assert type(admin.site._wrapped) is ArchiveAdminSite  # type: ignore[attr-defined]
    with pytest.raises(NoReverseMatch):
        reverse("admin:second_factor")


def test_asked_for_without_its_library_the_archive_does_not_start() -> None:
    without = "import sys; sys.modules['django_otp'] = None; import archive.settings"

    ended = run("-c", without, ARCHIVE_OTP="1")

    assert "ARCHIVE_OTP=1 needs django-otp" in ended.stderr


def test_asked_for_it_guards_the_door() -> None:
    ended = run("-m", "pytest", "-q", str(Path(__file__).with_name("second_factor_on.py")), ARCHIVE_OTP="1")

    assert ended.returncode == 0, ended.stdout[-3000:]
    assert "9 passed" in ended.stdout
