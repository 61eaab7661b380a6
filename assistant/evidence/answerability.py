"""How likely a sentence answers a question, and how likely the question is answered at all: two logistic models.

The coefficients are data (``answerability.toml``), fitted by cross-validation on the development questions with
``python -m evals.fit``. Invariant: a probability depends only on features and coefficients.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from assistant.evidence.held import HARD
from assistant.evidence.sentences import Evidence
from assistant.question.analysis import Question

SENTENCE_FEATURES = (
    "similar", "passage", "behind", "fused", "inside", "around", "lacking", "missed", "kind_hard", "kind_soft",
    "kind_none", "kind_weak", "year", "theme", "negation", "opposed", "announces", "signature", "titled", "later",
    "compiled", "elsewhere", "note", "row", "short", "long", "asks", "gap",
    "replied", "promised",
)  # fmt: skip
_KINDS = ("reason", "yesno", "list", "actor", "statement", "definition", "organisation")
ANSWER_FEATURES = (
    "score", "spread", "margin", *(n for n in SENTENCE_FEATURES if n not in ("short", "long", "announces")), "hard",
    *(f"is_{kind}" for kind in _KINDS), "concepts", "few", "unknown", "most_similar", "most_around", "most_kind",
    "why_not", "strange", "why_strange", "empty", "unnamed", "foreign",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Coefficients:
    """The two models: an intercept and a weight a feature for each, and the least probability that is an answer."""

    sentence: Mapping[str, float]
    answer: Mapping[str, float]
    threshold: float


@lru_cache(maxsize=2)
def load_coefficients(path: Path | None = None) -> Coefficients:
    """The coefficients of a file, or the shipped ones."""
    file = path or Path(str(files("assistant.evidence") / "answerability.toml"))
    stored = tomllib.loads(file.read_text(encoding="utf-8"))
    return Coefficients(stored["sentence"], stored["answer"], float(stored["threshold"]))


def ranked(evidence: Sequence[Evidence], coefficients: Coefficients | None = None) -> list[Evidence]:
    """The evidence with its log-odds of answering, best first; ties by place."""
    weights = (coefficients or load_coefficients()).sentence
    scored = [replace(e, score=round(linear(weights, e.features), 6)) for e in evidence]
    return sorted(scored, key=lambda e: (-e.score, e.document_id, e.start))


GATES = ("kind_none", "asks", "foreign", "other_span")
"""Features of a sentence that cannot be the answer."""
NEAR = 3.0
"""How far below the best score (in log-odds) a sentence may stand that holds what the best one does not."""


def fitting(question: Question, best: Sequence[Evidence]) -> list[Evidence]:
    """The ranked evidence with, in front, the best sentence that may answer at all; empty when none near the top may.

    A sentence may not when it lacks the kind of thing asked for, speaks of other years or spans of time only, says the
    opposite, asks itself, does not name the one thing that the question names, or when a fact is asked of a subject
    that no document names.
    """
    if not best:
        return []
    near = [e for e in best if e.score >= best[0].score - NEAR]
    chosen = next((e for e in near if not _is_unfit(question, e)), None)
    return [] if chosen is None else [chosen, *(e for e in best if e is not chosen)]


_CAPTION = re.compile(r"\W*Bron(?:nen)?:|\W*(?:Tabel|Figuur|Grafiek|Overzicht|Bijlage)\s+\d+\b.{0,90}$")


def _is_unfit(question: Question, evidence: Evidence) -> bool:
    features = evidence.features
    wrong_year = bool(question.years) and features["year"] >= 1.0
    opposite = features["opposed"] and question.wanted != "yesno"  # which is a no
    of_another = features["empty"] and sum(c.importance > 0.5 for c in question.concepts) == 1
    never = opposite or of_another or _CAPTION.match(evidence.text)
    return wrong_year or bool(never) or any(features.get(gate, 0.0) for gate in GATES)


def linear(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    """Intercept and weighted features."""
    return weights["intercept"] + sum(weight * features.get(name, 0.0) for name, weight in weights.items())


def answer_features(question: Question, best: Sequence[Evidence]) -> dict[str, float]:
    """What the evidence says of the whole question; ``best`` is ranked."""
    top = best[0]
    second = next((e for e in best[1:] if e.paragraph.id != top.paragraph.id), None)
    weighty = [c for c in question.concepts if c.importance > 0.5]
    return {
        **{name: top.features.get(name, 0.0) for name in SENTENCE_FEATURES},
        "score": top.score,
        "spread": math.log(sum(math.exp(e.score - top.score) for e in best)),
        "margin": top.score - second.score if second else 2.0,
        "hard": float(question.wanted in HARD),
        **{f"is_{kind}": float(question.wanted == kind) for kind in _KINDS},
        "concepts": float(len(question.concepts)),
        "few": float(len(weighty) <= 1),
        "unknown": float(not weighty),
        "most_similar": max(e.features["similar"] for e in best),
        "most_around": max(e.features["around"] for e in best),
        **{name: top.features[name] for name in ("strange", "empty", "unnamed", "foreign")},
        "why_strange": top.features["strange"] * (question.wanted == "reason"),
        "why_not": float(question.wanted == "reason" and bool(top.features["negation"])),
        "most_kind": max(e.features["kind_hard"] for e in best),
    }


def probability(question: Question, best: Sequence[Evidence], coefficients: Coefficients | None = None) -> float:
    """The probability that the best evidence answers the question; 0 without evidence."""
    if not best:
        return 0.0
    weights = (coefficients or load_coefficients()).answer
    value = linear(weights, answer_features(question, best))
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, value)))), 4)
