"""The JSON API: the machine contract's answers and documents over HTTP.

Invariant: an answer here is ``answer_to_json`` unchanged, and an error is an object with ``error``.
"""

from __future__ import annotations

import asyncio
import threading
from typing import Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import answer_to_json
from assistant.settings import Settings
from ingest.errors import QuestionError

LOOKED_UP = 0.5
"""Seconds between two looks at whether the client is still there."""


class Question(BaseModel):
    """The body of ``POST /api/ask``: a line of the contract's batch, flattened."""

    model_config = ConfigDict(extra="forbid")

    question: str
    id: str = ""
    history: list[str] = Field(default_factory=list, max_length=50)
    document: str | None = None
    theme: str | None = None
    year: int | None = None
    language: Literal["nl", "en"] | None = None


def routes(assistant: Any, settings: Settings) -> APIRouter:
    """The routes under ``/api``."""
    router = APIRouter(prefix="/api")

    async def ask(body: Question, request: Request) -> dict[str, Any]:
        """``POST /api/ask``: an answer as ``ask --json`` prints it; a language model stops when the client leaves.

        Raises ``QuestionError`` when the question is too long.
        """
        if len(body.question) > settings.question_limit:
            raise QuestionError(
                f"de vraag telt {len(body.question)} tekens", remedy=f"Ten hoogste {settings.question_limit} tekens."
            )
        given = body.model_dump(exclude={"question", "history"}, exclude_defaults=True)
        cancel = threading.Event()
        asking = asyncio.create_task(
            asyncio.to_thread(assistant.ask, body.question, history=body.history, cancel=cancel, **given)
        )
        while not (await asyncio.wait({asking}, timeout=LOOKED_UP))[0]:
            if await request.is_disconnected():
                cancel.set()
        return answer_to_json(await asking)

    def documents() -> list[dict[str, Any]]:
        """``GET /api/documents``: the documents as ``documents --json`` prints them."""
        return [_fields(publication) for publication in assistant.library.documents()]

    def document(document_id: str) -> dict[str, Any]:
        """``GET /api/documents/ID``: canonical text and paragraphs as ``show --json`` prints them."""
        found = assistant.library.document(document_id)
        return {
            **_fields(found.publication),
            "schema": 1,
            "text": found.text,
            "paragraphs": [
                {
                    "id": p.id, "kind": p.kind, "start": p.start, "end": p.end, "section": list(p.section),
                    "pages": [span.page for span in p.pages], "text": found.text_of(p),
                }
                for p in found.paragraphs
            ],
        }  # fmt: skip

    router.add_api_route("/ask", ask, methods=["POST"])
    router.add_api_route("/documents", documents, methods=["GET"])
    router.add_api_route("/documents/{document_id}", document, methods=["GET"])
    return router


def _fields(publication: Any) -> dict[str, Any]:
    values = {name: getattr(publication, name) for name in publication.__dataclass_fields__}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
