"""BM25: weights, ties, filters, and saving in one step."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ingest.errors import LibraryDamaged
from ingest.store.lexical import build, load, save

ROWS = [(1, ["norm", "zaak"]), (4, ["norm", "afpak"]), (7, ["jeugd", "wijk", "wijk"]), (9, ["norm", "zaak"]), (12, [])]


def test_rare_terms_count_more_and_weights_are_obeyed() -> None:
    index = build(ROWS)
    assert [n for n, _ in index.search([("afpak", 1.0), ("norm", 1.0)], 5)] == [4, 1, 9]
    assert [n for n, _ in index.search([("afpak", 0.1), ("jeugd", 1.0)], 5)] == [7, 4]


def test_ties_are_in_order_of_number_also_at_the_edge() -> None:
    index = build([(n, ["norm"]) for n in range(40, 0, -1)])
    index.numbers.sort()
    assert [n for n, _ in index.search([("norm", 1.0)], 3)] == [1, 2, 3]


def test_only_allowed_passages_are_found() -> None:
    found = build(ROWS).search([("norm", 1.0)], 5, np.array([4, 7]))
    assert [n for n, _ in found] == [4]


def test_unknown_terms_and_an_empty_library_find_nothing(tmp_path: Path) -> None:
    assert build(ROWS).search([("stikstof", 1.0)], 5) == []
    save(build([]), tmp_path / "leeg")
    assert load(tmp_path / "leeg").search([("norm", 1.0)], 5) == []
    assert load(tmp_path / "leeg").vocabulary == frozenset()


def test_a_saved_index_answers_the_same_and_replaces_older_ones(tmp_path: Path) -> None:
    save(build(ROWS[:1]), tmp_path / "lexical" / "1-a")
    save(build(ROWS), tmp_path / "lexical" / "2-b")
    (tmp_path / "lexical" / ".draft-x").mkdir()
    save(build(ROWS), tmp_path / "lexical" / "2-b")
    assert [p.name for p in (tmp_path / "lexical").iterdir()] == ["2-b"]
    query = [("norm", 1.0), ("zaak", 0.5)]
    assert load(tmp_path / "lexical" / "2-b").search(query, 5) == build(ROWS).search(query, 5)
    assert load(tmp_path / "lexical" / "2-b").vocabulary == {"norm", "zaak", "afpak", "jeugd", "wijk"}


@pytest.mark.parametrize("name", ["numbers.npy", "data.csc.index.npy", "params.index.json", "vocab.index.json"])
def test_a_broken_index_is_named_as_such(tmp_path: Path, name: str) -> None:
    save(build(ROWS), tmp_path / "1")
    (tmp_path / "1" / name).write_bytes(b"\x00kapot")
    with pytest.raises(LibraryDamaged, match="doctor --repair"):
        load(tmp_path / "1")
