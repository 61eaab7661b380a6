"""The ``serve`` command: the web application on this machine, over a library that is filled first when it is empty."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.commands.ask import Opener, open_assistant
from assistant.commands.options import Data, settings_for
from ingest.errors import AgendaError

if TYPE_CHECKING:
    from assistant.settings import Settings

Server = Callable[[Any, str, int, "Settings"], None]
"""Serves an open assistant at a host and port until it is interrupted."""


def serve_web(assistant: Any, host: str, port: int, settings: Settings) -> None:
    """The web application itself."""
    from assistant.web.app import serve

    serve(assistant, host, port, settings)


def register(app: typer.Typer, opener: Opener = open_assistant, server: Server = serve_web) -> None:
    """Add the command to the application; ``opener`` opens what answers, ``server`` serves it."""

    @app.command()
    def serve(
        host: Annotated[str | None, typer.Option(help="Adres om op te luisteren (127.0.0.1).")] = None,
        port: Annotated[int | None, typer.Option(help="Poort (7860); 0 kiest een vrije.", min=0, max=65535)] = None,
        show: Annotated[bool, typer.Option("--open", help="Open de toepassing in de webbrowser.")] = False,
        data: Data = None,
    ) -> None:
        """Start de webtoepassing op deze computer."""
        from assistant.commands.terminal import remark

        settings = settings_for(data)
        chosen_host = host or settings.host
        chosen_port = free_port(chosen_host, settings.port if port is None else port)
        if is_empty(settings.data):
            _fill(settings)
        with opener(settings) as assistant:
            remark("De webtoepassing wordt gestart.")
            warming = threading.Thread(target=_warm, args=(assistant,), name="opwarmen")
            warming.start()
            try:
                _announce(chosen_host, chosen_port, show)
                server(assistant, chosen_host, chosen_port, settings)
            finally:
                warming.join()


def is_empty(data: Path) -> bool:
    """Whether there is no library in ``data``, or one without documents."""
    from ingest.store.library import Library
    from ingest.store.schema import FILE

    if not (data / FILE).is_file():
        return True
    with Library.open(data) as library:
        return not library.documents()


def _warm(assistant: Any) -> None:
    """Load the model while the pages are being made ready, so that the first question need not wait for it."""
    from assistant.commands.terminal import remark

    try:
        assistant.warm()
    except AgendaError as error:
        remark(str(error))


def _fill(settings: Settings) -> None:
    from assistant.commands.ingesting import take_in
    from assistant.commands.terminal import remark

    remark("De bibliotheek is leeg; de meegeleverde stukken worden ingelezen.")
    report = take_in(settings, [])
    remark(f"Ingelezen: {len(report.added)} documenten.")


def free_port(host: str, port: int) -> int:
    """The port when it can be listened on, for 0 one that can. Raises ``AgendaError`` when it cannot."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            return int(probe.getsockname()[1])
    except OSError as error:
        raise AgendaError(
            f"hier kan niet worden geluisterd ({error.strerror or error})",
            where=f"{host}:{port}",
            remedy="Kies een ander adres of een andere poort met --host en --port; --port 0 zoekt een vrije poort.",
        ) from error


def _announce(host: str, port: int, show: bool) -> None:
    """Tell the address as soon as somebody listens there."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    threading.Thread(target=_tell, args=(shown, port, show), daemon=True, name="adres").start()


def _tell(host: str, port: int, show: bool) -> None:
    from assistant.commands.terminal import remark

    until = time.monotonic() + 120
    while time.monotonic() < until:
        with socket.socket(socket.AF_INET6 if "[" in host else socket.AF_INET) as probe:
            if probe.connect_ex((host.strip("[]"), port)) == 0:
                break
        time.sleep(0.1)
    else:
        return
    remark(f"Veiligheidsagenda staat klaar op http://{host}:{port} (stoppen met Ctrl-C).")
    if show:
        import webbrowser

        webbrowser.open(f"http://{host}:{port}")
