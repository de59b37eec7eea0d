"""``manage.py roles``: who may do what; ``--set`` makes the groups be so."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from telegrams.roles import ROLES, matrix, set_roles


class Command(BaseCommand):
    help = "Print what each role may do. --set gives the groups exactly these rights; accounts stay in their groups."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--set", action="store_true", help="make the groups be as the table says")

    def handle(self, *args: object, **options: Any) -> None:
        head, *lines = matrix()
        width = max(len(line[0]) for line in lines)
        for line in (head, *lines):
            self.stdout.write("  ".join([line[0].ljust(width), *(word.ljust(15) for word in line[1:])]).rstrip())
        self.stdout.write("")
        for role in ROLES:
            self.stdout.write(f"{role.name}: {role.said}.")
        if options["set"]:
            for name, changes in set_roles().items():
                self.stdout.write(f"{name}: {', '.join(changes) or 'as it was'}")
