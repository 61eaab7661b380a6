"""Language models behind an address: OpenAI's protocol and Ollama's, as LlamaIndex language models.

Sole owner of the two integrations. Invariant: a request goes to the address of the setting and nowhere else: no
redirects, no proxies of the environment; the key travels in a header over https or to this machine only. Every request
has a connection of its own, which can be cut.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any
from urllib.parse import urlsplit

import httpx

from assistant.language_model.choice import ModelChoice
from assistant.language_model.keys import Key
from assistant.language_model.lines import Lines
from ingest.errors import ModelError

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_ONE_EACH = httpx.Limits(max_keepalive_connections=0)
"""A connection that is kept for a later request would not be told of when that is made."""


class _Bearer(httpx.Auth):
    """Puts the key on a request; it overrides what a client library would send of its own accord."""

    def __init__(self, key: Key) -> None:
        self._key = key

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """The request with our key, or with none."""
        if self._key:
            request.headers["Authorization"] = self._key.header()
        else:
            request.headers.pop("Authorization", None)
        yield request


def openai_like(choice: ModelChoice, key: Key, lines: Lines) -> Any:
    """The model behind an OpenAI-compatible endpoint (vLLM, llama.cpp's server, a gateway)."""
    _check(choice, key)
    try:
        from llama_index.llms.openai_like import OpenAILike
    except ImportError as error:
        raise _missing() from error
    client = httpx.Client(auth=_Bearer(key), timeout=_timeout(choice), trust_env=False, follow_redirects=False,
                          limits=_ONE_EACH, event_hooks={"request": [_tracing(lines)]})  # fmt: skip
    return OpenAILike(
        model=choice.name, api_base=choice.url.rstrip("/"), api_key="-", is_chat_model=True, temperature=0.0,
        max_tokens=choice.most_tokens, context_window=choice.context, max_retries=0, timeout=choice.patience,
        http_client=client, reuse_client=True,
    )  # fmt: skip


def ollama(choice: ModelChoice, key: Key, lines: Lines) -> Any:
    """The model of an Ollama server."""
    _check(choice, key)
    try:
        from llama_index.llms.ollama import Ollama
        from ollama import Client
    except ImportError as error:
        raise _missing() from error
    client = Client(
        host=choice.url, auth=_Bearer(key), timeout=_timeout(choice), trust_env=False, follow_redirects=False,
        limits=_ONE_EACH, event_hooks={"request": [_tracing(lines)]},
    )  # fmt: skip
    return Ollama(
        model=choice.name, base_url=choice.url, client=client, temperature=0.0, context_window=choice.context,
        request_timeout=choice.patience, additional_kwargs={"num_predict": choice.most_tokens, "seed": 1},
    )  # fmt: skip


def _tracing(lines: Lines) -> Callable[[httpx.Request], None]:
    """Has a request tell over which connection it goes."""

    def hook(request: httpx.Request) -> None:
        """Have the connection of a request noted, so that it can be shut from another thread."""
        request.extensions = {**request.extensions, "trace": lines.trace}

    return hook


def _timeout(choice: ModelChoice) -> httpx.Timeout:
    return httpx.Timeout(choice.deadline, connect=min(10.0, choice.patience), read=choice.patience)


def _check(choice: ModelChoice, key: Key) -> None:
    parts = urlsplit(choice.url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise ModelError(
            "het adres van het taalmodel is geen http(s)-adres zonder wachtwoord", where="language_model.url",
            remedy="Geef een adres als https://gateway.example/v1.",
        )  # fmt: skip
    if not choice.name:
        raise ModelError("het taalmodel heeft geen naam", where="language_model.name", remedy="Noem het model.")
    if key and parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ModelError(
            "een sleutel gaat niet over een onbeveiligde verbinding", where="language_model.url",
            remedy="Gebruik https.",
        )  # fmt: skip


def _missing() -> ModelError:
    return ModelError(
        "een taalmodel achter een adres vraagt extra pakketten",
        remedy="Installeer ze met: pip install 'veiligheidsagenda[llm]'",
    )
