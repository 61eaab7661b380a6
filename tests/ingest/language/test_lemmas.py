"""The dictionary forms of words."""

from __future__ import annotations

import pytest

from ingest.language.lemmas import infinitive, is_word, lemma
from ingest.language.terms import terms


@pytest.mark.parametrize(
    "forms",
    [
        ("voert", "voerde", "gevoerd", "voeren"),
        ("uitvoert", "uitgevoerd", "uitvoering"),
        ("aanlevert", "aangeleverd", "aanleveren"),
        ("meldt", "meldde", "gemeld", "meldingen"),
        ("bestrijdt", "bestreden", "bestrijding"),
        ("onvindbaar", "onvindbare", "onvindbaren"),
        ("veroordeelde", "veroordeelden", "veroordeeld"),
        ("steeg", "gestegen", "stijging"),
        ("wijziging", "gewijzigd", "gewijzigde"),
        ("gemeld", "gemelde", "melding"),
        ("gedupeerd", "gedupeerde", "gedupeerden"),
    ],
)
def test_the_forms_of_a_word_share_one_term(forms: tuple[str, ...]) -> None:
    assert len({term for form in forms for term in terms(form)}) == 1


def test_a_word_that_no_dictionary_holds_stays_as_it_is() -> None:
    assert lemma("comensha") == "comensha"
    assert not is_word("comensha")


def test_only_a_form_of_a_verb_has_an_infinitive() -> None:
    assert (infinitive("voert"), infinitive("agenten"), infinitive("fte")) == ("voeren", "", "")


@pytest.mark.parametrize(
    ("one", "other"), [("geld", "geldt"), ("gevolg", "volgt"), ("gewoon", "woont"), ("gemiddeld", "middel")]
)
def test_words_that_only_look_alike_keep_terms_of_their_own(one: str, other: str) -> None:
    assert terms(one) != terms(other)


def test_a_noun_keeps_the_ge_that_makes_it_no_participle() -> None:
    assert terms("geldstroom")[0].startswith("geldstrom")
