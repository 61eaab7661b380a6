"""Running a suite, with a scripted engine through the same argument as the real one."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer, Searched, Sentence
from evals import run as running
from evals.questions import Question
from ingest.citation import Citation
from ingest.errors import QuestionError
from tests.evals.conftest import TEXT, ask, ask_in_vain, cite, reply

FTE = "Er is 171 fte toegevoegd voor de opsporing."


class Scripted:
    """Answers every question about fte with the sentence that says it and abstains on the rest."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def ask(self, question: str, *, history: Sequence[str] = (), id: str = "", **filters: Any) -> Answer:
        """The scripted answer."""
        self.asked.append((question, {"history": history, **filters}))
        if not question.strip("?"):
            raise QuestionError("lege vraag")
        made = cite(FTE)
        citation = Citation(
            document_title="Brief", date="", section=(), page=None, reference="", url="", **made
        )  # fmt: skip
        known = "fte" in question
        return Answer(
            id=id,
            question=question,
            language="nl",
            outcome="answered" if known else "not_in_documents",
            sentences=(Sentence(f"{FTE} [1]", (1,), "quote"),) if known else (),
            citations=(citation,) if known else (),
            searched=Searched(1, 2, "", ""),
            latency_ms=5.0,
        )


def opened(engine: Scripted) -> running.Opener:
    """An opener that gives the scripted engine for every corpus."""
    return lambda corpus, data: (engine, {"brief": TEXT}.get)


QUESTIONS = (ask(id="a"), ask_in_vain(), ask(id="c", question="?", corpus="papers"))


def distinct(questions: Sequence[Question]) -> list[Question]:
    """The questions with ids of their own, asked so that the script knows them."""
    from dataclasses import replace

    return [replace(questions[0]), replace(questions[1], id="b", text="Wie is de korpschef?"), questions[2]]


def test_a_suite_is_asked_and_scored_in_order_with_errors_as_wrong_answers(tmp_path: Path) -> None:
    run, replies = running.run_suite("hand", distinct(QUESTIONS), tmp_path, opened(Scripted()), engine="script")
    assert [(s.id, s.right) for s in run.scores] == [("a", True), ("b", True), ("c", False)]
    assert run.scores[2].wrong == ("fout: lege vraag",)
    assert [r["id"] for r in replies] == ["a", "b", "c"]
    assert run.measures["verification_failures"].value == 0


def test_history_and_filters_reach_the_engine() -> None:
    engine = Scripted()
    question = ask(history=["Eerder?"], filters={"year": "2018", "theme": "Executie"})
    list(running.ask_all(engine, [question]))
    assert engine.asked == [("Hoeveel fte?", {"history": ("Eerder?",), "year": 2018, "theme": "Executie"})]


def test_answers_made_elsewhere_are_scored_by_id_and_a_missing_one_is_wrong() -> None:
    replies = [reply(FTE, id="a")]
    run = running.score_replies("hand", distinct(QUESTIONS), replies, running.quoted_texts(replies))
    assert [s.right for s in run.scores] == [True, False, False]
    assert run.scores[0].faults == ()


def test_misses_show_the_question_the_reason_and_what_came(tmp_path: Path) -> None:
    questions = distinct(QUESTIONS)
    run, replies = running.run_suite("hand", questions, tmp_path, opened(Scripted()))
    out = io.StringIO()
    running.write_misses(out, questions, run, replies)
    assert "c number: ?" in out.getvalue()
    assert "fout: lege vraag" in out.getvalue()
    assert "a number" not in out.getvalue()


def test_the_command_scores_a_file_of_answers_and_writes_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers, out = tmp_path / "answers.jsonl", tmp_path / "run.json"
    answers.write_text(json.dumps(reply(FTE, id="dl-001")) + "\n", encoding="utf-8")
    assert (
        running.main(["--suite", "dev-letter", "--answers", str(answers), "--only", "dl-001", "--out", str(out)]) == 0
    )
    assert "accuracy" in capsys.readouterr().out
    assert json.loads(out.read_text())["scores"][0]["id"] == "dl-001"


def test_answers_that_cannot_be_read_are_refused_with_the_name_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "kapot.jsonl").write_text("{", encoding="utf-8")
    with pytest.raises(QuestionError, match=r"kapot\.jsonl"):
        running.read_replies(tmp_path / "kapot.jsonl")
