"""Settings are safe by default, and refuse what they do not understand by the variable's name."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from archive.settings import flag, kept_secrets, number

IN_PUBLIC = {"ARCHIVE_HTTPS": "1", "ARCHIVE_PROXIES": "1", "ARCHIVE_HOSTS": "archive.example.org"}


def manage(*arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """A command of the archive, finished, with these variables only."""
    ours = ("ARCHIVE_", "DJANGO_ALLOW_ASYNC_UNSAFE", "DATABASE_URL", "PORT")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours) or name == "ARCHIVE_DATA"}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.REPOSITORY,
        env={**kept, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_nothing_to_complain_of_in_public() -> None:
    checked = manage("check", "--deploy", "--fail-level", "WARNING", **IN_PUBLIC)

    assert (checked.returncode, checked.stderr) == (0, "")


def test_nothing_to_complain_of_with_the_long_promise_of_https() -> None:
    checked = manage("check", "--deploy", "--fail-level", "WARNING", ARCHIVE_HSTS="1", **IN_PUBLIC)

    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("ARCHIVE_HTTPS", "perhaps", "ARCHIVE_HTTPS=perhaps is not understood: accepted are 1, yes"),
        ("ARCHIVE_PROXIES", "many", "ARCHIVE_PROXIES=many is not understood: a whole number from 0 to 5"),
        ("PORT", "70000", "PORT=70000 is not understood: a whole number from 1 to 65535"),
        (
            "ARCHIVE_VOLUMES_AT",
            "https://example.org/d1.xml",
            "ARCHIVE_VOLUMES_AT=https://example.org/d1.xml is not understood: an https:// address with {volume}",
        ),
        ("DATABASE_URL", "sqlite:///here.db", "DATABASE_URL: accepted is a PostgreSQL server"),
    ],
    ids=["flag", "number", "port", "volumes", "database"],
)
def test_a_value_not_understood_stops_the_start_in_one_line(variable: str, value: str, said: str) -> None:
    refused = manage("check", **{variable: value})

    assert refused.returncode == 1
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(("given", "meant"), [("1", True), ("Yes", True), ("off", False), ("", False)])
def test_a_flag_is_read(monkeypatch: pytest.MonkeyPatch, given: str, meant: bool) -> None:
    monkeypatch.setenv("ARCHIVE_DEBUG", given)

    assert flag("ARCHIVE_DEBUG") is meant


def test_a_number_keeps_its_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVE_PROXIES", "6")

    with pytest.raises(ImproperlyConfigured, match="ARCHIVE_PROXIES=6"):
        number("ARCHIVE_PROXIES", 0, 0, 5)


def test_the_secret_key_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "secret_key"

    first, again = kept_secrets(path), kept_secrets(path)

    assert first == again
    assert len(first[0]) >= 50
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_former_keys_follow_the_one_in_use(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    path.write_text("new\nold\n")

    assert kept_secrets(path) == ["new", "old"]


def test_debugging_is_off_unless_asked_for() -> None:
    assert settings.DEBUG is False


def test_the_suite_never_uses_an_archives_data() -> None:
    assert settings.ARCHIVE_DATA != settings.REPOSITORY / "var"
