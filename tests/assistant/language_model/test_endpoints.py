"""Endpoints on loopback that speak OpenAI's and Ollama's protocols: what is sent, and to whom."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from assistant.language_model.backends import Speaker, open_speaker
from assistant.language_model.choice import Kind, ModelChoice
from ingest.errors import ModelError

WORDS = ["De norm ", "was ", "190 [K7Q2]."]


@dataclass
class Endpoint:
    """What the server was asked, and how it answers."""

    url: str = ""
    status: int = 200
    location: str = ""
    asked: list[tuple[str, str, dict[str, object]]] = field(default_factory=list)


def reply_of(path: str) -> bytes:
    """The words as the protocol of the path streams them."""
    if path.startswith("/api"):
        lines = [{"model": "m", "message": {"role": "assistant", "content": w}, "done": False} for w in WORDS]
        lines.append({"model": "m", "message": {"role": "assistant", "content": ""}, "done": True})
        return "".join(json.dumps(line) + "\n" for line in lines).encode()
    chunks = [
        {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m",
         "choices": [{"index": 0, "delta": {"role": "assistant", "content": w}, "finish_reason": None}]}
        for w in WORDS
    ]  # fmt: skip
    return ("".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks) + "data: [DONE]\n\n").encode()


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    """A server on this machine."""
    held = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            held.asked.append((self.path, self.headers.get("Authorization", ""), body))
            self.send_response(held.status)
            if held.location:
                self.send_header("Location", held.location)
            content = reply_of(self.path) if held.status == 200 else b'{"error": {"message": "nee"}}'
            kind = "application/x-ndjson" if self.path.startswith("/api") else "text/event-stream"
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    held.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield held
    server.shutdown()
    server.server_close()


def opened(endpoint: Endpoint, kind: Kind, key_file: Path | None = None) -> Speaker:
    """The speaker for the endpoint."""
    url = endpoint.url + ("/v1" if kind == "openai" else "")
    speaker = open_speaker(ModelChoice(kind=kind, url=url, name="m", key_file=key_file, retries=0, most_tokens=77))
    assert speaker is not None
    return speaker


def said(speaker: Speaker) -> str:
    """Everything that the model says."""
    return "".join(speaker.speak([("system", "Regels."), ("user", "Vraag?")], threading.Event()))


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    """A private file with a key."""
    file = tmp_path / "sleutel"
    file.write_text("geheim")
    file.chmod(0o600)
    return file


@pytest.mark.parametrize(("kind", "path"), [("openai", "/v1/chat/completions"), ("ollama", "/api/chat")])
def test_an_endpoint_is_asked_once_and_its_words_come_out(endpoint: Endpoint, kind: Kind, path: str) -> None:
    assert said(opened(endpoint, kind)) == "".join(WORDS)
    ((asked, authorization, body),) = endpoint.asked
    assert asked == path
    assert authorization == ""
    assert [m["role"] for m in body["messages"]] == ["system", "user"]  # type: ignore[attr-defined]
    assert "77" in json.dumps(body)


@pytest.mark.parametrize("kind", ["openai", "ollama"])
def test_the_key_travels_in_the_header_and_is_shown_nowhere(endpoint: Endpoint, kind: Kind, key_file: Path) -> None:
    speaker = opened(endpoint, kind, key_file)
    said(speaker)
    assert endpoint.asked[0][1] == "Bearer geheim"
    assert "geheim" not in f"{speaker!r}{vars(speaker)}"


@pytest.mark.parametrize("kind", ["openai", "ollama"])
@pytest.mark.parametrize("status", [401, 429, 500, 503])
def test_a_refusal_is_one_named_error(endpoint: Endpoint, kind: Kind, status: int, key_file: Path) -> None:
    endpoint.status = status
    with pytest.raises(ModelError, match="antwoordt niet") as caught:
        said(opened(endpoint, kind, key_file))
    assert "geheim" not in str(caught.value)
    assert len(endpoint.asked) == 1


@pytest.mark.parametrize("kind", ["openai", "ollama"])
def test_a_redirect_is_not_followed(endpoint: Endpoint, kind: Kind, key_file: Path) -> None:
    endpoint.status, endpoint.location = 307, f"{endpoint.url}/elders"
    with pytest.raises(ModelError):
        said(opened(endpoint, kind, key_file))
    assert "/elders" not in [path for path, _, _ in endpoint.asked]


def test_proxies_of_the_environment_are_not_used(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert said(opened(endpoint, "openai")) == "".join(WORDS)


def test_a_key_does_not_go_over_an_open_line(key_file: Path) -> None:
    choice = ModelChoice(kind="openai", url="http://gateway.example/v1", name="m", key_file=key_file)
    with pytest.raises(ModelError, match="onbeveiligde"):
        open_speaker(choice)
