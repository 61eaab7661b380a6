"""Reading the sets of questions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.questions import SUITES, Place, load_set, load_suite
from ingest.errors import QuestionError

GOOD = {
    "id": "a1",
    "question": "Hoeveel fte?",
    "kind": "number",
    "filters": {"year": 2018, "document": "brief"},
    "history": ["Eerdere vraag?"],
    "answerable": True,
    "gold": [{"document": "brief", "quote": "171", "or": [{"document": "brief", "quote": "elders"}]}],
    "must": [["171", "honderdeenenzeventig"], "fte"],
}


def write(path: Path, *rows: object) -> Path:
    """A set file with a line for each row."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_line_becomes_a_question_with_what_is_expected(tmp_path: Path) -> None:
    (question,) = load_set(write(tmp_path / "a.jsonl", GOOD))
    assert question.text == "Hoeveel fte?"
    assert question.filters == (("document", "brief"), ("year", 2018))
    assert question.history == ("Eerdere vraag?",)
    assert question.expected.outcomes == ("answered",)
    assert question.expected.gold == ((Place("brief", "171"), Place("brief", "elders")),)
    assert question.expected.must == (("171", "honderdeenenzeventig"), ("fte",))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"kind": "raadsel"}, "onbekende soort"),
        ({"corpus": "internet"}, "onbekend corpus"),
        ({"gold": []}, "zonder vindplaats"),
        ({"must": []}, "zonder vereiste woorden"),
        ({"outcome": ["misschien"]}, "onbekende uitkomst"),
        ({"question": " "}, "lege vraag"),
        ({"answerable": False}, "onbeantwoordbaar met vindplaats"),
        ({"answerable": False, "gold": [], "must": []}, "soort onbeantwoordbaar ontbreekt"),
    ],
)
def test_a_question_that_contradicts_itself_is_refused(tmp_path: Path, change: dict[str, object], fault: str) -> None:
    with pytest.raises(QuestionError, match=fault):
        load_set(write(tmp_path / "a.jsonl", {**GOOD, **change}))


def test_all_faults_of_a_file_are_reported_at_once_with_their_lines(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", GOOD, {"id": "a2"}, GOOD)
    path.write_text(path.read_text() + "geen json\n", encoding="utf-8")
    with pytest.raises(QuestionError) as caught:
        load_set(path)
    assert "regel 2: veld ontbreekt: question, kind, answerable" in str(caught.value)
    assert "regel 4: geen geldige JSON" in str(caught.value)
    assert "a1: dubbel kenmerk" in str(caught.value)


def test_a_suite_is_its_sets_one_after_the_other(tmp_path: Path) -> None:
    for number, name in enumerate(SUITES["dev"]):
        write(tmp_path / f"{name}.jsonl", {**GOOD, "id": f"a{number}"})
    assert [q.id for q in load_suite("dev", folder=tmp_path)] == [f"a{n}" for n in range(len(SUITES["dev"]))]


def test_an_unknown_suite_or_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match="Kies uit: dev"):
        load_suite("alles")
    with pytest.raises(QuestionError, match=r"heldout\.jsonl"):
        load_suite("heldout", folder=tmp_path)
