"""`manage.py reindex`: the search's index, built anew from the database, beside the one in use."""

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand
from django.db.utils import InterfaceError, OperationalError

from telegrams.records import printable
from telegrams.saying import counted_of
from telegrams.search import ENGINE


class Command(BaseCommand):
    """Build the search's index anew; readers use the old one until the new one is whole."""

    help = "Build the search's index anew from the database; readers use the old one until the new one is whole."

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit code 1 where it could not be built; the old index then stays in use."""
        begun = time.monotonic()
        try:
            documents = ENGINE.rebuild()
        except (OSError, ValueError, OperationalError, InterfaceError) as refused:
            reason = printable((str(refused).strip() or type(refused).__name__).splitlines()[0])
            self.stderr.write(f"reindex: {reason}; the index in use stays; mend it, then run it again")
            sys.exit(1)
        seconds = max(time.monotonic() - begun, 0.001)
        self.stdout.write(
            f"{counted_of(documents, 'document', 'documents')} in {seconds:.1f} s, {documents / seconds:,.0f} a second"
        )
