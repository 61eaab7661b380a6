"""The bench: its table, its synthetic papers and its stopwatch."""

from __future__ import annotations

import io
from pathlib import Path

from evals.bench import DOCUMENT_SIZE, Figure, TimedEncoder, resident_megabytes, write_figures, write_papers
from tests.evals.test_baselines import WordEncoder


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
