"""The plain pages: home, documents, reading view, and the switches of language and display. No JavaScript needed.

Invariant: every page is rendered with the frame of its request; an unknown address gets a page that says so.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import cast

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from assistant.settings import Settings
from assistant.web.conversation import Answering
from assistant.web.guard import Scope
from assistant.web.render import Frame, render
from assistant.web.texts import LANGUAGES, Language, Texts, preferred
from ingest.document import Publication
from ingest.errors import AgendaError, UnknownDocument

THEMES = ("light", "dark")
YEAR = 365 * 24 * 3600


def language_of(request: Request) -> Language:
    """The language chosen by the switch, else the browser's."""
    chosen = request.cookies.get("taal", "")
    if chosen in LANGUAGES:
        return "nl" if chosen == "nl" else "en"
    return preferred(request.headers.get("accept-language", ""))


def theme_of(scope: Scope) -> str:
    """The display chosen by the switch, empty when the system decides."""

    chosen = Request(scope).cookies.get("weergave", "")
    return chosen if chosen in THEMES else ""


def frame_of(request: Request, assistant: Answering, current: str) -> Frame:
    """What the page of this request shares with all others."""
    query = f"?{request.url.query}" if request.url.query else ""
    return Frame(
        language_of(request), theme_of(request.scope), current, request.url.path + query, assistant.library.counts(),
        request.app.state.elsewhere,
    )  # fmt: skip


def page(request: Request, assistant: Answering, template: str, current: str, **values: object) -> HTMLResponse:
    """A rendered page, never cached by anyone."""

    status = cast(int, values.pop("status", 200))
    html = render(template, frame_of(request, assistant, current), **values)
    return HTMLResponse(html, status, headers={"cache-control": "no-store"})


def routes(assistant: Answering, settings: Settings) -> APIRouter:
    """The routes of the plain pages."""

    router = APIRouter()
    limit = settings.upload_limit // 1_048_576

    def home(request: Request) -> RedirectResponse:
        """Lead to the question screen in the visitor's language."""
        return RedirectResponse("/vraag/" if language_of(request) == "nl" else "/ask/", 307)

    def switch_language(request: Request, language: str, terug: str = "/") -> RedirectResponse:
        """Remember ``nl`` or ``en`` and lead back. Raises ``AgendaError`` for another language."""
        if language not in LANGUAGES:
            raise AgendaError(f"onbekende taal {language!r}", remedy="Kies nl of en.")
        target = "/" if terug.split("?")[0] in ("/vraag/", "/ask/") else terug
        return _choose("taal", language, target)

    def switch_theme(request: Request, theme: str, terug: str = "/") -> RedirectResponse:
        """Remember ``light`` or ``dark`` and lead back. Raises ``AgendaError`` for another word."""
        if theme not in THEMES:
            raise AgendaError(f"onbekende weergave {theme!r}", remedy="Kies light of dark.")
        return _choose("weergave", theme, terug)

    def documents(request: Request) -> HTMLResponse:
        """The documents with their place of publication, and the form to add some."""
        listed = [(p, place(p)) for p in assistant.library.documents()]
        return page(request, assistant, "documents.html", "documents", publications=listed, limit=limit)

    def about(request: Request) -> HTMLResponse:
        """What the product does, cannot do, stores and sends."""
        language, data = language_of(request), str(settings.data)
        return page(request, assistant, f"about.{language}.html", "about", version=product_version(), data=data)

    def accessibility(request: Request) -> HTMLResponse:
        """The accessibility statement."""
        return page(request, assistant, f"accessibility.{language_of(request)}.html", "accessibility")

    router.add_api_route("/", home, response_class=RedirectResponse)
    router.add_api_route("/taal/{language}", switch_language, response_class=RedirectResponse)
    router.add_api_route("/weergave/{theme}", switch_theme, response_class=RedirectResponse)
    router.add_api_route("/documenten", documents, response_class=HTMLResponse)
    router.add_api_route("/over", about, response_class=HTMLResponse)
    router.add_api_route("/toegankelijkheid", accessibility, response_class=HTMLResponse)
    return router


def product_version() -> str:
    """The version of the installed product."""
    try:
        return version("veiligheidsagenda")
    except PackageNotFoundError:
        return "broncode"


def place(publication: Publication) -> str:
    """Where the official record keeps a publication, in words; empty when it does not."""
    if not (publication.dossiers and publication.number):
        return ""
    year = f" {publication.session_year}" if publication.session_year else ""
    chamber = "I" if publication.number.isalpha() else "II"
    return f"Kamerstukken {chamber}{year}, {publication.dossiers[0]}, nr. {publication.number}"


def handle_errors(app: FastAPI, assistant: Answering) -> None:
    """Turn named failures and unknown addresses into a page, or JSON under ``/api``."""

    def failed(request: Request, error: Exception) -> Response:
        """The page of an error that the visitor can act on: 404 for an unknown document, else 400."""
        status = 404 if isinstance(error, UnknownDocument) else 400
        return shown(request, status, str(error), failed=True)

    def refused(request: Request, error: Exception) -> Response:
        """The page of an address that does not exist or a method that is not allowed."""
        http = cast(HTTPException, error)
        text = Texts(language_of(request))("not_found") if http.status_code == 404 else str(http.detail)
        return shown(request, http.status_code, text)

    def unfit(request: Request, error: Exception) -> Response:
        """The page of a form or address whose fields do not fit (422), naming the fields."""
        fields = {str(each["loc"][-1]) for each in cast(RequestValidationError, error).errors()}
        return shown(request, 422, Texts(language_of(request))("unfit", fields=", ".join(sorted(fields))))

    def shown(request: Request, status: int, message: str, *, failed: bool = False) -> Response:
        """A message as a page, or as JSON below ``/api/``."""
        if request.url.path.startswith("/api/"):
            return JSONResponse({"schema": 1, "error": message}, status)
        title = Texts(language_of(request))("not_found_title" if status == 404 else "refused_title")
        return page(request, assistant, "message.html", "", title=title, message=message, failed=failed, status=status)

    app.add_exception_handler(AgendaError, failed)
    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(RequestValidationError, unfit)


def _choose(name: str, value: str, back: str) -> RedirectResponse:

    here = back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/"
    response = RedirectResponse(here, 303)
    response.set_cookie(name, value, max_age=YEAR, httponly=False, samesite="strict")
    return response
