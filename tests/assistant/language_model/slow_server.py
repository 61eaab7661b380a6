"""A server on this machine that speaks OpenAI's and Ollama's protocols at a pace of its own, and notices who hangs up."""

from __future__ import annotations

import json
import re
import select
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Words = Callable[[str], Sequence[str]]


@dataclass
class SlowServer:
    """Where it is, and what happened: ``go`` lets it say its next piece, ``closed`` is set when the client hung up."""

    url: str = ""
    asked: threading.Event = field(default_factory=threading.Event)
    go: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    closed: threading.Event = field(default_factory=threading.Event)
    said: list[str] = field(default_factory=list)


def tokens_in(message: str) -> list[str]:
    """The tokens of the evidence in a prompt."""
    return re.findall(r"^\[(\w{4})\]", message, re.MULTILINE)


@contextmanager
def slow_server(words: Words, *, silent: bool = False) -> Iterator[SlowServer]:
    """Serves the pieces that ``words`` makes of the last message, one for each ``go``; a silent one sends no headers."""
    held = SlowServer()
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            held.asked.set()
            if not silent:
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.end_headers()
            for piece in words(body["messages"][-1]["content"]):
                if not self._allowed():
                    return
                held.said.append(piece)
                self.wfile.write(_as_sent(self.path, piece))
                self.wfile.flush()
            if not self.path.startswith("/api"):
                self.wfile.write(b"data: [DONE]\n\n")

        def _allowed(self) -> bool:
            """Waits for ``go``; False when the client hung up meanwhile."""
            while not over.is_set():
                if held.go.acquire(timeout=0.02):
                    return True
                readable, _, _ = select.select([self.connection], [], [], 0)
                if readable and not self.connection.recv(1):
                    held.closed.set()
                    return False
            return False

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    held.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield held
    finally:
        over.set()
        server.shutdown()
        server.server_close()


def _as_sent(path: str, piece: str) -> bytes:
    if path.startswith("/api"):
        said: dict[str, Any] = {"model": "m", "message": {"role": "assistant", "content": piece}, "done": False}
        return (json.dumps(said) + "\n").encode()
    delta = {"index": 0, "delta": {"role": "assistant", "content": piece}, "finish_reason": None}
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [delta]}
    return f"data: {json.dumps(chunk)}\n\n".encode()
