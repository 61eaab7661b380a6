"""The ``eval`` command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from evals.cli import register, suite_to_json
from evals.scores import compare, make_run, score
from tests.evals.conftest import abstention, ask, reply

FTE = "Er is 171 fte toegevoegd voor de opsporing."


@pytest.fixture
def app() -> typer.Typer:
    """An application with the command and a second one, as in the product."""
    application = typer.Typer()
    register(application)
    application.command("ander")(lambda: None)
    return application


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--suite", "alles"], "onbekende vragenset 'alles'"),
        (["--suite", "dev-letter", "--engine", "orakel"], "onbekende motor 'orakel'"),
        (["--suite", "dev-letter", "--compare", "ontbreekt.json"], "ontbreekt.json"),
    ],
)
def test_a_wrong_argument_ends_with_one_line_and_code_one(app: typer.Typer, arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(app, ["eval", *arguments])
    assert result.exit_code == 1
    assert result.stdout == ""
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_an_unknown_option_is_wrong_usage(app: typer.Typer, tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["eval", "--snel"]).exit_code == 2


def test_the_json_holds_the_run_the_runs_beside_it_and_the_verdict(text_of: Any) -> None:
    good = make_run("hand", "assistant", [score(ask(), reply(FTE), text_of)])
    poor = make_run("hand", "baseline", [score(ask(), abstention(), text_of)])
    shown = json.loads(json.dumps(suite_to_json([good, poor], compare(good, poor))))
    assert shown["engine"] == "assistant"
    assert shown["measures"]["accuracy"]["value"] == 1.0
    assert shown["beside"]["baseline"]["accuracy"]["value"] == 0.0
    assert shown["comparison"]["is_loss"] is False
    assert shown["comparison"]["won"] == ["q1"]


def test_the_json_holds_the_ablation_when_it_was_asked_for(text_of: Any) -> None:
    run = make_run("hand", "assistant", [score(ask(), reply(FTE), text_of)])
    assert "ablation" not in suite_to_json([run], None)
    shown = json.loads(json.dumps(suite_to_json([run], None, {"alles": {"accuracy": run.measures["accuracy"]}})))
    assert shown["ablation"]["alles"]["accuracy"]["value"] == 1.0
