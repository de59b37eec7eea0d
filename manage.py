#!/usr/bin/env python
"""The archive's commands: `manage.py help` lists them."""

import os
import signal
import sys
from types import FrameType

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import InterfaceError, OperationalError

from archive.localpg.refusal import ServerRefusal

NOTHING_DONE = 2


def leave_in_order(number: int, frame: FrameType | None) -> None:
    """A plain SIGTERM would skip atexit and leave the embedded server running: make it an ordinary exit."""
    sys.exit(128 + number)


def main() -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    signal.signal(signal.SIGTERM, leave_in_order)
    try:
        execute_from_command_line(sys.argv)
        sys.stdout.flush()
    except (ServerRefusal, ImproperlyConfigured) as refusal:
        sys.exit(str(refusal))
    except (OperationalError, InterfaceError) as lost:
        sys.stderr.write(f"The database does not answer: {str(lost).strip()}\n")
        sys.exit(NOTHING_DONE)
    except BrokenPipeError:
        # Whoever read the output has seen enough; Python's own flush at the end must not fail once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


if __name__ == "__main__":
    main()
