"""Import the corpus's texts and volumes, export them, and score the export against the gold records.

    python -m benchmarks.score [dev|tei|style-b|wild|seed …]

Prints the scorer's table for each set and the seconds of the import.
"""

import argparse
import subprocess
import sys
import time

from benchmarks.scratch import CORPUS, scratch_archive

SETS = {
    "dev": (CORPUS / "text", CORPUS / "gold"),
    "tei": (CORPUS / "tei", CORPUS / "gold-tei"),
    "style-b": (CORPUS / "style-b", CORPUS / "style-b" / "gold.jsonl"),
    "wild": (CORPUS / "wild", CORPUS / "wild" / "gold.jsonl"),
    "seed": (CORPUS / "seed" / "seed.txt", CORPUS / "seed" / "gold.jsonl"),
}

WHOLE_FOLDERS = ("dev", "tei")
"""Sets whose folders hold nothing but documents."""


def score(name: str, extra: list[str]) -> int:
    """Print one set's table; the scorer's exit code."""
    source, gold = SETS[name]
    files = [source] if source.is_file() else sorted((*source.rglob("*.txt"), *source.rglob("*.xml.gz")))
    with scratch_archive() as archive:
        begun = time.monotonic()
        archive.run("import", *([str(source)] if name in WHOLE_FOLDERS else map(str, files)))
        seconds = time.monotonic() - begun
        produced = archive.folder / "produced.jsonl"
        produced.write_bytes(b"\n".join(archive.export().values()))
        sys.stdout.write(
            f"\n{name}: {len(files):,} files, import {seconds:.1f} s, {len(files) / seconds:.1f} a second\n"
        )
        sys.stdout.flush()
        scorer = [sys.executable, str(CORPUS / "score.py"), str(gold), str(produced), *extra]
        return subprocess.run(scorer, check=False).returncode


def main() -> int:
    """Score the sets asked for; the highest exit code of the scorer."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"of {', '.join(SETS)}; all of them if none is named")
    options, extra = parser.parse_known_args()
    names = [name for name in options.sets if name in SETS] or list(SETS)
    return max(score(name, extra) for name in names)


if __name__ == "__main__":
    sys.exit(main())
