"""Feedback from the workplace turned into draft questions for a set, for a person to complete.

Invariant: a draft is marked as such and holds only what the user and the product said; nobody's judgement is taken for
gold, so a draft does not load as a set before its gold places are filled in.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ingest.errors import QuestionError

OUTCOMES: Mapping[str, tuple[str, ...]] = {
    "unsupported": ("answered",),
    "incomplete": ("answered",),
    "should_refuse": ("not_in_documents", "out_of_scope", "clarify"),
    "should_answer": ("answered",),
    "other": ("answered",),
}
"""Each reason for feedback, and the outcomes that a right answer would have had in the user's eyes."""


def draft_cases(path: Path) -> tuple[dict[str, Any], ...]:
    """One draft question for every different question and reason in a ``feedback.jsonl``, in order of time.

    Raises ``QuestionError`` with every faulty line.
    """
    cases: dict[str, dict[str, Any]] = {}
    for given in _read(path):
        case = _draft(given)
        known = cases.setdefault(case["id"], case)
        if known is not case and case["remark"]:
            known["remark"] = "; ".join(dict.fromkeys((*filter(None, known["remark"].split("; ")), case["remark"])))
    return tuple(cases.values())


def write_drafts(feedback: Path, out: Path) -> int:
    """Write the draft questions as JSON lines; the number of them. Raises ``QuestionError``."""
    cases = draft_cases(feedback)
    out.write_text("".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases), encoding="utf-8")
    return len(cases)


def _read(path: Path) -> Iterator[dict[str, Any]]:
    if not path.is_file():
        raise QuestionError(
            "er is geen terugkoppeling", where=str(path), remedy="Geef eerst terugkoppeling op een antwoord."
        )
    faults, found = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        given = _object(line)
        if given.get("reason") not in OUTCOMES or not str(given.get("question", "")).strip():
            faults.append(f"regel {number}: geen vraag met een bekende reden")
        else:
            found.append(given)
    if faults:
        raise QuestionError("; ".join(faults), where=str(path), remedy="Verwijder of verbeter deze regels.")
    yield from found


def _object(line: str) -> dict[str, Any]:
    try:
        given = json.loads(line)
    except json.JSONDecodeError:
        return {}
    return given if isinstance(given, dict) else {}


def _draft(given: Mapping[str, Any]) -> dict[str, Any]:
    question, reason = str(given["question"]).strip(), str(given["reason"])
    history = [str(earlier) for earlier in given.get("history") or ()]
    digest = hashlib.sha256("\x1f".join((*history, question, reason)).encode()).hexdigest()
    outcomes = OUTCOMES[reason]
    refusing = reason == "should_refuse"
    case: dict[str, Any] = {
        "id": f"fb-{digest[:10]}", "question": question, "kind": "unanswerable" if refusing else "other",
        "history": history, "answerable": not refusing, "outcome": list(outcomes), "gold": [], "must": [],
        "draft": True, "reason": reason, "remark": str(given.get("remark") or ""),
        "said": str(given.get("answer") or ""),
        "cited": [str(name) for name in given.get("paragraphs") or ()], "at": str(given.get("at") or ""),
    }  # fmt: skip
    return {**case, "unanswerable_kind": "not_in_documents"} if refusing else case


def main(feedback: Path, out: Path) -> None:
    """Write the draft questions of a feedback file; to be run as ``python -m evals.feedback FEEDBACK OUT``."""
    import typer

    try:
        typer.echo(f"{write_drafts(feedback, out)} concepten in {out}", err=True)
    except QuestionError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


if __name__ == "__main__":
    import typer

    typer.run(main)
