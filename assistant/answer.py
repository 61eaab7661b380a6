"""The Answer value and its JSON form, schema 1 of the machine contract. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from ingest.citation import Citation

Outcome = Literal["answered", "partial", "conflicting", "not_in_documents", "out_of_scope", "clarify"]
Check = Literal["quote", "figures", "none"]
Language = Literal["nl", "en"]
ABSTAINED: frozenset[str] = frozenset({"not_in_documents", "out_of_scope", "clarify"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence shown: its text with markers, the markers, and the check it passed."""

    text: str
    markers: tuple[int, ...]
    check: Check


@dataclass(frozen=True, slots=True)
class Searched:
    """What was searched: numbers of documents and paragraphs, and the dates of the oldest and newest document."""

    documents: int
    paragraphs: int
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A checked answer. ``resolved`` is the question as understood (follow-ups completed); in JSON it is an addition
    to the contract's fields. ``answerability`` is the calibrated probability that the documents answer the question
    (None where another way than the best sentence decided), ``dropped`` the sentences that verification held back,
    ``note`` what the user is told of a language model's part.
    """

    id: str
    question: str
    language: Language
    outcome: Outcome
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    searched: Searched
    nearest: tuple[Citation, ...] = ()
    engine: str = "extractive"
    latency_ms: float = 0.0
    resolved: str = ""
    answerability: float | None = None
    dropped: int = 0
    note: str = ""

    @property
    def abstained(self) -> bool:
        """True when the outcome is one of not_in_documents, out_of_scope, clarify."""
        return self.outcome in ABSTAINED

    @property
    def text(self) -> str:
        """The plain text of the answer, with [1] markers; table lines keep their line breaks."""
        return join_sentences(self.sentences)


def join_sentences(sentences: tuple[Sentence, ...]) -> str:
    """The sentences as running text; a sentence that starts with "- " or "| " begins a line of its own."""
    out = ""
    for sentence in sentences:
        own_line = sentence.text.startswith(("- ", "| "))
        out += ("\n" if own_line and out else " " if out else "") + sentence.text
    return out


def citation_to_json(citation: Citation) -> dict[str, Any]:
    """A citation as the contract's JSON object."""
    return {name: _plain(getattr(citation, name)) for name in citation.__dataclass_fields__}


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """An answer as the contract's JSON object, schema 1."""
    searched = answer.searched
    return {
        "schema": 1,
        "id": answer.id,
        "question": answer.question,
        "language": answer.language,
        "outcome": answer.outcome,
        "abstained": answer.abstained,
        "answer": answer.text,
        "sentences": [{"text": s.text, "markers": list(s.markers), "check": s.check} for s in answer.sentences],
        "citations": [citation_to_json(c) for c in answer.citations],
        "searched": {
            "documents": searched.documents,
            "paragraphs": searched.paragraphs,
            "from": searched.since,
            "until": searched.until,
        },
        "nearest": [citation_to_json(c) for c in answer.nearest],
        "engine": answer.engine,
        "latency_ms": round(answer.latency_ms, 1),
        "resolved_question": answer.resolved or answer.question,
        **({"note": answer.note} if answer.note else {}),
    }


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
