"""The routes that show a document's page as a picture, with the quote marked, also when it runs over two pages.

Invariant: the words marked in the picture also stand beside it as text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from assistant.web.conversation import Answering
from assistant.web.pagepicture import Pictures, Spans, has_page, last_page
from assistant.web.pages import page
from assistant.web.passage import address, marking
from ingest.document import Document
from ingest.errors import UnknownDocument

Offsets = Annotated[Sequence[int], Query(max_length=20)]


def routes(assistant: Answering) -> APIRouter:
    """The page with the picture, and the picture itself."""
    router, pictures = APIRouter(), Pictures()

    def png(document_id: str, number: int, van: Offsets = (), tot: Offsets = ()) -> Response:
        """A page of a PDF as PNG with the quotes at these offsets marked."""
        library: Any = assistant.library
        document = library.document(document_id)
        picture = pictures.picture(document, library.file(document_id), number, _spans(van, tot))
        return Response(picture, media_type="image/png", headers={"cache-control": "private, max-age=3600"})

    def show(request: Request, document_id: str, number: int, van: Offsets = (), tot: Offsets = ()) -> HTMLResponse:
        """A page picture in a page with its text beside it. Raises ``UnknownDocument`` without that page."""
        document = assistant.library.document(document_id)
        if not has_page(document, number):
            raise UnknownDocument(f"dit document heeft geen pagina {number}", where=document_id)
        spans = tuple(span for span in _spans(van, tot) if document.paragraph_at(span[0]))
        paragraph = document.paragraph_at(spans[0][0]) if spans else None
        values = {
            "document": document,
            "number": number,
            "last": last_page(document),
            "pages": _pages(document, number, spans),
            "words": [document.text[start:end] for start, end in spans],
            "back": address(paragraph.id) if paragraph else f"/lees/{document_id}",
            "query": marking(spans) if spans else "",
        }
        return page(request, assistant, "picture.html", "documents", **values)

    router.add_api_route("/pagina/{document_id}/{number}.png", png, response_class=Response)
    router.add_api_route("/pagina/{document_id}/{number}", show, response_class=HTMLResponse)
    return router


def _spans(starts: Sequence[int], ends: Sequence[int]) -> Spans:
    return tuple((start, end) for start, end in zip(starts, ends, strict=False) if 0 <= start < end)[:20]


def _pages(document: Document, number: int, spans: Spans) -> tuple[int, ...]:
    """The page asked for, and the next when a quote on it runs on."""
    runs = [(document.page_at(start), document.page_at(end - 1)) for start, end in spans]
    return (number, number + 1) if (number, number + 1) in runs else (number,)
