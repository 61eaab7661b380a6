"""Fits the models of answerability on the development questions; ``python -m evals.fit --data DIR``.

With them go the questions about passages that no model was trained on (``evals.asked``), for their free wording.

Invariant: no held-out set is read; the figures printed are of cross-validation by question.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from assistant.evidence import answerability
from assistant.evidence.answerability import (
    ANSWER_FEATURES,
    SENTENCE_FEATURES,
    Coefficients,
)
from assistant.evidence.sentences import Evidence
from evals.asked import PREFIX, corpora, questions_of
from evals.examples import Example, examples
from evals.questions import load_suite
from evals.run import data_folder

FOLDS = 5
YIELDED = 0.01
"""What a higher threshold may cost of the share that is right."""
SMOOTHED = 11
"""Over how many thresholds (steps of 0.01) that share is averaged, so that no single question decides."""


MISSED = 0.3
"""What a question counts for whose best sentence does not answer it though another does: no threshold makes it right,
so it says less of where to refuse than one that nothing answers."""


def fit_sentences(chosen: Sequence[Example], strength: float = 0.01) -> dict[str, float]:
    """The model of a sentence: among the evidence of a question, the gold sentences above all others."""
    lists = [(_matrix(x.evidence, SENTENCE_FEATURES), np.array(x.right)) for x in chosen if any(x.right)]
    return _fit_order(lists, SENTENCE_FEATURES, strength)


def _fit_order(lists: Sequence[tuple[Any, Any]], names: Sequence[str], strength: float) -> dict[str, float]:
    """A softmax over the rows of each list, with ``strength`` times the squared weights against it."""
    from scipy.optimize import minimize

    width = np.concatenate([matrix for matrix, _ in lists]).std(axis=0)
    width[width == 0] = 1.0

    def loss(weights: Any) -> tuple[float, Any]:
        """The loss and its slope at these weights."""
        total, slope = strength * float(weights @ weights), 2 * strength * weights
        for matrix, right in lists:
            scaled = matrix / width
            value = scaled @ weights
            chance = np.exp(value - value.max())
            among = np.where(right, chance, 0.0)
            total += math.log(chance.sum() / among.sum()) / len(lists)
            slope = slope + scaled.T @ (chance / chance.sum() - among / among.sum()) / len(lists)
        return total, slope

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    return {"intercept": 0.0, **{n: float(w) for n, w in zip(names, found.x / width, strict=True)}}


def _matrix(evidence: Sequence[Evidence], names: Sequence[str]) -> Any:
    return np.array([[e.features.get(name, 0.0) for name in names] for e in evidence])


def _ranked(example: Example, sentence: Mapping[str, float]) -> list[Evidence]:
    return answerability.ranked(example.evidence, Coefficients(sentence, {}, 0.5))


def fit_all(chosen: Sequence[Example], strength: float = 0.005) -> Coefficients:
    """Both models; the threshold is still to be set."""
    ordered = Coefficients(fit_sentences(chosen), {}, 0.5)
    rows = [(*row, x.question.expected.answerable) for x in chosen if (row := top(x, ordered))]
    return replace(ordered, answer=_fit(rows, ANSWER_FEATURES, strength))


def top(example: Example, weights: Coefficients) -> tuple[dict[str, float], bool] | None:
    """The features of the best evidence of a question, and whether it is right."""
    if not example.evidence:
        return None
    found = _ranked(example, weights.sentence)
    best = answerability.fitting(example.asked, found)
    if not best:
        return None
    features = answerability.answer_features(example.asked, best)
    return features, example.question.expected.answerable and example.is_right(best[0])


def _fit(
    rows: Sequence[tuple[Mapping[str, float], bool, bool]], names: Sequence[str], strength: float
) -> dict[str, float]:
    """A logistic model of features, whether right, and whether there is an answer."""
    from sklearn.linear_model import LogisticRegression

    x = np.array([[features.get(name, 0.0) for name in names] for features, _, _ in rows])
    y = np.array([right for _, right, _ in rows])
    counts = np.array([MISSED if answerable and not right else 1.0 for _, right, answerable in rows])
    width = x.std(axis=0)
    width[width == 0] = 1.0
    model = LogisticRegression(C=strength, max_iter=2000).fit(x / width, y, sample_weight=counts)
    weights = model.coef_[0] / width
    return {"intercept": float(model.intercept_[0]), **{n: float(w) for n, w in zip(names, weights, strict=True)}}


Scored = list[tuple[Example, float, bool]]
"""Examples with the probability that models fitted without them give, and whether their best sentence is right."""


def scored(found: Sequence[Example], weights: Coefficients) -> Scored:
    """Every example as these models see it."""
    rows = ((example, top(example, weights)) for example in found)
    return [(x, _chance(weights.answer, row), bool(row and row[1])) for x, row in rows]


def _chance(answer: Mapping[str, float], row: tuple[dict[str, float], bool] | None) -> float:
    return 1 / (1 + math.exp(-answerability.linear(answer, row[0]))) if row else 0.0


def cross_validate(found: Sequence[Example]) -> Scored:
    """Every example as models fitted without it see it."""
    rows: Scored = []
    folds = [int(hash_of(x.question.id)[:8], 16) % FOLDS for x in found]
    for fold in range(FOLDS):
        weights = fit_all([x for x, chosen in zip(found, folds, strict=True) if chosen != fold])
        rows += scored([x for x, chosen in zip(found, folds, strict=True) if chosen == fold], weights)
    return rows


def hash_of(text: str) -> str:
    """A mark that spreads questions over folds, the same every time."""
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()


def report(out: Any, rows: Scored) -> float:
    """Write the figures of cross-validation and give the best threshold.

    That is the highest, since a wrong answer is worse than none, at which no more than ``YIELDED`` less is right than
    at the threshold with most.
    """
    from sklearn.metrics import roc_auc_score

    answerable = np.array([x.question.expected.answerable for x, _, _ in rows])
    values = np.array([p for _, p, _ in rows])
    right = np.array([r for _, _, r in rows])
    out.write(f"{len(rows)} vragen, beste zin goed bij beantwoordbare: {right[answerable].mean():.3f}\n")
    out.write(f"AUROC beantwoordbaarheid: {roc_auc_score(answerable, values):.3f}\n")
    for corpus in sorted({x.question.corpus for x, _, _ in rows}):
        own = np.array([x.question.corpus == corpus for x, _, _ in rows])
        mixed = len(set(answerable[own])) > 1
        area = roc_auc_score(answerable[own], values[own]) if mixed else float("nan")
        out.write(f"  {corpus}: beste zin goed {right[own & answerable].mean():.3f}, AUROC {area:.3f}\n")
    thresholds, served = np.arange(0.05, 0.95, 0.01), []
    for threshold in thresholds:
        said = values >= threshold
        score = float(np.where(answerable, said & right, ~said).mean())
        served.append(score)
        if abs(threshold * 20 - round(threshold * 20)) < 1e-9:
            out.write(
                f"  drempel {threshold:.2f}: goed {score:.3f}, onthoudt zich terecht {(~said[~answerable]).mean():.3f}"
                f", ten onrechte {(~said[answerable]).mean():.3f}\n"
            )
    smooth = np.convolve(np.pad(served, SMOOTHED // 2, mode="edge"), np.ones(SMOOTHED) / SMOOTHED, mode="valid")
    chosen = int(np.flatnonzero(smooth >= smooth.max() - YIELDED)[-1])
    out.write(f"beste drempel {thresholds[chosen]:.2f} ({smooth[chosen]:.3f})\n")
    return float(thresholds[chosen])


def of_sets(rows: Scored) -> Scored:
    """Without the passages, of whose questions a quarter is a near miss, far more than users ask; and each once."""
    return [
        row for row in rows if not row[0].question.corpus.startswith(PREFIX) and row[0].question.corpus != "shipped"
    ]


def to_toml(coefficients: Coefficients) -> str:
    """The coefficients as the file that ships."""
    lines = ["# Made by: python -m evals.fit (development questions and passages only). Do not edit by hand.", ""]
    lines += [f"threshold = {coefficients.threshold:.3f}", ""]
    for name, weights in (("sentence", coefficients.sentence), ("answer", coefficients.answer)):
        lines += [f"[{name}]", *(f"{key} = {value:.5f}" for key, value in weights.items()), ""]
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Fit, report, and write the coefficients when asked."""
    parser = argparse.ArgumentParser(prog="python -m evals.fit")
    parser.add_argument("--suite", default="dev")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--write", action="store_true", help="schrijf assistant/evidence/answerability.toml")
    parser.add_argument("--misses", action="store_true", help="toon de vragen waarvan de beste zin niet goed is")
    chosen = parser.parse_args(argv)
    questions = load_suite(chosen.suite)
    wider = [replace(q, corpus="shipped") for q in questions if q.corpus == "letter" and q.expected.answerable]
    asked = [q for corpus in corpora(measured=False) for q in questions_of(corpus)]
    found = examples([*questions, *wider, *asked], data_folder(chosen.data))
    rows = cross_validate(found)
    sys.stdout.write("Alles:\n")
    report(sys.stdout, rows)
    sys.stdout.write("De vragensets alleen, die de drempel bepalen:\n")
    threshold = report(sys.stdout, of_sets(rows))
    coefficients = replace(fit_all(found), threshold=threshold)
    for name, value in sorted(coefficients.sentence.items(), key=lambda item: -abs(item[1])):
        sys.stdout.write(f"   {name:10} {value:+.3f}\n")
    apart = [q for corpus in corpora(measured=True) for q in questions_of(corpus)]
    sys.stdout.write("Passages die nergens voor gebruikt zijn:\n")
    report(sys.stdout, scored(examples(apart, data_folder(chosen.data)), coefficients))
    if chosen.misses:
        _show_misses(rows, threshold, coefficients)
    if chosen.write:
        path = Path(answerability.__file__).with_name("answerability.toml")
        path.write_text(to_toml(coefficients), encoding="utf-8")
    return 0


def _show_misses(rows: Scored, threshold: float, coefficients: Coefficients) -> None:
    """Write the questions that do not get what they should, with the sentence that comes first."""
    for example, value, right in sorted(rows, key=lambda row: row[1]):
        wanted = example.question.expected.answerable
        if (wanted and not right) or (not wanted and value > threshold):
            best = _ranked(example, coefficients.sentence)[0]
            sys.stdout.write(f"{value:.2f} {example.question.id} {example.question.text}\n      -> {best.text[:160]}\n")


if __name__ == "__main__":
    sys.exit(main())
