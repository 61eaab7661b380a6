"""The routes that show a document's page as a picture, with the quote marked, also when it runs over two pages.

Invariant: the words marked in the picture also stand beside it as text.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from assistant.web.chat import Answering
from assistant.web.pagepicture import Pictures, has_page, last_page
from assistant.web.pages import page
from assistant.web.passage import address
from ingest.document import Document
from ingest.errors import UnknownDocument


def routes(assistant: Answering) -> APIRouter:
    """The page with the picture, and the picture itself."""
    router, pictures = APIRouter(), Pictures()

    def png(document_id: str, number: int, van: int = 0, tot: int = 0) -> Response:
        library: Any = assistant.library
        document = library.document(document_id)
        picture = pictures.picture(document, library.file(document_id), number, van, tot)
        return Response(picture, media_type="image/png", headers={"cache-control": "private, max-age=3600"})

    def show(request: Request, document_id: str, number: int, van: int = 0, tot: int = 0) -> HTMLResponse:
        document = assistant.library.document(document_id)
        if not has_page(document, number):
            raise UnknownDocument(f"dit document heeft geen pagina {number}", where=document_id)
        paragraph = document.paragraph_at(van) if tot > van else None
        values = {
            "document": document,
            "number": number,
            "last": last_page(document),
            "pages": _pages(document, number, van, tot),
            "words": document.text[van : min(tot, paragraph.end)] if paragraph else "",
            "back": address(paragraph.id) if paragraph else f"/lees/{document_id}",
            "query": f"?van={van}&tot={tot}" if paragraph else "",
        }
        return page(request, assistant, "picture.html", "documents", **values)

    router.add_api_route("/pagina/{document_id}/{number}.png", png, response_class=Response)
    router.add_api_route("/pagina/{document_id}/{number}", show, response_class=HTMLResponse)
    return router


def _pages(document: Document, number: int, start: int, end: int) -> tuple[int, ...]:
    """The page asked for, and the next when the quote runs on."""
    final = document.page_at(end - 1) if end > start else None
    return (number, number + 1) if final == number + 1 else (number,)
