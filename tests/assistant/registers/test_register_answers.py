"""Answers from the registers: exact, cited, and silent where the register does not hold what was asked."""

from __future__ import annotations

import re

import pytest

from assistant.writing.register_answers import answer_from_registers
from tests.assistant.registers.conftest import Cupboard, Paper

ASKED = [
    "Welke afspraken zijn er over mensenhandel?",
    "Wat waren norm en realisatie voor bezitters en verspreiders in 2020?",
    "Hoe ontwikkelde het aantal reguliere cybercrime-onderzoeken zich?",
    "Is de buitmonitor er gekomen?",
    "Bij welke indicatoren lag de realisatie in 2020 boven de norm?",
    "Hoeveel slachtoffers zijn in 2020 bij CoMensha gemeld?",
    "Welke cijfers spreken elkaar tegen?",
]


@pytest.mark.parametrize("question", ASKED)
def test_every_number_shown_stands_in_its_quotes(shelf, question: str) -> None:
    draft = answer_from_registers(shelf, question)
    assert draft is not None
    for sentence in draft.sentences:
        quotes = [shelf.document(d).text[s:e] for d, s, e in sentence.quotes]
        if sentence.check == "quote":
            assert sentence.text.removeprefix("- ") in quotes
        elif sentence.check == "figures":
            assert quotes
            assert all(number in " ".join(quotes) for number in re.findall(r"\d[\d.,]*\d|\d", sentence.text))


def test_agreements_on_a_theme_are_listed_in_their_own_words(shelf) -> None:
    draft = answer_from_registers(shelf, "Welke afspraken zijn er over mensenhandel?")
    assert draft is not None
    assert [s.text for s in draft.sentences] == [
        "- In de eenheden zal geprioriteerd worden op mensenhandel.",
        "- Een concreet groeipad voor het aantal verdachten maakt deel uit van de afspraken.",
    ]


def test_norm_and_realisatie_of_a_year_come_in_one_sentence(shelf) -> None:
    draft = answer_from_registers(shelf, "Wat waren norm en realisatie voor bezitters en verspreiders in 2020?")
    assert draft is not None
    assert [s.text for s in draft.sentences] == [
        "Inzet op bezitters/verspreiders (zaken), 2020: norm 400, realisatie 351."
    ]


def test_a_development_is_a_table_with_every_row_cited(shelf) -> None:
    draft = answer_from_registers(shelf, "Hoe ontwikkelde het aantal bij CoMensha gemelde slachtoffers zich?")
    assert draft is not None
    rows = [s for s in draft.sentences if re.match(r"\| \d", s.text)]
    assert [s.text for s in rows] == ["| 2019 | 975 |", "| 2020 | 481 (voorlopig) en 490 |"]
    assert all(s.quotes for s in rows)
    assert draft.outcome == "conflicting"


def test_figures_that_count_otherwise_stand_beside_with_the_reason(shelf) -> None:
    draft = answer_from_registers(shelf, "Hoe ontwikkelde het aantal reguliere cybercrime-onderzoeken zich?")
    assert draft is not None
    texts = [s.text for s in draft.sentences]
    assert "Niet vergelijkbaar: andere telling: onderzoeken tegenover verdachten." in texts
    assert texts.index("| 2020 | 310 | 468 |") < texts.index("| 2023 | 310 |")


def test_differing_figures_are_both_shown_with_their_source(shelf) -> None:
    draft = answer_from_registers(shelf, "Hoeveel slachtoffers zijn in 2020 bij CoMensha gemeld?")
    assert draft is not None
    assert draft.outcome == "conflicting"
    assert "481 (voorlopig) (bron: Jaarverslag 2020) en 490 (bron: Memorie 2022)" in draft.sentences[0].text


def test_a_question_that_names_two_values_gets_both_whatever_else_it_says(shelf) -> None:
    draft = answer_from_registers(
        shelf, "Voor 2020 kom ik 481 en 490 bij CoMensha gemelde slachtoffers tegen. Welk getal moet ik hebben?"
    )
    assert draft is not None
    assert draft.outcome == "conflicting"
    assert "481 (voorlopig)" in draft.sentences[0].text
    assert "490" in draft.sentences[0].text


OTHERWISE = """
# Cijferoverzicht

## Afpakken

### Waarde beslag door politie

| Jaar | Norm | Realisatie | Eenheid | Toelichting | Bron |
|---|---|---|---|---|---|
| 2019 | | 171 | mln euro | geen norm genoemd | Jaarverslag 2019 |
| 2021 | 180 | | mln euro | | Memorie 2022 |
| 2023 | 190 | | mln euro | mogelijk een andere definitie dan eerder | Memorie 2024 |
"""


