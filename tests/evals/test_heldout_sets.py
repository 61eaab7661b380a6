"""The held-out sets: how many, of which kinds, and that their gold stands in the documents.

Invariant: a failing test names question ids only, so the texts stay unseen by whoever builds the engine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import pytest

from evals.corpora import corpus_files
from evals.matching import fold, holds
from evals.questions import FACTS, UNANSWERABLE, Place, Question, load_suite
from ingest.manifest import load_manifest
from ingest.reading.read import read_file

OTHERS = frozenset(["list", "reason", "state", "colloquial", "english", "followup", "multi", "conflict"])
REGISTERS = frozenset(["agreements", "figures", "trend", "commitments", "comparison", "conflict"])
SUITES = ("heldout", "heldout-registers")


@pytest.fixture(scope="module")
def paragraphs() -> dict[str, list[str]]:
    """The folded paragraphs of every document that a held-out question may be about, by document id."""
    publications = {entry.file: entry.publication for entry in load_manifest()}
    files = dict.fromkeys((*corpus_files("shipped"), *corpus_files("papers")))
    documents = [
        read_file(path, publication=next((p for file, p in publications.items() if path.match(file)), None))
        for path in files
    ]
    return {d.id: [fold(d.text[p.start : p.end]) for p in d.paragraphs] for d in documents}


def places(question: Question) -> Iterator[Place]:
    """Every place that the question names, needed or allowed."""
    for group in question.expected.gold:
        yield from group
    yield from question.expected.also


def sorts(questions: Iterable[Question]) -> Counter[str]:
    """How many unanswerable questions there are of each sort."""
    return Counter(q.expected.unanswerable_kind for q in questions if not q.expected.answerable)


@pytest.mark.parametrize("suite", SUITES)
def test_every_place_stands_in_a_paragraph_of_the_document_it_names(
    suite: str, paragraphs: dict[str, list[str]]
) -> None:
    lost = [
        question.id
        for question in load_suite(suite)
        if any(not any(fold(p.quote) in text for text in paragraphs.get(p.document, ())) for p in places(question))
    ]
    assert lost == []


@pytest.mark.parametrize("suite", SUITES)
def test_what_an_answer_must_hold_stands_in_the_places_that_carry_it(suite: str) -> None:
    unfounded = []
    for question in load_suite(suite):
        text = fold(" ".join(place.quote for group in question.expected.gold for place in group))
        if not all(any(holds(text, words) for words in alternatives) for alternatives in question.expected.must):
            unfounded.append(question.id)
    assert unfounded == []


def test_a_question_is_about_documents_of_its_own_corpus() -> None:
    shipped = {entry.publication.id for entry in load_manifest()}
    stray = [
        question.id
        for suite in SUITES
        for question in load_suite(suite)
        if question.corpus == "shipped" and not {p.document for p in places(question)} <= shipped
    ]
    assert stray == []


def test_the_held_out_questions_are_many_over_the_letter_and_over_the_papers() -> None:
    count = Counter(question.corpus for question in load_suite("heldout"))
    assert count.total() >= 150
    assert count["letter"] >= 90
    assert count["papers"] >= 60


def test_the_held_out_questions_are_of_every_kind() -> None:
    count = Counter(question.kind for question in load_suite("heldout"))
    assert set(count) == FACTS | OTHERS | {"unanswerable"}
    assert all(count[kind] >= 3 for kind in FACTS | OTHERS)


def test_about_three_in_ten_held_out_questions_have_no_answer_in_all_seven_sorts() -> None:
    count = sorts(load_suite("heldout"))
    share = count.total() / sum(1 for _ in load_suite("heldout"))
    assert 0.25 <= share <= 0.35
    assert set(count) == UNANSWERABLE
    assert min(count.values()) >= 4


def test_the_held_out_register_questions_are_of_every_register_kind() -> None:
    count = Counter(question.kind for question in load_suite("heldout-registers"))
    corpora = Counter(question.corpus for question in load_suite("heldout-registers"))
    assert count.total() >= 45
    assert set(count) >= REGISTERS | {"unanswerable"}
    assert set(corpora) == {"shipped", "papers"}


def test_follow_up_questions_carry_the_conversation_before_them() -> None:
    bare = [q.id for suite in SUITES for q in load_suite(suite) if q.kind == "followup" and not q.history]
    assert bare == []


def test_no_held_out_question_is_asked_twice() -> None:
    asked = Counter(
        (fold(q.text), tuple(map(fold, q.history)), q.corpus) for suite in SUITES for q in load_suite(suite)
    )
    assert [times for times in asked.values() if times > 1] == []
