"""Questions about figures in words of one's own."""

from __future__ import annotations

import pytest

from assistant.registers import registers
from assistant.writing.figure_meaning import meant_freely, understood
from assistant.writing.register_answers import answer_from_registers


@pytest.mark.parametrize(
    ("question", "indicator"),
    [
        ("Hoeveel gewone cybercrimezaken deed de politie in 2020?", "Aantal reguliere cybercrime-onderzoeken"),
        ("Zat de politie in 2020 onder of boven de afspraak voor reguliere cybercrime?",
         "Aantal reguliere cybercrime-onderzoeken"),
        ("Vergelijk het aantal reguliere cybercrimezaken in 2019 en 2020", "Aantal reguliere cybercrime-onderzoeken"),
    ],
)  # fmt: skip
def test_an_indicator_is_known_under_everyday_words(shelf, question: str, indicator: str) -> None:
    found = meant_freely(registers(shelf), question)
    assert found is not None
    assert found.name == indicator


@pytest.mark.parametrize(
    "question",
    [
        "Hoeveel hotels deden in 2020 mee aan reguliere cybercrime-onderzoeken?",
        "Hoeveel bezitters van kinderporno zijn er in 2020 veroordeeld?",
        "Hoeveel onderzoeken waren er in 2020?",
        "Waarom daalde het aantal reguliere cybercrime-onderzoeken?",
    ],
)
def test_a_thing_or_deed_that_no_indicator_knows_is_never_passed_over(shelf, question: str) -> None:
    assert understood(registers(shelf), None, question) is None


def test_what_was_done_and_what_was_agreed_are_both_given(shelf) -> None:
    draft = answer_from_registers(shelf, "Zat de politie in 2020 onder of boven de afspraak voor reguliere cybercrime?")
    assert draft is not None
    assert "norm 310" in draft.sentences[0].text
    assert "realisatie 468" in draft.sentences[0].text


def test_a_norm_that_only_some_years_lack_is_said_to_be_lacking_of_those_years(shelf) -> None:
    draft = answer_from_registers(
        shelf, "Wat waren norm en realisatie van reguliere cybercrime-onderzoeken in 2019 en 2020?"
    )
    assert draft is not None
    assert [s.text for s in draft.sentences if "niet aangetroffen" in s.text] == [
        "Een norm is in de documenten niet aangetroffen voor: Aantal reguliere cybercrime-onderzoeken, 2019."
    ]


def test_a_question_whether_the_agreement_was_met_gets_both_numbers(shelf) -> None:
    draft = answer_from_registers(shelf, "Haalde de politie in 2020 de afspraak voor reguliere cybercrime-onderzoeken?")
    assert draft is not None
    assert "norm 310, realisatie 468" in draft.sentences[0].text


@pytest.mark.parametrize(
    "question",
    [
        "Hoeveel geld ging er in 2020 naar cybercrime?",
        "Hoeveel budget was er in 2019 voor reguliere cybercrime-onderzoeken?",
    ],
)
def test_a_question_for_money_is_never_answered_with_a_count(shelf, question: str) -> None:
    draft = answer_from_registers(shelf, question)
    assert draft is None or draft.outcome == "not_in_documents"
