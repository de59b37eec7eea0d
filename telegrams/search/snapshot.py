"""One moment of the archive: everything a question asks sees the same rows, and takes so long at most."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.utils import OperationalError
from psycopg.errors import QueryCanceled

from telegrams.search.engine import TooHeavy


@contextmanager
def snapshot(seconds: float) -> Iterator[None]:
    """A REPEATABLE READ READ ONLY transaction that raises TooHeavy when its time is over.

    Inside a transaction of the caller's it is a savepoint, and the caller's time limit comes back.
    """
    try:
        with transaction.atomic(), _limited(seconds), connection.execute_wrapper(_Deadline(seconds)):
            yield
    except OperationalError as refused:
        if isinstance(refused.__cause__, QueryCanceled):
            raise TooHeavy(seconds) from refused
        raise


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    is_inside = len(connection.savepoint_ids) > 0
    milliseconds = max(int(seconds * 1000), 1)
    with connection.cursor() as cursor:
        if not is_inside:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT current_setting('statement_timeout')")
        before = cursor.fetchone()[0]
        cursor.execute(f"SET LOCAL statement_timeout = {milliseconds}; SET LOCAL jit = off")
    yield
    if is_inside:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [before])


class _Deadline:
    """Refuses to begin another statement when the time is over; the server stops the one running."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.until = time.monotonic() + seconds

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if time.monotonic() > self.until:
            raise TooHeavy(self.seconds)
        return execute(sql, params, many, context)
