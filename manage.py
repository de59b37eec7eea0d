#!/usr/bin/env python
"""The archive's commands: `manage.py help` lists them."""

import os
import signal
import sys
from types import FrameType

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from archive.localpg.refusal import ServerRefusal


def leave_in_order(number: int, frame: FrameType | None) -> None:
    """A plain SIGTERM would skip atexit and leave the embedded server running: make it an ordinary exit."""
    sys.exit(128 + number)


def main() -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    signal.signal(signal.SIGTERM, leave_in_order)
    try:
        execute_from_command_line(sys.argv)
    except (ServerRefusal, ImproperlyConfigured) as refusal:
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()
