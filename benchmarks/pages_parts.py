"""The measuring of ``benchmarks.pages``, in a process in which Django is set up."""

import gzip
import http.client
import json
import logging
import re
import statistics
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import Browser

from benchmarks.drawing import browser, drawn
from benchmarks.pages_table import HTML, NEW, REQUESTS, SCRIPTS, SHEETS, Measured, pages
from benchmarks.search_parts import served
from telegrams.models import Telegram
from telegrams.search import ENGINE

EDITOR = "bench-pages"
WIDTHS = (1280, 360)
WARMING = 12
ANSWERED = (200, 404)
FILE = re.compile(r'<(?:link|script)[^>]* (?:href|src)="(/static/[^"]+)"')
HASH = re.compile(r"\.[0-9a-f]{12}\.")
ICON = re.compile(r'rel="icon" href="([^"]+)"')


class Reader:
    """Somebody who asks over one connection."""

    def __init__(self, port: int, cookies: dict[str, str]) -> None:
        self.port = port
        self.headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else {}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, address: str, **headers: str) -> tuple[float, int, bytes, str]:
        """Milliseconds, status, body and ETag of an answer."""
        begun = time.perf_counter()
        for attempt in (1, 2):
            try:
                self.connection.request("GET", address, headers={**self.headers, **headers})
                answer = self.connection.getresponse()
                break
            except (http.client.HTTPException, ConnectionError):  # the server ended the idle connection
                if attempt == 2:
                    raise
                self.connection.close()
                begun = time.perf_counter()
        body = answer.read()
        return (time.perf_counter() - begun) * 1000, answer.status, body, answer.headers.get("ETag", "")

    def median(self, address: str, **headers: str) -> float:
        """The median of asking for one address again and again."""
        for _ in range(4):  # each worker keeps its own
            self.get(address, **headers)
        return statistics.median(self.get(address, **headers)[0] for _ in range(NEW))


def main(arguments: list[str]) -> None:
    """Measure the pages whose names hold the first argument, with a browser where the second says so; print as JSON."""
    only, with_browser = arguments
    logging.disable(logging.WARNING)  # that an address is not held is what is measured
    call_command("collectstatic", interactive=False, verbosity=0)
    ENGINE.follow()
    table = [one for one in pages() if only in one.name]
    with _editor() as cookies:
        queries = {one.name: _queries(one, cookies) for one in table}
        with served() as (port, _):
            said = _floors(port)
            measured = [_over_http(one, port, cookies if one.is_editors else {}) for one in table]
            if with_browser:
                with browser() as opened:
                    site = f"http://127.0.0.1:{port}"
                    said["plain"] = drawn(opened, [f"{site}{reverse('robots')}"], WIDTHS[0], {}).paint
                    for one, row in zip(table, measured, strict=True):
                        if one.is_data:
                            continue
                        sys.stderr.write(f"\r{one.name:<40}")
                        row |= _in_browser(opened, one, site, cookies if one.is_editors else {}, row)
    for one, row in zip(table, measured, strict=True):
        row |= {"name": one.name, "why": one.why, "queries": queries[one.name]}
        row["faults"] = _faults(one, row)
        row["why"] = one.why if _is_past_budget(row) else ""
        sys.stderr.write("".join(f"{one.name} moved: {what}\n" for what in row.pop("moved", ())))
    said |= {"documents": Telegram.objects.held().count(), "pages": measured, **_sizes()}
    sys.stdout.write(json.dumps(said))


@contextmanager
def _editor() -> Iterator[dict[str, str]]:
    """The cookie of an editor's session; the account is closed again afterwards."""
    editor, _ = get_user_model().objects.get_or_create(username=EDITOR)
    get_user_model().objects.filter(pk=editor.pk).update(is_staff=True, is_superuser=True, is_active=True)
    client = Client()
    client.force_login(get_user_model().objects.get(pk=editor.pk), "archive.accounts.UnhurriedBackend")
    yield {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}
    client.logout()
    get_user_model().objects.filter(pk=editor.pk).delete()


def _queries(one: Measured, cookies: dict[str, str]) -> int:
    """How often a page asks the database, when what all pages share is known."""
    client = Client(headers={"host": "localhost"})
    if one.is_editors:
        client.cookies.load(cookies)
    client.get(one.addresses[0])
    with CaptureQueriesContext(connection) as asked:
        client.get(one.addresses[-1])
    return len(asked)


