"""How well agreements and commitments are found: precision, recall and F1 on annotated paragraphs, with intervals.

Run ``python -m evals.extraction``. A set is a JSONL file of paragraphs: ``document`` (an id, or the file of a test
paper), ``agreements`` and ``commitments`` (verbatim sentences), and ``…_may`` (sentences on which readers differ:
they count neither way). Invariant: what is scored is what the registers show, whole documents read as users do.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from evals.intervals import LEVEL, RESAMPLES, SEED
from evals.matching import fold
from ingest.document import Document
from ingest.errors import AgendaError, QuestionError

SETS = Path(__file__).parent / "sets"
KINDS = ("agreements", "commitments")


@dataclass(frozen=True, slots=True)
class Annotated:
    """One annotated paragraph: its document, its text, the sentences that are findings and those that may be."""

    document: str
    paragraph: str
    gold: tuple[str, ...]
    may: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one paragraph: found and right, found and wrong, not found."""

    right: int
    wrong: int
    missed: int


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure with its 95 % bootstrap interval over paragraphs."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of one kind of finding on one set, and what went wrong."""

    kind: str
    paragraphs: int
    gold: int
    precision: Measure
    recall: Measure
    f1: Measure
    wrong: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()


def load_set(name: str, kind: str) -> tuple[Annotated, ...]:
    """The annotated paragraphs of ``sets/<name>.jsonl`` for one kind. Raises ``QuestionError``."""
    path = SETS / f"{name}.jsonl"
    if not path.exists():
        raise QuestionError(f"onbekende set {name!r}", where=str(SETS), remedy="Kies een bestand extraction-*.jsonl.")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return tuple(
        Annotated(r["document"], r["paragraph"], tuple(r.get(kind, ())), tuple(r.get(f"{kind}_may", ()))) for r in rows
    )


def score(annotated: Sequence[Annotated], found: Callable[[str], Iterable[tuple[str, str]]], kind: str) -> Score:
    """The score of what ``found`` gives for each document, as (text of the paragraph, sentence)."""
    by_document: dict[str, dict[str, list[str]]] = {}
    for document in dict.fromkeys(row.document for row in annotated):
        by_document[document] = defaultdict(list)
        for paragraph, sentence in found(document):
            by_document[document][fold(paragraph)].append(fold(sentence))
    counts, wrong, missed = [], [], []
    for row in annotated:
        given = by_document[row.document].get(fold(row.paragraph), [])
        gold, may = [fold(s) for s in row.gold], [fold(s) for s in row.may]
        lost = [s for s in gold if not any(same(s, g) for g in given)]
        false = [g for g in given if not any(same(g, s) for s in (*gold, *may))]
        hit = len([g for g in given if any(same(g, s) for s in gold)])
        counts.append(Counts(hit, len(false), len(lost)))
        wrong += false
        missed += lost
    precision, recall, f1 = _measures(counts)
    return Score(
        kind, len(counts), sum(len(r.gold) for r in annotated), precision, recall, f1, tuple(wrong), tuple(missed)
    )


def same(a: str, b: str) -> bool:
    """Whether two folded sentences are the same finding: equal, or one holds the other and is at most twice as long."""
    short, long = sorted((a.strip(" .;:"), b.strip(" .;:")), key=len)
    return bool(short) and short in long and len(long) <= 2 * len(short)


def _measures(counts: Sequence[Counts]) -> tuple[Measure, Measure, Measure]:
    table = np.array([[c.right, c.wrong, c.missed] for c in counts], dtype=np.float64)
    picks = np.random.default_rng(SEED).integers(0, len(table), size=(RESAMPLES, len(table)))
    drawn = table[picks].sum(axis=1)
    low, high = (1 - LEVEL) / 2, (1 + LEVEL) / 2
    out = []
    for value, sample in zip(_rates(table.sum(axis=0)[None, :]), _rates(drawn), strict=True):
        bounds = np.quantile(sample, [low, high])
        out.append(Measure(float(value[0]), float(bounds[0]), float(bounds[1])))
    return out[0], out[1], out[2]


def _rates(sums: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Precision, recall and F1 a row; nothing found or nothing to find counts as right."""
    right, wrong, missed = sums[:, 0], sums[:, 1], sums[:, 2]
    precision = np.where(right + wrong > 0, right / np.maximum(right + wrong, 1), 1.0)
    recall = np.where(right + missed > 0, right / np.maximum(right + missed, 1), 1.0)
    f1 = np.where(precision + recall > 0, 2 * precision * recall / np.maximum(precision + recall, 1e-9), 0.0)
    return precision, recall, f1


def finder(kind: str) -> Callable[[str], Iterable[tuple[str, str]]]:
    """Reads a document by id or file name and gives its findings of one kind."""
    from ingest.findings.agreements import find_agreements
    from ingest.findings.commitments import find_commitments

    def found(name: str) -> Iterable[tuple[str, str]]:
        """The quotes that the finder takes from a document, each with the document's name."""
        document = read_named(name)
        places = (
            [a.place for a in find_agreements(document)]
            if kind == "agreements"
            else [c.place for c in find_commitments(document)]
        )
        for place in places:
            paragraph = document.paragraph_at(place.start)
            yield document.text_of(paragraph) if paragraph else "", document.text[place.start : place.end]

    return found


def read_named(name: str) -> Document:
    """The document with that id among the shipped ones and the test papers, read by the product's own reader."""
    from evals.corpora import PAPERS
    from ingest.manifest import corpus_folder, load_manifest
    from ingest.reading.read import read_file

    for entry in load_manifest():
        if entry.publication.id == name:
            return read_file(corpus_folder() / entry.file, publication=entry.publication)
    for path in sorted(PAPERS.glob("**/*")):
        if path.name == name or path.stem == name:
            return read_file(path)
    raise QuestionError(
        f"geen document {name!r}", where="evals", remedy="Noem een document van het corpus of evals/papers."
    )


def to_json(scores: Iterable[Score]) -> str:
    """The scores as JSON."""
    return json.dumps([asdict(s) for s in scores], ensure_ascii=False, indent=1)


def main(arguments: Sequence[str]) -> int:
    """Scores the sets named (default: all but the held-out) and writes a line a kind; ``--errors`` lists the faults."""
    names = [a for a in arguments if not a.startswith("-")] or sorted(
        p.stem for p in SETS.glob("extraction-*.jsonl") if "heldout" not in p.stem
    )
    try:
        for name in names:
            for kind in KINDS:
                found = score(load_set(name, kind), finder(kind), kind)
                sys.stdout.write(_line(name, found) + "\n")
                if "--errors" in arguments:
                    sys.stdout.write("".join(f"  + {s[:160]}\n" for s in found.wrong))
                    sys.stdout.write("".join(f"  - {s[:160]}\n" for s in found.missed))
    except AgendaError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _line(name: str, s: Score) -> str:
    parts = (f"{m.value:.2f} ({m.low:.2f}-{m.high:.2f})" for m in (s.precision, s.recall, s.f1))
    precision, recall, f1 = parts
    return f"{name:20} {s.kind:12} precision {precision}  recall {recall}  F1 {f1}  n={s.gold}"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
