"""How fast whole volumes are loaded, in ratios against what the machine does in the same run.

    python -m benchmarks.imports [--runs 3] [PATH…]

A  lxml parses the files and takes the text of every element (one core, seconds of the processor)
P  the reader alone, its records thrown away (the same)
B  PostgreSQL takes the same rows by COPY into the same tables without indexes, and commits
S  the same rows of some documents, each written and committed by its Model.save()

Prints the medians, what an import is made of, and its ratios. Each run loads twice: with the search, and without.
Growth from 3,000 to 300,000 documents is measured by ``benchmarks.growth``.
"""

import argparse
import statistics
import sys
from typing import Any

from benchmarks.scratch import CORPUS, scratch_archive, with_django

SAVED = 300
"""Documents whose rows are written by Model.save()."""


def main() -> int:
    """Measure, in processes of their own, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="*", default=[str(path) for path in sorted((CORPUS / "tei").glob("*.gz"))])
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    measured: list[dict[str, Any]] = []
    for _ in range(options.runs):
        with scratch_archive() as archive:
            run: dict[str, Any] = with_django("benchmarks.import_parts", ["alone", *options.paths], archive.environment)
        with scratch_archive() as archive:
            for part in ("reading", "load", "copy", "save"):
                run |= with_django("benchmarks.import_parts", [part, *options.paths], archive.environment)
            measured.append(run)
            sys.stderr.write(f"run {len(measured)}: {run['whole']:.1f} s for {run['documents']:,} documents\n")
    _print({key: statistics.median(run[key] for run in measured) for key in measured[0]})
    return 0


def _print(of: dict[str, float]) -> None:
    documents = of["documents"]
    lines = [
        ("A  lxml takes every text", of["a"], ""),
        ("P  the reader", of["p"], f"{of['p'] / of['a']:.1f} × A (wanted: 15)"),
        ("B  COPY without indexes", of["b"], f"{of['rows']:,.0f} rows"),
        ("   the tables' indexes built on them", of["indexes"], ""),
        ("whole import, committed", of["whole"], f"{documents / of['whole']:,.0f} documents a second"),
        (
            "   another, without the search's part",
            of["alone"],
            f"{of['alone'] / (of['p'] + of['b']):.2f} × (P + B) (wanted: 1.5, "
            f"{(of['alone'] - of['indexes']) / (of['p'] + of['b']):.2f} without the tables' indexes)",
        ),
        ("   so the search adds", of["whole"] - of["alone"], f"{of['whole'] / of['alone'] - 1:.0%} (wanted: 15%)"),
        (
            f"S  Model.save(), reckoned from {SAVED}",
            of["saved"] * documents,
            f"the import has {of['saved'] * documents / of['alone']:.1f} times its documents a second",
        ),
    ]
    sys.stdout.write(f"{documents:,.0f} documents; medians\n")
    for name, seconds, said in lines:
        sys.stdout.write(f"{name:<40}{seconds:>8.2f} s  {said}\n")
    sys.stdout.write(f"{'most memory of the import':<40}{of['memory']:>8.0f} MiB\n")
    sys.stdout.write(f"{'size of the database':<40}{of['size']:>8.1f} × the volumes' bytes\n")


if __name__ == "__main__":
    sys.exit(main())
