"""The ``doctor`` command: do model, library and indexes agree, and putting right what does not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.options import AsJson, Data, settings_for

if TYPE_CHECKING:
    from assistant.settings import Settings
    from ingest.store.checks import Finding
    from ingest.store.model import Encoder


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(doctor)


def doctor(
    mend: Annotated[bool, typer.Option("--repair", help="Herstel wat niet in orde is.")] = False,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Controleer of model, bibliotheek en indexen met elkaar kloppen."""
    from assistant.commands.terminal import emit_json
    from ingest.doctor import examine, repair

    settings = settings_for(data)
    encoder = _working_encoder(settings)
    if mend:
        done = repair(settings.data, encoder=encoder, model=settings.model, chroma_url=settings.chroma_url)
        found, left = done.found, done.left
    else:
        found = left = examine(settings.data, encoder=encoder, chroma_url=settings.chroma_url)
    if as_json:
        emit_json(json.loads(json.dumps({"found": [asdict(f) for f in found], "left": [asdict(f) for f in left]})))
    else:
        _show(found, left, mended=mend)
    if left:
        raise typer.Exit(1)


def _working_encoder(settings: Settings) -> Encoder | None:
    """The model, tried on a word; None when there is no library that it should agree with.

    Raises ``ModelError`` when it cannot be used.
    """
    from ingest.store.model import load_encoder
    from ingest.store.schema import FILE

    if not (settings.data / FILE).is_file():
        return None
    encoder = load_encoder(settings.data, settings.model)
    encoder.encode_queries(["proef"])
    return encoder


def _show(found: Sequence[Finding], left: Sequence[Finding], *, mended: bool) -> None:
    from assistant.commands.terminal import readable, screen

    repaired = [finding for finding in found if finding not in left]
    with screen() as console:
        if not found:
            console.print("Alles in orde: model, bibliotheek en indexen kloppen met elkaar.")
        for finding in repaired:
            console.print(f"Hersteld ({finding.part}): {readable(finding.message)}")
        for finding in left:
            remedy = f" Herstellen: {finding.remedy}" if finding.remedy and not mended else ""
            console.print(f"Niet in orde ({finding.part}): {readable(finding.message)}.{remedy}")
