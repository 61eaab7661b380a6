"""Scored runs: the table of measures, the baseline file, and the gate."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from evals.scores import Run, by_kind, compare, make_run, read_run, run_to_json, score
from ingest.errors import QuestionError
from tests.evals.conftest import abstention, ask, ask_in_vain, reply

FTE = "Er is 171 fte toegevoegd voor de opsporing."


@pytest.fixture
def mixed(text_of: Any) -> Run:
    """One right answer, one right and one false abstention, one answer to what is not there."""
    rows = [
        score(ask(id="a"), reply(FTE, answerability=0.9), text_of),
        score(ask_in_vain(), abstention(answerability=0.1), text_of),
        score(ask(id="c"), abstention(answerability=0.2), text_of),
        score(ask_in_vain(), reply(FTE, answerability=0.8, latency_ms=50.0), text_of),
    ]
    return make_run("hand", "made", [replace(row, id=str(n)) for n, row in enumerate(rows)])


def test_the_table_holds_every_measure_that_applies(mixed: Run) -> None:
    values = {name: estimate.value for name, estimate in mixed.measures.items()}
    assert values["accuracy"] == 0.5
    assert values["accuracy_answerable"] == 0.5
    assert values["abstention_recall"] == 0.5
    assert values["false_abstention"] == 0.5
    assert values["citation_precision"] == 1.0
    assert values["citation_recall"] == 0.5
    assert values["number_support"] == 1.0
    assert values["verification_failures"] == 0
    assert values["answerability_auroc"] == 0.75
    assert values["words_facts_median"] == 8
    assert values["latency_p50_ms"] == 10.0


def test_accuracy_is_split_by_kind(mixed: Run) -> None:
    found = by_kind(mixed.scores, lambda s: float(s.right))
    assert {kind: e.value for kind, e in found.items()} == {"number": 0.5, "unanswerable": 0.5}


def test_a_run_written_to_a_file_reads_back_the_same(mixed: Run, tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(json.dumps(run_to_json(mixed)), encoding="utf-8")
    assert read_run(path) == mixed


def test_a_file_without_a_run_is_refused_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "leeg.json").write_text("{}")
    for name in ("leeg.json", "ontbreekt.json"):
        with pytest.raises(QuestionError, match="eval --json"):
            read_run(tmp_path / name)


def many(right: int, wrong: int, text_of: Any) -> Run:
    """A run with so many right and so many wrong answers."""
    good, bad = score(ask(), reply(FTE), text_of), score(ask(), abstention(), text_of)
    rows = [good] * right + [bad] * wrong
    return make_run("hand", "made", [replace(row, id=str(n)) for n, row in enumerate(rows)])


def test_a_clear_drop_in_accuracy_is_a_loss_and_a_slight_one_is_not(text_of: Any) -> None:
    before = many(100, 0, text_of)
    assert compare(many(80, 20, text_of), before).is_loss
    assert not compare(many(99, 1, text_of), before).is_loss
    assert not compare(before, many(80, 20, text_of)).is_loss


def test_a_comparison_names_what_was_lost_and_won(text_of: Any) -> None:
    found = compare(many(2, 1, text_of), many(1, 2, text_of))
    assert found.won == ("1",)
    assert found.lost == ()


def test_one_verification_failure_is_a_loss_whatever_the_accuracy(text_of: Any) -> None:
    altered = {"text": "Er is geen 171 fte. [1]", "markers": [1], "check": "quote"}
    bad = make_run("hand", "made", [score(ask(), reply(FTE, sentences=[altered]), text_of)])
    assert compare(bad, bad).is_loss


def test_questions_that_only_one_run_has_are_left_out_of_the_comparison(text_of: Any) -> None:
    found = compare(many(5, 0, text_of), many(3, 0, text_of))
    assert found.accuracy is not None
    assert found.accuracy.n == 3
