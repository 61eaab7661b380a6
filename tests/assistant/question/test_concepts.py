"""What a question is about: English words and pairs are met in Dutch text, and a name of several words only whole."""

from __future__ import annotations

import pytest

from assistant.question.concepts import Concept, concepts_of
from ingest.language.terms import terms


def _concept(question: str, said: str) -> Concept:
    return next(concept for concept in concepts_of(question) if concept.text == said)


@pytest.mark.parametrize(
    ("question", "said", "sentence"),
    [
        ("How many prison sentences were there?", "prison sentences", "Er waren tachtig gevangenisstraffen."),
        ("What went up in the first half?", "went up", "Het aantal is gestegen."),
        ("When did the law come into force?", "into force", "De inwerkingtreding volgt in mei."),
        ("Which of the human rights were violated?", "human rights", "De mensenrechten zijn geschonden."),
    ],
)
def test_an_english_pair_is_one_concept_that_dutch_text_meets(question: str, said: str, sentence: str) -> None:
    assert _concept(question, said).coverage(terms(sentence)) >= 0.8


def test_a_dutch_name_of_several_words_is_not_met_by_one_of_them() -> None:
    seized = _concept("What has been seized by the police?", "seized")
    assert seized.coverage(terms("De drugs zijn in beslag genomen.")) >= 0.8
    assert seized.coverage(terms("Er is tijd genomen.")) < 0.5


def test_words_that_are_no_known_pair_stay_apart() -> None:
    assert [concept.text for concept in concepts_of("Which of the prison police were there?")] == ["prison", "police"]
