"""Candidate sentences and their features: whole source text, its company, years, and subjects that nobody names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.evidence.reading import read
from assistant.evidence.search import search, vocabulary_of
from assistant.evidence.sentences import Evidence, gather
from assistant.question.analysis import analyse_question
from ingest.pipeline import ingest
from ingest.store.library import Library
from tests.ingest.store.tiny import TinyEncoder

PAPER = """Datum 3 maart 2021
Betreft Beantwoording over havens

Ons kenmerk
12-H

# Beantwoording over havens

## Vraag 1

Hoeveel containers zijn vorig jaar gecontroleerd?

## Antwoord op vraag 1

De douane deed dat bij 4.200 stuks. Dat aantal stijgt.

## Bewaking in 2021

De bewaking van loodsen groeit. Daarbij helpt een camerasysteem. De bewaking daalde in 2019.[^1] Wat nu?

| Loods | 2020 |
|---|---|
| Noord | 12 |

[^1]: Jaarbericht van de inspectie.
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library of one paper that replies to questions."""
    folder = tmp_path_factory.mktemp("havens")
    (folder / "havens.md").write_text(PAPER, encoding="utf-8")
    ingest([folder / "havens.md"], data=folder / "data", encoder=TinyEncoder())
    with Library.open(folder / "data", encoder=TinyEncoder()) as opened:
        yield opened


def found(library: Library, question: str) -> list[Evidence]:
    asked = analyse_question(question, vocabulary_of(library))
    return gather(
        library, asked, search(library, "douane bewaking loods noord jaarbericht containers kenmerk datum"), None
    )


def piece(library: Library, question: str, start: str) -> Evidence:
    return next(e for e in found(library, question) if e.text.startswith(start))


def test_a_candidate_is_whole_source_text_and_no_line_of_a_letterhead(library: Library) -> None:
    pieces = found(library, "Wat zegt het stuk over bewaking?")
    document = library.document("havens")
    assert {e.text for e in pieces} >= {"De bewaking van loodsen groeit.", "Dat aantal stijgt.", "Noord | 12"}
    assert all(document.text[e.start : e.end] == e.text for e in pieces)
    assert {e.paragraph.kind for e in pieces} <= {"text", "table_row", "footnote"}


def test_a_sentence_that_points_back_knows_the_one_before_it(library: Library) -> None:
    text = library.document("havens").text
    after = piece(library, "Wat helpt bij bewaking?", "Daarbij helpt")
    assert after.before is not None
    assert text[slice(*after.before)] == "De bewaking van loodsen groeit."
    assert piece(library, "Wat helpt bij bewaking?", "De bewaking van").before is None


def test_an_answer_is_read_in_the_company_of_the_question_it_replies_to(library: Library) -> None:
    reply = piece(library, "Hoeveel containers zijn gecontroleerd?", "De douane deed")
    assert reply.features["inside"] == 0.0
    assert reply.features["around"] >= 0.7
    assert read(library, "havens").questions["1"]


def test_a_reply_stands_as_near_as_the_question_it_replies_to(library: Library) -> None:
    question = "Hoeveel containers zijn vorig jaar gecontroleerd?"
    asked = analyse_question(question, vocabulary_of(library))
    vector = TinyEncoder().encode_queries([question])[0]
    pieces = gather(library, asked, search(library, question, vector=vector, k=50), vector)
    replied = {e.text: e.features["replied"] for e in pieces}
    assert replied["De douane deed dat bij 4.200 stuks."] > 0.0
    assert replied["De bewaking van loodsen groeit."] == replied[question] == 0.0


@pytest.mark.parametrize(("text", "promised"), [("De brief zal komen.", 1.0), ("De brief kwam.", 0.0)])
def test_what_will_happen_is_told_from_what_happened(text: str, promised: float, tmp_path: Path) -> None:
    (tmp_path / "brief.md").write_text(f"# Brief\n\n{text}\n", encoding="utf-8")
    ingest([tmp_path / "brief.md"], data=tmp_path / "data", encoder=TinyEncoder())
    with Library.open(tmp_path / "data", encoder=TinyEncoder()) as opened:
        for question, expected in (("Wanneer werd de brief verstuurd?", promised), ("Wanneer komt de brief?", 0.0)):
            (only,) = gather(opened, analyse_question(question), search(opened, "brief"), None)
            assert only.features["promised"] == expected


def test_a_footnote_belongs_to_the_sentence_that_calls_it(library: Library) -> None:
    calling = piece(library, "Welk jaarbericht is er?", "De bewaking daalde")
    assert [n.label for n in calling.notes] == ["1"]
    assert piece(library, "Welk jaarbericht is er?", "De bewaking van").notes == ()
    assert calling.features["around"] > piece(library, "Welk jaarbericht is er?", "De bewaking van").features["around"]


@pytest.mark.parametrize(
    ("question", "start", "unfit"),
    [
        ("Hoe was de bewaking in 2019?", "De bewaking daalde", 0.0),
        ("Hoe was de bewaking in 2015?", "De bewaking daalde", 1.0),
        ("Hoe was de bewaking in 2021?", "De bewaking van", 0.0),
        ("Hoe was de bewaking?", "De bewaking daalde", 0.0),
        ("Hoeveel loodsen in 2020?", "Noord", 0.0),
    ],
)
def test_a_year_is_met_in_the_sentence_its_heading_or_its_column(
    library: Library, question: str, start: str, unfit: float
) -> None:
    assert piece(library, question, start).features["year"] == unfit


def test_the_form_of_a_sentence_is_seen(library: Library) -> None:
    assert piece(library, "Wat nu met bewaking?", "Wat nu").features["asks"] == 1.0
    assert piece(library, "Daalde de bewaking?", "De bewaking van").features["opposed"] == 1.0
    assert piece(library, "Hoeveel in Noord?", "Noord").features["row"] == 1.0


@pytest.mark.parametrize(
    ("question", "foreign"),
    [
        ("Hoeveel stuks zijn er voor stikstof?", True),
        ("How many containers were there about xylophones?", False),
        ("Hoeveel stuks zijn er voor de bewaking?", False),
        ("Hoeveel stuks zijn uitgetrokken voor de bewaking?", False),
        ("Wat zegt het stuk over stikstof?", False),
    ],
)
def test_a_fact_about_a_subject_that_no_paper_names_is_foreign(library: Library, question: str, foreign: bool) -> None:
    assert {e.features["foreign"] for e in found(library, question)} == {float(foreign)}


def test_a_sentence_that_names_nothing_of_the_question_is_empty(library: Library) -> None:
    assert piece(library, "Hoe luidt de begroting van kippenhokken?", "De bewaking van").features["empty"] == 1.0
    assert piece(library, "Daalde de bewaking?", "De bewaking van").features["empty"] == 0.0
