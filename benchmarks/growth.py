"""Whether a document costs as much in a large archive as in a small one: 3,000, 30,000, 300,000 documents.

    python -m benchmarks.growth [--documents 300000] [--search]

The volumes of the corpus are loaded again and again under new ids, into an archive of its own that
is kept (var/bench, or ARCHIVE_DATA/bench): what is in it is not loaded twice, so that a run that was
broken off goes on. Prints documents a second, with the first and the last volumes of each step apart,
and the most memory of the process. ``--search``: with the search's part, which is left out otherwise.
"""

import argparse
import gzip
import os
import re
import subprocess
import sys
from pathlib import Path

from benchmarks.scratch import CORPUS, REPOSITORY, with_django

STEPS = (3_000, 30_000, 300_000)
VOLUMES = sorted((CORPUS / "tei").glob("*.xml.gz"))


def bench_folder() -> Path:
    """Where the large archive is kept."""
    return Path(os.environ.get("ARCHIVE_DATA") or REPOSITORY / "var") / "bench"


def environment_of(folder: Path) -> dict[str, str]:
    """The environment in which the project works on the archive in this folder."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**kept, "ARCHIVE_DATA": str(folder)}


def kept_archive() -> Path:
    """Where the large archive is kept; ends the measurement with what to do where there is none."""
    folder = bench_folder()
    if not folder.is_dir():
        sys.stderr.write("There is no large archive yet: make bench-growth builds it.\n")
        raise SystemExit(2)
    return folder


def main() -> int:
    """Grow the archive step by step, each in a process of its own, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=STEPS[-1])
    parser.add_argument("--search", action="store_true")
    options = parser.parse_args()
    folder = bench_folder()
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)  # the embedded server of root is another user
    environment = environment_of(folder)
    subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], cwd=REPOSITORY, env=environment, check=True)
    of_a_copy = sum(_documents(path) for path in VOLUMES)
    done = 0
    for size in [step for step in STEPS if step < options.documents] + [options.documents]:
        until = max(1, round(size / of_a_copy))
        if until > done:
            asked = [str(done), str(until), "search" if options.search else ""]
            _print(until * of_a_copy, with_django("benchmarks.growth_step", asked, environment))
            done = until
    return 0


def _print(size: int, of: dict[str, float]) -> None:
    if not of["documents"]:
        sys.stdout.write(f"{size:>8,} documents: {of['volumes']:.0f} volumes were in it already\n")
        return
    sys.stdout.write(
        f"{size:>8,} documents: {of['documents'] / of['seconds']:>5.0f} a second over {of['volumes']:.0f} volumes "
        f"(the first {of['first']:.0f}, the last {of['last']:.0f} a second), "
        f"most memory {of['memory']:.0f} MiB\n"
    )
    sys.stdout.flush()


def _documents(path: Path) -> int:
    return len(re.findall(rb'<div[^>]*type="document"', gzip.decompress(path.read_bytes())))


if __name__ == "__main__":
    sys.exit(main())
