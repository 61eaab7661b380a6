"""The development sets: their gold stands in the documents they name, and no question is asked twice."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from evals.corpora import corpus_files, paper_files
from evals.extraction import KINDS
from evals.extraction import load_set as load_annotated
from evals.matching import fold
from evals.questions import FACTS, SETS, SUITES, UNANSWERABLE, load_set, load_suite
from ingest.document import Document
from ingest.manifest import load_manifest
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
    """Held-out questions are compared too, but a failure names the questions' ids only, never their words."""
    asked: dict[object, list[str]] = defaultdict(list)
    for name in sorted({name for names in SUITES.values() for name in names}):
        for q in load_set(SETS / f"{name}.jsonl"):
            asked[fold(q.text), tuple(map(fold, q.history)), q.filters, q.corpus].append(q.id)
    assert [ids for ids in asked.values() if len(ids) > 1] == []


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


@pytest.mark.parametrize(("name", "least"), [("dev-letter", 260), ("dev-papers", 110), ("dev-registers", 80)])
def test_each_development_set_has_its_share(name: str, least: int) -> None:
    assert len(load_suite(name)) >= least


def test_the_questions_about_the_papers_are_of_every_kind_and_use_every_filter() -> None:
    questions = load_suite("dev-papers")
    others = {"list", "reason", "state", "colloquial", "english", "followup", "multi", "conflict", "unanswerable"}
    assert FACTS | others <= {q.kind for q in questions}
    assert {name for q in questions for name, _ in q.filters} == {"document", "theme", "year"}
    assert {q.expected.unanswerable_kind for q in questions if not q.expected.answerable} == UNANSWERABLE


def test_the_register_questions_are_of_every_kind_over_both_corpora() -> None:
    questions = load_suite("dev-registers")
    kinds = {
        "agreements",
        "figures",
        "trend",
        "commitments",
        "comparison",
        "conflict",
        "unanswerable",
        "yesno",
        "state",
    }
    assert {q.kind for q in questions} == kinds
    assert {q.corpus for q in questions} == {"papers", "shipped"}


def test_every_test_paper_is_marked_as_fictitious_and_asked_about(paragraphs: dict[str, list[str]]) -> None:
    papers = [read_file(path) for path in paper_files()]
    assert len(papers) >= 9
    assert [d.id for d in papers if not any("fictief" in text for text in paragraphs[d.id][:12])] == []
    asked = {p.document for q in load_suite("dev") for group in q.expected.gold for p in group}
    assert {document.id for document in papers} <= asked


@pytest.mark.parametrize("name", ["extraction-letter", "extraction-papers"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_annotated_sentence_stands_in_its_paragraph_and_that_in_its_document(
    name: str, kind: str, paragraphs: dict[str, list[str]]
) -> None:
    rows = load_annotated(name, kind)
    assert [row.paragraph[:60] for row in rows if fold(row.paragraph) not in paragraphs[row.document]] == []
    assert [s[:60] for row in rows for s in (*row.gold, *row.may) if fold(s) not in fold(row.paragraph)] == []
    assert [s[:60] for row in rows for s in row.gold if s in row.may] == []
    assert sum(len(row.gold) for row in rows) >= 8