def test_what_is_counted_means_an_indicator_when_no_other_counts_it(shelf) -> None:
    victims = answer_from_registers(shelf, "Hoeveel slachtoffers zijn er in 2019 gemeld?")
    assert victims is not None
    assert victims.sentences[0].text == "Aantal bij CoMensha gemelde slachtoffers, 2019: realisatie 975."
    assert answer_from_registers(shelf, "Hoeveel zaken waren er in 2020?") is None


POINTS = """
# Wat latere stukken zeggen

## Mensenhandel

### Slachtoffers

Vermeld zijn 975 slachtoffers in 2019.
"""


@pytest.mark.parametrize(("said", "answered"), [("", False), (" Een norm is niet aangetroffen.", True)])
def test_what_an_overview_says_answers_a_question_after_a_norm_only_when_it_speaks_of_one(
    paper: Paper, said: str, answered: bool
) -> None:
    shelf = Cupboard(paper(f"{POINTS.rstrip()}{said}\n", id="overzicht", compiled=True))
    draft = answer_from_registers(shelf, "Is er een norm voor het aantal slachtoffers?")
    assert (draft is not None and "975" in draft.sentences[0].text) is answered


def test_two_years_that_are_counted_otherwise_come_with_the_reason(paper: Paper) -> None:
    draft = answer_from_registers(
        Cupboard(paper(OTHERWISE, id="beslag", compiled=True)),
        "Wat was de norm voor beslag door de politie in 2021 en 2023?",
    )
    assert draft is not None
    texts = [s.text for s in draft.sentences]
    assert "- Waarde beslag door politie, 2021: norm 180 mln euro." in texts
    assert any(t.startswith("Niet zonder meer vergelijkbaar:") and "2023" in t for t in texts)
    assert "Toelichting bij 2023: mogelijk een andere definitie dan eerder" in texts


def test_that_one_year_has_no_norm_is_not_said_of_another(paper: Paper) -> None:
    shelf = Cupboard(paper(OTHERWISE, id="beslag", compiled=True))
    said = answer_from_registers(shelf, "Wat was de norm voor beslag door de politie in 2019?")
    other = answer_from_registers(shelf, "Wat was de norm voor beslag door de politie in 2020?")
    assert said is not None
    assert "geen norm genoemd" in said.sentences[0].text
    assert other is None or "2019" not in " ".join(s.text for s in other.sentences)


def test_above_the_norm_names_only_what_lay_above(shelf) -> None:
    draft = answer_from_registers(shelf, "Bij welke indicatoren lag de realisatie in 2020 boven de norm?")
    assert draft is not None
    assert [s.text.split(",")[0] for s in draft.sentences] == [
        "- Aantal reguliere cybercrime-onderzoeken",
        "- Inzet op misbruikers/vervaardigers (zaken)",
    ]


def test_the_fate_of_a_commitment_is_told_in_the_words_of_the_papers(shelf) -> None:
    draft = answer_from_registers(shelf, "Is de buitmonitor er gekomen?")
    assert draft is not None
    assert draft.sentences[0].text.startswith("Partners ontwikkelen in 2019")
    assert draft.sentences[1].text == "De buitmonitor is nog in ontwikkeling bij het Openbaar Ministerie."


def test_a_promise_that_no_paper_mentions_says_until_when_was_looked(shelf) -> None:
    draft = answer_from_registers(
        shelf, "Wat is er gekomen van het informeren over de voortgang van de aanpak van drugs?"
    )
    assert draft is not None
    assert draft.outcome == "not_in_documents"
    assert "1 januari 2024" in draft.sentences[-1].text
    (quote,) = draft.nearest
    assert shelf.document(quote[0]).text[quote[1] : quote[2]].startswith("Over de voortgang van de aanpak van drugs")


@pytest.mark.parametrize(
    "question",
    [
        "Hoeveel onderzoeken waren er in 2020?",
        "Wat was de norm voor stikstof in 2020?",
        "Welke afspraken zijn er over stikstof?",
        "Welke afspraken zijn er over mensenhandel in Brazilië?",
        "Waarover zijn geen afspraken gemaakt?",
        "Wie heeft de brief ondertekend?",
        "Wat is mensenhandel?",
        "Is de snelweg er gekomen?",
    ],
)
def test_the_registers_are_silent_where_they_do_not_hold_what_was_asked(shelf, question: str) -> None:
    assert answer_from_registers(shelf, question) is None


@pytest.mark.parametrize(
    "question",
    [
        "Wat was de norm voor bezitters en verspreiders in 2019?",
        "Wat was de norm voor bezitters en verspreiders in 2021?",
        "Wat was de realisatie van verdachten cybercrime regulier in 2023?",
        "Hoeveel verdachten cybercrime regulier waren er in 2023?",
    ],
)
def test_another_kind_or_year_is_never_given_for_the_one_asked(shelf, question: str) -> None:
    draft = answer_from_registers(shelf, question)
    assert draft is not None
    assert draft.outcome == "not_in_documents"
    assert not re.search(r"\d", " ".join(s.text for s in draft.sentences))
    assert draft.nearest


