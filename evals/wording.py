"""The assistant with its language model under measurement: what became of the model's sentences, and when words came.

Invariant: the writer is watched, not changed; an answer comes out as it would for a user.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer
from evals.intervals import quantile_of
from ingest.errors import ModelError

if TYPE_CHECKING:
    import threading

    from assistant.core import Assistant
    from assistant.language_model.rewording import Heard, Written
    from assistant.language_model.writer import Writer
    from assistant.writing.draft import DraftSentence
    from evals.measures import TextOf


@dataclass(slots=True)
class Wording:
    """What became of a model's sentences over a run; times in seconds, one for every answer that the model had."""

    verified: int = 0
    repaired: int = 0
    replaced: int = 0
    dropped: int = 0
    failures: dict[str, int] = field(default_factory=dict)
    first: list[float] = field(default_factory=list)
    last: list[float] = field(default_factory=list)
    texts: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """Each reworded sentence that was shown, with the quotes that it cites: to be read by people."""

    @property
    def share_dropped(self) -> float:
        """The share of the model's sentences that did not pass."""
        written = self.verified + self.dropped
        return self.dropped / written if written else 0.0

    def as_json(self) -> dict[str, Any]:
        """The counts, and the median and 95th percentile of the times."""
        shown: dict[str, Any] = {
            "verified": self.verified, "repaired": self.repaired, "replaced": self.replaced, "dropped": self.dropped,
            "share_dropped": round(self.share_dropped, 4), "failures": dict(sorted(self.failures.items())),
        }  # fmt: skip
        for name, times in (("first_word_s", self.first), ("last_word_s", self.last)):
            for share in (0.5, 0.95):
                value = quantile_of(times, share)
                shown[f"{name}_p{share * 100:.0f}"] = round(value.value, 2) if value else None
        return shown


class WatchedWriter:
    """A writer whose every part in an answer is counted."""

    def __init__(self, writer: Writer, counts: Wording) -> None:
        self._writer, self._counts = writer, counts

    def write(
        self, asked: Sequence[Any], library: Any, language: Any, *, heard: Heard | None = None,
        cancel: threading.Event | None = None,
    ) -> Written:  # fmt: skip
        """What the writer writes, counted."""
        began = time.perf_counter()
        first: list[float] = []

        def listen(sentence: DraftSentence) -> None:
            """Note how long the first sentence took, and pass each on."""
            first.append(time.perf_counter() - began)
            if heard is not None:
                heard(sentence)

        made = self._writer.write(asked, library, language, heard=listen, cancel=cancel)
        self._count(made, library)
        if made.tally.verified or made.tally.dropped:
            self._counts.last.append(time.perf_counter() - began)
            self._counts.first.append(first[0] if first else self._counts.last[-1])
        return made

    def __getattr__(self, name: str) -> Any:
        return getattr(self._writer, name)

    def _count(self, made: Written, library: Any) -> None:
        counts, tally = self._counts, made.tally
        counts.verified += tally.verified
        counts.repaired += tally.repaired
        counts.replaced += tally.replaced
        counts.dropped += tally.dropped
        if tally.failure:
            counts.failures[tally.failure] = counts.failures.get(tally.failure, 0) + 1
        for sentence in (s for draft in made.drafts for s in draft.sentences if s.reworded):
            quotes = tuple(library.document(d).text[start:end] for d, start, end in sentence.quotes)
            counts.texts.append((sentence.text, quotes))


class Watched:
    """An assistant whose language model is watched."""

    def __init__(self, assistant: Assistant, counts: Wording) -> None:
        if assistant.writer is None:
            raise ModelError(
                "er is geen taalmodel ingesteld", where="language_model.kind",
                remedy="Stel er een in, bijvoorbeeld met VEILIGHEIDSAGENDA_LANGUAGE_MODEL__KIND en …__URL.",
            )  # fmt: skip
        assistant.writer = WatchedWriter(assistant.writer, counts)  # type: ignore[assignment]
        self._assistant, self.wording = assistant, counts

    def ask(self, question: str, **more: Any) -> Answer:
        """The answer as a user gets it."""
        return self._assistant.ask(question, **more)


def watched_opener(counts: Wording) -> Any:
    """An opener of the assistant with the language model of the settings, counting into ``counts``."""

    def opener(corpus: str, data: Path) -> tuple[Watched, TextOf]:
        """The assistant of a corpus, watched, and its texts."""
        from evals.run import open_assistant

        asker, text_of = open_assistant(corpus, data)
        return Watched(asker, counts), text_of  # type: ignore[arg-type]

    return opener
