"""Pages made lately, kept for those who ask for the same."""

import threading
import time
from collections import OrderedDict
from collections.abc import Hashable

from django.http import HttpResponse

SECONDS, BYTES = 60, 16_000_000
"""How long a page is kept, for its frame's counts may be a minute old; and how much of them in each process."""


class Kept:
    """Pages made lately, for those who ask for the same while nothing in the archive has changed; safe for threads."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Hashable, tuple[float, HttpResponse]] = OrderedDict()
        self._size = 0
        self._guard = threading.Lock()

    def of(self, key: Hashable) -> HttpResponse | None:
        """A copy of the page under a key, where there is one and it is not old."""
        with self._guard:
            made, page = self._pages.get(key, (0.0, None))
            if page is None or time.monotonic() - made > SECONDS:
                return None
            self._pages.move_to_end(key)
        return _copied(page)

    def keep(self, key: Hashable, page: HttpResponse) -> None:
        """Keep a page that was made well; those asked for longest ago make room."""
        if page.status_code != 200 or len(page.content) > BYTES // 20:
            return
        with self._guard:
            _, before = self._pages.pop(key, (0.0, None))
            self._pages[key] = time.monotonic(), _copied(page)
            self._size += len(page.content) - (len(before.content) if before else 0)
            while self._size > BYTES:
                _, (_, oldest) = self._pages.popitem(last=False)
                self._size -= len(oldest.content)


def _copied(page: HttpResponse) -> HttpResponse:
    return HttpResponse(page.content, status=page.status_code, headers=dict(page.items()))


KEPT = Kept()
"""This process's."""
