"""Taking in a document through the browser: one file, bounded, read like any other, and what it touches.

Invariant: a file name from outside never becomes a path; the file is read in the reader's own child process.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, File, Request, UploadFile
from fastapi.responses import HTMLResponse

from assistant.settings import Settings
from assistant.touched import touched_by
from assistant.web.chat import Answering
from assistant.web.pages import page
from ingest.errors import AgendaError, OversizedDocument
from ingest.report import IngestReport

Intake = Callable[[Path], IngestReport]
_UNSAFE = re.compile(r"[^\w .()-]+")
_PIECE = 1 << 20


def intake_into(settings: Settings) -> Intake:
    """Taking files into the library of these settings."""

    def take_in(path: Path) -> IngestReport:
        from ingest.pipeline import ingest

        return ingest([path], data=settings.data, model=settings.model, chroma_url=settings.chroma_url)

    return take_in


def routes(assistant: Answering, settings: Settings, intake: Intake) -> APIRouter:
    """The route that takes a file."""
    router = APIRouter()

    def take(request: Request, bestand: Annotated[UploadFile, File()]) -> HTMLResponse:
        with tempfile.TemporaryDirectory(prefix="veiligheidsagenda-") as folder:
            path = Path(folder) / safe_name(bestand.filename or "")
            _save(bestand, path, settings.upload_limit)
            report = intake(path)
        return page(request, assistant, "upload.html", "documents", report=report, touched=_touched(assistant, report))

    router.add_api_route("/documenten", take, methods=["POST"], response_class=HTMLResponse)
    return router


def safe_name(name: str) -> str:
    """A file name without folders, control characters or leading dots; at most 120 characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = _UNSAFE.sub("_", last).strip(" .")[-120:]
    return kept or "document"


def _save(upload: UploadFile, path: Path, limit: int) -> None:
    size = 0
    with path.open("wb") as out:
        while piece := upload.file.read(_PIECE):
            size += len(piece)
            if size > limit:
                what = f"het bestand is groter dan {limit // _PIECE} MB"
                raise OversizedDocument(what, where=path.name, remedy="Bied een kleiner bestand aan.")
            out.write(piece)


def _touched(assistant: Any, report: IngestReport) -> tuple[Any, ...]:
    found = []
    for item in (*report.added, *report.changed):
        try:
            found.append(touched_by(assistant.library, item.id))
        except AgendaError:
            continue
    return tuple(found)
