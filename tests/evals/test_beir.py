"""Scoring retrieval on a folder in BEIR form: measures, malformed files, and vectors made once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from evals.beir import measures, score_beir
from evals.beir_files import read_folder
from ingest.errors import QuestionError
from tests.ingest.store.tiny import TinyEncoder

SUBJECTS = {
    "d1": ("Huurtoeslag", "Wie weinig verdient en een woning huurt, kan huurtoeslag aanvragen bij de Belastingdienst."),
    "d2": ("Rijbewijs", "Een rijbewijs verlengt u bij de gemeente waar u woont."),
    "d3": ("Wapenhandel", "De handel in vuurwapens is verboden en wordt bestraft met gevangenisstraf."),
    "d4": ("Afval", "Grofvuil wordt op afspraak opgehaald door de gemeente."),
}
QUESTIONS = {
    "q1": "Hoe vraag ik huurtoeslag aan?",
    "q2": "Waar verleng ik mijn rijbewijs?",
    "q3": "Mag vuurwapenhandel?",
}
JUDGED = {"q1": "d1", "q2": "d2", "q3": "d3"}


class TokenTinyEncoder(TinyEncoder):
    """The tiny encoder with a vector for every word."""

    def encode_tokens(self, texts: Sequence[str], *, question: bool = False) -> list[tuple[list[int], np.ndarray]]:
        self.texts += [] if question else texts
        return [
            (list(range(len(text.split()))), np.stack([self.encode_queries([word])[0] for word in text.split()]))
            for text in texts
        ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four pages, three questions."""
    made = tmp_path / "beir"
    (made / "qrels").mkdir(parents=True)
    write(made / "corpus.jsonl", [{"_id": i, "title": t, "text": x} for i, (t, x) in SUBJECTS.items()])
    write(made / "queries.jsonl", [{"_id": i, "text": x} for i, x in QUESTIONS.items()])
    rows = ["query-id\tcorpus-id\tscore", *(f"{q}\t{d}\t1" for q, d in JUDGED.items())]
    (made / "qrels" / "test.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return made


def write(path: Path, rows: list[dict[str, str]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def test_the_three_ways_are_scored_with_intervals_and_words_find_every_page(folder: Path, tmp_path: Path) -> None:
    found = score_beir(folder, data=tmp_path / "data", encoder=TokenTinyEncoder())
    assert list(found["systems"]) == ["lexical", "dense", "product"]
    for measure in ("nDCG@10", "MRR@10", "hit@1", "hit@5", "recall@100"):
        estimate = found["systems"]["lexical"][measure]
        assert estimate["value"] == pytest.approx(1.0)
        assert estimate["low"] <= estimate["value"] <= estimate["high"] + 1e-9
    assert found["systems"]["product"]["hit@5"]["value"] == 1.0
    assert (found["documents"], found["questions"]) == (4, 3)


def test_a_second_run_encodes_nothing_and_gives_the_same_figures(folder: Path, tmp_path: Path) -> None:
    first = score_beir(folder, data=tmp_path / "data", encoder=TokenTinyEncoder())
    encoder = TokenTinyEncoder()
    assert score_beir(folder, data=tmp_path / "data", encoder=encoder) == first
    assert encoder.texts == []


def test_another_model_gets_vectors_of_its_own(folder: Path, tmp_path: Path) -> None:
    score_beir(folder, data=tmp_path / "data", encoder=TokenTinyEncoder("one@1"))
    other = TokenTinyEncoder("other@1")
    score_beir(folder, data=tmp_path / "data", encoder=other)
    assert other.texts


def test_with_parts_the_product_is_also_scored_without_each_of_them(folder: Path, tmp_path: Path) -> None:
    found = score_beir(folder, data=tmp_path / "data", encoder=TokenTinyEncoder(), parts=True)
    assert {"product without lexical", "product without late interaction"} <= set(found["systems"])
    assert found["systems"]["lexical, whole words only"]["hit@1"]["value"] < 1.0


def test_a_model_without_token_vectors_is_scored_without_late_interaction(folder: Path, tmp_path: Path) -> None:
    found = score_beir(folder, data=tmp_path / "data", encoder=TinyEncoder())
    assert found["systems"]["product"]["hit@5"]["value"] == 1.0


def test_measures_of_a_ranking_are_those_of_the_literature() -> None:
    found = measures(["a", "b", "c"], {"b": 1, "z": 1})
    assert found["nDCG@10"] == pytest.approx((1 / np.log2(3)) / (1 + 1 / np.log2(3)))
    assert (found["MRR@10"], found["hit@1"], found["hit@5"], found["recall@100"]) == (0.5, 0.0, 1.0, 0.5)
    assert measures([], {"b": 1})["nDCG@10"] == 0.0


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("corpus.jsonl", '{"_id": "d1", "text": "x"}\n{"_id": \n', "corpus.jsonl, regel 2: dit is geen geldige JSON"),
        ("corpus.jsonl", '{"_id": "d1"}\n', "corpus.jsonl, regel 1: het veld 'text'"),
        ("corpus.jsonl", '{"_id": "d1", "text": "x"}\n{"_id": "d1", "text": "y"}\n', "regel 2: het document 'd1'"),
        ("corpus.jsonl", "[1]\n", "regel 1: hier hoort een JSON-object"),
        ("queries.jsonl", '{"text": "x"}\n', "queries.jsonl, regel 1: het veld '_id'"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\n", "test.tsv, regel 2: hier horen vraag"),
        ("qrels/test.tsv", "q9\td1\t1\n", "test.tsv, regel 1: de vraag 'q9'"),
        ("qrels/test.tsv", "q1\td1\t0\n", "geen beoordeelde vragen"),
    ],
)
def test_a_malformed_file_is_named_with_its_line(folder: Path, file: str, text: str, message: str) -> None:
    (folder / file).write_text(text, encoding="utf-8")
    with pytest.raises(QuestionError) as caught:
        read_folder(folder)
    assert message in str(caught.value)


def test_a_split_that_is_not_there_is_named(folder: Path) -> None:
    with pytest.raises(QuestionError, match=r"dev\.tsv: het bestand ontbreekt"):
        read_folder(folder, "dev")
