"""A scripted language model and a one-document shelf, through the same interfaces as the real ones."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from assistant.language_model.backends import Message
from assistant.writing.draft import Draft, DraftSentence
from ingest.document import Document, Paragraph, Publication, Source
from ingest.errors import ModelError

NORM = "Voor 2019 was de norm 190 verdachten van mensenhandel; de voorlopige realisatie kwam uit op 187 verdachten."
DELIVERED = "De politie leverde 162 verdachten van mensenhandel aan bij het Openbaar Ministerie."


@dataclass
class Scripted:
    """Replies in turn; ``{0}`` stands for the first token that it was shown, ``{1}`` for the second."""

    replies: Sequence[str | ModelError]
    piece: int = 5
    seen: list[Sequence[Message]] = field(default_factory=list)
    title: str = "proefmodel"

    def speak(self, messages: Sequence[Message], cancel: threading.Event) -> Iterator[str]:
        """The next reply, a few characters at a time; a reply that is an error is raised halfway its words."""
        self.seen.append(messages)
        tokens = re.findall(r"^\[(\w{4})\]", messages[-1][1], re.MULTILINE)
        reply = self.replies[len(self.seen) - 1]
        if isinstance(reply, ModelError):
            raise reply
        text, broken, _ = reply.partition("<STUK>")
        said = text.format(*tokens)
        for start in range(0, len(said), self.piece):
            if cancel.is_set():
                return
            yield said[start : start + self.piece]
        if broken:
            raise ModelError("het taalmodel viel weg")


@dataclass
class LlamaIndexFake:
    """What ``LlamaIndexSpeaker`` asks of a LlamaIndex model: pieces, with a pause before each, or an error."""

    pieces: Sequence[str] = ()
    pause: float = 0.0
    errors: list[Exception] = field(default_factory=list)
    calls: int = 0
    given: int = 0

    def stream_chat(self, messages: Sequence[Any]) -> Iterator[Any]:
        """The pieces as LlamaIndex gives them."""
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        for piece in self.pieces:
            time.sleep(self.pause)
            self.given += 1
            yield SimpleNamespace(delta=piece)


@dataclass(frozen=True)
class Shelf:
    """A library of one document."""

    held: Document

    def document(self, identity: str, /) -> Document:
        """The document."""
        return self.held


def shelf_of(*texts: str) -> tuple[Shelf, Draft]:
    """A document with these sentences, and the extractive draft that quotes them all."""
    whole = "\n".join(texts)
    starts = [whole.index(text) for text in texts]
    paragraphs = tuple(
        Paragraph(id=f"stuk/p{n}", kind="text", start=start, end=start + len(text))
        for n, (start, text) in enumerate(zip(starts, texts, strict=True), 1)
    )
    document = Document(Publication(id="stuk", title="Stuk"), Source("stuk.txt", "text/plain", ""), whole, paragraphs)
    quotes = (
        DraftSentence(text, (("stuk", p.start, p.end),), "quote") for text, p in zip(texts, paragraphs, strict=True)
    )
    return Shelf(document), Draft(tuple(quotes))
