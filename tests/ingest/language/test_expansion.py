"""What a question is searched by: its own terms first, other names with less weight, unknown words by what is known."""

from __future__ import annotations

import pytest

from ingest.language.expansion import CORRECTED, NAME, PART, PART_ALONE, TRANSLATED, expand_question, is_english


def weights(text: str, *known: str) -> dict[str, float]:
    return dict(expand_question(text, set(known) or None))


def test_a_word_weighs_most_then_its_parts_and_other_names() -> None:
    found = weights("mensenhandel")
    assert found["mensenhandel"] == 1.0
    assert found["arbeidsuitbuit"] == NAME
    assert found["handel"] == PART
    assert found["loverboy"] < PART


def test_the_parts_of_a_compound_that_no_text_holds_weigh_more() -> None:
    assert weights("fietsendiefstal", "diefstal")["diefstal"] == PART_ALONE
    assert weights("fietsendiefstal", "diefstal", "fietsendiefstal")["diefstal"] == PART


def test_a_misspelled_word_is_searched_by_the_nearest_known_one() -> None:
    assert weights("mensnhandel", "mensenhandel")["mensenhandel"] == CORRECTED
    assert "mensenhandel" not in weights("mensnhandel", "iets")


def test_english_is_searched_in_dutch_and_dutch_is_not_translated() -> None:
    assert weights("What is the shortage in the city?")["tekort"] == TRANSLATED
    assert "tekort" not in weights("Wat zegt de brief over shortage?")


def test_terms_come_heaviest_first_and_each_once() -> None:
    found = expand_question("Welke afspraken over mensenhandel en het OM?")
    assert list(found) == sorted(found, key=lambda item: (-item[1], item[0]))
    assert len({term for term, _ in found}) == len(found)


@pytest.mark.parametrize(
    ("text", "english"),
    [("What does the letter say?", True), ("Wat zegt de brief?", False), ("drugs", False), ("", False)],
)
def test_function_words_tell_english_from_dutch(text: str, english: bool) -> None:
    assert is_english(text) is english
