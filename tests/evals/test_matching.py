"""Folding, required words and numbers."""

from __future__ import annotations

import pytest

from evals.matching import fold, holds, numbers, spans, written_numbers


def test_folding_hides_quotation_marks_hyphens_case_spaces_and_soft_hyphens() -> None:
    assert fold("Een  ‘Afpak\u00admonitor’\n2019–2022") == "een 'afpakmonitor' 2019-2022"


@pytest.mark.parametrize(
    ("text", "words", "held"),
    [
        ("er is 171 fte toegevoegd", "171 FTE", True),
        ("er is 1171 fte toegevoegd", "171 fte", False),
        ("ongeveer 21% start", "1%", False),
        ("ongeveer 1% start", "1%", True),
        ("een bedrag van 3,1 miljoen", "1 miljoen", False),
        ("in 20190 gevallen", "2019", False),
        ("in 2019.", "2019", True),
        ("de voorzitter\nvan de kamer", "voorzitter van de kamer", True),
    ],
)
def test_required_words_never_match_inside_a_longer_number(text: str, words: str, held: bool) -> None:
    assert holds(fold(text), words) is held


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("van 10.749 naar 7.922", {"10749", "7922"}),
        ("261,9 miljoen in 2019-2022", {"261.9", "2019", "2022"}),
        ("artikel 18, nr. 540.", {"18", "540"}),
        ("1,522 cases", {"1522"}),
        ("geen enkel", set()),
    ],
)
def test_numbers_are_compared_whatever_their_separators(text: str, found: set[str]) -> None:
    assert numbers(text) == found


def test_numbers_written_as_words_are_found() -> None:
    assert written_numbers("Drie categorieën en vier jaar") == {"3", "4"}


def test_spans_are_ranges_in_the_folded_text() -> None:
    assert spans("de brief van de minister", ["Brief", "ontbreekt"]) == ((3, 8),)
