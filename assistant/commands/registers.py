"""The commands for the registers: ``agreements``, ``figures`` and ``commitments``, every row with its citation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.library import opened
from assistant.commands.options import AsJson, Data, Document, Theme, Year

if TYPE_CHECKING:
    from assistant.export import Row

AsCsv = Annotated[bool, typer.Option("--csv", help="Geef de rijen als CSV voor een rekenblad.")]
Actor = Annotated[str, typer.Option(help="Alleen rijen waarin deze partij de handelende is.")]
_NAMES = {
    "agreements": "Toon de afspraken uit de documenten.",
    "figures": "Toon de cijfers (norm en realisatie per jaar).",
    "commitments": "Toon de toezeggingen en wat er later over gezegd is.",
}


def register(app: typer.Typer) -> None:
    """Add the three commands to the application."""
    for name, purpose in _NAMES.items():
        _add(app, name, purpose)


def _add(app: typer.Typer, name: str, purpose: str) -> None:
    @app.command(name, help=purpose)
    def command(
        as_json: AsJson = False,
        as_csv: AsCsv = False,
        theme: Theme = None,
        year: Year = None,
        document: Document = None,
        actor: Actor = "",
        data: Data = None,
    ) -> None:
        """The command of one register: its rows that pass the filters, as text, JSON or CSV."""
        from assistant import registers
        from assistant.commands.requests import theme_slug

        if as_json and as_csv:
            raise typer.BadParameter("kies --json of --csv")
        with opened(data) as library:
            if document:
                library.document(document)
            chosen = getattr(registers, name)
            rows = chosen(
                library, theme=theme_slug(theme) if theme else "", year=year, document=document or "", actor=actor
            )
        _write(rows, as_json, as_csv)


def _write(rows: Sequence[Row], as_json: bool, as_csv: bool) -> None:
    from assistant.commands.terminal import emit, emit_json, readable, remark, screen
    from assistant.export import to_csv, to_json

    if as_json:
        emit_json(to_json(rows))
        return
    if as_csv:
        emit(to_csv(rows))
        return
    if not rows:
        remark("Geen rijen gevonden.")
    from rich.text import Text

    with screen() as console:
        for row in rows:
            head, body = row_lines(row)
            console.print(Text(readable(head), "bold"))
            for line in (*body, f"{row.citation.reference} · {row.citation.paragraph_id}"):
                console.print(Text(f"    {readable(line)}"))


def row_lines(row: Row) -> tuple[str, tuple[str, ...]]:
    """A row as a person reads it: its head line and the lines under it."""
    from assistant.registers import AgreementRow, CommitmentRow, theme_name

    if isinstance(row, AgreementRow):
        a = row.agreement
        return f"{row.id} · {theme_name(a.theme)}", (f"{a.actor}: {a.text}" if a.actor else a.text,)
    if isinstance(row, CommitmentRow):
        c = row.commitment
        due = f" (termijn: {c.deadline.text})" if c.deadline else ""
        told = tuple(f"{e.event.date}: {e.event.text} ({e.citation.reference})" for e in row.events)
        return f"{row.id} · {row.state}{due}", (c.text, *told)
    f = row.figure
    year = f" {f.year}" if f.year is not None else ""
    return f"{row.id} · {theme_name(f.theme)}", (f"{f.indicator}, {f.kind}{year}: {f.printed} {f.unit}".rstrip(),)
