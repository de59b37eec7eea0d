"""What every kind of page weighs and takes: bytes, requests, queries, server time, first paint, layout shift.

    python -m benchmarks.pages [--only NAME] [--without-browser]

Over the archive that ``benchmarks.growth`` keeps, else over one made of the corpus's volumes and taken away again.
Serves it as an installation does (gunicorn with two workers, static files collected, hashed and compressed) and
asks for each page of the table in ``benchmarks.pages_table``: twenty addresses of its kind that nobody has asked for
(new), one of them again and again (kept), and by a reader who holds it (304). Chromium draws it with an empty cache
at 1280 and 360 pixels, scrolled to its end. Times are medians in milliseconds, and beside them how many times longer
than the floor: a style sheet through the same server, and a page of plain text in the same browser.

Fails where a layout shifts, a page asks another host, or one is past its budget without a reason in the table.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.drawing import chromium
from benchmarks.growth import bench_folder, environment_of
from benchmarks.scratch import CORPUS, scratch_archive, with_django

WIDTHS = ("1280", "360")
WIDE = 11
"""Characters of a column of the table."""


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="pages whose name holds this")
    parser.add_argument("--without-browser", action="store_true")
    options = parser.parse_args()
    if not options.without_browser and chromium() is None:
        sys.stderr.write("No Chromium: apt install chromium, set ARCHIVE_CHROMIUM, or ask --without-browser.\n")
        return 2
    with _archive() as environment:
        browser = "" if options.without_browser else "browser"
        said: dict[str, Any] = with_django("benchmarks.pages_parts", [options.only, browser], environment)
    _print(said)
    faults = [f"{page['name']}: {fault}" for page in said["pages"] for fault in page["faults"]]
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    return 1 if faults else 0


@contextmanager
def _archive() -> Iterator[dict[str, str]]:
    """The environment of the large archive where it is built, else of one of the corpus's volumes."""
    if bench_folder().is_dir():
        yield environment_of(bench_folder())
        return
    sys.stderr.write("There is no large archive (make bench-growth builds it): measured on the corpus.\n")
    with scratch_archive() as scratch:
        for path in (*sorted((CORPUS / "tei").glob("*.xml.gz")), *sorted((CORPUS / "seed").glob("*"))):
            scratch.run("import", str(path))
        yield scratch.environment


def _print(said: dict[str, Any]) -> None:
    floor, plain = said["floor"], said["plain"]
    sys.stdout.write(
        f"{said['documents']:,} documents. Floors: a style sheet of {said['floor_bytes']:,} bytes {floor:.1f} ms; "
        f"the shortest page of Django's {said['short']:.1f} ms"
        + (f"; plain text painted after {plain:.0f} ms" if plain else "")
        + f". All style sheets {said['css']:,} bytes, all scripts {said['js']:,}, before compression.\n"
    )
    head = ("HTML kB", "gzip", "files", "CSS", "JS kB", "kB in all", "queries", "new p50", "(×)", "p95", "kept", "304")
    drawn = [f"{what} {width}" for what in ("paint", "shift") for width in WIDTHS] if plain else []
    sys.stdout.write(f"{'':<34}" + "".join(f"{one:>{WIDE}}" for one in (*head, *drawn)) + "\n")
    for page in said["pages"]:
        new = page["new"]
        cells = [
            f"{page['html'] / 1000:.1f}", f"{page['gzip'] / 1000:.1f}", f"{page['requests']}",
            f"{page['css'] / 1000:.1f}", f"{page['js'] / 1000:.1f}", f"{page['bytes'] / 1000:.1f}",
            f"{page['queries']}", f"{new[0]:.1f}", f"{new[0] / floor:.0f}×", f"{new[1]:.1f}",
            f"{page['kept']:.1f}", f"{page['held']:.1f}" if page["held"] else "–",
        ]  # fmt: skip
        if "paint" in page:
            paints = [(page["paint"][width], page["paint"][width] / plain) for width in WIDTHS]
            cells += [f"{paint:.0f} ({ratio:.1f}×)" for paint, ratio in paints]
            cells += [f"{page['shift'][width]:.4f}" for width in WIDTHS]
        sys.stdout.write(f"{page['name']:<34}" + "".join(f"{one:>{WIDE}}" for one in cells) + "\n")
        if page["why"]:
            sys.stdout.write(f"  {page['why']}\n")


if __name__ == "__main__":
    sys.exit(main())
