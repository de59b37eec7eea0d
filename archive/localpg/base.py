"""The Django back end of the embedded server; its name and those of its classes are Django's.

It is the stock PostgreSQL back end, except that the server is started at the first connection and found by its socket.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.client import DatabaseClient as StockClient
from psycopg import OperationalError

from archive.localpg.process import PORT
from archive.localpg.server import Server, server_of

_servers: dict[str, Server] = {}


def server(settings: dict[str, Any]) -> Server:
    """This process's server of these settings' CLUSTER, started where it does not run yet."""
    wanted = settings["CLUSTER"]
    key = str(wanted["home"])
    if key not in _servers:
        _servers[key] = server_of(Path(wanted["home"]), wanted["binaries"], throwaway=wanted["throwaway"])
        _servers[key].ensure()
    return _servers[key]


class DatabaseClient(StockClient):
    """`manage.py dbshell` with the server's own psql."""

    @classmethod
    def settings_to_cmd_args_env(
        cls, settings_dict: dict[str, Any], parameters: Iterable[str]
    ) -> tuple[list[str], dict[str, str] | None]:
        found = server(settings_dict)
        reached = {**settings_dict, "HOST": str(found.socket), "PORT": PORT}
        arguments, environment = super().settings_to_cmd_args_env(reached, parameters)
        return [str(found.cluster.binaries.program("psql")), *arguments[1:]], environment


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the embedded server."""

    client_class = DatabaseClient

    def get_connection_params(self) -> dict[str, Any]:
        reached = server(self.settings_dict)
        return {**super().get_connection_params(), "host": str(reached.socket), "port": PORT}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection; where the server was killed meanwhile it is started again, once."""
        try:
            return super().get_new_connection(conn_params)
        except OperationalError:
            found = server(self.settings_dict)
            if found.answers():
                raise
            found.ensure()
            return super().get_new_connection(conn_params)
