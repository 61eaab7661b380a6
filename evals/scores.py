"""From answers to a scored run: one ``Score`` a question, and the table of measures with their intervals.

Invariant: a ``Run`` written to JSON and read back compares equal, so a committed baseline is a run like any other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from evals import measures
from evals.intervals import Estimate, auroc, difference_of, mean_of, quantile_of
from evals.measures import Reply, TextOf
from evals.questions import FACTS, Question
from ingest.errors import QuestionError


@dataclass(frozen=True, slots=True)
class Places:
    """How well an answer's citations hit the gold places; None where the measure does not apply."""

    precision: float | None
    recall: float | None
    overlap: float | None


@dataclass(frozen=True, slots=True)
class Score:
    """How one question was answered. ``wrong`` says why it is not right, ``faults`` lists what failed a check."""

    id: str
    kind: str
    answerable: bool
    outcome: str
    wrong: tuple[str, ...]
    places: Places
    faults: tuple[str, ...]
    unsupported: tuple[str, ...]
    words: int
    latency_ms: float
    answerability: float | None = None

    @property
    def right(self) -> bool:
        """True when the answer is right, abstention included."""
        return not self.wrong

    @property
    def abstained(self) -> bool:
        """True when the answer was an abstention."""
        return self.outcome in ("not_in_documents", "out_of_scope", "clarify")


@dataclass(frozen=True, slots=True)
class Run:
    """A suite answered by an engine: the measures in the order of the table, and the score of every question."""

    suite: str
    engine: str
    measures: Mapping[str, Estimate]
    scores: tuple[Score, ...]


def score(question: Question, reply: Reply, text_of: TextOf) -> Score:
    """One question's score."""
    return Score(
        id=question.id,
        kind=question.kind,
        answerable=question.expected.answerable,
        outcome=str(reply.get("outcome", "error")),
        wrong=measures.reasons_wrong(question, reply),
        places=Places(
            measures.citation_precision(question, reply),
            measures.citation_recall(question, reply),
            measures.character_overlap(question, reply),
        ),
        faults=measures.verification_failures(reply, text_of),
        unsupported=measures.unsupported_numbers(reply),
        words=measures.word_count(reply),
        latency_ms=float(reply.get("latency_ms", 0.0)),
        answerability=measures.answerability(reply),
    )


def make_run(suite: str, engine: str, scores: Iterable[Score]) -> Run:
    """The run with its measures computed."""
    rows = tuple(scores)
    return Run(suite, engine, summarise(rows), rows)


def summarise(scores: Sequence[Score]) -> dict[str, Estimate]:
    """The measures of the table, in its order; a measure without scores is left out."""
    facts = [s for s in scores if s.kind in FACTS and s.answerable]
    answered = [s for s in scores if s.answerable and not s.abstained]
    shown = [s for s in scores if not s.abstained]
    table: dict[str, Estimate | None] = {
        "accuracy": mean_of([float(s.right) for s in scores]),
        "accuracy_answerable": mean_of([float(s.right) for s in scores if s.answerable]),
        "citation_precision": mean_of(_known(s.places.precision for s in answered)),
        "citation_precision_facts": mean_of(_known(s.places.precision for s in facts)),
        "citation_recall": mean_of(_known(s.places.recall for s in scores)),
        "character_overlap": mean_of(_known(s.places.overlap for s in answered)),
        "number_support": mean_of([float(not s.unsupported) for s in shown]),
        "verified": mean_of([float(not s.faults) for s in scores]),
        "verification_failures": _total(len(s.faults) for s in scores),
        "abstention_recall": mean_of([float(s.abstained) for s in scores if not s.answerable]),
        "false_abstention": mean_of([float(s.abstained) for s in scores if s.answerable]),
        "answerability_auroc": _auroc(scores),
        "words_facts_median": quantile_of([float(s.words) for s in facts if not s.abstained], 0.5),
        "latency_p50_ms": quantile_of([s.latency_ms for s in scores], 0.5),
        "latency_p95_ms": quantile_of([s.latency_ms for s in scores], 0.95),
    }
    return {name: estimate for name, estimate in table.items() if estimate is not None}


def by_kind(scores: Sequence[Score], value: Callable[[Score], float]) -> dict[str, Estimate]:
    """The mean of ``value`` for each kind of question, kinds in alphabetical order."""
    kinds = sorted({s.kind for s in scores})
    means = {kind: mean_of([value(s) for s in scores if s.kind == kind]) for kind in kinds}
    return {kind: mean for kind, mean in means.items() if mean is not None}


def _known(values: Iterable[float | None]) -> list[float]:
    return [value for value in values if value is not None]


def _total(counts: Iterable[int]) -> Estimate:
    rows = list(counts)
    return Estimate(float(sum(rows)), float(sum(rows)), float(sum(rows)), len(rows))


def _auroc(scores: Sequence[Score]) -> Estimate | None:
    known = [(s.answerability, s.answerable) for s in scores if s.answerability is not None]
    value = auroc([p for p, _ in known], [label for _, label in known])
    return None if value is None else Estimate(value, value, value, len(known))


@dataclass(frozen=True, slots=True)
class Comparison:
    """A run against a baseline over the questions both have: the paired differences and the gate's verdict."""

    accuracy: Estimate | None
    recall: Estimate | None
    lost: tuple[str, ...]
    won: tuple[str, ...]
    failures: int

    @property
    def is_loss(self) -> bool:
        """True on a real loss: the interval of the accuracy difference below zero, or any verification failure."""
        return self.failures > 0 or (self.accuracy is not None and self.accuracy.high < 0)


def compare(new: Run, old: Run) -> Comparison:
    """The new run against the old one, question by question."""
    before = {s.id: s for s in old.scores}
    pairs = [(s, before[s.id]) for s in new.scores if s.id in before]
    recalls = [(a.places.recall, b.places.recall) for a, b in pairs]
    known = [(a, b) for a, b in recalls if a is not None and b is not None]
    return Comparison(
        accuracy=difference_of([float(a.right) for a, _ in pairs], [float(b.right) for _, b in pairs]),
        recall=difference_of([a for a, _ in known], [b for _, b in known]),
        lost=tuple(a.id for a, b in pairs if b.right and not a.right),
        won=tuple(a.id for a, b in pairs if a.right and not b.right),
        failures=sum(len(s.faults) for s in new.scores),
    )


def run_to_json(run: Run) -> dict[str, Any]:
    """The run as a JSON object, schema 1."""
    return {
        "schema": 1,
        "suite": run.suite,
        "engine": run.engine,
        "measures": {name: asdict(estimate) for name, estimate in run.measures.items()},
        "scores": [asdict(s) for s in run.scores],
    }


def read_run(path: Path) -> Run:
    """The run stored in a file. Raises ``QuestionError`` when the file is missing or holds no run."""
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
        scores = tuple(_score_from_json(item) for item in row["scores"])
        return make_run(row["suite"], row["engine"], scores)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise QuestionError(
            f"geen leesbare uitkomst van een evaluatie ({error})",
            where=str(path),
            remedy="Maak het bestand met veiligheidsagenda eval --json.",
        ) from error


def _score_from_json(row: Mapping[str, Any]) -> Score:
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    fields["places"] = Places(**row["places"])
    return Score(**fields)
