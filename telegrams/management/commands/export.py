"""``manage.py export --format gold-jsonl``: every document held, one after another, to standard output."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from telegrams.exports import FORMATS
from telegrams.models import Telegram
from telegrams.records import printable


class Command(BaseCommand):
    help = "Write the documents held to standard output, in volume and document order."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--format", required=True, choices=[form.name for form in FORMATS], help="the form to write"
        )
        parser.add_argument("--volume", default="", help="only this volume")

    def handle(self, *args: object, **options: Any) -> None:
        form = next(form for form in FORMATS if form.name == options["format"])
        held = Telegram.objects.held().select_related("volume", "source")
        if options["volume"]:
            held = held.filter(volume__slug=printable(options["volume"]))
            if not held.exists():
                self.stderr.write(f"export: no document of a volume “{printable(options['volume'])}” is held")
                sys.exit(2)
        rows = held.prefetch_related(*form.needs).order_by("volume__slug", "document_key")
        try:
            sys.stdout.write(form.begin)
            with transaction.atomic():
                form.write(rows.iterator(chunk_size=200), sys.stdout, "")
            sys.stdout.flush()
        except BrokenPipeError:
            raise  # whoever read has seen enough
        except OSError as full:
            self.stderr.write(f"export: broken off, what was written is not whole: {full.strerror}")
            sys.exit(1)
