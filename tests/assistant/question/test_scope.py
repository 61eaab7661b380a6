"""Questions that no document answers: tasks, judgements, forecasts, advice; and those that name nothing at all."""

from __future__ import annotations

import pytest

from assistant.question.analysis import analyse_question
from assistant.question.scope import is_bare, is_outside


@pytest.mark.parametrize(
    "question",
    [
        "Schrijf een gedicht over de politie",
        "Kunt u de brief naar het Frans vertalen?",
        "Translate the letter",
        "Bereken het gemiddelde van de normen",
        "Vindt u dat de aanpak werkt?",
        "Is het terecht dat de norm is verlaagd?",
        "Do you agree with the minister?",
        "Zal de aanpak volgend jaar slagen?",
        "Will the plan succeed?",
        "Hoe doe ik aangifte van fietsdiefstal?",
        "Mag ik een wapen dragen?",
        "Where can I report a theft?",
    ],
)
def test_a_task_a_judgement_a_forecast_or_advice_is_outside(question: str) -> None:
    assert is_outside(question)


@pytest.mark.parametrize(
    "question",
    [
        "Wat schrijft de minister over havens?",
        "Zal de minister de Kamer informeren?",
        "Waar kan ik de monitor nalezen?",
        "Where can I read the report?",
        "Hoe doet de burger aangifte?",
        "Welke maatregelen zijn volgend jaar voorzien?",
        "Is de norm verlaagd?",
        "Kunt u zeggen wie het rapport gaat schrijven?",
    ],
)
def test_a_question_about_the_papers_is_not_outside(question: str) -> None:
    assert not is_outside(question)


@pytest.mark.parametrize(
    ("question", "alone", "bare"),
    [
        ("En dat?", True, True),
        ("Wat is dat?", True, True),
        ("Wat is het LOVP?", True, False),
        ("Wat staat er over jaar?", True, True),
        ("Wanneer is de buitmonitor gereed?", True, False),
        ("Hoe zit het daarmee?", True, True),
        ("Buitmonitor – wat is dat?", True, False),
        ("En die ander, wanneer is dat?", True, True),
        ("Tot welk jaar lopen de plannen?", True, False),
        ("Wat is er in 2020?", True, False),
        ("Wat zegt de brief?", True, False),
        ("Wat zegt men daarover in Leiden?", True, True),
        ("Wat zegt men daarover in Leiden?", False, False),
    ],
)
def test_a_question_that_names_nothing_is_bare(question: str, alone: bool, bare: bool) -> None:
    assert is_bare(analyse_question(question), alone=alone) is bare
