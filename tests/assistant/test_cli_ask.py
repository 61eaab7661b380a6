"""``ask``: one question, for machines and for people; many questions in one process."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.assistant.commandline import Scribe, call

FIELDS = {
    "schema", "id", "question", "language", "outcome", "abstained", "answer", "sentences", "citations", "searched",
    "nearest", "engine", "latency_ms",
}  # fmt: skip
CITATION_FIELDS = {
    "marker", "document_id", "document_title", "date", "paragraph_id", "section", "page", "quote", "start", "end",
    "paragraph_text", "reference", "url",
}  # fmt: skip
FTE = "Hoeveel fte is toegevoegd?"


def test_the_json_has_every_field_of_the_contract(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["ask", FTE, "--json"]) == 0
    shown = capsys.readouterr()
    answer = json.loads(shown.out)
    assert shown.err == ""
    assert set(answer) >= FIELDS
    assert answer["schema"] == 1
    assert set(answer["citations"][0]) == CITATION_FIELDS
    assert set(answer["sentences"][0]) == {"text", "markers", "check"}
    assert set(answer["searched"]) == {"documents", "paragraphs", "from", "until"}


def test_filters_and_language_reach_the_assistant(data: Path) -> None:
    scribe = Scribe()
    arguments = ["--document", "kst-1-2", "--theme", "Ondermijning", "--year", "2019", "--lang", "en"]
    assert call(["ask", FTE, *arguments], scribe) == 0
    assert scribe.seen == [
        (FTE, {"history": (), "id": "", "document": "kst-1-2", "theme": "ondermijning", "year": 2019, "language": "en"})
    ]


def test_a_question_may_come_from_standard_input(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("Hoeveel fte één?\n".encode())))
    scribe = Scribe()
    assert call(["ask", "-"], scribe) == 0
    assert scribe.seen[0][0] == "Hoeveel fte één?"


def test_people_get_the_answer_and_numbered_references_with_quotes(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(["ask", FTE]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Voor de opsporing van ondermijnende criminaliteit is 171 fte toegevoegd. [1]")
    at = lines.index("Bronnen")
    assert lines[at + 1].startswith("[1] Brief van 14 november 2018, kenmerk 2413668, p. 1")
    assert lines[at + 2].strip() == "“Voor de opsporing van ondermijnende criminaliteit is 171 fte toegevoegd.”"
    assert "Inleiding › kst-1-2/p5" in lines[at + 3]
    assert [line[:3] for line in lines if line.startswith("[")] == ["[1]", "[2]", "[3]"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "nl",
            ("Dichtstbij, maar geen antwoord", "Doorzocht: {} documenten, {} alinea's van 14 november 2018 tot en met"),
        ),
        ("en", ("Nearest passages, not an answer", "Searched: {} documents, {} paragraphs from 2018-11-14 until")),
    ],
)
def test_an_abstention_says_what_was_searched_and_what_came_near(
    language: str, words: tuple[str, ...], data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(["ask", "Wat zegt de brief over stikstof?", "--lang", language]) == 0
    shown = capsys.readouterr().out
    assert "Bronnen" not in shown
    counts = Scribe().inner.library.counts()
    assert all(part.format(counts.documents, counts.paragraphs) in shown for part in words)


def test_nothing_from_a_document_steers_the_terminal(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from assistant.commands.terminal import readable

    assert call(["ask", "Een aanval"]) == 0
    assert "\x1b" not in capsys.readouterr().out
    assert readable("a\x1b[2Jb\u202ec\nd\te") == "a\ufffd[2Jb\ufffdc\nd\te"


def batch(tmp_path: Path, lines: list[Any], scribe: Scribe | None = None) -> tuple[int, list[dict[str, Any]]]:
    """The exit code and the answers for lines, which are JSON values or raw bytes."""
    source, target = tmp_path / "in.jsonl", tmp_path / "uit.jsonl"
    raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    source.write_bytes(b"\n".join(raw) + b"\n")
    code = call(["ask", "--batch", str(source), "--out", str(target)], scribe)
    return code, [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]


def test_a_batch_answers_every_line_in_order(data: Path, tmp_path: Path) -> None:
    lines = [{"id": f"q{n}", "question": f"{FTE} {n}"} for n in range(20)]
    code, answers = batch(tmp_path, lines)
    assert code == 0
    assert [(a["id"], a["question"]) for a in answers] == [(line["id"], line["question"]) for line in lines]
    assert set(answers[0]) >= FIELDS


def test_history_and_filters_of_a_line_reach_the_assistant(data: Path, tmp_path: Path) -> None:
    scribe = Scribe()
    line = {
        "id": 7, "question": "En in 2020?", "history": ["Wat was de norm?"],
        "filters": {"document": "kst-1-2", "theme": "mensenhandel", "year": "2020", "lang": "en"}, "extra": 1,
    }  # fmt: skip
    code, answers = batch(tmp_path, [line, {"question": "Wat?", "history": None, "filters": None}], scribe)
    assert code == 0
    assert [a["id"] for a in answers] == ["7", ""]
    assert scribe.seen[0][1] == {
        "history": ("Wat was de norm?",), "id": "7",
        "document": "kst-1-2", "theme": "mensenhandel", "year": 2020, "language": "en",
    }  # fmt: skip
    assert scribe.seen[1] == ("Wat?", {"history": (), "id": ""})


@pytest.mark.parametrize(
    ("line", "name", "words"),
    [
        (b"geen json", "", "geen JSON"),
        (b"\xff\xfe", "", "geen JSON"),
        (b"[" * 100_000, "", "geen JSON"),
        ([1, 2], "", "moet een object zijn"),
        ({"id": "x"}, "x", "question ontbreekt"),
        ({"id": "x", "question": None}, "x", "question moet tekst zijn"),
        ({"id": "x", "question": "  "}, "x", "leeg"),
        ({"id": "x", "question": "a" * 100_000}, "x", "100000 tekens"),
        ({"id": "x", "question": "Wat?", "history": ["a" * 100_000]}, "x", "100000 tekens"),
        ({"id": "x", "question": "Wat?", "history": "eerder"}, "x", "history moet een lijst zijn"),
        ({"id": "x", "question": "Wat?", "filters": {"year": "vorig"}}, "x", "filters.year moet een jaartal zijn"),
        ({"id": "x", "question": "Wat?", "filters": {"jaar": 2019}}, "x", "filters.jaar is onbekend"),
        ({"id": "x", "question": "Wat?", "filters": {"theme": "koeien"}}, "x", "koeien"),
        ({"id": "x", "question": "Wat?", "filters": {"document": "weg"}}, "x", "weg"),
        ({"id": "x", "question": "Een fout"}, "x", "kan niet worden gelezen"),
        (b'{"id": "x", "question": "Wat \\ud800?"}', "x", "geen geldige tekst"),
    ],
)
def test_a_line_that_cannot_be_answered_yields_a_line_with_the_error(
    line: Any, name: str, words: str, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = {"id": "goed", "question": FTE}
    code, answers = batch(tmp_path, [good, line, b"", good])
    assert code == 0
    assert [a["id"] for a in answers] == ["goed", name, "goed"]
    assert words in answers[1]["error"]
    assert "error" not in answers[0] | answers[2]
    assert "1 van 3 regels gaven een fout" in capsys.readouterr().err


def test_a_fault_of_the_program_spoils_one_line_and_keeps_its_traceback(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, answers = batch(tmp_path, [{"id": "a", "question": "Een defect"}, {"id": "b", "question": FTE}])
    assert code == 1
    assert "ZeroDivisionError" in answers[0]["error"]
    assert answers[1]["id"] == "b"
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupted_batch_leaves_the_earlier_file_as_it_was(data: Path, tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "uit.jsonl"
    source.write_text('{"question": "Wat?"}\n{"question": "Even stoppen"}\n', encoding="utf-8")
    target.write_text("van gisteren\n", encoding="utf-8")
    call(["ask", "--batch", str(source), "--out", str(target)])
    assert target.read_text(encoding="utf-8") == "van gisteren\n"
    assert sorted(os.listdir(tmp_path)) == ["in.jsonl", "uit.jsonl"]


def test_a_file_that_cannot_be_written_is_an_error(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"question": "Wat?"}\n', encoding="utf-8")
    assert call(["ask", "--batch", str(source), "--out", str(tmp_path / "nergens" / "uit.jsonl")]) == 1
    assert "nergens" in capsys.readouterr().err


def test_a_batch_may_go_to_standard_output(
    data: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": "a", "question": "Wat?"}\n', encoding="utf-8")
    assert call(["ask", "--batch", str(source), "--out", "-"]) == 0
    assert json.loads(capfdbinary.readouterr().out)["id"] == "a"


def test_an_answer_is_one_line_whatever_its_characters() -> None:
    from assistant.commands.terminal import json_line

    text = "a\u2028b\x85c\ud800\u00e9"
    line = json_line({"text": text})
    assert len(line.splitlines()) == 1
    assert "é" in line
    assert line.encode()
    assert json.loads(line) == {"text": text}
