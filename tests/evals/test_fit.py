"""Fitting answerability: the gold sentence is learnt to come first, and what is answered is told from what is not."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.evidence.answerability import (
    ANSWER_FEATURES,
    SENTENCE_FEATURES,
    Coefficients,
    linear,
    load_coefficients,
)
from assistant.evidence.sentences import Evidence
from assistant.question.analysis import analyse_question
from evals.examples import Example
from evals.fit import cross_validate, fit_all, fit_sentences, hash_of, report, to_toml, top
from ingest.document import Paragraph
from tests.evals.conftest import ask, ask_in_vain


def evidence(number: int, **features: float) -> Evidence:
    paragraph = Paragraph(f"brief/p{number}", "text", 10 * number, 10 * number + 9, (), ())
    held = {
        **dict.fromkeys(SENTENCE_FEATURES, 0.0),
        "strange": 0.0,
        "foreign": 0.0,
        "empty": 0.0,
        "unnamed": 0.0,
        **features,
    }
    return Evidence("brief", paragraph, 10 * number, 10 * number + 9, f"Zin {number}.", None, (), "", held)


def example(number: int, answerable: bool) -> Example:
    """A question of which the sentence that holds more of it is right; a question in vain has none that does."""
    question = replace(ask() if answerable else ask_in_vain(), id=f"q{number}")
    near = 1.0 + number % 3 / 10 if answerable else 0.2
    pieces = (evidence(1, around=0.1, fused=0.9), evidence(2, around=near, fused=0.1 * (number % 4)))
    asked = analyse_question(f"Hoeveel fte zijn er bij groep {number}?")
    return Example(question, asked, pieces, (False, answerable))


EXAMPLES = [example(n, n % 2 == 0) for n in range(40)]


def test_the_gold_sentence_is_put_above_the_others() -> None:
    sentence = fit_sentences(EXAMPLES)
    assert set(sentence) == {"intercept", *SENTENCE_FEATURES}
    for found in EXAMPLES:
        wrong, right = (linear(sentence, e.features) for e in found.evidence)
        assert right > wrong or not found.question.expected.answerable


def test_questions_with_an_answer_are_told_from_those_without() -> None:
    scored = cross_validate(EXAMPLES)
    assert sorted(x.question.id for x, _, _ in scored) == sorted(x.question.id for x in EXAMPLES)
    with_answer = [p for x, p, _ in scored if x.question.expected.answerable]
    without = [p for x, p, _ in scored if not x.question.expected.answerable]
    assert min(with_answer) > max(without)
    assert all(right == x.question.expected.answerable for x, _, right in scored)


def test_the_threshold_that_is_reported_lies_between_the_two_kinds() -> None:
    out = io.StringIO()
    scored = [(x, 0.8 if x.question.expected.answerable else 0.3, x.question.expected.answerable) for x in EXAMPLES]
    assert 0.3 < report(out, scored) <= 0.8
    assert "AUROC beantwoordbaarheid: 1.000" in out.getvalue()


def test_the_best_evidence_of_a_question_is_right_only_when_it_is_gold() -> None:
    weights = Coefficients({"intercept": 0.0, "around": 1.0}, {}, 0.5)
    assert top(EXAMPLES[0], weights) is not None
    assert [top(x, weights)[1] for x in EXAMPLES[:2]] == [True, False]  # type: ignore[index]
    assert top(replace(EXAMPLES[0], evidence=(), right=()), weights) is None


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    fitted = replace(fit_all(EXAMPLES), threshold=0.375)
    path = tmp_path / "answerability.toml"
    path.write_text(to_toml(fitted), encoding="utf-8")
    read = load_coefficients(path)
    assert read.threshold == 0.375
    assert read.sentence == pytest.approx(fitted.sentence, abs=1e-5)
    assert read.answer == pytest.approx(fitted.answer, abs=1e-5)
    assert set(read.answer) == {"intercept", *ANSWER_FEATURES}


def test_a_question_stays_in_its_fold() -> None:
    assert hash_of("dl-001") == hash_of("dl-001") != hash_of("dl-002")
