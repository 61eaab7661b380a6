"""The ``eval`` command: score a suite or a folder of other people's questions, compare, gate, report.

Invariant: with ``--json`` stdout holds one JSON object and nothing else; exit code 1 means a real loss.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evals.scores import Comparison, Run
from ingest.errors import AgendaError, QuestionError

if TYPE_CHECKING:
    from evals.intervals import Estimate
    from evals.wording import Wording

ENGINES = ("assistant", "baseline", "both", "llm")


def register(app: typer.Typer) -> None:
    """Add the ``eval`` command to the application."""
    app.command(name="eval")(evaluate)


def evaluate(
    suite: Annotated[str, typer.Option(help="Vragenset: dev, dev-letter, dev-papers, dev-registers, heldout.")] = "dev",
    compare: Annotated[Path | None, typer.Option(help="Vergelijk met deze eerder bewaarde uitkomst (JSON).")] = None,
    beir: Annotated[Path | None, typer.Option(help="Scoor het zoeken op een map in BEIR-vorm.")] = None,
    split: Annotated[str, typer.Option(help="Deel van de BEIR-map: qrels/<split>.tsv.")] = "test",
    as_json: Annotated[bool, typer.Option("--json", help="Geef de uitkomst als JSON.")] = False,
    report: Annotated[Path | None, typer.Option(help="Schrijf een rapport (HTML) naar dit bestand.")] = None,
    ablation: Annotated[
        bool, typer.Option(help="Toon ook wat elk onderdeel waard is (duurt enkele keren zo lang).")
    ] = False,
    engine: Annotated[
        str, typer.Option(help="assistant, baseline, both (naast elkaar) of llm (met het ingestelde taalmodel).")
    ] = "assistant",
    data: Annotated[Path | None, typer.Option(help="Gegevensmap.")] = None,
) -> None:
    """Scoor de antwoorden op een vragenset, of het zoeken op een map met vragen van anderen."""
    try:
        if beir is not None:
            lost = _score_folder(beir, split, as_json, report, data, parts=ablation)
        else:
            lost = _score_suite(suite, compare, as_json, report, engine, data, parts=ablation)
    except AgendaError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    if lost:
        raise typer.Exit(1)


def _score_suite(
    suite: str,
    baseline: Path | None,
    as_json: bool,
    report: Path | None,
    engine: str,
    data: Path | None,
    *,
    parts: bool,
) -> bool:
    from evals.ablation import ablation
    from evals.questions import load_suite
    from evals.report import write_report
    from evals.run import data_folder, run_suite
    from evals.scores import compare, read_run
    from evals.wording import Wording

    if engine not in ENGINES:
        raise QuestionError(f"onbekende motor {engine!r}", remedy=f"Kies uit: {', '.join(ENGINES)}.")
    before = read_run(baseline) if baseline else None
    questions, folder = load_suite(suite), data_folder(data)
    wording = Wording()
    openers = _openers(engine, wording).items()
    made = [run_suite(suite, questions, folder, opener, engine=name) for name, opener in openers]
    runs = [run for run, _ in made]
    comparison = compare(runs[0], before) if before else None
    table = ablation(suite, questions, folder) if parts else {}
    if report:
        write_report(report, runs, questions, made[0][1], comparison, table)
    if as_json:
        shown = suite_to_json(runs, comparison, table)
        shown |= {"wording": wording.as_json()} if engine == "llm" else {}
        typer.echo(json.dumps(shown, ensure_ascii=False))
    else:
        _print_runs(runs, comparison)
        _print_ablation(table)
        if engine == "llm":
            typer.echo("".join(f"{name}: {value}\n" for name, value in wording.as_json().items()), nl=False)
    return comparison is not None and comparison.is_loss


def _openers(engine: str, wording: Wording) -> dict[str, Any]:
    from evals.baselines import open_baseline
    from evals.run import open_assistant
    from evals.wording import watched_opener

    if engine == "llm":
        return {"llm": watched_opener(wording)}
    openers = {"assistant": open_assistant, "baseline": open_baseline}
    return openers if engine == "both" else {engine: openers[engine]}


def suite_to_json(
    runs: list[Run], comparison: Comparison | None, table: Mapping[str, Mapping[str, Estimate]] | None = None
) -> dict[str, Any]:
    """The first run as a JSON object, with the other runs' measures, the comparison and the ablation beside it."""
    from dataclasses import asdict

    from evals.scores import run_to_json

    shown = run_to_json(runs[0])
    if len(runs) > 1:
        shown["beside"] = {run.engine: {n: asdict(e) for n, e in run.measures.items()} for run in runs[1:]}
    if table:
        shown["ablation"] = {variant: {n: asdict(e) for n, e in found.items()} for variant, found in table.items()}
    if comparison is not None:
        shown["comparison"] = {**asdict(comparison), "is_loss": comparison.is_loss}
    return shown


def _print_runs(runs: list[Run], comparison: Comparison | None) -> None:
    from rich.console import Console
    from rich.table import Table

    from evals.report import NAMES, cell

    console = Console(file=sys.stdout)
    table = Table("Maat", *[run.engine for run in runs], title=f"{runs[0].suite}: {len(runs[0].scores)} vragen")
    for name in NAMES:
        if any(name in run.measures for run in runs):
            table.add_row(NAMES[name], *[cell(name, run.measures.get(name)).replace("[", "\\[") for run in runs])
    console.print(table)
    if comparison is not None and comparison.accuracy is not None:
        change = comparison.accuracy
        verdict = "verlies" if comparison.is_loss else "geen verlies"
        console.print(
            f"Tegen de uitgangswaarde: {change.value:+.1%} ({change.low:+.1%} tot {change.high:+.1%}), {verdict}"
        )
        for word, ids in (("verloren", comparison.lost), ("gewonnen", comparison.won)):
            console.print(f"  {word}: {', '.join(ids) or 'geen'}", markup=False)


def _print_ablation(ablated: Mapping[str, Mapping[str, Estimate]]) -> None:
    from rich.console import Console
    from rich.table import Table

    from evals.report import NAMES, cell

    if not ablated:
        return
    names = list(dict.fromkeys(name for found in ablated.values() for name in found))
    table = Table("Variant", *[NAMES[name] for name in names], title="Wat elk onderdeel bijdraagt")
    for variant, found in ablated.items():
        table.add_row(variant, *[cell(name, found.get(name)).replace("[", "\\[") for name in names])
    Console(file=sys.stdout).print(table)


def _score_folder(
    folder: Path, split: str, as_json: bool, report: Path | None, data: Path | None, *, parts: bool
) -> bool:
    from evals.beir import score_beir
    from evals.report import write_beir_report
    from evals.run import data_folder

    found = score_beir(folder, split=split, data=data_folder(data), parts=parts)
    if report:
        write_beir_report(report, found)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
    else:
        _print_beir(found, folder)
    return False


def _print_beir(found: Mapping[str, Any], folder: Path) -> None:
    from rich.console import Console
    from rich.table import Table

    systems: Mapping[str, Mapping[str, Any]] = found["systems"]
    names = list(next(iter(systems.values())))
    table = Table("Zoeken", *names, title=str(folder))
    for system, measures in systems.items():
        table.add_row(system, *[_beir_cell(measures.get(name)) for name in names])
    Console(file=sys.stdout).print(table)


def _beir_cell(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{value['value']:.3f} \\[{value['low']:.3f}, {value['high']:.3f}]"
    return f"{value:.3f}" if isinstance(value, int | float) else "–"
