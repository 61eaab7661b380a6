"""Gradio's page made ours: its language, head, foot and style; addresses of elsewhere and foreign names taken out.

Invariant: the page that leaves here names no other host, and every script in it carries the response's nonce.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.web.guard import App, Message, Receive, Scope, Send

_META = re.compile(r"<meta\s[^>]*(?:og:|twitter:)[^>]*/?>", re.DOTALL)
_MANIFEST = re.compile(r'<link rel="manifest"[^>]*>')
_HEAD_LINES = (
    '<meta name="color-scheme" content="light dark">'
    '<link rel="icon" href="/web/icon.svg" type="image/svg+xml">'
    '<link rel="stylesheet" href="/web/style.css"><link rel="stylesheet" href="/web/ask.css">'
    '<script src="/web/script.js" defer></script><script src="/web/ask.js" defer></script>'
)


def rewrite(
    page: str, *, language: str, theme: str, nonce: str, head: str, foot: str, title: str, unscripted: str
) -> str:
    """The Gradio index page with our head, foot, language and nonce, and without links to elsewhere.

    ``unscripted`` is shown to a browser without JavaScript.
    """
    page = _META.sub("", page)
    page = _MANIFEST.sub("", page)
    themed = f' data-theme="{theme}"' if theme else ""
    page = page.replace('lang="en"', f'lang="{language}" data-lang="{language}"{themed}', 1)
    page = page.replace("</head>", f"<title>{title}</title>{_HEAD_LINES}</head>", 1)
    page = page.replace("<gradio-app", f'{head}<div id="inhoud" tabindex="-1">{unscripted}<gradio-app', 1)
    page = page.replace(
        "</gradio-app>", f'</gradio-app></div>{foot}<div id="melding" class="quiet" role="status"></div>', 1
    )
    return re.sub(r"<script(?=[\s>])", f'<script nonce="{nonce}"', page)


class Shell:
    """An ASGI application around one mounted Gradio page that rewrites its index and nothing else."""

    def __init__(self, app: App, path: str, furnish: Callable[[Scope, str], str]) -> None:
        self.app, self.path, self.furnish = app, path, furnish

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Rewrite the page at ``path``; pass every other request on unchanged."""
        if scope["type"] != "http" or scope["path"].rstrip("/") != self.path:
            await self.app(scope, receive, send)
            return
        start: Message = {}
        body = bytearray()

        async def collect(message: Message) -> None:
            """Keep a response until it is whole, then send it furnished."""
            if message["type"] == "http.response.start":
                start.update(message)
                return
            body.extend(message.get("body", b""))
            if not message.get("more_body"):
                await self._finish(scope, start, bytes(body), send)

        await self.app(scope, receive, collect)

    async def _finish(self, scope: Scope, start: Message, body: bytes, send: Send) -> None:
        kinds = [value for name, value in start["headers"] if name.lower() == b"content-type"]
        if start["status"] == 200 and kinds and kinds[0].startswith(b"text/html"):
            body = self.furnish(scope, body.decode("utf-8")).encode("utf-8")
        dropped = (b"content-length", b"cache-control")
        kept = [(n, v) for n, v in start["headers"] if n.lower() not in dropped]
        kept += [(b"content-length", str(len(body)).encode()), (b"cache-control", b"no-store")]
        await send({**start, "headers": kept})
        await send({"type": "http.response.body", "body": body})
