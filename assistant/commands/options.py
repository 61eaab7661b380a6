"""The options that commands share, and the settings that follow from them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from assistant.settings import Settings

Data = Annotated[
    Path | None,
    typer.Option("--data", help="Gegevensmap (of omgevingsvariabele VEILIGHEIDSAGENDA_DATA).", show_default=False),
]
AsJson = Annotated[bool, typer.Option("--json", help="Geef de uitkomst als JSON.")]
Document = Annotated[str | None, typer.Option(help="Alleen dit document, zie de opdracht documents.")]
Theme = Annotated[str | None, typer.Option(help="Alleen dit thema, zoals ondermijning.")]
Year = Annotated[int | None, typer.Option(help="Alleen dit jaar.", min=1900, max=2200)]
Lang = Annotated[Literal["nl", "en"] | None, typer.Option("--lang", help="Taal van het antwoord.")]


def settings_for(data: Path | None) -> Settings:
    """The settings in force, with the data directory of the command line when one is given."""
    from assistant.settings import load_settings

    return load_settings(data=data.expanduser().absolute() if data else None)
