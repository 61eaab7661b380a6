"""What each part of retrieval is worth, and which weights are best, on a folder in BEIR form.

    python -m evals.beir_parts FOLDER --data DIR

Prints nDCG@10 and hit@1 for the product, for the product without each part, and over a grid of weights; the choice
in ``assistant/evidence/weights.toml`` is made by hand from it, by the broad maximum and not by the peak.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.evidence.fusion import Weights
from evals.beir import score_beir
from ingest.errors import AgendaError

GRID = tuple(
    Weights(dense=dense, sentence=0.0, lexical=round(1 - dense, 2), late=late)
    for dense in (0.6, 0.7, 0.8)
    for late in (0.0, 0.2, 0.3, 0.4)
)


def main(
    folder: Annotated[Path, typer.Argument(help="Map in BEIR-vorm.")],
    data: Annotated[Path, typer.Option(help="Gegevensmap (taalmodel en bewaarde vectoren).")],
    split: Annotated[str, typer.Option(help="Deel: qrels/<split>.tsv.")] = "test",
) -> None:
    """Toon wat elk onderdeel van het zoeken waard is, en welke gewichten het beste zijn."""
    try:
        rows: dict[str, Any] = dict(score_beir(folder, split, data=data, parts=True)["systems"])
        for weights in GRID:
            found = score_beir(folder, split, data=data, weights=weights)["systems"]
            rows[f"dense {weights.dense} lexical {weights.lexical} late {weights.late}"] = found["product"]
    except AgendaError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    show(rows)


def show(rows: Mapping[str, Mapping[str, Mapping[str, float]]]) -> None:
    """The table, on stdout."""
    from rich.console import Console
    from rich.table import Table

    names = ("nDCG@10", "MRR@10", "hit@1", "hit@5", "recall@100")
    table = Table("", *names)
    for name, measured in rows.items():
        table.add_row(name, *[f"{measured[measure]['value']:.3f}" for measure in names])
    Console(file=sys.stdout).print(table)


if __name__ == "__main__":
    typer.run(main)
