"""``manage.py resolve [VOLUME…]``: links anew, by today's registers and rules, of documents already held."""

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from telegrams.importing.relinking import resolve_again
from telegrams.importing.walk import AnotherImport, only_import
from telegrams.models import Volume
from telegrams.records import printable
from telegrams.saying import counted_of
from telegrams.search import ENGINE


class Command(BaseCommand):
    """Find people, offices and references anew; what is printed, and every correction, stays as it is."""

    help = "Find people, offices and references of documents held anew, by the registers and rules of today."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The volumes; all where none is named."""
        parser.add_argument("volumes", nargs="*", help="slugs of volumes, as in their addresses; all if none is named")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit code 2 where a volume is not held or an import is running."""
        asked = [printable(slug) for slug in options["volumes"]]
        unknown = sorted(set(asked) - set(Volume.objects.filter(slug__in=asked).values_list("slug", flat=True)))
        if unknown:
            self.stderr.write(
                f"resolve: no volume “{'”, “'.join(unknown)}” is held; look at /volumes/ for those that are"
            )
            sys.exit(2)
        begun = time.monotonic()
        try:
            with only_import(0):
                done = resolve_again(asked, ENGINE.follow, self._progress)
        except AnotherImport:
            self.stderr.write("resolve: an import is running; try again when it has ended")
            sys.exit(2)
        self.stdout.write(
            f"{counted_of(done.documents, 'document', 'documents')} looked at, {done.changed:,} with other people or "
            f"offices than before; {counted_of(done.references, 'reference', 'references')} by number or day tried, "
            f"{done.references_changed:,} with another outcome; {time.monotonic() - begun:.1f} s"
        )

    def _progress(self, looked: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"{looked:,} documents", ending="\r")
