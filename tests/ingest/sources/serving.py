"""A local HTTP server that plays the official sources: says what a test tells it to, and keeps what it was asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ingest.sources.places import Places


@dataclass(frozen=True)
class Said:
    """One answer: ``missing`` bytes are promised but never sent, ``drip`` is the wait before each byte."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    missing: int = 0
    drip: float = 0.0


@dataclass(frozen=True)
class Asked:
    """One request."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    at: float


NOT_FOUND = b"<!DOCTYPE html><html><head><title>Niet gevonden</title></head><body><p>Dit document bestaat niet.</p></body></html>"


class Site:
    """Answers by path; a list of answers is given one by one, and the last for ever. What is unknown is 404."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Said]] = {}
        self.asked: list[Asked] = []
        self.port = 0

    def say(self, path: str, *answers: Said | bytes) -> None:
        """Set what is answered at a path, or at a path with a query."""
        self.answers[path] = [a if isinstance(a, Said) else Said(a) for a in answers]

    @property
    def url(self) -> str:
        """Where this server is."""
        return f"http://127.0.0.1:{self.port}"

    def places(self, **more: Any) -> Places:
        """Settings in which all sources are this server, and nobody waits."""
        told = Places(
            publications=self.url,
            sru=f"{self.url}/sru",
            parliament=f"{self.url}/OData/v4/2.0",
            government=f"{self.url}/v1",
            government_site=self.url,
            hosts=("127.0.0.1",),
            pause=0,
            silence=5,
        )
        return replace(told, **more)

    def paths(self) -> list[str]:
        """The paths that were asked for, in order."""
        return [asked.path for asked in self.asked]

    def answer(self, target: str) -> Said:
        """What is said to a request."""
        path = urlsplit(target).path
        waiting = self.answers.get(target) or self.answers.get(path)
        if not waiting:
            return Said(NOT_FOUND, 404)
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]


@contextmanager
def serving() -> Iterator[Site]:
    """A server on this machine for the time of a test."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            site.asked.append(Asked(parts.path, query, dict(self.headers), time.monotonic()))
            said = site.answer(self.path)
            etag = said.headers.get("ETag")
            if etag and self.headers.get("If-None-Match") == etag:
                said = Said(status=304, headers=said.headers)
            self.send_response(said.status)
            for name, value in said.headers.items():
                self.send_header(name, value)
            if said.status != 304:
                self.send_header("Content-Length", str(len(said.body) + said.missing))
            self.end_headers()
            self._send(said)
            if said.missing:
                self.close_connection = True

        def _send(self, said: Said) -> None:
            try:
                if not said.drip:
                    self.wfile.write(said.body)
                for at in range(len(said.body) if said.drip else 0):
                    time.sleep(said.drip)
                    self.wfile.write(said.body[at : at + 1])
            except OSError:
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that hangs up is no error."""

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
