"""The ``ask`` command: one question, or a file of questions in one process."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.commands.options import AsJson, Data, Document, Lang, Theme, Year, settings_for

if TYPE_CHECKING:
    from assistant.settings import Settings

Opener = Callable[["Settings"], AbstractContextManager[Any]]
"""From the settings to an open assistant."""


def open_assistant(settings: Settings) -> AbstractContextManager[Any]:
    """The assistant over the library of these settings. Raises ``LibraryError`` when there is nothing in it."""
    from assistant.core import Assistant
    from ingest.store.library import Library
    from ingest.store.schema import FILE

    if not (settings.data / FILE).is_file():
        Library.open(settings.data)  # says what is missing before a model is unpacked for nothing
    return Assistant.open(settings.data, settings=settings)


def register(app: typer.Typer, opener: Opener = open_assistant) -> None:
    """Add the command to the application; ``opener`` opens what answers."""

    @app.command()
    def ask(
        question: Annotated[
            str | None, typer.Argument(help="De vraag; met - wordt zij van de standaardinvoer gelezen.")
        ] = None,
        as_json: AsJson = False,
        document: Document = None,
        theme: Theme = None,
        year: Year = None,
        language: Lang = None,
        batch: Annotated[
            Path | None, typer.Option(help="Bestand met een vraag (JSON) per regel; - is de standaardinvoer.")
        ] = None,
        out: Annotated[
            Path | None, typer.Option(help="Bestand voor de antwoorden van --batch; - is de standaarduitvoer.")
        ] = None,
        data: Data = None,
    ) -> None:
        """Beantwoord een vraag, of een bestand met vragen."""
        filters = {"document": document, "theme": theme, "year": year, "language": language}
        if batch is None and question is not None and out is None:
            _ask_one(opener, settings_for(data), _read_question(question), filters, as_json)
            return
        _check_usage(question, batch, out, any(value is not None for value in filters.values()))
        _ask_many(opener, settings_for(data), Path(str(batch)), Path(str(out)))


def _check_usage(question: str | None, batch: Path | None, out: Path | None, filtered: bool) -> None:
    if batch is None and out is None:
        raise typer.BadParameter('geef een vraag op, zoals ask "Wat is er afgesproken over afpakken?"')
    if batch is None or out is None:
        raise typer.BadParameter("--batch en --out horen bij elkaar")
    if question is not None or filtered:
        raise typer.BadParameter("bij --batch staan vragen en filters in het bestand")


def _read_question(question: str) -> str:
    if question != "-":
        return question
    return sys.stdin.buffer.read().decode("utf-8", "surrogateescape").strip()


def _ask_one(opener: Opener, settings: Settings, question: str, filters: dict[str, Any], as_json: bool) -> None:
    from assistant.answer import answer_to_json
    from assistant.commands.answer_text import show_answer
    from assistant.commands.requests import request_of
    from assistant.commands.terminal import emit_json

    arguments = request_of({"question": question, "filters": filters}).arguments(settings.question_limit)
    with opener(settings) as assistant:
        answer = assistant.ask(arguments.pop("question"), **arguments)
    if as_json:
        emit_json(answer_to_json(answer))
    else:
        show_answer(answer)


def _ask_many(opener: Opener, settings: Settings, batch: Path, out: Path) -> None:
    from assistant.commands.batch import run_batch
    from assistant.commands.terminal import remark

    with opener(settings) as assistant:
        lines, errors, faults = run_batch(assistant, batch, out, settings.question_limit)
    if errors:
        remark(f"{errors} van {lines} regels gaven een fout; zie het veld error in {out}.")
    if faults:
        raise typer.Exit(1)
