"""A hand-made letter of two paragraphs, questions about it, and answers as the contract's JSON."""

from __future__ import annotations

from typing import Any

import pytest

from evals.questions import Question, question_from_json

TEXT = "Er is 171 fte toegevoegd voor de opsporing.\n\nVan de straffen wordt 90% binnen 24 maanden uitgevoerd."
SECOND = TEXT.index("Van de straffen")


def cite(quote: str, marker: int = 1, document: str = "brief") -> dict[str, Any]:
    """A citation of the words in the hand-made letter."""
    start = TEXT.index(quote)
    first = start < SECOND
    return {
        "marker": marker,
        "document_id": document,
        "paragraph_id": f"{document}/p{1 if first else 2}",
        "paragraph_text": TEXT[: SECOND - 2] if first else TEXT[SECOND:],
        "quote": quote,
        "start": start,
        "end": start + len(quote),
    }


def reply(*quotes: str, **changes: Any) -> dict[str, Any]:
    """An answer that quotes the words given, one sentence each."""
    citations = [cite(quote, marker) for marker, quote in enumerate(quotes, 1)]
    sentences = [{"text": f"{q} [{n}]", "markers": [n], "check": "quote"} for n, q in enumerate(quotes, 1)]
    made = {
        "id": "q1",
        "question": "Hoeveel fte?",
        "outcome": "answered",
        "abstained": False,
        "answer": " ".join(s["text"] for s in sentences),
        "sentences": sentences,
        "citations": citations,
        "nearest": [],
        "latency_ms": 10.0,
    }
    return {**made, **changes}


def abstention(outcome: str = "not_in_documents", **changes: Any) -> dict[str, Any]:
    """An answer that abstains."""
    return reply(outcome=outcome, abstained=True, answer="Niet gevonden in 1 document.", **changes)


def ask(**changes: Any) -> Question:
    """An answerable question about the fte, with the changes given."""
    row = {
        "id": "q1",
        "question": "Hoeveel fte?",
        "kind": "number",
        "answerable": True,
        "gold": [{"document": "brief", "quote": "171 fte toegevoegd"}],
        "must": [["171 fte", "171 voltijdbanen"]],
    }
    return question_from_json({**row, **changes})


def ask_in_vain(sort: str = "near_miss", outcome: tuple[str, ...] = ("not_in_documents",)) -> Question:
    """A question that the hand-made letter does not answer."""
    return ask(answerable=False, gold=[], must=[], kind="unanswerable", unanswerable_kind=sort, outcome=list(outcome))


@pytest.fixture(scope="session")
def text_of() -> Any:
    """The canonical text of the hand-made letter."""
    return {"brief": TEXT}.get
