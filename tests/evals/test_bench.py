"""The bench: its table, its synthetic papers and its stopwatch."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np

from evals.averaged import AveragedEncoder
from evals.bench import DOCUMENT_SIZE, Figure, TimedEncoder, resident_megabytes, write_figures, write_papers
from tests.evals.test_baselines import WordEncoder
from tests.ingest.store.tiny import TinyEncoder


def test_the_table_shows_product_and_baseline_side_by_side() -> None:
    out = io.StringIO()
    write_figures(out, iter([Figure("antwoordtijd p50", "ms", 41.2, 12.0), Figure("geheugen", "MB", 900.0)]))
    lines = out.getvalue().splitlines()
    assert lines[1].split() == ["antwoordtijd", "p50", "41.2", "12.0", "ms"]
    assert lines[2].split() == ["geheugen", "900.0", "MB"]


def test_synthetic_papers_have_the_paragraphs_asked_for_and_are_the_same_every_time(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_papers(tmp_path / name, DOCUMENT_SIZE + 10)
    first, second = sorted((tmp_path / "a").iterdir())
    assert first.read_text().count("Dossier") >= DOCUMENT_SIZE
    assert second.read_text().count(" stukken.") == 10
    assert first.read_bytes() == (tmp_path / "b" / first.name).read_bytes()


def test_the_stopwatch_leaves_the_vectors_as_they_are() -> None:
    plain, timed = WordEncoder(), TimedEncoder(WordEncoder())
    assert (timed.encode_passages(["een brief"]) == plain.encode_passages(["een brief"])).all()
    assert timed.seconds > 0
    assert timed.fingerprint == plain.fingerprint


def test_resident_memory_is_counted_in_megabytes() -> None:
    assert 10 < resident_megabytes() < 100_000


def test_averaged_vectors_encode_each_sentence_once_and_are_of_length_one() -> None:
    tiny = TinyEncoder()
    averaged = AveragedEncoder(tiny)
    first = averaged.encode_passages(["De politie groeit. Zaak 12 telt 3 stukken.", "Zaak 99 telt 4 stukken."])
    again = averaged.encode_passages(["De politie groeit. Zaak 7 telt 8 stukken."])
    assert tiny.texts == ["De politie groeit.", "Zaak 0 telt 0 stukken."]
    assert np.allclose(np.linalg.norm(first, axis=1), 1.0)
    assert np.array_equal(first[0], again[0])
    assert (averaged.fingerprint, averaged.dimension) == (tiny.fingerprint, tiny.dimension)
    assert np.array_equal(averaged.encode_queries(["Wie?"]), tiny.encode_queries(["Wie?"]))
