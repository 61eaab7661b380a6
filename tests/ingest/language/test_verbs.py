"""Separable verbs that stand apart."""

from __future__ import annotations

import pytest

from ingest.language.verbs import rejoined


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Wie voert de eindevaluatie uit?", "Wie uitvoert de eindevaluatie?"),
        ("Hoe pakt de politie mensenhandel aan in 2020?", "Hoe aanpakt de politie mensenhandel in 2020?"),
        ("Welke instantie stelt het cijfer vast?", "Welke instantie vaststelt het cijfer?"),
        ("Wanneer vindt de evaluatie plaats?", "Wanneer plaatsvindt de evaluatie?"),
    ],
)
def test_a_verb_that_stands_apart_from_its_particle_is_joined_to_it(question: str, expected: str) -> None:
    assert rejoined(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Waar gaat de brief over?",
        "Waar zet de politie op in?",
        "Neemt het aantal zaken toe of af?",
        "Hoe ziet dat eruit?",
        "Hoeveel fte komt er voor de opsporing?",
    ],
)
def test_a_preposition_that_belongs_to_no_verb_stays_where_it_is(question: str) -> None:
    assert rejoined(question) == question
