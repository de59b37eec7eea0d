"""``manage.py fetch_register [MISSION…]``: the public register of office-holders, fetched and imported."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from telegrams.importing.fetching import FetchRules
from telegrams.importing.register_fetching import fetch_register
from telegrams.records import printable


class Command(BaseCommand):
    """Fetch the register of the Office of the Historian in its XML form, and load it as any other register."""

    help = (
        "Fetch the public register of office-holders, of the missions named (russia, united-kingdom) or of all, "
        "and import it; documents already held get their links anew."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The missions; all where none is named."""
        parser.add_argument("missions", nargs="*", help="slugs of the register; all of the table of countries if none")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit code 1 where something could not be had or read; what could be is loaded."""
        rules = FetchRules(settings.VOLUMES_AT, settings.FETCH_PLAIN, settings.FETCH_PRIVATE, largest=20_000_000)
        missions = [printable(slug) for slug in options["missions"]]
        folder = settings.ARCHIVE_DATA / "fetched"
        fetched = fetch_register(missions, settings.REGISTER_AT, rules, folder, self._progress)
        for problem in fetched.problems:
            self.stderr.write(problem.message())
        self.stdout.write(f"{fetched.lines:,} terms of office fetched into {fetched.table.name}")
        if fetched.lines:
            call_command("import", str(fetched.table), stdout=self.stdout, stderr=self.stderr)
        if fetched.problems:
            sys.exit(1)

    def _progress(self, here: int, of_all: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"{here:,} of {of_all:,} files", ending="\r")