def test_a_follow_up_takes_its_year_and_kinds_from_the_question_before(shelf) -> None:
    draft = answer_from_registers(
        shelf,
        "Voor misbruikers en vervaardigers? (Wat waren norm en realisatie voor bezitters en verspreiders in 2020?)",
    )
    assert draft is not None
    assert [s.text for s in draft.sentences] == [
        "Inzet op misbruikers/vervaardigers (zaken), 2020: norm 100, realisatie 113."
    ]


@pytest.mark.parametrize("lead", ["Is dat ook gebeurd?", "Is dat gelukt?", "Is dat er gekomen?"])
def test_a_follow_up_asks_after_the_fate_of_what_was_asked_before(shelf, lead: str) -> None:
    draft = answer_from_registers(shelf, f"{lead} (In welk jaar zou de buitmonitor er moeten zijn?)")
    assert draft is not None
    assert draft.outcome == "answered"
    assert draft.sentences[1].text == "De buitmonitor is nog in ontwikkeling bij het Openbaar Ministerie."


def test_a_promise_that_is_only_asked_for_is_answered_without_later_papers(letter, cupboard) -> None:
    asked, followed = (
        answer_from_registers(cupboard(letter), question)
        for question in (
            "Zou de buitmonitor er niet in 2019 zijn?",
            "Is dat ook gebeurd? (In welk jaar zou de buitmonitor er moeten zijn?)",
        )
    )
    assert asked is not None
    assert followed is not None
    assert asked.outcome == "answered"
    assert asked.sentences[0].text.startswith("Partners ontwikkelen in 2019")
    assert followed.outcome == "not_in_documents"
    assert followed.nearest


def test_a_list_of_promises_on_a_theme_without_any_is_not_found(shelf) -> None:
    draft = answer_from_registers(shelf, "Welke toezeggingen zijn er over mensenhandel?")
    assert draft is not None
    assert draft.outcome == "not_in_documents"


def test_promises_in_a_table_of_the_paper_that_is_named_are_listed(paper, cupboard) -> None:
    text = (
        "# Stand van toezeggingen\n\n## Lopende toezeggingen\n\n| Toezegging | Gedaan op | Termijn |\n|---|---|---|\n"
        "| Evaluatie cameratoezicht | 4 juni 2021 | Najaar 2022 |\n"
    )
    shelf = cupboard(paper(text, id="stand", date="2021-11-15"))
    draft = answer_from_registers(shelf, "Welke toezeggingen lopen er nog?", documents=frozenset(["stand"]))
    assert draft is not None
    assert [s.text for s in draft.sentences] == ["Evaluatie cameratoezicht | 4 juni 2021 | Najaar 2022"]


def test_a_number_of_a_part_of_the_year_is_never_given_for_the_year(paper, cupboard) -> None:
    text = (
        "# Brief\n\n## Mensenhandel\n\n| Indicator | Norm 2020 | Realisatie t/m juni 2020 |\n|---|---|---|\n"
        "| Verdachten mensenhandel | 195 | 83 |\n"
    )
    shelf = cupboard(paper(text, id="halfjaar", date="2020-10-15"))
    whole = answer_from_registers(shelf, "Wat was de realisatie van verdachten mensenhandel in 2020?")
    half = answer_from_registers(shelf, "Hoeveel verdachten mensenhandel waren er t/m juni 2020?")
    assert whole is not None
    assert half is not None
    assert (whole.outcome, half.outcome) == ("partial", "answered")
    assert whole.sentences[0].text == half.sentences[0].text == "Verdachten mensenhandel, t/m juni 2020: realisatie 83."


def test_an_english_question_is_read_by_its_dutch_words(shelf) -> None:
    draft = answer_from_registers(shelf, "How many victims did the police report to CoMensha in 2019?", "en")
    assert draft is not None
    assert draft.sentences[0].text == "Aantal bij CoMensha gemelde slachtoffers, 2019: realisatie 975."


def test_numbers_set_against_each_other_come_with_the_reason_against_it(shelf) -> None:
    draft = answer_from_registers(shelf, "In 2020 gold 310 en in 2023 310 voor cybercrime. Is dat hetzelfde?")
    assert draft is not None
    texts = [s.text for s in draft.sentences]
    assert "Niet zonder meer vergelijkbaar: andere telling: onderzoeken tegenover verdachten." in texts


def test_the_same_question_gives_the_same_draft(shelf) -> None:
    assert answer_from_registers(shelf, ASKED[2]) == answer_from_registers(shelf, ASKED[2])
