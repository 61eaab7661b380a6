"""A question taken apart: what is counted, which years it is about, what is courtesy, which typing errors are mended."""

from __future__ import annotations

import pytest

from assistant.question.analysis import EARLIER, analyse_question, clean


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Hoeveel fte komt er bij?", ["fte"]),
        ("Hoeveel extra wijkagenten zijn er?", ["wijkagenten"]),
        ("Hoeveel strafrechtelijke onderzoeken liepen er?", ["strafrechtelijke", "onderzoeken"]),
        ("Welk programma loopt af in 2020?", ["programma"]),
        ("Wat is het aantal verdachten in 2019?", ["verdachten"]),
        ("Welk percentage van de aangiften is onderzocht?", ["aangiften"]),
        ("Hoeveel procent van de zaken liep vast?", ["zaken"]),
        ("How many officers were trained?", ["officers"]),
        ("Hoeveel is er uitgegeven?", []),
        ("How much did it cost?", []),
        ("Waarom is de norm verlaagd?", []),
    ],
)
def test_the_thing_that_is_counted_or_named_is_found(question: str, asked: list[str]) -> None:
    assert [c.text for c in analyse_question(question).asked if c.text not in ("extra",)] == asked


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("Hoeveel zaken waren er in 2020?", (2020,)),
        ("Wat veranderde er tussen 2019 en 2021?", (2019, 2021)),
        ("Wat staat er in de Veiligheidsagenda 2019-2022 over jeugd?", ()),
        ("Wat zei de agenda 2015 t/m 2018 over havens?", ()),
        ("Wat is de norm van 2021 in de Veiligheidsagenda 2019-2022?", (2021,)),
    ],
)
def test_a_year_in_the_name_of_an_agenda_is_not_what_is_asked(question: str, years: tuple[int, ...]) -> None:
    assert analyse_question(question).years == years


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("Geachte heer De Vries, hoeveel zaken waren er?", "hoeveel zaken waren er?"),
        ("Hallo! Wie leidt de proef?", "Wie leidt de proef?"),
        ("Kunt u mij vertellen wie de proef leidt?", "wie de proef leidt?"),
        ("Wie leidt de proef?\nMet vriendelijke groet,\nJ. Jansen", "Wie leidt de proef?"),
        ("Wie leidt de proef? Alvast bedankt!", "Wie leidt de proef?"),
        ("Dear Sir, who leads the pilot?", "who leads the pilot?"),
        ("Hoevel zaken waren er?", "Hoeveel zaken waren er?"),
        ("Wanener komt de monitor?", "Wanneer komt de monitor?"),
        ("Waarrom is de norm lager?", "Waarom is de norm lager?"),
        ("Wat doet men om fraude aan te pakken?", "Wat doet men om fraude aanpakken?"),
        ("Hallo", "Hallo"),
    ],
)
def test_courtesies_go_and_misspelled_asking_words_are_mended(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


@pytest.mark.parametrize("word", ["Weinig", "Welkom", "Hoeven", "Waren"])
def test_a_word_that_is_not_near_an_asking_word_stays(word: str) -> None:
    assert clean(f"{word} zaken dit jaar?").startswith(word)


def test_a_misspelled_asking_word_still_says_what_is_wanted() -> None:
    assert analyse_question("Hoevel wijkagenten zijn er?").wanted == "number"


def test_a_follow_up_says_what_is_wanted_and_the_earlier_subject_weighs_less() -> None:
    both = "Wanneer is dat klaar? (Wie bouwt de buitmonitor?)"
    question = analyse_question(both, lead="Wanneer is dat klaar?")
    assert question.wanted == "date"
    assert question.text == "Wanneer is dat klaar?"
    subject = next(c for c in question.concepts if c.text == "buitmonitor")
    alone = next(c for c in analyse_question("Wie bouwt de buitmonitor?").concepts if c.text == "buitmonitor")
    assert subject.importance == pytest.approx(EARLIER * alone.importance)


@pytest.mark.parametrize(
    ("question", "negated", "present", "letter"),
    [
        ("Waarom is de norm niet gehaald?", True, False, False),
        ("Is de buitmonitor er inmiddels gekomen?", False, True, False),
        ("Wat zegt de brief over jeugd?", False, False, True),
        ("Wat zegt een brief over jeugd?", False, False, False),
        ("Wie leidt de proef?", False, False, False),
    ],
)
def test_negation_the_present_and_the_letter_are_heard(
    question: str, negated: bool, present: bool, letter: bool
) -> None:
    found = analyse_question(question)
    assert (found.negated, found.present, found.letter) == (negated, present, letter)


def test_the_theme_and_the_language_are_read() -> None:
    question = analyse_question("How many human trafficking cases were there?")
    assert (question.language, question.themes) == ("en", ("mensenhandel",))


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("What does the letter say about drugs?", "en"),
        ("Wat zegt de brief over drugs?", "nl"),
        ("Who is responsible for cybercrime?", "en"),
        ("minister in was", "nl"),
        ("", "nl"),
    ],
)
def test_function_words_decide_the_language(text: str, spoken: str) -> None:
    assert analyse_question(text).language == spoken


def test_a_verb_after_how_many_is_not_taken_for_the_thing_that_is_counted() -> None:
    assert analyse_question("Hoeveel krijgt de politie erbij?").asked == ()
    assert [c.text for c in analyse_question("Hoeveel agenten krijgt de politie erbij?").asked] == ["agenten"]
