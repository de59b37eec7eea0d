"""The index brought up to date while an import goes on: on a thread of its own, which a second core carries.

What the index itself does, it does without Python's lock; an import that waited for it stood still meanwhile.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection

Follow = Callable[[], None]


@contextmanager
def beside(follow: Follow) -> Iterator[Follow]:
    """A ``follow`` that returns at once; once it was called, every change is taken in when the block ends well.

    Within an open transaction it works at once: no other connection sees what that has changed.
    """
    with ThreadPoolExecutor(1, "index") as thread:
        begun: list[Future[None]] = []

        def begin() -> None:
            if connection.in_atomic_block:
                follow()
            elif not begun or begun[-1].done():
                begun.append(thread.submit(_done, follow))

        yield begin
    if begun:
        follow()


def _done(follow: Follow) -> None:
    """Follow, and let go of the thread's connection. Its errors are those of the last time, in the caller's thread."""
    try:
        follow()
    finally:
        connection.close()
