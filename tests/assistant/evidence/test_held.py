"""Does a sentence hold the kind of thing asked for? Counts against years and articles, shares of the right thing, names."""

from __future__ import annotations

from time import perf_counter

import pytest

from assistant.evidence.held import counts_in, held
from assistant.question.analysis import analyse_question
from ingest.language.terms import terms


def holds(question: str, text: str, before: str = "") -> float:
    """How well the text holds what the question asks for; ``before`` is the sentence in front of it."""
    asked = analyse_question(question)
    return held(asked.wanted, asked.asked, asked.text, text, frozenset(terms(before)))


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Er zijn 171 fte bijgekomen.", ["171"]),
        ("Dat kostte 1.250 uren en 3,5 dag.", ["1.250", "3,5"]),
        ("Er waren drie teams en tientallen tips.", ["drie", "tientallen"]),
        ("De wet geldt sinds 2014.", []),
        ("De agenda 2019-2022 loopt af.", []),
        ("Op 14 november is gestemd.", []),
        ("Zie artikel 19 van de wet en bijlage 3.", []),
        ("Kamerstukken II 2019/20, 28 684, nr. 600.", []),
        ("Op 3-4-2020 viel het besluit.", []),
        ("Postbus in 2500 EA Den Haag.", []),
        ("2. Aanpak van havens", []),
        ("In 2020 waren dat er 85.", ["85"]),
        ("De politie is één van de partners.", []),
    ],
)
def test_a_year_a_date_an_article_or_a_document_number_is_no_count(text: str, counts: list[str]) -> None:
    assert [text[a:b] for a, b in counts_in(text)] == counts


@pytest.mark.parametrize(
    ("question", "text", "before", "least", "most"),
    [
        ("Hoeveel rechercheurs zijn er?", "Er werken 85 rechercheurs.", "", 1.0, 1.0),
        ("Hoeveel rechercheurs zijn er?", "Het aantal rechercheurs steeg naar 85.", "", 0.7, 0.7),
        ("Hoeveel rechercheurs zijn er?", "De rechercheurs werken sinds 2014 samen.", "", 0.0, 0.0),
        ("Hoeveel rechercheurs zijn er?", "Er kwamen 85 auto's.", "", 0.15, 0.15),
        ("Hoeveel rechercheurs zijn er?", "In 2020 waren dat er 85.", "Er werken rechercheurs in Leiden.", 0.7, 0.7),
        ("Hoeveel lozingsvergunningen?", "Er zijn 12 vergunningen gegeven.", "Het gaat om lozingsvergunningen.", 1.0, 1.0),
        ("Hoeveel rechercheurs zijn er?", "De rechercheurs kosten 85 miljoen euro.", "", 0.15, 0.3),
    ],
)  # fmt: skip
def test_a_number_counts_most_before_the_noun_that_is_asked_for(
    question: str, text: str, before: str, least: float, most: float
) -> None:
    assert least <= holds(question, text, before) <= most


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        ("Welk percentage van de aangiften is onderzocht?", "Van de aangiften is 40% onderzocht.", 1.0),
        ("Welk percentage van de aangiften is onderzocht?", "De helft van de aangiften is onderzocht.", 1.0),
        ("Welk percentage van de aangiften is onderzocht?", "Van de auto's is 40% elektrisch.", 0.2),
        ("Hoe hoog wordt het minimum?", "Het minimum wordt gesteld op de helft van het maximum.", 0.3),
        ("Hoe vaak wordt er iemand aangehouden?", "Dat leidt zelden tot een aanhouding.", 0.6),
        ("Hoe vaak wordt er iemand aangehouden?", "In 2022 zijn 37 mensen aangehouden.", 0.8),
        ("Hoe vaak komt het overleg samen?", "Het overleg komt zesmaal per jaar bijeen, of twee keer per maand.", 1.0),
        ("Hoe vaak komt het overleg samen?", "Het overleg is in Utrecht.", 0.0),
        ("Hoe lang blijft een thema staan?", "Een thema blijft ten minste achttien maanden staan.", 1.0),
        ("Binnen welke termijn komt er antwoord?", "Er komt binnen tien werkdagen antwoord.", 1.0),
        ("Hoelang is het systeem beproefd?", "Het is van 1 maart 2024 tot 1 maart 2025 beproefd.", 1.0),
        ("Welk percentage van de aangiften is onderzocht?", "Er zijn 40 aangiften onderzocht.", 0.0),
        ("Hoeveel geld gaat er naar havens?", "Voor havens is 3 miljoen euro beschikbaar.", 1.0),
        ("Hoeveel geld gaat er naar havens?", "Naar havens gaat € 300.000.", 1.0),
        ("Hoeveel geld gaat er naar havens?", "Naar havens gaan 300 agenten.", 0.0),
        ("Wanneer komt de monitor?", "De monitor komt in het voorjaar.", 1.0),
        ("Wanneer komt de monitor?", "De monitor komt binnen twee maanden.", 1.0),
        ("Wanneer komt de monitor?", "De monitor komt er.", 0.0),
        ("Wanneer komt de monitor?", "De Monitorwet 2018 geldt.", 0.0),
        ("Op welke dag komt de monitor?", "De monitor komt op 3 juni.", 1.0),
        ("Op welke dag komt de monitor?", "De monitor komt in juni 2020.", 0.0),
        ("In welk jaar komt de monitor?", "De monitor komt in juni.", 0.0),
        ("Hoe lang loopt de proef?", "De proef loopt vier jaar.", 1.0),
        ("Hoe lang loopt de proef?", "De proef loopt.", 0.0),
        ("Hoe lang is de oude lijst nog geldig?", "De nieuwe lijst vervangt de oude, die loopt tot eind 2018.", 1.0),
        ("Wie is de voorzitter?", "Het overleg staat onder leiding van mw. A.B. Jansen.", 1.0),
        ("Wie is de voorzitter?", "De voorzitter leidt het overleg.", 0.0),
        ("Wie is de voorzitter van de Regiegroep Fietsen?", "De Regiegroep Fietsen komt bijeen.", 0.0),
        ("Wie is de voorzitter van de stuurgroep?", "De stuurgroep werkt met het Team High Tech Crime.", 0.0),
        ("Hoe heet de korpschef?", "De Staatssecretaris van JenV en de korpschef zijn akkoord.", 0.0),
        ("Hoe heet de korpschef?", "De minister, mw. A.B. Jansen, is akkoord.", 0.0),
        ("Hoe heet de korpschef?", "Korpschef A.B. Jansen is akkoord.", 1.0),
        ("Wie zit er in de stuurgroep?", "De politie spreekt daarover in de stuurgroep.", 0.0),
        ("Wie zit er in de stuurgroep?", "De stuurgroep bestaat uit politie en gemeenten.", 0.7),
        ("In welke landen lopen proeven?", "De proeven lopen in enkele landen.", 0.0),
        ("In welke landen lopen proeven?", "De proeven lopen in België en Frankrijk.", 1.0),
        ("Noem de thema's van de agenda.", "De agenda bevat een mix van afspraken.", 0.0),
        ("Noem de thema's van de agenda.", "Ondermijning, mensenhandel, cybercrime en executie.", 1.0),
        ("Wat is een OMG?", "De aanwezigheid van OMG's is intimiderend.", 0.0),
        ("Wat is het SBO?", "Het SBO adviseert daarover.", 1.0),
        ("Wat betekent RIEC?", "Het Regionaal Informatie- en Expertisecentrum (RIEC) helpt.", 1.0),
        ("Wat is THTC?", "Het Team High Tech Crime doet onderzoek.", 1.0),
        ("Over welke jaren gaan de doelen?", "De doelen gelden voor vier jaar (2019-2022).", 1.0),
        ("Over welke jaren gaan de doelen?", "De doelen gelden ten minste eenmaal in de vier jaar.", 0.0),
        ("Tot wanneer is er geld?", "Het geld loopt eind 2022 af.", 1.0),
        ("Tot wanneer is er geld?", "Bij de start, op 1 februari 2018, was er geld.", 0.4),
        ("Welk deel van de mensen met een celstraf komt vrij?", "Van hen komt 40% vrij.", 1.0),
        ("In welk Kamerstuk staat dat?", "Kamerstukken II 2019/20, 28 684, nr. 600.", 1.0),
        ("In welk Kamerstuk staat dat?", "Het staat in het rapport van de inspectie.", 0.0),
        ("Welke wet geeft de grondslag?", "De grondslag is artikel 18 van de Politiewet 2012.", 1.0),
        ("Welke wet geeft de grondslag?", "De grondslag is een afspraak.", 0.0),
    ],
)
def test_a_sentence_either_holds_the_kind_of_thing_or_does_not(question: str, text: str, value: float) -> None:
    assert holds(question, text) == value


