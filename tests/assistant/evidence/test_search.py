"""Search in a library of letters: order, scope, determinism, and the best sentence."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.evidence.search import search, vocabulary_of
from ingest.pipeline import ingest
from ingest.store.library import Library, Scope
from tests.ingest.store.tiny import TinyEncoder, write_letters


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Eight letters, each on a subject of its own."""
    folder = tmp_path_factory.mktemp("search")
    ingest([write_letters(folder / "brieven", 8)], data=folder / "data", encoder=TinyEncoder())
    with Library.open(folder / "data") as opened:
        yield opened


def ask(library: Library, question: str, **choices: object) -> tuple[object, ...]:
    vector = TinyEncoder().encode_queries([question])[0]
    return search(library, question, vector=vector, **choices)


def test_the_passage_on_the_subject_comes_first(library: Library) -> None:
    found = ask(library, "Hoeveel zaken over mensenhandel heeft de politie opgepakt?")
    text = library.document(found[0].document_id).text
    assert "mensenhandel" in text


def test_the_same_question_gives_the_same_candidates_best_first_without_repeats(library: Library) -> None:
    first, second = (ask(library, "Wat is de norm voor cybercrime in 2019?", k=10) for _ in range(2))
    assert first == second
    assert len({candidate.passage_id for candidate in first}) == len(first) == 10
    keys = [(-candidate.fused, candidate.passage_id) for candidate in first]
    assert keys == sorted(keys)


def test_words_alone_decide_when_there_is_no_vector(library: Library) -> None:
    found = search(library, "fraude")
    assert found
    assert found[0].lexical > 0
    assert all(candidate.dense == 0 and candidate.best is None for candidate in found)


def test_an_abbreviation_or_synonym_finds_what_the_text_calls_otherwise(library: Library) -> None:
    found = search(library, "Hoeveel gevallen van online seksueel kindermisbruik waren er?")
    assert "kinderporno" in library.document(found[0].document_id).text


def test_a_scope_is_kept_to(library: Library) -> None:
    wanted = library.documents()[0].id
    found = ask(library, "Hoeveel zaken heeft de politie opgepakt?", scope=Scope(documents=frozenset({wanted})))
    assert {candidate.document_id for candidate in found} == {wanted}


def test_the_best_sentence_lies_within_the_document(library: Library) -> None:
    found = ask(library, "Wat is de norm voor deel 1?")
    for candidate in found:
        document = library.document(candidate.document_id)
        assert candidate.best is not None
        start, end = candidate.best
        assert document.text[start:end].strip() == document.text[start:end] != ""


def test_nothing_is_found_for_words_that_occur_nowhere(library: Library) -> None:
    assert search(library, "xylofoon") == ()


def test_the_vocabulary_is_read_once_a_generation(library: Library) -> None:
    assert vocabulary_of(library) is vocabulary_of(library)
    assert "mensenhandel" in vocabulary_of(library)


def test_a_search_takes_a_few_hundredths_of_a_second_at_most(library: Library) -> None:
    from time import perf_counter

    ask(library, "Wat is de norm?")
    times = []
    for number in range(9):
        began = perf_counter()
        ask(library, f"Hoeveel zaken over ondermijning in 20{10 + number}?")
        times.append(perf_counter() - began)
    assert sorted(times)[4] < 0.15
