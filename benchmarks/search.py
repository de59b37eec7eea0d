"""How fast the engine answers on a large archive, class by class: total, page, passages and every facet.

    python -m benchmarks.search [--rounds 3]

Asks the archive that ``benchmarks.growth`` keeps (run that first), by questions made from its own
words. Prints milliseconds, median, 95th percentile and longest, of questions asked for the first
time (the files of the machine warm) and asked again, the size of the index and the memory of the process.
"""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from benchmarks.growth import bench_folder
from benchmarks.scratch import with_django


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    folder = bench_folder()
    if not folder.is_dir():
        sys.stderr.write("There is no large archive yet: make bench-growth builds it.\n")
        return 2
    environment = {**os.environ, "ARCHIVE_DATA": str(folder)}
    environment.pop("DATABASE_URL", None)
    measured: dict[str, Any] = with_django("benchmarks.search_parts", [str(options.rounds)], environment)
    sys.stdout.write(
        f"{measured['documents']:,} documents, {measured['questions']} questions; "
        f"index {_bytes_below(folder / 'search') / 1e6:,.0f} MB, most memory {measured['memory']:.0f} MiB\n"
        f"{'milliseconds':<20}{'first time: p50':>16}{'p95':>8}{'max':>8}{'again: p50':>14}{'p95':>8}{'max':>8}\n"
    )
    for of in (measured["fresh"], measured["again"]):
        of["all"] = [one for times in of.values() for one in times]
    for kind, times in measured["fresh"].items():
        again = measured["again"][kind]
        row = [_at(times, 0.5), _at(times, 0.95), max(times), _at(again, 0.5), _at(again, 0.95), max(again)]
        columns = "".join(f"{value:>{width}.1f}" for value, width in zip(row, (16, 8, 8, 14, 8, 8), strict=True))
        sys.stdout.write(f"{kind:<20}{columns}\n")
    return 0


def _bytes_below(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _at(times: list[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


if __name__ == "__main__":
    sys.exit(main())
