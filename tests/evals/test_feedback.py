"""Feedback from the workplace becomes draft questions, and nothing in it is taken for gold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.feedback import draft_cases, write_drafts
from evals.questions import load_set
from ingest.errors import QuestionError


def given(path: Path, *cases: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(case) + "\n" for case in cases), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("reason", "answerable", "outcome"),
    [
        ("unsupported", True, "answered"),
        ("incomplete", True, "answered"),
        ("should_answer", True, "answered"),
        ("should_refuse", False, "not_in_documents"),
    ],
)
def test_a_reason_says_what_the_answer_should_have_been(
    tmp_path: Path, reason: str, answerable: bool, outcome: str
) -> None:
    (case,) = draft_cases(given(tmp_path / "f.jsonl", {"question": " Hoeveel? ", "reason": reason}))
    assert case["question"] == "Hoeveel?"
    assert case["answerable"] is answerable
    assert outcome in case["outcome"]


def test_what_was_said_and_cited_is_kept_beside_the_gold_not_as_gold(tmp_path: Path) -> None:
    case = {
        "question": "Hoeveel?",
        "reason": "unsupported",
        "answer": "171 [1]",
        "paragraphs": ["d/p1"],
        "history": ["Wie?"],
    }
    (draft,) = draft_cases(given(tmp_path / "f.jsonl", case))
    assert (draft["gold"], draft["must"]) == ([], [])
    assert (draft["said"], draft["cited"], draft["history"]) == ("171 [1]", ["d/p1"], ["Wie?"])


def test_the_same_question_and_reason_is_one_draft_with_all_remarks(tmp_path: Path) -> None:
    cases = [{"question": "Hoeveel?", "reason": "incomplete", "remark": remark} for remark in ("a", "b", "a", "")]
    other = {"question": "Hoeveel?", "reason": "other"}
    first, second = draft_cases(given(tmp_path / "f.jsonl", *cases, other))
    assert first["remark"] == "a; b"
    assert second["reason"] == "other"


def test_drafts_do_not_load_as_a_set_before_a_person_completed_them(tmp_path: Path) -> None:
    feedback = given(tmp_path / "f.jsonl", {"question": "Hoeveel?", "reason": "incomplete"})
    assert write_drafts(feedback, tmp_path / "drafts.jsonl") == 1
    with pytest.raises(QuestionError, match="zonder vindplaats"):
        load_set(tmp_path / "drafts.jsonl")


@pytest.mark.parametrize("line", ["geen json", "[]", '{"question": "x", "reason": "vreemd"}', '{"reason": "other"}'])
def test_a_faulty_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "f.jsonl"
    path.write_text(f'{{"question": "x", "reason": "other"}}\n{line}\n', encoding="utf-8")
    with pytest.raises(QuestionError, match="regel 2"):
        draft_cases(path)


def test_without_feedback_the_error_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match="terugkoppeling"):
        draft_cases(tmp_path / "feedback.jsonl")
