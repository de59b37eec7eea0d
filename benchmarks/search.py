"""How fast the archive answers at the size of the whole series, class by class, beside two peers on the same documents.

    python -m benchmarks.search [--rounds 3] [--without-peers] [--growth]

Asks the archive that ``benchmarks.growth`` keeps (run that first), by questions made from its own
words. An answer is the exact total, a page with its passages, and the counts of every facet. Prints
milliseconds, median, 95th percentile and longest: of the engine for questions asked for the first time
(the files of the machine warm) and again, of the whole page over HTTP under gunicorn with two workers,
and of the peers with how many times longer their median is. ``--growth``: also of indexes of 32,000 and
100,000 of the documents. Peers and smaller indexes are built once and kept.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

from benchmarks.growth import environment_of, kept_archive
from benchmarks.scratch import with_django

Times = dict[str, list[float]]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--without-peers", action="store_true")
    parser.add_argument("--growth", action="store_true")
    options = parser.parse_args()
    folder = kept_archive()
    environment = environment_of(folder)

    def measured(part: str, given: str) -> dict[str, Any]:
        return with_django("benchmarks.search_parts", [part, given], environment)

    engine = measured("engine", str(options.rounds))
    served = measured("pages", "")
    sys.stdout.write(
        f"{engine['documents']:,} documents, {engine['questions']} questions; "
        f"index {_bytes_below(folder / 'search') / 1e6:,.0f} MB, most memory {engine['memory']:.0f} MiB; "
        f"{served['a_second']:.0f} different pages a second, {served['a_second_again']:.0f} of some asked for again, "
        f"the largest page {served['size'] / 1000:.0f} kB\n"
    )
    columns = {"first time": engine["fresh"], "again": engine["again"], "page over HTTP": served["pages"]}
    if options.growth:
        columns |= measured("sizes", str(folder))
    if not options.without_peers:
        columns |= measured("others", str(folder))
    _print(columns)
    return 0


def _print(columns: dict[str, Times]) -> None:
    for times in columns.values():
        times["all"] = [one for some in times.values() for one in some]
    sys.stdout.write(f"{'ms: p50 / p95 / max':<20}" + "".join(f"{name:>28}" for name in columns) + "\n")
    floor = columns["first time"]
    for kind in floor:
        cells = []
        for name, times in columns.items():
            of = times[kind]
            said = f"{_at(of, 0.5):.1f} / {_at(of, 0.95):.1f} / {max(of):.0f}"
            ratio = f" ({_at(of, 0.5) / _at(floor[kind], 0.5):.0f}×)" if name not in ("first time", "again") else ""
            cells.append(f"{said}{ratio}")
        sys.stdout.write(f"{kind:<20}" + "".join(f"{cell:>28}" for cell in cells) + "\n")


def _bytes_below(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _at(times: list[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


if __name__ == "__main__":
    sys.exit(main())
