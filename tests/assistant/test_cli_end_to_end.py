"""Filling, checking, repairing and serving with the real model, real SQLite, Chroma and BM25."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.cli import create_app, run
from ingest.pipeline import ingest
from ingest.store.model import load_encoder
from ingest.store.schema import FILE
from tests.assistant.commandline import COMMAND, Scribe, call, spawn
from tests.ingest.store.tiny import write_letters


@pytest.fixture
def home(tmp_path: Path, models: Path) -> Path:
    """An empty data directory in which the model is already unpacked."""
    folder = tmp_path / "thuis"
    folder.mkdir()
    (folder / "models").symlink_to(models)
    return folder


def test_ingesting_twice_reports_and_changes_nothing_the_second_time(home: Path, tmp_path: Path) -> None:
    letters = str(write_letters(tmp_path / "brieven", 2))
    first, second = (spawn("ingest", letters, "--json", data=home) for _ in range(2))
    assert (first.returncode, first.stderr, second.returncode, second.stderr) == (0, "", 0, "")
    before, after = json.loads(first.stdout), json.loads(second.stdout)
    assert {"added", "changed", "unchanged", "removed", "refused"} <= set(before)
    assert [item["id"] for item in before["added"]] == ["brief-000", "brief-001"]
    assert [item["id"] for item in after["unchanged"]] == ["brief-000", "brief-001"]
    assert after["added"] == after["changed"] == after["removed"] == []


def test_people_read_what_became_of_each_file(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["ingest", "--data", str(copied)]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Toegevoegd: 0\nOngewijzigd: ")
    assert "  kst-28684-540  (" in shown


def test_a_file_that_is_not_there_is_refused_in_words(home: Path) -> None:
    done = spawn("ingest", "nergens.pdf", data=home)
    assert done.returncode == 1
    assert "Geweigerd: 1" in done.stdout
    assert "nergens.pdf: dit bestand bestaat niet" in done.stdout


def test_the_doctor_says_how_to_begin(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["doctor", "--data", str(home)]) == 1
    assert "veiligheidsagenda ingest" in capsys.readouterr().out


def test_the_doctor_finds_and_repairs_lost_indexes(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = copied
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


def test_the_command_answers_from_the_real_library_the_same_way_every_time(filled: Path, tmp_path: Path) -> None:
    question = "Hoeveel fte is toegevoegd voor de opsporing van ondermijnende criminaliteit?"
    asked = tmp_path / "vragen.jsonl"
    asked.write_text(
        "".join(json.dumps({"id": f"q{n}", "question": q}) + "\n" for n, q in enumerate([question] * 2 + ["Wat?"])),
        encoding="utf-8",
    )
    one = spawn("ask", question, "--json", data=filled)
    many = spawn("ask", "--batch", str(asked), "--out", str(tmp_path / "uit.jsonl"), data=filled)
    assert (one.returncode, one.stderr, many.returncode, many.stderr, many.stdout) == (0, "", 0, "", "")
    answers = [json.loads(one.stdout), *map(json.loads, (tmp_path / "uit.jsonl").read_text("utf-8").splitlines())]
    assert [a["id"] for a in answers] == ["", "q0", "q1", "q2"]
    same = [{k: v for k, v in a.items() if k not in ("id", "latency_ms")} for a in answers[:3]]
    assert same[0] == same[1] == same[2]
    assert "171 fte" in answers[0]["answer"]
    text = json.loads(spawn("show", "kst-28684-540", "--json", data=filled).stdout)["text"]
    cited = [c for c in answers[0]["citations"] if c["document_id"] == "kst-28684-540"]
    assert cited
    assert all(text[c["start"] : c["end"]] == c["quote"] for c in cited)
    assert answers[3]["abstained"] is True


def test_an_empty_library_says_how_to_fill_it(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ingest([tmp_path / "nergens"], data=home, encoder=load_encoder(home))
    assert run(create_app(), ["ask", "Wat is er afgesproken?", "--data", str(home)]) == 1
    assert "veiligheidsagenda ingest" in capsys.readouterr().err


def test_a_served_application_tells_its_address_and_stops_quietly(copied: Path) -> None:
    command = [COMMAND, "--data", str(copied), "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert process.stdout is not None
        told: list[str] = []
        while not (told and "http://" in told[-1]):
            told.append(process.stderr.readline())
            assert told[-1], told
        address = re.findall(r"http://127\.0\.0\.1:\d+", told[-1])[0]
        reply = httpx.post(f"{address}/api/ask", json={"question": "Aan wie is de brief gericht?"}, timeout=120)
        process.send_signal(signal.SIGINT)
        rest, out = process.stderr.read(), process.stdout.read()
    assert "Voorzitter van de Tweede Kamer" in reply.json()["answer"]
    assert (process.returncode, out, rest) == (0, "", "")


def test_a_taken_port_is_an_error_with_a_remedy(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert call(["serve", "--port", str(port), "--data", str(home)]) == 1
    shown = capsys.readouterr().err
    assert f"127.0.0.1:{port}" in shown
    assert "--port 0" in shown
