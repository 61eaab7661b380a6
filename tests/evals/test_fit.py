"""Fitting answerability: the gold sentence is learnt to come first, and what is answered is told from what is not."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest

from assistant.evidence.answerability import (
    ANSWER_FEATURES,
    READ_ANSWER_FEATURES,
    SENTENCE_FEATURES,
    Coefficients,
    linear,
    load_coefficients,
)
from assistant.evidence.reranking import READ_FEATURES
from assistant.evidence.sentences import Evidence
from assistant.question.analysis import analyse_question
from evals.examples import Example, Remembering
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
    return Example(question, asked, pieces, (False, answerable), read_again)


def read_again(ranked: Sequence[Evidence]) -> list[Evidence]:
    """The features of reading as a cross-encoder would give them that knows the second sentence to be right."""
    values = [3.0 * e.features["around"] for e in ranked]
    return [
        replace(e, features={**e.features, "first": e.score - ranked[0].score, "read": v, "read_gap": max(values) - v})
        for e, v in zip(ranked, values, strict=True)
    ]


EXAMPLES = [example(n, n % 2 == 0) for n in range(40)]


def test_the_gold_sentence_is_put_above_the_others() -> None:
    sentence = fit_sentences(EXAMPLES)
    assert set(sentence) == {"intercept", *SENTENCE_FEATURES}
    for found in EXAMPLES:
        wrong, right = (linear(sentence, e.features) for e in found.evidence)
        assert right > wrong or not found.question.expected.answerable


def test_questions_with_an_answer_are_told_from_those_without() -> None:
    for scored in cross_validate(EXAMPLES):
        assert sorted(x.question.id for x, _, _ in scored) == sorted(x.question.id for x in EXAMPLES)
        with_answer = [p for x, p, _ in scored if x.question.expected.answerable]
        without = [p for x, p, _ in scored if not x.question.expected.answerable]
        assert min(with_answer) > max(without)
        assert all(right == x.question.expected.answerable for x, _, right in scored)


def test_what_reading_again_says_is_weighed() -> None:
    weights = fit_all(EXAMPLES)
    assert weights.reading is not None
    assert set(weights.reading.sentence) == {"intercept", *READ_FEATURES}
    assert set(weights.reading.answer) == {"intercept", *READ_ANSWER_FEATURES}
    assert weights.reading.sentence["read"] > 0


def test_no_pair_is_read_twice() -> None:
    class Counting:
        pairs: ClassVar[list[tuple[str, str]]] = []

        def score(self, question: str, passages: Sequence[str]) -> list[float]:
            self.pairs.extend((question, p) for p in passages)
            return [float(len(p)) for p in passages]

    reader = Remembering(Counting())
    assert reader.score("Wat?", ["aa", "b", "aa"]) == [2.0, 1.0, 2.0]
    assert reader.score("Wat?", ["b", "ccc"]) == [1.0, 3.0]
    assert Counting.pairs == [("Wat?", "aa"), ("Wat?", "b"), ("Wat?", "ccc")]


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
    fitted = fit_all(EXAMPLES)
    assert fitted.reading is not None
    fitted = replace(fitted, threshold=0.375, reading=replace(fitted.reading, threshold=0.25))
    path = tmp_path / "answerability.toml"
    path.write_text(to_toml(fitted), encoding="utf-8")
    read = load_coefficients(path)
    assert read.reading is not None
    assert fitted.reading is not None
    assert (read.threshold, read.reading.threshold) == (0.375, 0.25)
    for own, made in ((read, fitted), (read.reading, fitted.reading)):
        assert own.sentence == pytest.approx(made.sentence, abs=1e-5)
        assert own.answer == pytest.approx(made.answer, abs=1e-5)
    assert set(read.answer) == {"intercept", *ANSWER_FEATURES}


def test_a_question_stays_in_its_fold() -> None:
    assert hash_of("dl-001") == hash_of("dl-001") != hash_of("dl-002")
