"""What register questions ask: the matter, the kinds, the relation to the norm, the part of the year, the words."""

from __future__ import annotations

import pytest

from assistant.writing.register_matters import kinds_of, matter_of, relation_of
from assistant.writing.register_questions import MANY, beginnings, covered, may_hold, pool_of, read_question


@pytest.mark.parametrize(
    ("question", "matter"),
    [
        ("Welke afspraken zijn er over wapens?", "agreements"),
        ("Welke beloften zijn er gedaan over wapens?", "commitments"),
        ("Is de dronemonitor er gekomen?", "fate"),
        ("Is de dronemonitor klaar?", "fate"),
        ("Has the drone monitor been delivered?", "fate"),
        ("Hoeveel controles waren er in 2020?", "figures"),
        ("Wat was de norm voor controles in 2020?", "figures"),
        ("Wat is het budget voor toezicht in 2022?", "figures"),
        ("Daalde het aantal controles?", "trend"),
        ("Which targets were not met in 2020?", "against_norm"),
        ("Welke normen haalde de douane in 2020 niet?", "against_norm"),
        ("Welke cijfers spreken elkaar tegen?", "contradictions"),
        ("Kan ik 2019 met 2021 vergelijken?", "comparison"),
        ("Welke bron noemt 145 controles?", "number"),
        ("Waarom is de norm verlaagd?", None),
        ("Wie leidt de werkgroep?", None),
        ("Wanneer werd de monitor gepubliceerd?", None),
    ],
)
def test_a_question_is_for_one_register(question: str, matter: str | None) -> None:
    assert matter_of(question) == matter


@pytest.mark.parametrize(
    ("question", "relation"),
    [
        ("Which targets were not met in 2020?", "onder"),
        ("Which targets were met in 2020?", "gehaald"),
        ("Welke normen haalde de douane in 2020 niet?", "onder"),
        ("Welke normen zijn in 2020 gehaald?", "gehaald"),
        ("Bij welke indicatoren lag de realisatie boven de norm?", "boven"),
        ("Bij welke indicatoren lag de realisatie onder de norm?", "onder"),
        ("Bij welke indicatoren was de realisatie gelijk aan de norm?", "gelijk"),
    ],
)
def test_a_denial_turns_the_relation_to_the_norm(question: str, relation: str) -> None:
    assert relation_of(question) == relation


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("Wat was de norm in 2020?", ("norm",)),
        ("Hoeveel euro beslag moest de douane in 2021 leggen?", ("norm",)),
        ("Wat was de realisatie in 2020?", ("realisatie",)),
        ("Wat was de uitkomst en het doel?", ("norm", "realisatie")),
        ("Haalde de douane in 2020 de norm voor controles?", ("norm", "realisatie")),
        ("Hoeveel controles waren er in 2020, en hoeveel moesten het er zijn?", ("norm", "realisatie")),
        ("Hoeveel controles op wapens en drugs was in 2020 de norm?", ("norm",)),
        ("Hoeveel controles waren er in 2020 en wat was de norm?", ("norm", "realisatie")),
        ("Hoeveel controles waren er in 2020?", ()),
    ],
)
def test_norm_and_realisatie_are_asked_by_many_words(question: str, kinds: tuple[str, ...]) -> None:
    assert kinds_of(question) == kinds


def test_a_month_in_the_question_is_no_question_for_the_year() -> None:
    first, until = (
        read_question("Hoeveel controles waren er in april 2021?"),
        read_question("Hoeveel controles waren er t/m juni 2020?"),
    )
    assert first is not None
    assert until is not None
    assert (first.part, until.part) == ("in april", "t/m juni")


def test_an_abbreviation_and_what_it_stands_for_are_one() -> None:
    asked = read_question("Wat was de norm voor csv's in 2020?")
    assert asked is not None
    assert all(covered(w, pool_of("Aangepakte criminele samenwerkingsverbanden")) for w in asked.words)


def test_what_is_counted_otherwise_is_not_covered() -> None:
    asked = read_question("Hoeveel verdachten van cybercrime waren er in 2020?")
    assert asked is not None
    assert not all(covered(w, pool_of("Reguliere cybercrime-onderzoeken", "cybercrime")) for w in asked.words)


@pytest.mark.parametrize(
    ("text", "rows", "held"),
    [
        ("De douane legt beslag op containers.", MANY + 1, True),
        ("De CONTAINERCONTROLES groeien.", MANY + 1, True),
        ("Er is een stuurgroep.", MANY + 1, False),
        ("Er is een stuurgroep in België.", MANY + 1, True),
        ("Er is een stuurgroep.", MANY, True),
    ],
)
def test_of_very_many_rows_only_those_are_read_that_may_hold_a_word(text: str, rows: int, held: bool) -> None:
    assert may_hold(text, beginnings(read_question("Wat is er afgesproken over containers?"), rows)) is held
