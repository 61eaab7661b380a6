"""The command line as people meet it: help, usage, errors, interruptions."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.assistant.commandline import COMMAND, Scribe, call

COMMANDS = (
    "ingest", "ask", "documents", "show", "agreements", "figures", "commitments", "serve", "eval", "doctor",
)  # fmt: skip


def test_every_command_of_the_contract_is_there(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in COMMANDS:
        assert call([command, "--help"]) == 0
        assert command in capsys.readouterr().out


def test_help_reads_no_heavy_library() -> None:
    code = (
        "import sys; from assistant.cli import create_app, run; run(create_app(), ['--help']);"
        "print([m for m in ('torch', 'chromadb', 'gradio', 'llama_index', 'sentence_transformers', 'pypdf', 'fastapi')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]", done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["vraag"],
        ["ask"],
        ["ask", "Wat?", "--snel"],
        ["ask", "Wat?", "--year", "vorig"],
        ["ask", "Wat?", "--lang", "fr"],
        ["ask", "--batch", "vragen.jsonl"],
        ["ask", "--out", "antwoorden.jsonl"],
        ["ask", "Wat?", "--batch", "a", "--out", "b"],
        ["ask", "--batch", "a", "--out", "b", "--theme", "afpakken"],
        ["show"],
        ["figures", "--json", "--csv"],
        ["serve", "--port", "99999"],
    ],
)
def test_wrong_usage_ends_with_code_two_and_nothing_at_standard_output(
    arguments: list[str], data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err != ""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ask", ""], "leeg"),
        (["ask", "  \n "], "leeg"),
        (["ask", "a" * 100_000], "100000 tekens"),
        (["ask", "Een fout"], "Stel een andere vraag"),
        (["ask", "Wat?", "--theme", "koeien"], "ondermijning"),
        (["ask", "Wat?", "--document", "weg"], "veiligheidsagenda documents"),
        (["ask", "--batch", "/is/er/niet.jsonl", "--out", "-"], "/is/er/niet.jsonl"),
        (["documents"], "veiligheidsagenda ingest"),
        (["show", "kst-1-1"], "veiligheidsagenda ingest"),
        (["agreements"], "veiligheidsagenda ingest"),
    ],
)
def test_an_error_is_one_line_that_says_what_to_do(
    arguments: list[str], words: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(arguments) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.splitlines()) == 1
    assert words in shown.err


def test_a_wrong_setting_is_named(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VEILIGHEIDSAGENDA_PORT", "zestien")
    assert call(["ask", "Wat?"]) == 1
    assert "port" in capsys.readouterr().err


def test_a_bug_keeps_its_traceback(data: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        call(["ask", "Een defect"])


def test_an_interrupted_command_ends_quietly(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["ask", "Even stoppen"]) == 130
    assert capsys.readouterr() == ("", "")


def test_a_reader_that_stops_listening_is_no_error(shelf: Path) -> None:
    with subprocess.Popen(
        [COMMAND, "--data", str(shelf), "show", "kst-28684-540", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


@pytest.mark.parametrize("arguments", [["--data", "{}", "ask", "Wat?"], ["ask", "Wat?", "--data", "{}"]])
def test_the_data_directory_may_be_given_before_and_after_the_command(
    arguments: list[str], data: Path, tmp_path: Path
) -> None:
    scribe = Scribe()
    assert call([a.format(tmp_path / "elders") for a in arguments], scribe) == 0
    assert [s.data for s in scribe.settings] == [tmp_path / "elders"]


def test_the_data_directory_comes_from_the_environment(data: Path) -> None:
    scribe = Scribe()
    assert call(["ask", "Wat?"], scribe) == 0
    assert scribe.settings[0].data == data


def test_the_settings_file_is_read_from_the_data_directory_of_the_command_line(data: Path, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("question_limit = 123\n", encoding="utf-8")
    scribe = Scribe()
    assert call(["ask", "Wat?", "--data", str(tmp_path)], scribe) == 0
    assert scribe.settings[0].question_limit == 123


def test_the_version_is_that_of_the_distribution(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from importlib.metadata import version

    assert call(["--version"]) == 0
    assert capsys.readouterr().out == f"veiligheidsagenda {version('veiligheidsagenda')}\n"
