"""Lexical search: BM25 over the terms of passages, saved once per generation and mapped from disk.

Sole owner of bm25s. Invariants: a saved index appears whole or not at all; results are ordered by score and then
by passage number, so that the same terms give the same answer every time.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.errors import LibraryDamaged
from ingest.store.files import free_space_errors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_NUMBERS = "numbers.npy"


class LexicalIndex:
    """BM25 scores of passages, known by their numbers in the record; ``numbers`` ascends."""

    def __init__(self, numbers: NDArray[np.int64], scores: Any) -> None:
        self.numbers, self._scores = numbers, scores

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every term that occurs in a passage."""
        return frozenset(self._scores.vocab_dict) - {""} if self._scores is not None else frozenset()

    def frequency(self, term: str) -> int:
        """How many passages hold a term."""
        if self._scores is None or term not in self._scores.vocab_dict:
            return 0
        at, edges = self._scores.vocab_dict[term], self._scores.scores["indptr"]
        return int(edges[at + 1] - edges[at])

    def search(
        self, terms: Sequence[tuple[str, float]], k: int, allowed: NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        """The ``k`` best passages for weighted terms as (number, score); only those in ``allowed`` when given."""
        import numpy as np

        if self._scores is None or k < 1:
            return []
        scores = self._weigh(terms)
        if allowed is not None:
            scores[~np.isin(self.numbers, allowed)] = 0.0
        found = np.flatnonzero(scores > 0)
        if len(found) > k:
            edge = np.partition(scores[found], len(found) - k)[len(found) - k]
            found = found[scores[found] >= edge]
        order = sorted((-round(float(scores[i]), 6), int(self.numbers[i])) for i in found)
        return [(number, -score) for score, number in order[:k]]

    def _weigh(self, terms: Sequence[tuple[str, float]]) -> NDArray[np.float64]:
        import numpy as np

        total = np.zeros(len(self.numbers), np.float64)
        known = self._scores.vocab_dict
        by_weight: dict[float, list[int]] = {}
        for term, weight in terms:
            if term in known:
                by_weight.setdefault(weight, []).append(known[term])
        for weight, ids in sorted(by_weight.items()):
            total += weight * self._scores.get_scores_from_ids(ids)
        return total


def build(rows: Iterable[tuple[int, Sequence[str]]]) -> LexicalIndex:
    """The index of passages given as (number, terms)."""
    import numpy as np

    vocabulary: dict[str, int] = {}
    numbers, corpus = [], []
    for number, terms in rows:
        numbers.append(number)
        corpus.append([vocabulary.setdefault(term, len(vocabulary)) for term in terms])
    if not vocabulary:
        return LexicalIndex(np.array(numbers, np.int64), None)
    import bm25s

    scores = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    scores.index((corpus, vocabulary), show_progress=False)
    return LexicalIndex(np.array(numbers, np.int64), scores)


def save(index: LexicalIndex, folder: Path) -> None:
    """Write the index to ``folder`` in one step, replacing what stands there."""
    import numpy as np

    with free_space_errors(folder.parent):
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder.parent))
        try:
            if index._scores is not None:
                index._scores.save(str(draft), show_progress=False)
            np.save(draft / _NUMBERS, index.numbers)
            if folder.exists():
                os.replace(folder, Path(tempfile.mkdtemp(prefix=".draft-", dir=folder.parent)) / "old")
            os.replace(draft, folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
            discard(folder.parent, keep=folder.name)


def discard(parent: Path, keep: str) -> None:
    """Remove unfinished and older indexes beside the one to keep."""
    for other in parent.iterdir():
        if other.name != keep:
            shutil.rmtree(other, ignore_errors=True)


def load(folder: Path) -> LexicalIndex:
    """The index saved in ``folder``, mapped from disk. Raises ``LibraryDamaged``."""
    import numpy as np

    try:
        numbers = np.load(folder / _NUMBERS, allow_pickle=False)
        if not (folder / "params.index.json").exists():
            return LexicalIndex(numbers, None)
        import bm25s

        scores = bm25s.BM25.load(str(folder), mmap=True, show_progress=False)
    except (OSError, ValueError, KeyError, TypeError, EOFError) as error:
        raise _damaged(folder, str(error)) from error
    arrays = scores.scores
    if arrays["num_docs"] != len(numbers) or int(arrays["indptr"][-1]) != len(arrays["data"]):
        raise _damaged(folder, "de delen passen niet bij elkaar")
    return LexicalIndex(numbers, scores)


def _damaged(folder: Path, detail: str) -> LibraryDamaged:
    return LibraryDamaged(
        f"de woordindex is beschadigd ({detail})",
        where=str(folder),
        remedy="Herstel haar met: veiligheidsagenda doctor --repair",
    )
