"""The word lists that a policy officer edits, the themes, and what a question is searched by."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import ManifestError
from ingest.language.expansion import expand_question, is_english
from ingest.language.glossary import entries_in, load_glossary
from ingest.language.terms import stem, terms
from ingest.language.themes import load_themes, match_theme, theme_of


def test_the_shipped_glossary_is_full_and_every_explanation_is_one_sentence() -> None:
    entries = load_glossary()
    assert len(entries) >= 90
    assert all(entry.explanation.endswith(".") and len(entry.explanation) > 30 for entry in entries)
    known = {entry.abbreviation for entry in entries}
    assert {"csv", "OM", "LOVP", "SBO", "GGP", "OMG", "THTC", "OSK", "RIEC", "LIEC", "HIC", "PG", "fte"} <= known
    assert {"CoMensha", "WODC", "NCTV", "AO", "MvT", "IPOL"} <= known


def test_terms_in_a_text_are_found_by_name_and_abbreviation_in_any_inflection() -> None:
    found = entries_in("Het OM sprak in het LOVP over criminele samenwerkingsverbanden.")
    assert [entry.abbreviation for entry in found] == ["OM", "LOVP", "csv"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('[[entry]]\nterm = "a"\n', "regel 1: het begrip 'a' heeft geen explanation"),
        ('[[entry]]\nexplanation = "x"\n', "regel 1: dit begrip heeft geen term"),
        ('# kop\n[[entry]]\nterm = "a"\nsynoniemen = ["b"]\nexplanation = "x"\n', "regel 4: onbekend veld"),
        ('[[entry]]\nterm = "a"\nsynonyms = "b"\nexplanation = "x"\n', "regel 3: het veld 'synonyms' moet een lijst"),
        (
            '[[entry]]\nterm = "eed"\nexplanation = "x"\n[[entry]]\nterm = "Eed"\nexplanation = "y"\n',
            "ook al op regel 1",
        ),
        ('[[entry]]\nterm = "a\n', "regel 2: dit is geen geldige TOML"),
        ('[[entree]]\nterm = "a"\n', "onbekend onderdeel [entree]"),
    ],
)
def test_a_fault_in_the_glossary_is_named_with_its_line(tmp_path: Path, body: str, message: str) -> None:
    path = tmp_path / "glossary.toml"
    path.write_text(body, encoding="utf-8")
    with pytest.raises(ManifestError) as caught:
        load_glossary(path)
    assert message.split(": ")[-1] in str(caught.value)
    if message.startswith("regel"):
        assert message.split(":")[0] in str(caught.value)


def test_a_missing_glossary_says_so(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="niet te lezen"):
        load_glossary(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("Wat doet de politie tegen hackers?", "computervredebreuk"),
        ("Hoe wordt wapenhandel aangepakt?", "vuurwapens"),
        ("Moeten mensen hun straf uitzitten?", "tenuitvoerlegging"),
        ("Wat doen rechters en officieren?", "rechtspraak"),
        ("Wat staat er over kinderporno?", "kindermisbruik"),
        ("Hoe pakt men motorbendes aan?", "outlaw"),
        ("Wat gebeurt er met voortvluchtigen?", "onvindbaren"),
        ("Komen er extra agenten?", "sterkte"),
        ("Wat is het LOVP?", "landelijk"),
        ("Wat doet het Openbaar Ministerie?", "OM"),
        ("Hoeveel csv's zijn er?", "samenwerkingsverbanden"),
        ("What was agreed about seizure?", "beslag"),
        ("How many victims were there?", "slachtoffers"),
    ],
)
def test_a_question_is_also_searched_by_what_it_is_called_elsewhere(question: str, term: str) -> None:
    found = dict(expand_question(question))
    assert set(terms(term)) & set(found)


def test_the_own_words_of_a_question_weigh_more_than_their_synonyms() -> None:
    found = dict(expand_question("Wat staat er over witwassen?"))
    assert found[stem("witwassen")] == max(found.values()) == 1.0


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("ondermijnign", "ondermijning"), ("mensenhadel", "mensenhandel"), ("cybercriminalitiet", "cybercriminaliteit")],
)
def test_a_typing_error_is_read_as_the_nearest_word_of_the_index(typed: str, meant: str) -> None:
    vocabulary = frozenset(terms("ondermijning mensenhandel cybercriminaliteit politie"))
    assert set(terms(meant)) & set(dict(expand_question(f"Wat is er over {typed}?", vocabulary)))


def test_expansion_is_the_same_every_time() -> None:
    question = "Welke afspraken zijn er over mensenhandel en cybercrime?"
    assert expand_question(question) == expand_question(question)


def test_english_is_told_from_dutch() -> None:
    assert is_english("What did the minister agree with the police?")
    assert not is_english("Wat heeft de minister met de politie afgesproken?")


def test_a_heading_decides_the_theme_before_the_text_does() -> None:
    assert theme_of(("Ambities per thema", "Ondermijning"), "Over mensenhandel en mensenhandelaren.") == "ondermijning"
    assert theme_of((), "De tenuitvoerlegging van straffen.") == "executie"
    assert theme_of(("Inleiding",), "De minister stuurt een brief.") == ""


def test_a_heading_of_two_themes_leaves_the_choice_to_the_text() -> None:
    section = ("Cybercrime en online kindermisbruik",)
    assert theme_of(section, "Het aantal meldingen van kinderporno stijgt.") == "online-kindermisbruik"


def test_the_themes_a_question_names_are_found_in_both_languages() -> None:
    assert match_theme("Hoe zit het met hacken en mensenhandel?") == ("cybercrime", "mensenhandel")
    assert match_theme("What about human trafficking?") == ("mensenhandel",)
    assert match_theme("Wie is de minister?") == ()


def test_every_theme_has_a_name_in_both_languages() -> None:
    assert all(theme.slug and theme.name and theme.english for theme in load_themes())
