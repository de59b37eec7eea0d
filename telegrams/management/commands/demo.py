"""`manage.py demo` (by `make demo`): the archive with its samples, ready to read, on this machine only."""

import hashlib
import secrets
import socket
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from archive.serving import HOST, serve
from telegrams.models import Telegram

ADMIN = "admin"


class Command(BaseCommand):
    """The archive with its samples, ready to read."""

    help = "Prepare the archive, load the samples into an empty one, and serve it on 127.0.0.1 (PORT, default 8000)."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        port = settings.PORT
        refuse_a_taken_port(port)
        migrate_where_needed()
        if not Telegram.objects.exists():
            self.load_samples()
        collect_static_where_changed()
        account = first_account()
        serve(port, lambda: self.greet(port, account))

    def load_samples(self) -> None:
        """Import fixtures/; what a sample lacks is reported by the import and does not stop the demo."""
        self.stdout.write("Loading the samples …")
        try:
            call_command("import", str(settings.FIXTURES))
        except SystemExit as ended:
            if ended.code not in (0, 1, None):
                raise

    def greet(self, port: int, account: str | None) -> None:
        """Say where to read, and the account's password the one time it is known."""
        address = f"http://{HOST}:{port}/"
        self.stdout.write(f"\nThe archive is open: {address}\nFor editors:         {address}{settings.ADMIN_PATH}")
        if account:
            self.stdout.write(
                f"  account {ADMIN}, password {account} (shown this once; manage.py changepassword {ADMIN})"
            )
        self.stdout.write("Ctrl-C closes it.")
        self.stdout.flush()


def refuse_a_taken_port(port: int) -> None:
    """Stop before anything else is begun where another program listens."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as taken:
            raise CommandError(
                f"Port {port} is not free ({taken.strerror}). Choose another: make demo PORT={port + 1}"
            ) from taken


def migrate_where_needed() -> None:
    """Bring the tables up to date."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def collect_static_where_changed() -> None:
    """Collect, hash and compress the static files, unless they are as they were the last time."""
    mark = settings.STATIC_ROOT / ".collected"
    now = static_fingerprint()
    if mark.exists() and mark.read_text() == now:
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    mark.write_text(now)


def static_fingerprint() -> str:
    """One word for all static files as they lie in their folders: name, size, time of change."""
    seen = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = storage.size(path), storage.get_modified_time(path).timestamp()
            seen.update(f"{path}\0{found}\0".encode())
    return seen.hexdigest()


def first_account() -> str | None:
    """The generated password of the editor's account made now; None where somebody may log in already."""
    users = get_user_model().objects
    if users.filter(is_superuser=True).exists():
        return None
    password = secrets.token_urlsafe(18)
    users.create_superuser(ADMIN, password=password)
    return password
