"""`manage.py localpg status|stop|psql|dump|restore`: the embedded PostgreSQL by hand."""

import os
import shutil
import subprocess
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from archive.localpg.cluster import DATABASE, OWNER
from archive.localpg.process import PORT
from archive.localpg.server import Server, server_of

ACTIONS = """
status        whether it runs, its data, socket, version and size
stop          stop it, whoever uses it
psql [ARG…]   the server's own psql, as the archive's owner
dump FILE     all of the archive's database in one file (pg_dump -Fc)
restore FILE  read such a file into an archive that holds nothing yet
"""


class Command(BaseCommand):
    """The embedded PostgreSQL by hand."""

    help = "The embedded PostgreSQL: status, stop, psql, dump, restore."
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """The parser, with the actions as they are listed above."""
        return super().create_parser(
            prog_name, subcommand, epilog=ACTIONS, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["status", "stop", "psql", "dump", "restore"])
        parser.add_argument("rest", nargs="*", metavar="ARG", help="a file, or arguments of psql after --")

    def handle(self, action: str, rest: list[str], **options: Any) -> None:
        cluster = settings.DATABASES["default"].get("CLUSTER")
        if cluster is None:
            raise CommandError("DATABASE_URL is set, so the archive does not use its embedded server.")
        server = server_of(cluster["home"], cluster["binaries"], throwaway=cluster["throwaway"])
        if action == "status":
            self.stdout.write(status(server))
        elif action == "stop":
            self.stdout.write("stopped" if server.stop() else "it was not running")
        elif action == "psql":
            server.ensure()
            raise SystemExit(subprocess.run(client(server, "psql", *rest), env=environment(), check=False).returncode)
        elif len(rest) != 1:
            raise CommandError(f"localpg {action} takes one FILE.")
        elif action == "dump":
            server.ensure()
            dump(server, Path(rest[0]))
            self.stdout.write(f"dumped to {rest[0]} ({Path(rest[0]).stat().st_size / 2**20:.1f} MB)")
        else:
            server.ensure()
            restore(server, Path(rest[0]))
            self.stdout.write(f"restored from {rest[0]}")


def status(server: Server) -> str:
    """What is known of the server without starting it, one fact a line."""
    cluster = server.cluster
    facts = {
        "server": "running" if server.answers() else "stopped",
        "version": f"PostgreSQL {cluster.binaries.major} from {cluster.binaries.folder}",
        "data": f"{cluster.data}" + ("" if cluster.data.exists() else " (not made yet)"),
        "socket": str(server.socket),
        "user": cluster.account.name,
        "log": str(cluster.log),
        "disk": f"{shutil.disk_usage(server.home).free / 2**30:.1f} GB free",
    }
    return "\n".join(f"{name:8} {fact}" for name, fact in facts.items())


def client(server: Server, program: str, *arguments: str) -> list[str]:
    """The command line of one of PostgreSQL's clients, reaching the archive's database as its plain owner."""
    reached = [f"--host={server.socket}", f"--port={PORT}", f"--username={OWNER}", f"--dbname={DATABASE}"]
    return [str(server.cluster.binaries.program(program)), *reached, *arguments]


def environment() -> dict[str, str]:
    """The terminal's environment without PostgreSQL's variables, which would lead elsewhere."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def dump(server: Server, target: Path) -> None:
    """Write the database to the file; a broken dump leaves an earlier file as it was."""
    draft = target.with_name(f"{target.name}.part")
    finished = subprocess.run(
        client(server, "pg_dump", "--format=custom", f"--file={draft}"),
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if finished.returncode != 0:
        draft.unlink(missing_ok=True)
        raise CommandError(f"pg_dump failed: {finished.stderr.strip()}")
    draft.replace(target)


def restore(server: Server, source: Path) -> None:
    """Read the file into the database, all or nothing; refused where tables stand already."""
    if not source.is_file():
        raise CommandError(f"{source} is no file.")
    question = "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    held = subprocess.run(
        client(server, "psql", "--no-psqlrc", "--tuples-only", "--no-align", f"--command={question}"),
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    if held != "0":
        raise CommandError(f"{server.cluster.data} holds {held} tables already. Restore into a new ARCHIVE_DATA.")
    finished = subprocess.run(
        client(server, "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", str(source)),
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if finished.returncode != 0:
        raise CommandError(f"pg_restore failed, nothing was changed: {finished.stderr.strip()}")
