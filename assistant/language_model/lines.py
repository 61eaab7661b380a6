"""The connections over which models are spoken to, so that one can be cut while another thread waits for its words.

Invariant: a line that was cut carries nothing more, also when its connection was still being made. Standard library
only; the HTTP client tells of its connections by its trace events.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Any

_MADE = ("connect_tcp.complete", "start_tls.complete")


class Line:
    """One request: the socket that it goes over, once there is one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._is_cut = False

    def carries(self, made: socket.socket) -> None:
        """Take note of the connection; it is shut at once when the line was cut before."""
        with self._lock:
            self._socket = made
            if self._is_cut:
                _shut(made)

    def cut(self) -> None:
        """Shut the connection: the server sees it closed, whoever reads from it wakes."""
        with self._lock:
            self._is_cut = True
            if self._socket is not None:
                _shut(self._socket)

    def ended(self) -> None:
        """Let go of a connection that is done with."""
        with self._lock:
            self._socket = None


class Lines:
    """The line that each thread speaks over; a request of a thread without one is nobody's to cut."""

    def __init__(self) -> None:
        self._spoken = threading.local()

    @contextlib.contextmanager
    def over(self, line: Line) -> Iterator[None]:
        """Speak over a line in this thread."""
        self._spoken.line = line
        try:
            yield
        finally:
            line.ended()
            self._spoken.line = None

    def trace(self, event: str, info: dict[str, Any]) -> None:
        """Hear of a connection from the HTTP client, in the thread that makes it."""
        line: Line | None = getattr(self._spoken, "line", None)
        if line is not None and event.endswith(_MADE):
            made = info["return_value"].get_extra_info("socket")
            if made is not None:
                line.carries(made)


def _shut(made: socket.socket) -> None:
    with contextlib.suppress(OSError):
        made.shutdown(socket.SHUT_RDWR)
