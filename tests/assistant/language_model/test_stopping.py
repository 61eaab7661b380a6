"""Stopping a model behind an address: the server sees the connection closed, whatever the model was doing."""

from __future__ import annotations

import socket
import threading
import time
from types import SimpleNamespace

import pytest

from assistant.language_model.backends import Speaker, TooSlow, open_speaker
from assistant.language_model.choice import Kind, ModelChoice
from assistant.language_model.lines import Line, Lines
from tests.assistant.language_model.slow_server import SlowServer, slow_server

SAID = [("user", "Vraag?")]


def speaker_at(server: SlowServer, kind: Kind, **bounds: float) -> Speaker:
    """A speaker with all the time of the world, unless bounded."""
    url = server.url + ("/v1" if kind == "openai" else "")
    times = {"patience": 60.0, "deadline": 60.0, **bounds}
    speaker = open_speaker(ModelChoice(kind=kind, url=url, name="m", retries=0, **times))  # type: ignore[arg-type]
    assert speaker is not None
    return speaker


@pytest.mark.parametrize("kind", ["openai", "ollama"])
def test_a_stop_between_two_words_closes_the_connection(kind: Kind) -> None:
    cancel = threading.Event()
    with slow_server(lambda _: ["De ", "norm ", "was."]) as server:
        server.go.release()
        words = speaker_at(server, kind).speak(SAID, cancel)  # type: ignore[arg-type]
        assert next(words) == "De "
        began = time.monotonic()
        cancel.set()
        assert list(words) == []
        assert server.closed.wait(10)
        assert time.monotonic() - began < 10
        assert server.said == ["De "]


@pytest.mark.parametrize("kind", ["openai", "ollama"])
def test_a_stop_before_the_server_answers_at_all_closes_the_connection(kind: Kind) -> None:
    cancel = threading.Event()
    words: list[str] = []
    with slow_server(lambda _: ["De "], silent=True) as server:
        speaker = speaker_at(server, kind)
        asking = threading.Thread(target=lambda: words.extend(speaker.speak(SAID, cancel)))  # type: ignore[arg-type]
        asking.start()
        assert server.asked.wait(30)
        cancel.set()
        assert server.closed.wait(10)
        asking.join(10)
        assert not asking.is_alive()
    assert words == []


def test_a_model_that_is_given_up_for_slowness_is_hung_up_on() -> None:
    with slow_server(lambda _: ["De "]) as server:
        with pytest.raises(TooSlow):
            list(speaker_at(server, "openai", patience=2.0).speak(SAID, threading.Event()))  # type: ignore[arg-type]
        assert server.closed.wait(10)


def test_a_stopped_question_is_not_asked() -> None:
    cancel = threading.Event()
    cancel.set()
    with slow_server(lambda _: ["De "]) as server:
        assert list(speaker_at(server, "openai").speak(SAID, cancel)) == []  # type: ignore[arg-type]
        assert not server.asked.wait(0.2)


def test_a_connection_made_after_its_line_was_cut_is_shut_at_once() -> None:
    here, there = socket.socketpair()
    line, lines = Line(), Lines()
    line.cut()
    with lines.over(line), here, there:
        stream = SimpleNamespace(get_extra_info=lambda _: here)
        lines.trace("connection.connect_tcp.complete", {"return_value": stream})
        there.settimeout(5)
        assert there.recv(1) == b""
