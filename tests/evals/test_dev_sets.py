"""The development sets: their gold stands in the documents they name, and no question is asked twice."""

from __future__ import annotations

from collections import Counter

import pytest
from ingest.manifest import load_manifest

from evals.corpora import corpus_files
from evals.matching import fold
from evals.questions import FACTS, SETS, SUITES, UNANSWERABLE, load_set, load_suite
from ingest.document import Document
from ingest.reading.read import read_file

DEV = SUITES["dev"]


@pytest.fixture(scope="module")
def paragraphs() -> dict[str, list[str]]:
    """The folded paragraphs of every shipped document and every test paper, by document id."""
    publications = {entry.file: entry.publication for entry in load_manifest()}
    files = dict.fromkeys((*corpus_files("shipped"), *corpus_files("papers")))
    documents = [read_file(path, publication=publications.get(path.name)) for path in files]
    return {document.id: folded(document) for document in documents}


def folded(document: Document) -> list[str]:
    """The document's paragraphs as the measures compare them."""
    return [fold(document.text_of(paragraph)) for paragraph in document.paragraphs]


@pytest.mark.parametrize("name", DEV)
def test_every_gold_quote_stands_in_a_paragraph_of_its_document(name: str, paragraphs: dict[str, list[str]]) -> None:
    lost = [
        f"{question.id}: {place.document} {place.quote[:60]}"
        for question in load_suite(name)
        for group in (*question.expected.gold, question.expected.also)
        for place in group
        if not any(fold(place.quote) in text for text in paragraphs.get(place.document, ()))
    ]
    assert lost == []


def test_no_question_stands_in_two_sets_or_twice_in_one() -> None:
    asked = Counter(
        (fold(q.text), tuple(map(fold, q.history)), q.filters, q.corpus)
        for path in sorted(SETS.glob("*.jsonl"))
        for q in load_set(path)
    )
    assert [question for question, times in asked.items() if times > 1] == []


def test_the_development_questions_are_many_and_a_good_part_has_no_answer() -> None:
    questions = load_suite("dev")
    assert len(questions) >= 300
    assert len(load_suite("dev-registers")) >= 80
    unanswerable = [q for q in questions if not q.expected.answerable]
    assert 0.2 <= len(unanswerable) / len(questions) <= 0.4
    assert {q.expected.unanswerable_kind for q in unanswerable} == UNANSWERABLE


def test_the_questions_about_the_letter_are_of_every_kind() -> None:
    kinds = Counter(q.kind for q in load_suite("dev-letter"))
    others = {"list", "reason", "colloquial", "english", "followup", "multi", "state", "unanswerable"}
    assert (FACTS - {"money"}) | others <= set(kinds)  # the letter names no sum of money


def test_an_unanswerable_question_is_most_often_a_near_miss() -> None:
    sorts = Counter(q.expected.unanswerable_kind for q in load_suite("dev-letter") if not q.expected.answerable)
    assert sorts.most_common(1)[0][0] == "near_miss"
