"""Passages as papers with questions: each question finds its sentence, and what is measured on is in no fit."""

from __future__ import annotations

from pathlib import Path

from evals.asked import ASKED, MEASURED, corpora, questions_of, write_papers
from evals.examples import gold_spans
from evals.matching import fold
from evals.passages import APART, load_passages
from ingest.pipeline import ingest
from ingest.store.library import Library
from tests.ingest.store.tiny import TinyEncoder


def test_what_is_measured_on_is_not_fitted_on() -> None:
    fitted, measured = corpora(measured=False), corpora(measured=True)
    assert len(fitted) > len(measured) > 0
    assert not set(fitted) & set(measured)
    assert {f"passages-{name}" for name in MEASURED} == set(measured)
    seen = {fold(q.text) for corpus in fitted for q in questions_of(corpus)}
    assert not [q.text for corpus in measured for q in questions_of(corpus) if fold(q.text) in seen]


def test_no_passage_with_questions_is_trained_on() -> None:
    trained = {p.sentences for p in load_passages()} | {p.sentences for p in load_passages(APART)}
    own = [p for folder in sorted(ASKED.iterdir()) for p in load_passages(folder)]
    assert own
    assert not [p.heading for p in own if p.sentences in trained]


def test_every_question_has_its_own_id_and_says_where_it_is_answered() -> None:
    questions = [q for measured in (False, True) for c in corpora(measured=measured) for q in questions_of(c)]
    assert len({q.id for q in questions}) == len(questions)
    assert all(bool(q.expected.gold) is q.expected.answerable for q in questions)


def test_papers_are_written_once_and_mended(tmp_path: Path) -> None:
    corpus = corpora(measured=True)[0]
    written = write_papers(corpus, tmp_path)
    text, made = written[0].read_text(encoding="utf-8"), written[1].stat().st_mtime_ns
    written[0].write_text("iets anders", encoding="utf-8")
    assert write_papers(corpus, tmp_path) == written
    assert written[0].read_text(encoding="utf-8") == text
    assert written[1].stat().st_mtime_ns == made


def test_the_sentences_that_answer_are_found_back_in_the_library(tmp_path: Path) -> None:
    corpus = corpora(measured=True)[0]
    ingest(write_papers(corpus, tmp_path / "papers"), data=tmp_path / "data", encoder=TinyEncoder())
    library = Library.open(tmp_path / "data", encoder=TinyEncoder())
    answered = [q for q in questions_of(corpus) if q.expected.answerable]
    assert all(len(gold_spans(library, q)) == len(q.expected.gold[0]) for q in answered)
