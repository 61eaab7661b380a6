"""Taking in documents through the browser: each bounded, read like any other, and what it touches.

Invariant: a file name from outside never becomes a path; the file is read in the reader's own child process.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, File, Request, UploadFile
from fastapi.responses import HTMLResponse

from assistant.settings import Settings
from assistant.touched import Touched, touched_by
from assistant.web.conversation import Answering
from assistant.web.pages import page
from ingest.errors import AgendaError, OversizedDocument, UnknownDocument
from ingest.report import IngestReport, Refused

if TYPE_CHECKING:
    from ingest.store.model import Encoder

Intake = Callable[[Path], IngestReport]
_UNSAFE = re.compile(r"[^\w .()-]+")
_PIECE = 1 << 20
MOST = 50


def intake_into(settings: Settings, encoder: Encoder | None = None) -> Intake:
    """Taking files into the library of these settings, with an encoder that is loaded already if there is one."""

    def take_in(path: Path) -> IngestReport:
        """Read one uploaded file into the library."""
        from ingest.pipeline import ingest

        given = {"data": settings.data, "model": settings.model, "chroma_url": settings.chroma_url}
        return ingest([path], encoder=encoder, **given)  # type: ignore[arg-type]

    return take_in


def routes(assistant: Answering, settings: Settings, intake: Intake) -> APIRouter:
    """The route that takes files; asked for a fragment, it answers with the report alone."""
    router = APIRouter()

    def take(request: Request, bestand: Annotated[list[UploadFile], File()]) -> HTMLResponse:
        """``POST``: read the uploaded files one by one; the page reports on each."""
        taken = []
        with tempfile.TemporaryDirectory(prefix="veiligheidsagenda-") as folder:
            for number, file in enumerate(bestand[:MOST]):
                place = Path(folder) / str(number)
                place.mkdir()
                report = _taken(file, place / safe_name(file.filename or ""), settings.upload_limit, intake)
                taken.append((safe_name(file.filename or ""), report, _touched(assistant, report)))
        template = "upload_report.html" if request.headers.get("x-fragment") else "upload.html"
        return page(request, assistant, template, "documents", taken=taken)

    router.add_api_route("/documenten", take, methods=["POST"], response_class=HTMLResponse)
    return router


def _taken(file: UploadFile, path: Path, limit: int, intake: Intake) -> IngestReport:
    """What became of one file; a failure with a name is part of the report, so that the other files go on."""
    try:
        _save(file, path, limit)
        return intake(path)
    except AgendaError as error:
        return IngestReport(refused=(Refused(path.name, type(error).__name__, str(error)),))


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


def _touched(assistant: Any, report: IngestReport) -> tuple[tuple[str, Touched], ...]:
    """The title of each new or changed document, with what it touches."""
    found = []
    for item in (*report.added, *report.changed):
        try:
            document = assistant.library.document(item.id)
            found.append((document.publication.title or item.id, touched_by(assistant.library, item.id)))
        except UnknownDocument:
            continue
    return tuple(found)
