"""How often documents are opened: counted in memory, written once a minute by a request that is already answered.

A number a document and nothing else: not who, not when, not whence. What a process has counted when it ends is lost,
and so is what cannot be written at once: a count is never worth a page that waits or fails.
"""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import wraps

from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse

log = logging.getLogger(__name__)

SECONDS = 60
MOST = 5_000
"""Documents counted between two writings; of others nothing is counted."""

PATIENCE = "100ms"

_WRITE = """
INSERT INTO telegrams_documentopenings (telegram_id, count)
SELECT telegram, times FROM unnest(%s::bigint[], %s::bigint[]) AS counted (telegram, times)
 ORDER BY telegram
ON CONFLICT (telegram_id) DO UPDATE SET count = telegrams_documentopenings.count + excluded.count
"""


class Tally:
    """The openings of one process that are not written yet; safe for threads."""

    def __init__(self) -> None:
        self._counted: Counter[int] = Counter()
        self._written = time.monotonic()
        self._guard = threading.Lock()

    def count(self, telegram: int) -> None:
        """One opening more."""
        with self._guard:
            if telegram in self._counted or len(self._counted) < MOST:
                self._counted[telegram] += 1

    def due(self) -> Counter[int]:
        """What is to be written now: nothing, until a minute has passed; then it is the caller's alone."""
        with self._guard:
            if time.monotonic() - self._written < SECONDS:
                return Counter()
            counted, self._counted = self._counted, Counter()
            self._written = time.monotonic()
        return counted

    def write_if_due(self) -> None:
        """Write what is due, outside of every transaction; what cannot be written is let go."""
        if connection.in_atomic_block:
            return
        counted = self.due()
        if not counted:
            return
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
                cursor.execute(f"SET LOCAL statement_timeout = '{PATIENCE}'")
                cursor.execute(_WRITE, [list(counted), list(counted.values())])
        except DatabaseError as refused:
            log.info("Openings of %s documents were not counted: %s", len(counted), refused)


TALLY = Tally()


def tallied(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of documents that counts those it opened: it says which by ``opened`` on the request."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        opened: int | None = getattr(request, "opened", None)
        if opened is not None and request.method == "GET":
            TALLY.count(opened)
            TALLY.write_if_due()
        return response

    return answer
