"""What the archive asks of its database server, in plain words."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections
from django.db.utils import OperationalError

OLDEST = 15_00_00
EXTENSIONS = ("pg_trgm", "unaccent")


def check_server(databases: Sequence[str] | None = None, **options: Any) -> list[CheckMessage]:
    """What the server lacks: age, encoding, letters, extensions; empty where all is well."""
    return [message for alias in databases or () for message in check_one(alias)]


def check_one(alias: str) -> list[CheckMessage]:
    """What one server lacks."""
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('server_version_num')::int, current_setting('server_encoding'), lower('É'),"
                " ARRAY(SELECT name::text FROM pg_available_extensions)"
            )
            version, encoding, folded, available = cursor.fetchone()
    except OperationalError as unreachable:
        return [
            Error(
                f"The database server does not answer: {str(unreachable).strip()}",
                hint="Start it, or correct DATABASE_URL; unset, the archive brings its own server.",
                id="archive.E001",
            )
        ]
    return judge_server(version, encoding, folded, available)


def judge_server(version: int, encoding: str, folded: str, available: Sequence[str]) -> list[CheckMessage]:
    """What is wrong with a server that says this of itself."""
    found: list[CheckMessage] = []
    if version < OLDEST:
        found.append(
            Error(
                f"The database server is PostgreSQL {version // 10000}.",
                hint="The archive needs PostgreSQL 15 or later.",
                id="archive.E002",
            )
        )
    if encoding != "UTF8":
        found.append(
            Error(
                f"The database is encoded in {encoding}.",
                hint="Create it anew with ENCODING 'UTF8' (docs/production.sql).",
                id="archive.E003",
            )
        )
    if folded != "é":
        found.append(
            Error(
                f"The database folds É to {folded}, so a search for école would miss ÉCOLE.",
                hint="Create it anew with the locale C.UTF-8 (docs/production.sql).",
                id="archive.E004",
            )
        )
    if missing := [name for name in EXTENSIONS if name not in available]:
        found.append(
            Error(
                f"The database server lacks the extensions {', '.join(missing)}.",
                hint="Install PostgreSQL's contrib package (Debian: part of postgresql-15).",
                id="archive.E005",
            )
        )
    return found
