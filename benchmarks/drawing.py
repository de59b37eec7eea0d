"""Pages drawn in Chromium: when first something is seen, what is asked for, and what moves."""

import os
import shutil
import statistics
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")
HEIGHT = 800
LOADS = 3
SETTLED = 150
"""Milliseconds after the load, and after the last scroll, in which something may still move."""

WATCHING = """
window.__shifts = [];
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) {
    const moved = one.sources.map((source) => source.node?.outerHTML?.slice(0, 120) ?? source.node?.textContent ?? "?");
    window.__shifts.push([one.value, moved]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""


FIRST_WORDS = """
() => new Promise((done) => {
  new PerformanceObserver((list) => {
    for (const one of list.getEntriesByName("first-contentful-paint")) done(one.startTime);
  }).observe({ type: "paint", buffered: true });
})
"""

TO_THE_END = """
async (settled) => {
  for (let screen = 0; screen < 20; screen += 1) {
    window.scrollBy({ top: innerHeight, behavior: "instant" });
    await new Promise((done) => requestAnimationFrame(done));
  }
  await new Promise((done) => setTimeout(done, settled));
}
"""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as a reader with an empty cache meets it. ``paint`` is a median of milliseconds, ``shift`` the largest."""

    paint: float
    shift: float
    moved: tuple[str, ...]
    asked: tuple[str, ...]
    received: int


@cache
def chromium() -> str | None:
    """The path of the system's Chromium: ARCHIVE_CHROMIUM, else the first known name on PATH."""
    named = os.environ.get("ARCHIVE_CHROMIUM")
    return next(filter(None, map(shutil.which, (named,) if named else NAMES)), None)


@contextmanager
def browser() -> Iterator[Browser]:
    """The system's Chromium, which phones nobody."""
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=[*QUIET, *as_root])
        yield opened
        opened.close()


def drawn(opened: Browser, addresses: Sequence[str], width: int, cookies: dict[str, str]) -> Drawn:
    """Addresses of one kind of page, each drawn with an empty cache; the first is scrolled, twenty screens at most."""
    paints: list[float] = []
    shift, moved, asked, received = 0.0, (), (), 0
    for number in range(LOADS):
        address = addresses[number % len(addresses)]
        context = opened.new_context(viewport={"width": width, "height": HEIGHT})
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
        page = context.new_page()
        page.add_init_script(WATCHING)
        traffic = _Traffic(page)
        page.goto(address, wait_until="load")
        paints.append(_painted(page))
        if not number:
            page.evaluate(TO_THE_END, SETTLED)
            asked, received = tuple(traffic.asked), traffic.received
        shifts = page.evaluate("window.__shifts")
        total = sum(value for value, _ in shifts)
        if total > shift:
            shift, moved = total, tuple(what for _, whats in shifts for what in whats)
        context.close()
    return Drawn(statistics.median(paints), shift, moved, asked, received)


class _Traffic:
    """What a page asks for, and the bytes that come."""

    def __init__(self, page: Page) -> None:
        self.asked: list[str] = []
        self.received = 0
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", lambda said: self.asked.append(said["request"]["url"]))
        session.on("Network.loadingFinished", self._finished)

    def _finished(self, said: dict[str, float]) -> None:
        self.received += int(said["encodedDataLength"])


def _painted(page: Page) -> float:
    """Milliseconds from the click to the first words; what comes after them has some time to move."""
    seen = float(page.evaluate(FIRST_WORDS))
    page.wait_for_timeout(SETTLED)
    return seen
