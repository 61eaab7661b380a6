"""The ``watch`` command: keeps the library level with a folder for as long as it runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.options import AsJson, Data, settings_for

if TYPE_CHECKING:
    from ingest.errors import AgendaError
    from ingest.report import IngestReport


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("watch")(watch_folder)


def watch_folder(
    path: Annotated[Path, typer.Argument(metavar="MAP", help="De map die wordt gevolgd.")],
    quiet: Annotated[float, typer.Option(help="Seconden rust voor er wordt ingelezen.", min=0.1, max=3600)] = 2.0,
    poll: Annotated[bool, typer.Option("--poll", help="Kijk zelf in de map (voor netwerkschijven).")] = False,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Volg een map en lees in wat er verandert; stopt met Ctrl-C."""
    import threading

    from assistant.commands.terminal import remark
    from ingest.pipeline import ingest
    from ingest.store.model import load_encoder
    from ingest.watch import watch

    settings, folder = settings_for(data), path.expanduser().absolute()
    encoder = load_encoder(settings.data, settings.model)
    remark(f"{folder} wordt gevolgd; stop met Ctrl-C.")

    def take_in() -> IngestReport:
        """Read the folder as it is now; called at the start and after every change."""
        return ingest([folder], data=settings.data, encoder=encoder, chroma_url=settings.chroma_url)

    watch(folder, take_in, lambda outcome: _tell(outcome, as_json=as_json), threading.Event(), quiet=quiet, poll=poll)


def _tell(outcome: IngestReport | AgendaError, *, as_json: bool) -> None:
    """One line for an ingestion in which something changed; with ``--json`` a report a line."""
    from assistant.commands.terminal import emit, readable, remark
    from ingest.report import IngestReport

    if not isinstance(outcome, IngestReport):
        remark(str(outcome))
    elif as_json:
        emit(outcome.to_json() + "\n")
    else:
        for title, items in (("+", outcome.added), ("~", outcome.changed), ("-", outcome.removed)):
            emit("".join(f"{title} {readable(item.id)}  ({readable(item.file)})\n" for item in items))
        for refused in outcome.refused:
            remark(refused.message)
