"""Follow-ups: the theme or year changed, the subject added behind, or nothing at all where a question stands alone."""

from __future__ import annotations

import pytest

from assistant.question.conversation import Resolved, alone, is_follow_up, resolve

TRAFFICKING = "Welke afspraken zijn er over mensenhandel?"


@pytest.mark.parametrize(
    ("earlier", "question", "whole"),
    [
        (TRAFFICKING, "En voor cybercrime?", "Welke afspraken zijn er over cybercrime?"),
        (TRAFFICKING, "En over ondermijning?", "Welke afspraken zijn er over ondermijning?"),
        ("Hoeveel zaken waren er in 2019?", "En in 2020?", "Hoeveel zaken waren er in 2020?"),
        ("Hoeveel zaken cybercrime waren er?", "En in 2020?", "Hoeveel zaken cybercrime waren er in 2020?"),
    ],
)
def test_a_new_theme_or_year_takes_the_place_of_the_old(earlier: str, question: str, whole: str) -> None:
    assert resolve(question, [earlier]) == Resolved(whole)


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("Waarom?", "Waarom?"),
        ("Wanneer is dat klaar?", "Wanneer is dat klaar?"),
        ("en wie betaalt dat?", "Wie betaalt dat?"),
        ("Who decides on that?", "Who decides on that?"),
        ("En wat zegt de brief over de kosten daarvan?", "Wat zegt de brief over de kosten daarvan?"),
        ("En wat is de norm over 2020?", "Wat is de norm over 2020?"),
    ],
)
def test_a_follow_up_that_asks_something_else_keeps_its_own_question_in_front(question: str, lead: str) -> None:
    assert resolve(question, [TRAFFICKING]) == Resolved(f"{lead} ({TRAFFICKING})", lead)


@pytest.mark.parametrize(
    "question",
    [
        "Hoeveel wijkagenten zijn er in Utrecht bijgekomen?",
        "En hoeveel rechercheurs werkten er aan ontvoeringen in Leiden?",
        "En wat zegt de brief over fietsdiefstal?",
        "And what does the letter say about bicycles?",
        "Welke rol heeft de burgemeester bij het dossier jeugdbendes?",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(question: str) -> None:
    assert not is_follow_up(question)
    assert resolve(question, [TRAFFICKING]) == Resolved(question)


def test_without_history_nothing_is_added() -> None:
    assert resolve("  En waarom?  ", []) == Resolved("En waarom?")


def test_a_chain_of_follow_ups_leads_back_to_the_first_question() -> None:
    asked = [TRAFFICKING, "En voor cybercrime?", "En voor ondermijning?"]
    assert resolve("Waarom?", asked).text == "Waarom? (Welke afspraken zijn er over ondermijning?)"


def test_a_question_that_stood_alone_ends_what_came_before_it() -> None:
    asked = [TRAFFICKING, "Hoeveel wijkagenten zijn er in Utrecht bijgekomen?"]
    assert "mensenhandel" not in resolve("Waarom?", asked).text


def test_a_follow_up_with_a_subject_of_its_own_may_stand_alone() -> None:
    before = "Hoeveel fte komt er bij voor havens?"
    assert alone(Resolved(f"Wie bepaalt de prioriteiten? ({before})", "Wie bepaalt de prioriteiten?")) == Resolved(
        "Wie bepaalt de prioriteiten?"
    )
    assert alone(Resolved(f"Wie bepaalt dat? ({before})", "Wie bepaalt dat?")) is None
    assert alone(Resolved(f"Waarom? ({before})", "Waarom?")) is None
    assert alone(Resolved(before)) is None
