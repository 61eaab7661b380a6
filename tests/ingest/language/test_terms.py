"""Terms: compounds, hyphens, numbers, abbreviations and stop words."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language.compounds import shipped_lexicon, split
from ingest.language.terms import terms
from ingest.language.words import snowball


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("mensenhandelonderzoeken", ["mens", "handel", "onderzoek"]),
        ("vuurwapenhandel", ["vuurwapen", "handel"]),
        ("wapenhandel", ["wapen", "handel"]),
        ("kindermisbruik", ["kinder", "misbruik"]),
        ("beleidsdoelstellingen", ["beleid", "doelstelling"]),
        ("samenwerkingsverbanden", ["samenwerking", "verband"]),
        ("afpakmonitor", ["afpak", "monitor"]),
        ("cybercriminaliteit", ["cyber", "criminaliteit"]),
        ("geweldsmiddelen", ["geweld", "middel"]),
        ("regioburgemeesters", ["regio", "burgemeester"]),
        ("vrijheidsstraffen", ["vrijheid", "straf"]),
        ("meerjarenbeleidsplannen", ["meerjaren", "beleid", "plan"]),
        ("kinderopvangtoeslag", ["kinder", "opvang", "toeslag"]),
    ],
)
def test_a_compound_is_taken_apart(word: str, parts: list[str]) -> None:
    bases = [part.base for part in split(word, shipped_lexicon())]
    assert [base if base != "kind" else "kinder" for base in bases] == parts


@pytest.mark.parametrize("word", ["minister", "kantoor", "politie", "burgemeester", "informatie", "paspoort"])
def test_a_word_that_is_no_compound_stays_whole(word: str) -> None:
    assert len(split(word, shipped_lexicon())) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("onderzoeken naar mensenhandel", "mensenhandelonderzoek"),
        ("steden", "stad"),
        ("leden van de raad", "lid raad"),
        ("afgepakt", "afpakken"),
        ("gemeenten", "gemeente"),
        ("1.370", "1370"),
        ("28 684", "28684"),
        ("10 mln.", "10.000.000"),
        ("10 miljoen", "10 mln"),
        ("90%", "90 procent"),
        ("high-tech", "hightech"),
        ("resultaat- en effectdoelstellingen", "resultaatdoelstelling"),
        ("resultaat- en effectdoelstellingen", "effectdoelstelling"),
        ("coördinatie", "coordinatie"),
        ("OMG's", "OMG"),
        ("csv's", "CSV"),
        ("Europol’s", "Europol"),
        ("artikel 240b", "240B"),
    ],
)
def test_two_ways_of_saying_the_same_share_a_term(one: str, other: str) -> None:
    assert set(terms(one)) & set(terms(other))


def test_the_preposition_om_is_dropped_and_the_abbreviation_is_kept() -> None:
    assert "om" in terms("Het OM vervolgt.")
    assert "om" not in terms("Dit is om te vervolgen.")


def test_stop_words_and_question_words_are_no_terms() -> None:
    assert terms("Wat is er en hoe kan dat van de het een?") == []


@given(st.text(max_size=120))
def test_any_text_has_terms_without_spaces_and_always_the_same(text: str) -> None:
    found = terms(text)
    assert found == terms(text)
    assert all(term and not any(c.isspace() for c in term) for term in found)


@given(st.lists(st.sampled_from(["politie", "straf", "mensen", "handels", "regio", "wet"]), min_size=1, max_size=4))
def test_the_parts_of_a_word_joined_are_the_word(pieces: list[str]) -> None:
    word = "".join(pieces)
    assert "".join(part.text for part in split(word, shipped_lexicon())) == word


def test_threads_at_once_find_the_same_stems() -> None:
    """The stemmer keeps its word in itself: two threads in it at once gave errors, or stems of the other's word."""
    found = [f"{first}{middle}{last}" for first in ("uit", "af", "op") for middle in _MIDDLES for last in _LASTS]
    snowball.cache_clear()
    alone = [snowball(word) for word in found]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        snowball.cache_clear()
        with ThreadPoolExecutor(8) as pool:
            rows = pool.map(lambda turn: [snowball(word) for word in found[turn:] + found[:turn]], range(8))
            assert list(rows) == [alone[turn:] + alone[:turn] for turn in range(8)]
    finally:
        sys.setswitchinterval(interval)


_MIDDLES = ("voer", "lever", "rekening", "spor", "neming", "schrijv", "gevend", "werkbaar", "hankelijk", "wissel")
_LASTS = ("en", "ing", "ingen", "der", "baarheid", "de", "lijkheden", "s")
