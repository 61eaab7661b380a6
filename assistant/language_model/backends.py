"""A language model that speaks: messages in, words out, within bounds of time and with a way to stop it.

Invariant: every failure of a backend, whatever its library calls it, comes out as one ``ModelError`` that names no key.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Literal, Protocol

from assistant.language_model.choice import ModelChoice
from assistant.language_model.lines import Line, Lines
from ingest.errors import ModelError

Message = tuple[Literal["system", "user", "assistant"], str]
STOPS_WITHIN = 0.1
"""Seconds after which a stop is noticed while the model is silent."""
_log = logging.getLogger(__name__)


class Speaker(Protocol):
    """What the writing needs of a language model; the tests' scripted one fits too."""

    @property
    def title(self) -> str:
        """The model's name for people."""
        ...

    def speak(self, messages: Sequence[Message], cancel: threading.Event) -> Iterator[str]:
        """The reply in pieces. Raises ``ModelError``; ends early when ``cancel`` is set."""
        ...


class TooSlow(ModelError):
    """The model said nothing within its time."""


class LlamaIndexSpeaker:
    """Any LlamaIndex chat model as a ``Speaker``: timed, retried before its first word, and stopped when asked.

    ``lines`` are the connections it speaks over, to be cut when it is stopped; a model in this process has none.
    """

    def __init__(self, llm: Any, choice: ModelChoice, lines: Lines | None = None) -> None:
        self._llm, self._choice, self._lines = llm, choice, lines or Lines()

    def __repr__(self) -> str:
        return f"LlamaIndexSpeaker({self._choice.title!r})"

    @property
    def title(self) -> str:
        """The model's name for people."""
        return self._choice.title

    def speak(self, messages: Sequence[Message], cancel: threading.Event) -> Iterator[str]:
        """The reply in pieces. Raises ``ModelError``; ends early when ``cancel`` is set."""
        for attempt in range(self._choice.retries + 1):
            if cancel.is_set():
                return
            said = False
            try:
                for piece in self._once(messages, cancel):
                    said = True
                    yield piece
                return
            except TooSlow:
                raise
            except ModelError:
                if said or attempt == self._choice.retries or cancel.is_set():
                    raise

    def _once(self, messages: Sequence[Message], cancel: threading.Event) -> Iterator[str]:
        pieces: queue.Queue[str] = queue.Queue()
        halt, line = threading.Event(), Line()
        done: Future[None] = _in_background(lambda: self._listen(messages, pieces, halt, line))
        done.add_done_callback(lambda _: pieces.put(""))
        until = time.monotonic() + self._choice.deadline
        try:
            while (piece := self._next(pieces, until, cancel)) is not None:
                if piece:
                    yield piece
                elif done.done() and pieces.empty():
                    _raise(done, self.title)
                    return
        finally:
            halt.set()
            line.cut()

    def _next(self, pieces: queue.Queue[str], until: float, cancel: threading.Event) -> str | None:
        """The next piece, None when stopped. Raises ``TooSlow``."""
        until = min(until, time.monotonic() + self._choice.patience)
        while not cancel.is_set():
            try:
                return pieces.get(timeout=max(0.0, min(STOPS_WITHIN, until - time.monotonic())))
            except queue.Empty:
                if time.monotonic() >= until:
                    raise TooSlow("het taalmodel antwoordt niet op tijd", where=self.title) from None
        return None

    def _listen(self, messages: Sequence[Message], pieces: queue.Queue[str], halt: threading.Event, line: Line) -> None:
        from llama_index.core.base.llms.types import ChatMessage, MessageRole

        said = [ChatMessage(role=MessageRole(role), content=text) for role, text in messages]
        with self._lines.over(line):
            stream = self._llm.stream_chat(said)
            for reply in stream:
                if halt.is_set():
                    break
                if reply.delta:
                    pieces.put(reply.delta)
            close = getattr(stream, "close", None)
            if close is not None:
                close()


def _in_background(work: Any) -> Future[None]:
    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="taalmodel")
    done: Future[None] = pool.submit(work)
    pool.shutdown(wait=False)
    return done


def _raise(done: Future[None], where: str) -> None:
    """Raise what went wrong in the background as a ``ModelError``: by its name, for its text may hold a key."""
    error = done.exception()
    if error is None:
        return
    if isinstance(error, ModelError):
        raise error
    _log.warning("taalmodel %s: %s", where, type(error).__name__)
    raise ModelError(f"het taalmodel antwoordt niet ({type(error).__name__})", where=where) from None


def open_speaker(choice: ModelChoice) -> Speaker | None:
    """The language model of the settings, None when none is chosen. Raises ``ModelError``."""
    from assistant.language_model.keys import read_key

    if not choice.kind:
        return None
    if choice.kind == "gguf":
        from assistant.language_model.gguf import GgufModel

        if choice.file is None:
            raise ModelError("geen modelbestand genoemd", where="language_model.file", remedy="Wijs een GGUF aan.")
        llm: Any = GgufModel(
            choice.file, context=choice.context, most_tokens=choice.most_tokens, threads=choice.threads
        )
        return LlamaIndexSpeaker(llm, choice)
    from assistant.language_model.endpoints import ollama, openai_like

    make, lines = openai_like if choice.kind == "openai" else ollama, Lines()
    return LlamaIndexSpeaker(make(choice, read_key(choice.key_file), lines), choice, lines)