def _floors(port: int) -> dict[str, Any]:
    reader = Reader(port, {})
    page = reader.get("/")[2].decode()
    sheet = re.findall(r'href="(/static/css/base[^"]+)"', page)[0]
    for _ in range(WARMING):
        reader.get("/")
    return {
        "floor": reader.median(sheet),
        "floor_bytes": len(reader.get(sheet)[2]),
        "short": reader.median(reverse("robots")),
        "plain": 0.0,
    }


def _over_http(one: Measured, port: int, cookies: dict[str, str]) -> dict[str, Any]:
    reader = Reader(port, cookies)
    answers = [reader.get(address) for address in one.addresses]
    if wrong := [address for address, answer in zip(one.addresses, answers, strict=True) if answer[1] not in ANSWERED]:
        raise RuntimeError(f"{one.name}: {wrong[0]} is not answered with a page")
    times = sorted(answer[0] for answer in answers)
    largest_at, largest = max(enumerate(answers), key=lambda one: len(one[1][2]))
    address, tag = one.addresses[0], answers[0][3]
    files = set(FILE.findall(largest[2].decode(errors="replace")))
    icon = ICON.search(largest[2].decode(errors="replace"))
    return {
        "html": len(largest[2]),
        "gzip": len(gzip.compress(largest[2], 6)),
        "new": [statistics.median(times), times[min(len(times) - 1, int(len(times) * 0.95))]],
        "kept": reader.median(address),
        "held": reader.median(address, **{"If-None-Match": tag}) if tag else 0.0,
        "requests": 1 + len(files),
        "css": _written(name for name in files if name.endswith(".css")),
        "js": _written(name for name in files if name.endswith(".js")),
        "bytes": len(largest[2]),
        "icon": icon.group(1) if icon else "",
        "largest": one.addresses[largest_at],
    }


def _in_browser(
    opened: Browser, one: Measured, site: str, cookies: dict[str, str], row: dict[str, Any]
) -> dict[str, Any]:
    """The largest of these pages first, whose files and bytes are told."""
    addresses = [f"{site}{address}" for address in (row["largest"], *one.addresses)]
    seen = {width: drawn(opened, addresses, width, cookies) for width in WIDTHS}
    wide = seen[WIDTHS[0]]
    asked = {*wide.asked, *([f"{site}{row['icon']}"] if row["icon"] else [])}
    return {
        "requests": len(asked),
        "bytes": wide.received,
        "paint": {str(width): page.paint for width, page in seen.items()},
        "shift": {str(width): page.shift for width, page in seen.items()},
        "moved": [what for page in seen.values() for what in page.moved],
        "elsewhere": [address for address in asked if not address.startswith((site, "data:", "blob:"))],
    }


def _is_past_budget(row: dict[str, Any]) -> bool:
    return row["html"] > HTML or row["requests"] > REQUESTS or row["css"] > SHEETS or row["js"] > SCRIPTS


def _faults(one: Measured, row: dict[str, Any]) -> list[str]:
    faults = [f"asks {address}" for address in row.get("elsewhere", ())]
    faults += [
        f"its layout shifts by {value:.6f} at {width} px" for width, value in row.get("shift", {}).items() if value
    ]
    if _is_past_budget(row) and not one.why:
        loaded = f"{row['css']:,} bytes of style and {row['js']:,} of script"
        what = f"{row['html']:,} bytes, {row['requests']} files, {loaded}"
        faults.append(f"{what} are past the budget, and no reason is stated")
    return faults


def _written(names: Iterable[str]) -> int:
    """Bytes of these files of the reading room as they are written; Django's own are not counted."""
    folder = Path(settings.STATICFILES_DIRS[0])
    paths = [folder / HASH.sub(".", name.removeprefix("/static/")) for name in names]
    return sum(path.stat().st_size for path in paths if path.is_file())


def _sizes() -> dict[str, int]:
    """Bytes of all style sheets and scripts of the reading room, as written."""
    folder = Path(settings.STATICFILES_DIRS[0])

    def together(paths: Sequence[Path]) -> int:
        return sum(path.stat().st_size for path in paths)

    sheets = [path for path in folder.glob("css/*.css") if path.stem != "admin"]
    return {"css": together(sheets), "js": together(list(folder.glob("js/**/*.js")))}
