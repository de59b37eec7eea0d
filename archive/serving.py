"""How gunicorn serves the archive: `gunicorn -c python:archive.serving archive.wsgi`, and the demo's own server.

The lower-case names are gunicorn's. Threads, because two half-sent requests would stop as many plain workers; on the
internet a buffering proxy stands in front (docs/operations.md).
"""

import logging
import multiprocessing
import os
import signal
import socket
import struct
from collections.abc import Callable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication
from gunicorn.workers.gthread import ThreadWorker

HOST = "127.0.0.1"
PATIENCE = {socket.SO_RCVTIMEO: 5, socket.SO_SNDTIMEO: 20}
"""Seconds after which a client that sends nothing more of its request, or takes nothing of the answer, is let go."""


def bound_patience(server: Any) -> None:
    """Give every connection of gunicorn's listeners the bound: sixteen half-sent requests would hold all threads.

    Set on the listeners, whence connections inherit it, because gunicorn's threads take off the bound of Python's own.
    """
    for listener in server.LISTENERS:
        for waiting, seconds in PATIENCE.items():
            listener.sock.setsockopt(socket.SOL_SOCKET, waiting, struct.pack("ll", seconds, 0))
    logging.getLogger("gunicorn.error").addFilter(is_of_note)


class Worker(ThreadWorker):
    """A worker that only the master ends, after what it is answering, whatever it is doing when Ctrl-C comes.

    Ctrl-C reaches master and workers at once, and the master then tells each worker to quit. Gunicorn's own way of
    quitting takes, within the signal's handler, the lock that its pool of threads may hold just then, and hangs until
    the master kills it.
    """

    def init_signals(self) -> None:
        """Gunicorn's handlers, set before the archive is loaded, without the one for SIGINT."""
        super().init_signals()
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def handle_quit(self, sig: int, frame: Any) -> None:
        """Quit as by SIGTERM, which only takes note and wakes the worker."""
        self.handle_exit(sig, frame)


def forget_the_masters_handlers(server: Any, worker: Any) -> None:
    """End a worker at once that is told to before it has handlers of its own: the master's would only take note."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for told in (signal.SIGTERM, signal.SIGQUIT):
        signal.signal(told, signal.SIG_DFL)


def is_of_note(record: logging.LogRecord) -> bool:
    """Whether the log needs a line: a client that was let go is no fault."""
    return not (record.exc_info and isinstance(record.exc_info[1], BlockingIOError))


bind = f"{HOST}:{os.environ.get('PORT') or '8000'}"
worker_class = Worker
workers = min(os.cpu_count() or 1, 8)  # 8 x 8 connections stay below PostgreSQL's usual hundred
threads = 8
timeout = 30
graceful_timeout = 10
max_requests = 5000
max_requests_jitter = 500
limit_request_line = 4094
control_socket_disable = True
when_ready = bound_patience
post_fork = forget_the_masters_handlers

SHAPE = {
    "worker_class": worker_class,
    "workers": workers,
    "threads": threads,
    "timeout": timeout,
    "graceful_timeout": graceful_timeout,
    "max_requests": max_requests,
    "max_requests_jitter": max_requests_jitter,
    "limit_request_line": limit_request_line,
    "control_socket_disable": control_socket_disable,
    "when_ready": when_ready,
    "post_fork": post_fork,
}


class Served(BaseApplication):
    """The archive under gunicorn inside this process: SIGINT and SIGTERM end it with all its workers."""

    def __init__(self, port: int, greet: Callable[[], None]) -> None:
        self.port = port
        self.greet = greet
        self.has_greeted = multiprocessing.Value("b", False)
        super().__init__()

    def load_config(self) -> None:
        """Gunicorn's settings; the greeting is said by whichever worker is first ready to answer."""
        for name, value in {**SHAPE, "bind": f"{HOST}:{self.port}", "loglevel": "warning"}.items():
            self.cfg.set(name, value)
        self.cfg.set("post_worker_init", self._greet_once)

    def load(self) -> Any:
        """The application, made in each worker."""
        return get_wsgi_application()

    def _greet_once(self, worker: Any) -> None:
        """No worker answers before the greeting is out: the lock keeps a second one waiting for it."""
        with self.has_greeted.get_lock():
            if not self.has_greeted.value:
                self.greet()
                self.has_greeted.value = True


def serve(port: int, greet: Callable[[], None]) -> None:
    """Serve on the loopback until a signal ends it; returns by SystemExit."""
    connections.close_all()  # workers are forked: none may inherit a connection
    Served(port, greet).run()
