"""The word data by which questions are understood: synonyms, opposites and English words, whole and in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from importlib.resources import files

import pytest

from ingest.language.expansion import english_words
from ingest.language.glossary import entries_in, load_glossary
from ingest.language.phrases import key
from ingest.language.synonyms import opposites_of, synonyms_of
from ingest.language.words import fold


def _lines(name: str) -> Iterator[str]:
    text = (files("ingest") / "data" / name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line.strip() and not line.startswith("#"))


def _words(side: str) -> list[str]:
    return [word.strip() for word in side.split(",")]


def _groups() -> list[list[str]]:
    return [_words(line) for line in _lines("synonyms.txt")]


def _english() -> list[tuple[str, list[str]]]:
    return [(word, _words(dutch)) for word, _, dutch in (line.partition(": ") for line in _lines("english.txt"))]


def _means(word: str, other: str) -> bool:
    return key(other) in synonyms_of(key(word)[0]) or key(other) == key(word)


def test_every_group_holds_at_least_two_words_that_are_terms_and_none_twice() -> None:
    groups = _groups()
    assert len(groups) >= 450
    for group in groups:
        terms = [key(word) for word in group]
        assert all(terms), f"stopwoorden in {group}"
        assert len(set(terms)) == len(terms) > 1, f"dubbel of alleen: {group}"


def test_no_group_stands_in_the_list_twice() -> None:
    counted = Counter(frozenset(map(key, group)) for group in _groups())
    assert [sorted(group) for group, n in counted.items() if n > 1] == []


def test_no_group_holds_a_word_with_its_own_opposite() -> None:
    for group in _groups():
        alone = {key(word)[0]: word for word in group if len(key(word)) == 1}
        faults = {word: opposites_of(term) & alone.keys() for term, word in alone.items()}
        assert not any(faults.values()), faults


def test_every_pair_of_opposites_has_terms_on_both_sides_and_none_on_both() -> None:
    pairs = [line.split("|") for line in _lines("antonyms.txt")]
    assert len(pairs) >= 60
    for pair in pairs:
        one, other = ({key(word) for word in _words(side)} for side in pair)
        assert min(len(one), len(other)) > 0, pair
        assert not one & other, pair
        assert all(len(term) == 1 for term in one | other), pair


def test_english_words_are_folded_at_most_two_long_sorted_and_each_listed_once() -> None:
    words = [word for word, _ in _english()]
    assert len(words) >= 2500
    assert words == sorted(set(words))
    assert [word for word in words if not word.isascii() or word != fold(word) or len(word.split()) > 2] == []


def test_every_dutch_counterpart_of_an_english_word_is_a_term_and_listed_once() -> None:
    for word, dutch in _english():
        assert all(key(name) for name in dutch), word
        assert len(set(dutch)) == len(dutch), word


def test_no_two_terms_of_the_glossary_share_an_abbreviation() -> None:
    counted = Counter(entry.abbreviation for entry in load_glossary() if entry.abbreviation)
    assert len(load_glossary()) >= 250
    assert [name for name, n in counted.items() if n > 1] == []


@pytest.mark.parametrize(
    ("said", "official"),
    [
        ("bommen", "explosieven"),
        ("televisie", "tv"),
        ("halverwege", "medio"),
        ("snapt", "begrijpen"),
        ("dokters", "artsen"),
        ("arresteerde", "aanhouden"),
        ("onderbesteding", "geld op de plank"),
        ("hield", "gehouden"),
        ("kocht", "aankoop"),
        ("vliegveld", "luchthaven"),
    ],
)
def test_an_everyday_word_is_met_by_the_official_one(said: str, official: str) -> None:
    assert _means(said, official)


@pytest.mark.parametrize(
    ("said", "other"),
    [
        ("verboden", "toegestaan"),
        ("onvoldoende", "genoeg"),
        ("onderbesteding", "uitgegeven"),
        ("onvindbaar", "vinden"),
        ("verdachte", "dader"),
        ("gevangenis", "boete"),
    ],
)
def test_a_word_is_not_met_by_one_that_says_something_else(said: str, other: str) -> None:
    assert not _means(said, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("steeg", "daalde"), ("winst", "verlies"), ("goedgekeurd", "verworpen"), ("invoering", "afschaffing")],
)
def test_opposites_oppose_both_ways(one: str, other: str) -> None:
    assert key(other)[0] in opposites_of(key(one)[0])
    assert key(one)[0] in opposites_of(key(other)[0])


@pytest.mark.parametrize(
    ("english", "dutch"),
    [
        ("went up", "gestegen"),
        ("fell", "gedaald"),
        ("wrote", "geschreven"),
        ("prison sentences", "gevangenisstraf"),
        ("human rights", "mensenrechten"),
        ("first half", "eerste helft"),
        ("in force", "inwerkingtreding"),
        ("reporting duty", "meldplicht"),
        ("shootings", "schietpartijen"),
        ("planning", "plannen"),
    ],
)
def test_an_english_word_or_pair_is_known_in_dutch(english: str, dutch: str) -> None:
    assert key(dutch) in {key(name) for name in english_words(english)}


def test_half_of_a_known_pair_does_not_stand_for_the_pair() -> None:
    assert english_words("purple police") == ()


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("De RDW trok het kenteken in.", "Rijksdienst voor het Wegverkeer"),
        ("Zij kregen werkstraffen opgelegd.", "taakstraf"),
        ("Het NFI onderzocht de sporen.", "Nederlands Forensisch Instituut"),
        ("Een VOG is verplicht.", "verklaring omtrent het gedrag"),
    ],
)
def test_a_text_is_explained_by_abbreviation_and_by_other_name(text: str, term: str) -> None:
    assert term in [entry.term for entry in entries_in(text)]
