"""A message split into its questions, as members of parliament and civil servants paste them."""

from __future__ import annotations

import pytest

from assistant.question.parts import MOST_PARTS, split_questions

PASTED = """Vragen van het lid Jansen over fietsdiefstal

1. Kent u het bericht over fietsen?
2. Hoeveel fietsen zijn gestolen
in 2020? 3. Wie doet daar iets aan?"""


@pytest.mark.parametrize(
    ("message", "questions"),
    [
        ("Wie leidt de proef?", ("Wie leidt de proef?",)),
        ("Wie leidt de proef? Wat kost zij?", ("Wie leidt de proef?", "Wat kost zij?")),
        (
            "Vraag 1: Wie leidt de proef in Utrecht?\nVraag 2: Wat kost de proef?",
            ("Wie leidt de proef in Utrecht?", "Wat kost de proef?"),
        ),
        ("a) Wie leidt de proef?\nb) Wat kost zij?", ("Wie leidt de proef?", "Wat kost zij?")),
        ("- Wie leidt de proef?\n- Wat kost zij?", ("Wie leidt de proef?", "Wat kost zij?")),
        (
            "Hoeveel zaken waren er in 2019 en wie deed het onderzoek?",
            ("Hoeveel zaken waren er in 2019?", "wie deed het onderzoek?"),
        ),
        (
            "Wat zegt de brief over jeugd en over drugs?",
            ("Wat zegt de brief over jeugd?", "Wat zegt de brief over drugs?"),
        ),
        ("Mijn vraag:\n\nWie leidt de proef?", ("Wie leidt de proef?",)),
        (
            "Wie leidt de proef? Wat kost zij? Noem de partners.",
            ("Wie leidt de proef?", "Wat kost zij?", "Noem de partners."),
        ),
        ("Wat is de norm en realisatie van 2020?", ("Wat is de norm en realisatie van 2020?",)),
        ("Wie en waar?", ("Wie en waar?",)),
        ("Fietsen in Leiden", ("Fietsen in Leiden",)),
    ],
)
def test_a_message_is_split_into_its_questions(message: str, questions: tuple[str, ...]) -> None:
    assert split_questions(message) == questions


def test_a_pasted_list_of_parliamentary_questions_loses_its_heading_and_numbers() -> None:
    assert split_questions(PASTED) == (
        "Kent u het bericht over fietsen?",
        "Hoeveel fietsen zijn gestolen in 2020?",
        "Wie doet daar iets aan?",
    )


def test_a_message_has_at_most_so_many_parts() -> None:
    message = " ".join(f"Wie leidt proef {n}?" for n in range(40))
    assert len(split_questions(message)) == MOST_PARTS
