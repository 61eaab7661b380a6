"""Help with reading a question is taken only when it adds nothing to what the user said."""

from __future__ import annotations

import pytest

from assistant.language_model.choice import ModelChoice
from assistant.language_model.writer import Writer
from assistant.question.conversation import resolve
from assistant.question.parts import split_questions
from ingest.errors import ModelError
from tests.assistant.language_model.scripted import Scripted

BEFORE = ("Welke afspraken zijn er over mensenhandel?",)
FOLLOW_UP = "Hoeveel zijn dat er in 2019?"


def writer(*replies: str | ModelError, helps: bool = True) -> Writer:
    """A writer over a scripted model."""
    return Writer(ModelChoice(kind="openai", rewrites_questions=helps), lambda _: Scripted(replies))


def test_a_whole_question_of_the_users_own_words_is_used() -> None:
    whole = "Hoeveel afspraken over mensenhandel zijn er in 2019?"
    assert writer(whole).understand(FOLLOW_UP, BEFORE, resolve(FOLLOW_UP, BEFORE)).text == whole


@pytest.mark.parametrize(
    "reply",
    [
        "Hoeveel slachtoffers van mensenhandel zijn er in 2019?",
        "Hoeveel afspraken over mensenhandel zijn er in 2020?",
        "Hoeveel afspraken over mensenhandel zijn er niet in 2019?",
        "Welke afspraken zijn er over mensenhandel?",
        "Hoeveel afspraken zijn dat in 2019",
        "Vraag 1?\nVraag 2?",
        ModelError("weg"),
    ],
)
def test_anything_else_leaves_the_rules_in_charge(reply: str | ModelError) -> None:
    ruled = resolve(FOLLOW_UP, BEFORE)
    assert writer(reply).understand(FOLLOW_UP, BEFORE, ruled) == ruled


def test_the_model_is_not_asked_unless_it_is_set_to_help() -> None:
    ruled = resolve(FOLLOW_UP, BEFORE)
    assert writer(helps=False).understand(FOLLOW_UP, BEFORE, ruled) is ruled


def test_sub_questions_that_hold_every_word_are_used_and_others_are_not() -> None:
    message = "Graag hoor ik over de norm voor mensenhandel en daarnaast over de capaciteit voor cybercrime."
    ruled = split_questions(message)
    good = "1. Graag hoor ik over de norm voor mensenhandel?\n2. Graag hoor ik over de capaciteit voor cybercrime?"
    assert len(writer(good).split(message, ruled)) == 2
    assert writer("Wat is de norm voor mensenhandel?\nWie is minister?").split(message, ruled) == ruled
