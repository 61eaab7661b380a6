"""Feedback on an answer, kept in a local file that the evaluations can turn into cases.

Invariant: one JSON object a line in ``feedback.jsonl`` in the data directory; nothing is sent anywhere.
"""

from __future__ import annotations

import json
import os
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import PlainTextResponse, Response

from assistant.settings import Settings
from assistant.web.conversation import Answering
from assistant.web.pages import language_of, page
from assistant.web.texts import Texts
from ingest.errors import DiskFull

FILE = "feedback.jsonl"
LARGEST = 50 * 1024 * 1024
Reason = Literal["unsupported", "incomplete", "should_refuse", "should_answer", "other"]
_one = threading.Lock()


def routes(assistant: Answering, settings: Settings) -> APIRouter:
    """The route that takes feedback."""
    router = APIRouter()

    def give(
        request: Request,
        vraag: Annotated[str, Form(max_length=20_000)],
        reden: Annotated[Reason, Form()],
        antwoord: Annotated[str, Form(max_length=40_000)] = "",
        uitkomst: Annotated[str, Form(max_length=40)] = "",
        toelichting: Annotated[str, Form(max_length=2_000)] = "",
        eerder: Annotated[list[str] | None, Form()] = None,
        bron: Annotated[list[str] | None, Form()] = None,
    ) -> Response:
        """``POST``: keep a remark in the local file and say so on a page; bounds are those of the form."""
        keep(
            settings.data / FILE,
            {
                "at": datetime.now(UTC).isoformat(timespec="seconds"),
                "question": vraag,
                "history": (eerder or [])[-20:],
                "reason": reden,
                "remark": toelichting,
                "answer": antwoord,
                "outcome": uitkomst,
                "paragraphs": (bron or [])[:50],
            },
        )
        t = Texts(language_of(request))
        if request.headers.get("accept") == "text/plain":
            return PlainTextResponse(t("feedback_thanks"))
        return page(request, assistant, "message.html", "", title=t("feedback_title"), message=t("feedback_thanks"))

    router.add_api_route("/terugkoppeling", give, methods=["POST"], response_class=Response)
    return router


def keep(path: Path, case: dict[str, object]) -> None:
    """Append one case. Raises ``DiskFull`` when the file has grown beyond its bound or cannot be written."""
    line = json.dumps(case, ensure_ascii=False) + "\n"
    with _one:
        if path.exists() and path.stat().st_size > LARGEST:
            raise DiskFull("het bestand met terugkoppeling is vol", where=str(path), remedy="Verplaats het bestand.")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(handle, "a", encoding="utf-8") as file:
                file.write(line)
        except OSError as error:
            raise DiskFull(
                f"de terugkoppeling kan niet worden bewaard ({error.strerror})", where=str(path),
                remedy="Maak ruimte of schrijfrechten in de gegevensmap.",
            ) from error  # fmt: skip
