"""A server of scripted answers for tests: each request takes the next one, and is written down."""

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass
class Says:
    """One answer. ``promised``: its Content-Length where that is not true; -1 for none.

    ``drip``: seconds between each two bytes of the body.
    """

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    promised: int | None = None
    drip: float = 0.0


@dataclass
class Served:
    """A running server: where it is, what it was asked for, and what it says next (the last answer for ever)."""

    at: str
    answers: list[Says]
    asked: list[dict[str, str]] = field(default_factory=list)

    def says(self, *answers: Says) -> None:
        self.answers[:] = answers


@contextmanager
def a_server(certificate: Path | None = None) -> Iterator[Served]:
    """A server on a free port of 127.0.0.1, with TLS where a file of certificate and key is given."""
    served = Served("", [])

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append({"path": self.path, **{name.lower(): value for name, value in self.headers.items()}})
            says = served.answers.pop(0) if len(served.answers) > 1 else served.answers[0]
            self.send_response(says.status)
            for name, value in says.headers.items():
                self.send_header(name, value)
            if says.promised != -1:
                self.send_header("Content-Length", str(len(says.body) if says.promised is None else says.promised))
            self.end_headers()
            if not says.drip:
                self.wfile.write(says.body)
                return
            try:
                for place in range(len(says.body)):
                    self.wfile.write(says.body[place : place + 1])
                    time.sleep(says.drip)
            except OSError:
                pass  # the other side had enough

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, request: object, client_address: object) -> None:
            pass  # a handshake that the other side breaks off is what a test is about

    server = Server(("127.0.0.1", 0), Handler)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    served.at = f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
