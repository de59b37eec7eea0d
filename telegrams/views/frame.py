"""What every page carries: its title, the words in the box, and what the archive holds."""

import threading
import time
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.core.cache import cache
from django.db.models import Count, Max, Min
from django.urls import reverse

from telegrams.models import ImportRun, Telegram
from telegrams.views.keys import KEYS, Key

ARCHIVE = "Telegram Archive"
HELD_SECONDS = 60
"""How long the footer's counts may be old; pages about the whole archive count anew."""


@dataclass(frozen=True, slots=True)
class Held:
    """What the archive holds: documents, volumes, the first and last day, and the last load."""

    documents: int
    volumes: int
    first: date | None
    last: date | None
    loaded: datetime | None


@dataclass(frozen=True, slots=True)
class Frame:
    """The parts of a page outside its own matter. ``held`` None: not asked, as on pages of errors."""

    title: str
    held: Held | None = None
    question: str = ""
    section: str = ""
    css: str = "pages"

    @property
    def keys(self) -> tuple[Key, ...]:
        """The single keys that its scripts know."""
        return KEYS

    @property
    def full_title(self) -> str:
        """The title element: the page's own words, then the archive's name."""
        return f"{self.title} — {ARCHIVE}" if self.title != ARCHIVE else ARCHIVE


def what_is_held() -> Held:
    """The counts of the whole archive, now; two queries."""
    counts = Telegram.objects.held().aggregate(
        documents=Count("id"),
        volumes=Count("volume", distinct=True),
        first=Min("earliest"),
        last=Max("latest"),
    )
    run = ImportRun.objects.exclude(ended=None).order_by("-id").values_list("ended", flat=True).first()
    return Held(counts["documents"], counts["volumes"], counts["first"], counts["last"], run)


def frame(title: str, section: str = "", css: str = "pages", question: str = "") -> Frame:
    """The frame of a page; its counts may be a minute old."""
    return Frame(title=title, held=_held_lately(), section=section, css=css, question=question)


def _held_lately() -> Held:
    """What is held, as of a minute ago at most, or of a little more while one reader's page is counting it anew.

    Every row is counted: readers who all found the minute over at once stopped the archive for a minute.
    """
    held, counted = cache.get("held", (None, 0.0))
    if time.monotonic() - counted < HELD_SECONDS and held is not None:
        return held
    if _COUNTING.acquire(blocking=held is None):
        try:
            latest, counted = cache.get("held", (None, 0.0))
            if latest is None or time.monotonic() - counted >= HELD_SECONDS:
                latest = what_is_held()
                cache.set("held", (latest, time.monotonic()), 60 * HELD_SECONDS)
            return latest
        finally:
            _COUNTING.release()
    return held


_COUNTING = threading.Lock()


def searching(**wanted: str) -> str:
    """The address of a search for these values of facets."""
    return f"{reverse('search')}?{urlencode(wanted)}"
