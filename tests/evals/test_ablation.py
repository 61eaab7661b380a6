"""What each part of the scoring of sentences is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant
from assistant.answer import Answer
from assistant.evidence.answerability import SENTENCE_FEATURES, Coefficients, load_coefficients, probability
from assistant.question.analysis import analyse_question
from evals.ablation import PARTS, WHOLE, ablation, variants
from evals.measures import TextOf
from evals.run import Asker, Opener
from tests.evals.conftest import TEXT, ask
from tests.evals.test_run import Scripted

SHIPPED = load_coefficients()
FTE = "Hoeveel fte is toegevoegd voor de opsporing van ondermijnende criminaliteit?"


class Mute(Scripted):
    """Abstains on every question."""

    def ask(self, question: str, *, history: Sequence[str] = (), id: str = "", **filters: Any) -> Answer:
        """The abstention."""
        return super().ask("Wie?", history=history, id=id, **filters)


def test_the_first_variant_is_the_product_as_it_is() -> None:
    assert next(iter(variants(SHIPPED).items())) == (WHOLE, SHIPPED)


@pytest.mark.parametrize("part", PARTS)
def test_a_variant_lacks_the_features_of_its_part_and_no_others(part: str) -> None:
    left = variants(SHIPPED)[f"zonder {part}"]
    changed = {name for name, weight in SHIPPED.sentence.items() if left.sentence[name] != weight}
    assert changed <= set(PARTS[part])
    assert all(left.sentence[name] == 0.0 for name in PARTS[part])
    assert (left.answer, left.threshold) == (SHIPPED.answer, SHIPPED.threshold)


def test_without_answerability_only_a_question_with_no_sentence_at_all_is_refused() -> None:
    always = variants(SHIPPED)["zonder beantwoordbaarheid"]
    assert probability(analyse_question(FTE), [], always) < always.threshold <= 0.0001


def test_every_feature_of_a_sentence_belongs_to_at_most_one_part() -> None:
    named = [name for features in PARTS.values() for name in features]
    assert len(named) == len(set(named))
    assert set(named) <= set(SENTENCE_FEATURES)


def test_each_variant_is_asked_the_questions_with_its_own_coefficients(tmp_path: Path) -> None:
    def opener(coefficients: Coefficients) -> Opener:
        def opened(corpus: str, data: Path) -> tuple[Asker, TextOf]:
            texts: Any = {"brief": TEXT}
            return Mute() if coefficients.sentence["similar"] == 0.0 else Scripted(), texts.get

        return opened

    table = ablation("hand", [ask()], tmp_path, opener)
    lost = [name for name, found in table.items() if found["accuracy"].value == 0.0]
    assert lost == ["zonder betekenis"]
    assert list(table) == list(variants(SHIPPED))


def test_the_assistant_abstains_by_the_coefficients_it_is_given(filled: Path) -> None:
    never = replace(SHIPPED, threshold=1.1)
    with Assistant.open(filled) as usual, Assistant.open(filled, coefficients=never) as strict:
        assert not usual.ask(FTE).abstained
        assert strict.ask(FTE).abstained
