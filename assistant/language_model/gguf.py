"""A GGUF model in this process, as a LlamaIndex language model. Sole owner of xllamacpp.

Invariant: no network port is opened: the engine's own server listens on a socket file in a private folder, and needs a
random key besides.
"""

from __future__ import annotations

import atexit
import os
import queue
import secrets
import shutil
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from llama_index.core.base.llms.types import (
    ChatMessage,
    ChatResponse,
    ChatResponseGen,
    CompletionResponse,
    CompletionResponseGen,
    LLMMetadata,
    MessageRole,
)
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.llms import CustomLLM

from ingest.errors import ModelError

SLOTS = 2
"""An answer and the repair of one of its sentences run side by side."""
QUIET = -1


class GgufModel(CustomLLM):  # type: ignore[misc]
    """A model file run by llama.cpp on this machine's processor; deterministic (temperature 0, fixed seed)."""

    file: Path
    context: int = 4096
    most_tokens: int = 320
    _engine: Any = PrivateAttr()

    def __init__(self, file: Path, *, context: int = 4096, most_tokens: int = 320, threads: int = 0) -> None:
        super().__init__(file=file, context=context, most_tokens=most_tokens)
        self._engine = _load(file, context, threads or max(1, (os.cpu_count() or 2) // 2))

    @classmethod
    def class_name(cls) -> str:
        """The name that LlamaIndex knows it by."""
        return "gguf"

    @property
    def metadata(self) -> LLMMetadata:
        """What LlamaIndex needs to know of the model."""
        return LLMMetadata(
            context_window=self.context, num_output=self.most_tokens, is_chat_model=True, model_name=self.file.stem
        )

    def chat(self, messages: Sequence[ChatMessage], **_: Any) -> ChatResponse:
        """The whole reply to a conversation."""
        reply = ChatResponse(message=ChatMessage(role=MessageRole.ASSISTANT, content=""))
        for reply in self.stream_chat(messages):  # noqa: B007
            continue
        return reply

    def stream_chat(self, messages: Sequence[ChatMessage], **_: Any) -> ChatResponseGen:
        """The reply piece by piece; closing the stream stops the model."""

        def replies() -> ChatResponseGen:
            """The reply so far and what came last, a token or a few at a time."""
            said = ""
            for delta in self._deltas(messages):
                said += delta
                yield ChatResponse(message=ChatMessage(role=MessageRole.ASSISTANT, content=said), delta=delta)

        return replies()

    def complete(self, prompt: str, formatted: bool = False, **_: Any) -> CompletionResponse:
        """The whole reply to one message."""
        return CompletionResponse(
            text=str(self.chat([ChatMessage(role=MessageRole.USER, content=prompt)]).message.content)
        )

    def stream_complete(self, prompt: str, formatted: bool = False, **_: Any) -> CompletionResponseGen:
        """The reply to one message piece by piece."""
        message = ChatMessage(role=MessageRole.USER, content=prompt)
        return (CompletionResponse(text=str(r.message.content), delta=r.delta) for r in self.stream_chat([message]))

    def _deltas(self, messages: Sequence[ChatMessage]) -> Iterator[str]:
        pieces: queue.Queue[dict[str, Any] | None] = queue.Queue()
        stop = threading.Event()
        request = {
            "messages": [{"role": str(m.role.value), "content": str(m.content)} for m in messages],
            "max_tokens": self.most_tokens, "temperature": 0, "seed": 1, "stream": True,
        }  # fmt: skip

        def heard(piece: dict[str, Any]) -> bool:
            """Pass a piece on; True tells the engine to stop writing."""
            pieces.put(piece)
            return stop.is_set()

        def run() -> None:
            """Write the whole reply in the engine's thread; None marks its end, also after a failure."""
            try:
                pieces.put(self._engine.handle_chat_completions(request, heard))
            finally:
                pieces.put(None)

        threading.Thread(target=run, name="taalmodel", daemon=True).start()
        try:
            while True:
                piece = pieces.get()
                if piece is None:
                    return
                yield _content(piece)
        finally:
            stop.set()


def _load(file: Path, context: int, threads: int) -> Any:
    if not file.is_file():
        raise ModelError("het modelbestand bestaat niet", where=str(file), remedy="Wijs een GGUF-bestand aan.")
    try:
        import xllamacpp
    except ImportError as error:
        raise ModelError(
            "een taalmodel in dit proces vraagt een extra pakket",
            remedy="Installeer het met: pip install 'veiligheidsagenda[local-llm]'",
        ) from error
    wanted = xllamacpp.CommonParams()
    wanted.model.path = str(file)
    wanted.n_ctx, wanted.n_parallel = context * SLOTS, SLOTS
    wanted.cpuparams.n_threads = wanted.cpuparams_batch.n_threads = threads
    wanted.verbosity, wanted.warmup, wanted.offline, wanted.ui = QUIET, False, True, False
    wanted.api_keys = [secrets.token_urlsafe(24)]
    folder = tempfile.mkdtemp(prefix="taalmodel-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    wanted.hostnames = [str(Path(folder) / "model.sock")]
    try:
        return xllamacpp.Server(wanted)
    except (RuntimeError, ValueError) as error:
        raise ModelError(f"het modelbestand is niet te laden ({error})", where=str(file)) from error


def _content(piece: dict[str, Any]) -> str:
    """The words of one piece of a reply. Raises ``ModelError`` when it is an error."""
    if "error" in piece:
        raise ModelError(f"het taalmodel weigert ({piece['error'].get('message', '')[:200]})")
    choices = piece.get("choices") or [{}]
    return str((choices[0].get("delta") or {}).get("content") or "")
