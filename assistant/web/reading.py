"""The routes of the reading view: a document in full, its earlier versions, and what it touches.

Invariant: a paragraph's address keeps working when its document is replaced or removed: the last version answers.
"""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from assistant.touched import touched_by
from assistant.web.conversation import Answering
from assistant.web.margin import margin_of
from assistant.web.pages import page
from assistant.web.reader import read_view
from ingest.document import Document
from ingest.errors import UnknownDocument

Standing = Literal["present", "old", "removed"]


def routes(assistant: Answering) -> APIRouter:
    """The routes under ``/lees`` and ``/raakt``."""
    router = APIRouter()

    def read(request: Request, document_id: str, zoek: str = "", versie: int = 0) -> HTMLResponse:
        """A document in full, in its present or an earlier version, with what a search inside finds marked."""
        library: Any = assistant.library
        versions = tuple(reversed(library.versions(document_id)))
        document, standing = resolve(library, document_id, versions, versie)
        values = {
            "view": read_view(document, zoek.strip()[:200]),
            "margin": margin_of(library, document) if standing == "present" else {},
            "standing": standing,
            "version": versie,
            "versions": [(number, old.source.sha256[:12]) for number, old in enumerate(versions, start=1)],
        }
        return page(request, assistant, "read.html", "documents", **values)

    def touches(request: Request, document_id: str) -> HTMLResponse:
        """What a document touches of agreements, commitments and indicators."""
        library: Any = assistant.library
        found = touched_by(library, document_id)
        title = library.document(document_id).publication.title or document_id
        return page(request, assistant, "touches.html", "documents", found=found, title=title)

    router.add_api_route("/lees/{document_id}", read, response_class=HTMLResponse)
    router.add_api_route("/raakt/{document_id}", touches, response_class=HTMLResponse)
    return router


def resolve(library: Any, document_id: str, versions: tuple[Document, ...], number: int) -> tuple[Document, Standing]:
    """The version asked for (1 is the oldest, 0 the present one) and how it stands. Raises ``UnknownDocument``."""
    if number:
        if not 1 <= number <= len(versions):
            raise UnknownDocument(f"er is geen versie {number} van dit document", where=document_id)
        return versions[number - 1], "old"
    try:
        return library.document(document_id), "present"
    except UnknownDocument:
        if not versions:
            raise
        return versions[-1], "removed"
