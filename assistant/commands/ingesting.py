"""The ``ingest`` command: files and folders into the library, and what became of each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from assistant.commands.options import AsJson, Data, settings_for

if TYPE_CHECKING:
    from assistant.settings import Settings
    from ingest.report import IngestReport

_LISTS = {
    "added": "Toegevoegd",
    "changed": "Gewijzigd",
    "unchanged": "Ongewijzigd",
    "removed": "Verwijderd",
    "refused": "Geweigerd",
}


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("ingest")(ingest_files)


def ingest_files(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PAD]...", help="Bestanden of mappen; zonder: de meegeleverde stukken."),
    ] = None,
    ocr: Annotated[bool, typer.Option("--ocr", help="Herken de tekst van gescande pagina's.")] = False,
    workers: Annotated[int, typer.Option(help="Processen die lezen en rekenen.", min=1, max=64)] = 1,
    engine: Annotated[Literal["local", "ray"], typer.Option(help="Reken hier, of op een Ray-cluster.")] = "local",
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Lees bestanden in de bibliotheek in."""
    from assistant.commands.terminal import emit

    report = take_in(settings_for(data), paths or [], ocr=ocr, workers=workers, engine=engine)
    if as_json:
        emit(report.to_json() + "\n")
    else:
        _show(report)
    if failed(report):
        raise typer.Exit(1)


def take_in(settings: Settings, paths: list[Path], **more: Any) -> IngestReport:
    """Ingest with progress on a terminal."""
    from assistant.commands.terminal import telling
    from ingest.pipeline import ingest

    with telling("Inlezen") as tell:
        return ingest(
            paths, data=settings.data, model=settings.model, chroma_url=settings.chroma_url, progress=tell, **more
        )


def failed(report: IngestReport) -> bool:
    """Whether nothing that was offered is in the library now (a duplicate is)."""
    refused = [item for item in report.refused if item.error != "DuplicateDocument"]
    return bool(refused) and not (report.added or report.changed or report.unchanged or report.removed)


def _show(report: IngestReport) -> None:
    from assistant.commands.terminal import readable, screen

    with screen() as console:
        for name, title in _LISTS.items():
            items = getattr(report, name)
            if items or name in ("added", "refused"):
                console.print(f"{title}: {len(items)}")
            for item in items:
                line = item.message if name == "refused" else f"{item.id}  ({item.file})"
                console.print(f"  {readable(line)}")
