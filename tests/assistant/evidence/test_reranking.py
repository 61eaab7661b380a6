"""Reading again: what the reader puts above comes first, what is not read stays below, and a sentence is read whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.evidence.answerability import Coefficients, answer_features, load_coefficients
from assistant.evidence.find import analysed, find_evidence
from assistant.evidence.reranking import MOST, REACH, cross_encoder_for, reordered, reread, text_of
from assistant.evidence.sentences import Evidence
from assistant.question.conversation import Resolved
from ingest.pipeline import ingest
from ingest.store.library import Library
from ingest.store.model import load_encoder
from tests.ingest.store.tiny import TinyEncoder

PAPER = """# Fietsdiefstal

## Resultaten

In 2020 zijn 400 fietsen gevonden die gestolen waren. Deze zijn teruggebracht naar de eigenaar.

| Gemeente | Gevonden fietsen |
|---|---|
| Breda | 40 |
| Tilburg | 60 |

## Kosten

De gemeente betaalt de stalling. De stalling kost 3 miljoen euro per jaar. De politie betaalt niets.
"""


class Reader:
    """Prefers what holds a word, and remembers what it was given."""

    def __init__(self, word: str) -> None:
        self._word, self.read = word, list[str]()

    def score(self, question: str, passages: Sequence[str]) -> list[float]:
        self.read += passages
        return [20.0 if self._word in p else -20.0 for p in passages]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("herlezen")
    (folder / "fiets.md").write_text(PAPER, encoding="utf-8")
    ingest([folder / "fiets.md"], data=folder / "data", encoder=TinyEncoder())
    with Library.open(folder / "data", encoder=TinyEncoder()) as opened:
        yield opened


@pytest.fixture
def found(library: Library) -> list[Evidence]:
    question = analysed(library, Resolved("Wie betaalt de stalling?"))
    return find_evidence(library, TinyEncoder(), question, question.text)


def test_a_sentence_is_read_after_its_heading_and_what_it_points_back_to(
    library: Library, found: list[Evidence]
) -> None:
    texts = {e.text: text_of(library, e) for e in found}
    assert texts["De gemeente betaalt de stalling."] == "Kosten: De gemeente betaalt de stalling."
    back = next(text for sentence, text in texts.items() if sentence.startswith("Deze zijn"))
    assert back.startswith("Resultaten: In 2020 zijn 400 fietsen gevonden")
    assert back.endswith("Deze zijn teruggebracht naar de eigenaar.")


def test_a_row_is_read_with_the_labels_of_its_columns(library: Library, found: list[Evidence]) -> None:
    row = next(e for e in found if e.paragraph.kind == "table_row" and "Breda" in e.text)
    assert text_of(library, row) == "Resultaten: Gemeente: Breda; Gevonden fietsen: 40"


def test_what_the_reader_prefers_comes_first_and_the_rest_stays_below(library: Library, found: list[Evidence]) -> None:
    many = [replace(e, start=e.start + 1000 * n, score=10.0 - n / 10) for n, e in enumerate(found * 3)]
    reader = Reader("politie betaalt")
    again = reread(library, reader, "Wie betaalt?", many)
    assert len(again) == len(reader.read) == MOST
    assert [e.features["first"] for e in again] == pytest.approx([-n / 10 for n in range(MOST)])
    assert max(e.features["read"] for e in again) == 12.0
    ordered = reordered(again, many, {"intercept": 0.0, "first": 0.1, "read": 1.0})
    assert ordered[0].text == "De politie betaalt niets."
    assert [e.score for e in ordered] == sorted((e.score for e in ordered), reverse=True)
    assert [e.start for e in ordered[MOST:]] == [e.start for e in many[MOST:]]
    assert "read" not in ordered[-1].features


def test_what_stands_too_far_below_the_best_is_not_read(library: Library, found: list[Evidence]) -> None:
    far = [replace(e, score=-n * (REACH + 1)) for n, e in enumerate(found)]
    assert len(reread(library, Reader("x"), "Wie?", far)) == 1


def test_without_evidence_nothing_is_read(library: Library) -> None:
    assert reordered(reread(library, Reader("x"), "Wie?", []), [], {"intercept": 0.0}) == []


def test_a_model_without_an_adapter_is_not_asked_to_read(found: list[Evidence]) -> None:
    assert cross_encoder_for(TinyEncoder()) is None
    assert found
    assert not any("read" in e.features for e in found)


def test_the_shipped_model_reads_again_with_coefficients_of_its_own(library: Library, models: Path) -> None:
    assert cross_encoder_for(load_encoder(models.parent)) is not None
    weights = load_coefficients()
    question = analysed(library, Resolved("Wie betaalt de stalling?"))
    found = find_evidence(library, TinyEncoder(), question, question.text)
    assert weights.of(found) is weights
    again = [replace(e, features={**e.features, "first": 0.0, "read": 9.0, "read_gap": 0.0}) for e in found]
    assert weights.of(again) is weights.reading
    features = answer_features(question, again)
    assert {n: features[n] for n in ("first", "read", "read_gap", "read_margin")} == {
        "first": 0.0, "read": 9.0, "read_gap": 0.0, "read_margin": 0.0,
    }  # fmt: skip
    assert "read" not in answer_features(question, found)
    assert Coefficients({}, {}, 0.5).of(again).reading is None


def test_other_coefficients_may_leave_reading_out(library: Library) -> None:
    question = analysed(library, Resolved("Wie betaalt de stalling?"))
    alone = replace(load_coefficients(), reading=None)
    assert not any(
        "read" in e.features for e in find_evidence(library, TinyEncoder(), question, question.text, coefficients=alone)
    )
