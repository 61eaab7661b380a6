"""Filling, checking, repairing and serving with the real model, real SQLite, Chroma and BM25."""

from __future__ import annotations

import json
import shutil
import socket
from pathlib import Path
from typing import Any

import pytest

from ingest.store.schema import FILE
from tests.assistant.commandline import Scribe, call, spawn


@pytest.fixture
def home(tmp_path: Path, models: Path) -> Path:
    """An empty data directory in which the model is already unpacked."""
    folder = tmp_path / "thuis"
    folder.mkdir()
    (folder / "models").symlink_to(models)
    return folder


def test_ingesting_twice_reports_and_changes_nothing_the_second_time(home: Path) -> None:
    first, second = (spawn("ingest", "--json", data=home) for _ in range(2))
    assert (first.returncode, first.stderr, second.returncode, second.stderr) == (0, "", 0, "")
    before, after = json.loads(first.stdout), json.loads(second.stdout)
    assert {"added", "changed", "unchanged", "removed", "refused"} <= set(before)
    assert "kst-28684-540" in {item["id"] for item in before["added"]}
    assert before["added"] == after["unchanged"]
    assert after["added"] == after["changed"] == after["removed"] == []


def test_a_file_that_is_not_there_is_refused_in_words(home: Path) -> None:
    done = spawn("ingest", "nergens.pdf", data=home)
    assert done.returncode == 1
    assert "Geweigerd: 1" in done.stdout
    assert "nergens.pdf: dit bestand bestaat niet" in done.stdout


def test_the_doctor_finds_and_repairs_lost_indexes(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["doctor", "--data", str(home)]) == 1
    assert "veiligheidsagenda ingest" in capsys.readouterr().out
    assert call(["ingest", "--data", str(home)]) == 0
    assert call(["doctor", "--data", str(home), "--json"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == '{"found": [], "left": []}'
    shutil.rmtree(home / "vectors")
    assert call(["doctor", "--data", str(home)]) == 1
    assert "Niet in orde (vectors)" in capsys.readouterr().out
    assert call(["doctor", "--repair", "--data", str(home)]) == 0
    assert "Hersteld (vectors)" in capsys.readouterr().out
    assert call(["doctor", "--data", str(home)]) == 0
    assert "Alles in orde" in capsys.readouterr().out


def test_serving_fills_an_empty_library_first(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    served: list[Any] = []

    def server(assistant: Any, host: str, port: int, settings: Any) -> None:
        served.append((host, port > 0, (settings.data / FILE).is_file()))

    assert call(["serve", "--port", "0", "--data", str(home)], Scribe(), server) == 0
    assert call(["serve", "--port", "0", "--data", str(home)], Scribe(), server) == 0
    assert served == [("127.0.0.1", True, True)] * 2
    assert capsys.readouterr().err.count("De bibliotheek is leeg") == 1


def test_a_taken_port_is_an_error_with_a_remedy(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert call(["serve", "--port", str(port), "--data", str(home)]) == 1
    shown = capsys.readouterr().err
    assert f"127.0.0.1:{port}" in shown
    assert "--port 0" in shown
