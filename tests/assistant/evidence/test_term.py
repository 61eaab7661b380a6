"""Which evidence is about the term that a question names."""

from __future__ import annotations

import pytest

from assistant.evidence.term import term_of


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("Welke thema's kent de agenda 2023-2026?", ("2023", "2026")),
        ("Wat stond er in de agenda voor 2015 tot en met 2018?", ("2015", "2018")),
        ("Hoeveel csv's waren er in 2020?", None),
        ("Wat gebeurde er tussen 2001-2019?", None),
    ],
)
def test_a_stretch_of_years_is_the_term_of_an_agenda(question: str, term: tuple[str, str] | None) -> None:
    assert term_of(question) == term
