"""What every request passes: host check, size limit, refusal of other sites' forms, and security headers.

Invariant: no response leaves without the headers; the Gradio page's scripts run by a nonce made for that response.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LOOPBACK = ("127.0.0.1", "localhost", "::1")
PLAIN_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Gradio renders its templates with Function() and sets style attributes, hence the two looser words.
GRADIO_POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; manifest-src 'self'; "
    "worker-src 'self' blob:; form-action 'self'; base-uri 'self'; frame-ancestors 'none'"
)
# With no-referrer a browser calls the origin of our own forms "null", which is refused below; nothing goes elsewhere.
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
_GRADIO_ALLOWED = re.compile(
    r"^/(vraag|ask)(/?$|/(config|info|theme\.css|manifest\.json|favicon\.ico)$|/(assets|static|svelte)/|"
    r"/gradio_api/(queue/|heartbeat/|app_id$|startup-events$|info$|cancel$|reset$|run/|call/))"
)


class Guard:
    """The ASGI application in front of all others."""

    def __init__(
        self, app: App, *, hosts: Collection[str] = LOOPBACK, limit: int = 1_000_000, uploads: int = 0
    ) -> None:
        self.app, self.hosts, self.limit, self.uploads = app, frozenset(hosts), limit, uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what may not pass; let the rest through with headers on its response."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        refusal = self._refusal(scope, headers)
        if refusal:
            await _refuse(send, *refusal)
            return
        limit = self._limit(scope)
        gradio = bool(re.match(r"^/(vraag|ask)/?$", scope["path"]))
        nonce = secrets.token_urlsafe(18)
        policy = GRADIO_POLICY.format(nonce=nonce) if gradio else PLAIN_POLICY
        scope["state"] = {**scope.get("state", {}), "nonce": nonce}
        await self.app(scope, _bounded(receive, limit), _with_headers(send, policy))

    def _limit(self, scope: Scope) -> int:
        uploading = scope["path"] == "/documenten" and scope["method"] == "POST"
        return self.uploads + 10_000 if uploading else self.limit

    def _refusal(self, scope: Scope, headers: dict[str, str]) -> tuple[int, str] | None:
        host = headers.get("host", "")
        if self.hosts and "*" not in self.hosts and _host_name(host) not in self.hosts:
            return 421, "Deze computer wordt onder een andere naam aangesproken dan is ingesteld."
        path = scope["path"]
        if path.startswith(("/vraag", "/ask")) and not _GRADIO_ALLOWED.match(path):
            return 404, "Dit adres bestaat niet."
        if scope["method"] not in ("GET", "HEAD") and _from_elsewhere(headers, host):
            return 403, "Een andere site mag hier niets insturen."
        declared = headers.get("content-length", "0")
        limit = self._limit(scope)
        if not declared.isdigit() or int(declared) > limit:
            return 413, f"Het verzoek is te groot; ten hoogste {limit} bytes."
        return None


def _host_name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _from_elsewhere(headers: dict[str, str], host: str) -> bool:
    if headers.get("sec-fetch-site", "same-origin") == "cross-site":
        return True
    origin = headers.get("origin", "")
    return bool(origin) and urlsplit(origin).netloc != host


def _bounded(receive: Receive, limit: int) -> Receive:
    read = 0

    async def bounded() -> Message:
        """The next part of the body; a disconnect once it is larger than allowed."""
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        return {"type": "http.disconnect"} if read > limit else message

    return bounded


def _with_headers(send: Send, policy: str) -> Send:
    async def wrapped(message: Message) -> None:
        """Send a message on, its headers completed with those that keep the page to itself."""
        if message["type"] == "http.response.start":
            given = {name.lower() for name, _ in message.get("headers", [])}
            extra = [(b"content-security-policy", policy.encode()), *HEADERS]
            message["headers"] = [*message.get("headers", []), *((n, v) for n, v in extra if n not in given)]
        await send(message)

    return wrapped


async def _refuse(send: Send, status: int, text: str) -> None:
    body = f"{text}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()), *HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
