"""Import the corpus, export it as TEI, import that: no document may be changed but for the source it came from.

    python -m benchmarks.round_trip [tei|text …]

Prints a line for each volume. Exit 0: every document came back as it was, and every file is valid TEI.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from benchmarks.scratch import CORPUS, REPOSITORY, Scratch, scratch_archive

SCHEMA = REPOSITORY / "tests" / "exports" / "tei_corpus.dtd"
SETS = {"tei": CORPUS / "tei", "text": CORPUS / "text"}


@dataclass(frozen=True, slots=True)
class Trip:
    """A volume there and back: how many documents came back as they were, and what became of all others."""

    volume: str
    same: int
    others: dict[str, int]
    is_valid: bool
    size: int
    exporting: float
    importing: float

    @property
    def is_whole(self) -> bool:
        """Whether nothing was lost on the way."""
        return self.is_valid and self.same > 0 and not self.others

    def line(self) -> str:
        """The trip as it is printed."""
        said = ", ".join(f"{count:,} {name}" for name, count in self.others.items()) or "none differs"
        return (
            f"{self.volume:<20} {self.same:>5,} as they were, {said}; {'valid' if self.is_valid else 'NOT VALID'}, "
            f"{self.size / 1e6:.1f} MB, out {self.exporting:.1f} s, in {self.importing:.1f} s\n"
        )


def trips(archive: Scratch, source: Path) -> Iterator[Trip]:
    """Import what a folder of the corpus holds, then send its volumes through TEI one by one."""
    archive.run("import", str(source))
    schema = etree.DTD(str(SCHEMA))
    for volume in sorted({path.name.partition(".")[0] for path in source.iterdir()}):
        begun = time.monotonic()
        written = archive.run("export", "--format", "tei", "--volume", volume).stdout
        exported = time.monotonic()
        path = archive.folder / f"{volume}.xml"
        path.write_bytes(written)
        report = json.loads(archive.run("import", "--json", str(path)).stdout)
        counts = {name: count for name, count in report["documents"].items() if count}
        same = counts.pop("source", 0)
        is_valid = bool(written) and bool(schema.validate(etree.fromstring(written)))
        yield Trip(volume, same, counts, is_valid, len(written), exported - begun, time.monotonic() - exported)


def main() -> int:
    """Make the trips asked for and print them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"of {', '.join(SETS)}; both if none is named")
    named = parser.parse_args().sets
    is_whole = True
    for name in [name for name in SETS if name in named] or SETS:
        with scratch_archive() as archive:
            for trip in trips(archive, SETS[name]):
                sys.stdout.write(trip.line())
                sys.stdout.flush()
                is_whole = is_whole and trip.is_whole
    return 0 if is_whole else 1


if __name__ == "__main__":
    sys.exit(main())
