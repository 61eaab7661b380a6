"""The web application: Gradio's question screen, the plain pages and the JSON API behind one guard.

Invariant: nothing here asks anything of another machine, and it listens on this machine unless told otherwise.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections.abc import Callable, Collection
from html import escape
from typing import TYPE_CHECKING, Any

from assistant.registers import registers
from assistant.settings import Settings, load_settings
from assistant.web.chat import build_chat
from assistant.web.conversation import Answering, Conversation
from assistant.web.elsewhere import elsewhere
from assistant.web.guard import LOOPBACK, Guard, Scope
from assistant.web.render import Frame, render
from assistant.web.shell import Shell, rewrite
from assistant.web.texts import Language, Texts, examples
from assistant.web.upload import Intake
from ingest.errors import AgendaError

if TYPE_CHECKING:
    from fastapi import FastAPI

_log = logging.getLogger(__name__)
GRADIO_PATHS: dict[Language, str] = {"nl": "/vraag", "en": "/ask"}
ANYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 - named to recognise an operator's choice, not to make it


def create_app(
    assistant: Answering,
    settings: Settings | None = None,
    *,
    hosts: Collection[str] | None = None,
    intake: Intake | None = None,
) -> FastAPI:
    """The application over an open assistant. ``hosts`` are the names it may be addressed by,
    ``intake`` takes an uploaded file into the library."""
    _quiet_gradio()
    from fastapi import FastAPI
    from fastapi.staticfiles import StaticFiles

    from assistant.web import api, feedback, pages, pictures, reading, registers, takeaway, upload

    settings = settings or load_settings()
    app = FastAPI(title="Veiligheidsagenda", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.elsewhere = elsewhere(settings)
    app.include_router(api.routes(assistant, settings))
    app.include_router(pages.routes(assistant, settings))
    app.include_router(reading.routes(assistant))
    app.include_router(registers.routes(assistant))
    app.include_router(pictures.routes(assistant))
    app.include_router(takeaway.routes(assistant, settings))
    app.include_router(feedback.routes(assistant, settings))
    take_in = intake or upload.intake_into(settings, getattr(assistant, "encoder", None))
    app.include_router(upload.routes(assistant, settings, take_in))
    app.mount("/web", StaticFiles(packages=[("assistant.web", "static")]), name="web")
    pages.handle_errors(app, assistant)

    def mount() -> None:
        """Mount the chat once a language, at its own path."""
        for language, path in GRADIO_PATHS.items():
            _mount_chat(app, assistant, settings, language, path)

    _within_a_loop(mount)
    limit = 4 * settings.question_limit + 200_000
    app.add_middleware(Guard, hosts=_names(settings.host, hosts), limit=limit, uploads=settings.upload_limit)
    return app


def serve(assistant: Answering, host: str = "127.0.0.1", port: int = 7860, settings: Settings | None = None) -> None:
    """Serve until interrupted."""
    import uvicorn

    settings = (settings or load_settings()).model_copy(update={"host": host, "port": port})
    app = create_app(assistant, settings)
    warming = threading.Thread(target=warm, args=(assistant,), name="opwarmen-vraag")
    warming.start()
    try:
        uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)
    finally:
        warming.join()


def warm(assistant: Answering) -> None:
    """Ask the example questions and read the registers once, so that nobody waits for what is read at first use."""
    library: Any = assistant.library
    for question in examples("nl"):
        try:
            assistant.ask(question)
            assistant.found(question)
        except AgendaError as error:
            _log.warning("opwarmen: %s", error)
            return
    kept = registers(library)
    _log.info("%d afspraken, %d cijfers, %d toezeggingen", len(kept.agreements), len(kept.figures), len(kept.promises))
    _log.info("%d uitspraken van latere stukken", len(kept.record.mentions))


def _names(host: str, hosts: Collection[str] | None) -> tuple[str, ...]:
    if hosts is not None:
        return tuple(hosts)
    return ("*",) if host in ANYWHERE else (*LOOPBACK, host)


def _quiet_gradio() -> None:
    os.environ.update(
        GRADIO_ANALYTICS_ENABLED="False",
        GRADIO_ANALYTICS_CACHE_FREQUENCY=str(10**9),  # no summary of events: it would load pandas while one waits
        GRADIO_SSR_MODE="False",
        HF_HUB_OFFLINE="1",
    )


def _within_a_loop(work: Callable[[], None]) -> None:
    """Gradio makes locks while it is built, and without a running loop an event loop that it never closes."""

    async def run() -> None:
        """Do the work where Gradio finds a running loop."""
        work()

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(run())
    else:
        work()


def _mount_chat(app: FastAPI, assistant: Answering, settings: Settings, language: Language, path: str) -> None:
    import gradio as gr

    from assistant.web.pages import theme_of

    blocks = build_chat(Conversation(assistant, language, settings.question_limit))
    fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Liberation Sans", "sans-serif"]
    theme = gr.themes.Base(font=fonts, font_mono=["ui-monospace", "Liberation Mono", "monospace"])
    gr.mount_gradio_app(
        app, blocks, path=path, theme=theme, footer_links=[], show_error=False, allowed_paths=[],
        max_file_size=1, ssr_mode=False, enable_monitoring=False, pwa=False, mcp_server=False, run_history=False,
    )  # fmt: skip
    mounted = app.router.routes[-1]

    def furnish(scope: Scope, page: str) -> str:
        """Gradio's page with the head, foot and language of this visitor around it."""
        frame = Frame(language, theme_of(scope), "ask", f"{path}/", assistant.library.counts(), app.state.elsewhere)
        return _furnish(frame, scope, page)

    mounted.app = Shell(mounted.app, path, furnish)  # type: ignore[attr-defined]


def _furnish(frame: Frame, scope: Scope, page: str) -> str:
    t = Texts(frame.language)
    parts: dict[str, Any] = {"head": render("head.html", frame), "foot": render("foot.html", frame)}
    parts["unscripted"] = render("no_script.html", frame)
    title = escape(f"{t('ask_title')} · {t('product')}")
    return rewrite(
        page, language=frame.language, theme=frame.theme, nonce=scope["state"]["nonce"], title=title, **parts
    )
