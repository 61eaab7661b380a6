"""The gates before an answer: a sentence of the wrong kind, of other years, opposed or asking is not put in front."""

from __future__ import annotations

import dataclasses

import pytest

from assistant.evidence.answerability import (
    ANSWER_FEATURES,
    SENTENCE_FEATURES,
    Coefficients,
    fitting,
    load_coefficients,
    probability,
    ranked,
)
from assistant.evidence.sentences import Evidence
from assistant.question.analysis import analyse_question
from ingest.document import Paragraph

QUESTION = analyse_question("Hoeveel fietsen verdwenen er in 2020?")
COEFFICIENTS = Coefficients({"intercept": 0.0, "similar": 2.0}, {"intercept": -1.0, "score": 1.0}, 0.5)


def piece(number: int, similar: float = 0.0, score: float = 0.0, **features: float) -> Evidence:
    paragraph = Paragraph(f"stuk/p{number}", "text", 10 * number, 10 * number + 9, (), ())
    held = {
        **dict.fromkeys(SENTENCE_FEATURES, 0.0),
        "strange": 0.0,
        "foreign": 0.0,
        "empty": 0.0,
        "unnamed": 0.0,
        "similar": similar,
        **features,
    }
    return Evidence("stuk", paragraph, 10 * number, 10 * number + 9, f"Zin {number}.", None, (), "", held, score)


def test_evidence_is_ranked_by_its_weighted_features_and_ties_by_place() -> None:
    given = [piece(3, 0.5), piece(2, 0.9), piece(1, 0.5)]
    assert [e.start for e in ranked(given, COEFFICIENTS)] == [20, 10, 30]
    assert ranked(given, COEFFICIENTS)[0].score == pytest.approx(1.8)


@pytest.mark.parametrize(
    "gate",
    [
        {"kind_none": 1.0},
        {"year": 1.0},
        {"opposed": 1.0},
        {"asks": 1.0},
        {"foreign": 1.0},
        {"other_span": 1.0},
    ],
)
def test_a_sentence_that_may_not_answer_gives_way_to_the_next_near_it(gate: dict[str, float]) -> None:
    wrong, right = piece(1, score=5.0, **gate), piece(2, score=4.0)
    assert fitting(QUESTION, [wrong, right]) == [right, wrong]
    assert fitting(QUESTION, [wrong]) == []


@pytest.mark.parametrize("doubt", [{"empty": 1.0, "lacking": 1.0}, {"unnamed": 1.0, "inside": 0.8, "around": 0.8}])
def test_a_sentence_in_none_of_the_words_asked_may_answer_but_is_doubted(doubt: dict[str, float]) -> None:
    """Free wording shares no word with its answer; the models weigh that (decision 15)."""
    question = analyse_question("Hoeveel fietsen en boten verdwenen er in 2020?")
    doubted, named = piece(1, score=5.0, **doubt), piece(1, score=5.0, inside=0.8, around=0.8)
    beside = piece(2, score=1.0, inside=0.8, around=0.8)
    assert fitting(question, [doubted]) == [doubted]
    assert probability(question, [doubted, beside]) < probability(question, [named, beside])


def test_a_sentence_that_does_not_name_the_one_thing_asked_is_no_answer() -> None:
    assert fitting(analyse_question("Wat staat er over stikstof?"), [piece(1, score=5.0, empty=1.0)]) == []


def test_a_sentence_far_below_the_best_is_not_put_in_front() -> None:
    wrong, far = piece(1, score=5.0, opposed=1.0), piece(2, score=1.0)
    assert fitting(QUESTION, [wrong, far]) == []


def test_other_years_matter_only_when_a_year_is_asked() -> None:
    other = piece(1, score=5.0, year=1.0)
    assert fitting(analyse_question("Hoeveel fietsen verdwenen er?"), [other]) == [other]
    assert fitting(QUESTION, [piece(1, score=5.0, year=0.5)])


def test_the_probability_grows_with_the_evidence_and_is_nothing_without() -> None:
    low, high = (probability(QUESTION, [piece(1, score=s)], COEFFICIENTS) for s in (0.0, 3.0))
    assert 0 < low < high < 1
    assert probability(QUESTION, [], COEFFICIENTS) == 0.0
    assert probability(QUESTION, [piece(1, score=1e6)], COEFFICIENTS) == pytest.approx(1.0)


def test_the_shipped_coefficients_weigh_every_feature_and_no_other() -> None:
    shipped = load_coefficients()
    assert set(shipped.sentence) == {"intercept", *SENTENCE_FEATURES}
    assert set(shipped.answer) == {"intercept", *ANSWER_FEATURES}
    assert 0 < shipped.threshold < 1
    assert dataclasses.is_dataclass(shipped)
