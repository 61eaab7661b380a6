"""The best sentences read again, together with the question, by a cross-encoder.

The order of the first scoring comes from features that each look at one thing; the cross-encoder reads a question and
a sentence as one text and so sees what other words say. It has learned that from invented passages
(``evals/sets/passages``), never from a document in a library. Invariant: only sentences near the top are read again;
the others keep their order below them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assistant.evidence.answerability import linear
from assistant.evidence.reading import read, sentences_in
from ingest.store.cross_encoder import ReadsPairs

if TYPE_CHECKING:
    from assistant.evidence.sentences import Evidence
    from ingest.store.cross_encoder import CrossEncoder
    from ingest.store.library import Library
    from ingest.store.model import Encoder

MOST, REACH = 6, 3.0
"""How many sentences are read again, and how far (in log-odds) they may stand below the best of them."""
WORDS = 15
"""How much is read of the sentence that another points back to."""
READ_FEATURES = ("first", "read", "read_gap")
"""What orders the sentences that were read again: the first score below the best of the first scores, the log-odds
that the cross-encoder gives, and how far these are below the best of them."""
_LEAST, _GREATEST = -12.0, 12.0


class Reader(Protocol):
    """What reads a question and passages together."""

    def score(self, question: str, passages: Sequence[str]) -> list[float]:
        """The log-odds that each passage answers the question."""


@lru_cache(maxsize=1)
def adapter() -> Path:
    """The shipped adapter."""
    return Path(str(files("assistant.evidence") / "cross_encoder.safetensors"))


def cross_encoder_for(encoder: Encoder) -> CrossEncoder | None:
    """The cross-encoder that belongs to an encoder; None for a model that the adapter was not made for."""
    return encoder.cross_encoder(adapter()) if isinstance(encoder, ReadsPairs) else None


def reread(library: Library, reader: Reader, question: str, ranked: Sequence[Evidence]) -> list[Evidence]:
    """The first of the ranked evidence with the features of reading; the order is as it was."""
    near = [e for e in ranked[:MOST] if e.score >= ranked[0].score - REACH]
    scores = reader.score(question, [text_of(library, e) for e in near])
    values = [max(_LEAST, min(_GREATEST, value)) for value in scores]
    best = max(values, default=0.0)
    return [
        replace(e, features={**e.features, "first": e.score - near[0].score, "read": value, "read_gap": best - value})
        for e, value in zip(near, values, strict=True)
    ]


def reordered(again: Sequence[Evidence], ranked: Sequence[Evidence], weights: Mapping[str, float]) -> list[Evidence]:
    """What was read again by its new score, best first, and below it the rest of the ranked evidence as it was."""
    scored = [replace(e, score=round(linear(weights, e.features), 6)) for e in again]
    best = sorted(scored, key=lambda e: (-e.score, e.document_id, e.start))
    rest = ranked[len(again) :]
    if not best or not rest:
        return best
    lower = best[-1].score - ranked[len(again) - 1].score
    return [*best, *(replace(e, score=round(e.score + lower, 6)) for e in rest)]


def text_of(library: Library, evidence: Evidence) -> str:
    """A sentence as it is read: after its heading and the sentence that it points back to; a row with its labels."""
    document, paragraph = library.document(evidence.document_id), evidence.paragraph
    text = evidence.text
    if paragraph.cells:
        cells = ((" ".join(c.columns), document.text[c.start : c.end]) for c in paragraph.cells)
        text = "; ".join(f"{label}: {value}" if label else value for label, value in cells if value.strip())
    heading = f"{paragraph.section[-1]}: " if paragraph.section else ""
    return " ".join(f"{heading}{_before(library, evidence)} {text}".split())


def _before(library: Library, evidence: Evidence) -> str:
    """The end of the sentence before one that points back."""
    sentences = sentences_in(read(library, evidence.document_id), evidence.paragraph)
    at = next((i for i, s in enumerate(sentences) if s.start == evidence.start), 0)
    return " ".join(sentences[at - 1].text.split()[-WORDS:]) if at and sentences[at].back else ""
