"""How the archive is served: slow clients are let go."""

import logging
import socket
import sys
from collections.abc import Iterator
from types import SimpleNamespace
from unittest.mock import patch

import pytest

from archive import serving


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A listening socket of the archive's server, with a patience of one second."""
    with socket.create_server((serving.HOST, 0)) as listening:
        with patch.dict(serving.PATIENCE, dict.fromkeys(serving.PATIENCE, 1)):
            serving.bound_patience(SimpleNamespace(LISTENERS=[SimpleNamespace(sock=listening)]))
        yield listening


def test_a_request_that_never_ends_is_let_go(listener: socket.socket) -> None:
    with socket.create_connection(listener.getsockname()), listener.accept()[0] as connection:
        connection.settimeout(None)  # as gunicorn's threads do

        with pytest.raises(BlockingIOError):
            connection.recv(1)


def test_an_answer_that_nobody_takes_is_let_go(listener: socket.socket) -> None:
    with socket.create_connection(listener.getsockname()), listener.accept()[0] as connection:
        connection.settimeout(None)

        with pytest.raises(BlockingIOError):
            connection.sendall(b"x" * 50_000_000)


@pytest.mark.parametrize(
    ("fault", "is_written"), [(BlockingIOError(), False), (ValueError(), True)], ids=["let go", "a fault"]
)
def test_only_faults_are_written_to_the_log(fault: Exception, is_written: bool) -> None:
    try:
        raise fault
    except (BlockingIOError, ValueError):
        record = logging.LogRecord("gunicorn.error", logging.ERROR, "", 1, "said", (), sys.exc_info())

    assert serving.is_of_note(record) is is_written
