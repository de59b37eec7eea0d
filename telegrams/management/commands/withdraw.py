"""``manage.py withdraw VOLUME``: take a volume's documents out; their addresses answer 410."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from telegrams.importing.walk import AnotherImport, run_withdrawal
from telegrams.models import Volume
from telegrams.records import printable


class Command(BaseCommand):
    help = "Withdraw all documents of a volume. Nothing is deleted; importing them again brings them back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("volume", help="the volume's slug, as in its address")

    def handle(self, *args: object, **options: Any) -> None:
        volume = printable(options["volume"])
        try:
            report = run_withdrawal(volume)
        except Volume.DoesNotExist:
            held = ", ".join(Volume.objects.values_list("slug", flat=True)[:20]) or "none"
            self.stderr.write(f"withdraw: no volume “{volume}”; held are: {held}")
            sys.exit(2)
        except AnotherImport:
            self.stderr.write("withdraw: an import is running; try again when it has ended")
            sys.exit(2)
        self.stdout.write(f"withdrawn {report.documents['withdrawn']:,} documents of {volume}")