@pytest.mark.parametrize(
    ("question", "text", "spelled"),
    [
        ("Waar staat de afkorting RIEC voor?", "Het Regionaal Informatie- en Expertisecentrum (RIEC) helpt.", True),
        ("Waar staat CSV voor?", "Een crimineel samenwerkingsverband (csv) is een groep.", True),
        ("Waar staat csv voor?", "Een crimineel samenwerkingsverband (csv) is een groep.", True),
        ("Waar staat de afkorting NVI voor?", "De NVI, Nationale Veiligheidsinspectie, keurt.", True),
        ("Waar staat de afkorting RIEC voor?", "Het RIEC ondersteunt de gemeenten.", False),
        ("Waar staat de afkorting RIEC voor?", "Het Landelijk Bureau (RIEC) helpt.", False),
    ],
)
def test_an_abbreviation_is_held_only_where_it_is_written_out(question: str, text: str, spelled: bool) -> None:
    assert holds(question, text) == float(spelled)


@pytest.mark.parametrize(
    ("question", "better", "worse"),
    [
        ("Wie betaalt de camera's?", "De gemeenten betalen de camera's.", "De camera's worden betaald."),
        ("Waarom is de norm lager?", "De norm is lager omdat er minder mensen zijn.", "De norm is lager."),
        ("Welke doelen zijn er?", "Er zijn doelen voor havens, wijken en scholen.", "Er zijn doelen."),
        ("Welke steden doen mee?", "In de proef werken Leiden en Zwolle samen.", "In de proef werken steden samen."),
        ("Welke thema's zijn er?", "Thema's zijn ondermijning, mensenhandel en cybercrime.", "Er zijn thema's."),
    ],
)
def test_softer_kinds_are_held_better_by_the_sentence_that_names_them(question: str, better: str, worse: str) -> None:
    assert holds(question, better) > holds(question, worse)


def test_a_word_that_a_question_repeats_is_looked_for_once() -> None:
    began = perf_counter()
    assert holds("Waar staat de afkorting RIEC voor? " + "OM lid " * 3_000, "Het OM is lid. " * 200) == 0.0
    assert perf_counter() - began < 2
