"""The command line: the commands put together, errors turned into one line, and the exit code.

Invariant: 0 is done, 1 an error that the user can act on (one line at standard error), 2 wrong usage; an error that is
not in the tree of ``ingest.errors`` is a bug and keeps its traceback.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from importlib.metadata import entry_points, version
from pathlib import Path
from typing import Annotated

import typer

from assistant.commands import ask, doctor, ingesting, library, registers, serve
from assistant.commands.ask import Opener, open_assistant
from assistant.commands.serve import Server, serve_web
from ingest.errors import AgendaError

NAME = "veiligheidsagenda"
GROUP = "veiligheidsagenda.commands"
"""Entry points of this group are functions that add commands to the application."""


def create_app(opener: Opener = open_assistant, server: Server = serve_web) -> typer.Typer:
    """The application with all its commands; ``opener`` opens what answers, ``server`` serves it."""
    app = typer.Typer(
        name=NAME,
        help="Vragen over de Veiligheidsagenda, beantwoord met vindplaatsen.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(_options)
    ingesting.register(app)
    ask.register(app, opener)
    library.register(app)
    registers.register(app)
    serve.register(app, opener, server)
    doctor.register(app)
    for point in sorted(entry_points(group=GROUP)):
        point.load()(app)
    return app


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"{NAME} {version(NAME)}")
        raise typer.Exit


def _options(
    context: typer.Context,
    data: Annotated[
        Path | None, typer.Option("--data", help="Gegevensmap voor elke opdracht.", show_default=False)
    ] = None,
    tell_version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, help="Toon de versie.", is_eager=True)
    ] = False,
) -> None:
    if data is not None:
        context.default_map = {name: {"data": data} for name in context.command.commands}  # type: ignore[attr-defined]


def run(app: typer.Typer, arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code."""
    try:
        app(args=None if arguments is None else list(arguments), prog_name=NAME)
    except AgendaError as error:
        from assistant.commands.terminal import remark

        remark(str(error))
        return 1
    except KeyboardInterrupt:
        return 130
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    return 0


def main() -> None:
    """The command ``veiligheidsagenda``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    code = run(create_app())
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


if __name__ == "__main__":
    main()
