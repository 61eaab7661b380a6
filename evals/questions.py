"""Questions with what a careful reader would answer, read from the sets beside this module.

Invariant: a question that is answerable has gold places, one that is not has none and says which kind it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import QuestionError

SETS = Path(__file__).parent / "sets"
SUITES: Mapping[str, tuple[str, ...]] = {
    "dev": ("dev-letter", "dev-papers", "dev-registers", "dev-free", "dev-letter-free"),
    "dev-letter": ("dev-letter",),
    "dev-papers": ("dev-papers",),
    "dev-registers": ("dev-registers",),
    "dev-free": ("dev-free",),
    "dev-letter-free": ("dev-letter-free",),
    "heldout": ("heldout",),
    "heldout-letter": ("heldout-letter",),
    "heldout-letter-free": ("heldout-letter-free",),
    "heldout-papers": ("heldout-papers",),
    "heldout-registers": ("heldout-registers",),
}
"""Each suite and the set files it is made of, without their suffix."""
FACTS = frozenset(
    [
        "number",
        "share",
        "money",
        "date",
        "person",
        "organisation",
        "document",
        "definition",
        "field",
        "footnote",
        "yesno",
    ]
)
"""Kinds of question that one or two sentences answer."""
KINDS = FACTS | frozenset(
    [
        "list",
        "reason",
        "state",
        "colloquial",
        "english",
        "followup",
        "multi",
        "conflict",
        "unanswerable",
        "agreements",
        "figures",
        "trend",
        "commitments",
        "comparison",
    ]
)
CORPORA = ("letter", "papers", "shipped")
UNANSWERABLE = frozenset(
    [
        "underspecified",
        "false_presupposition",
        "nonsensical",
        "not_in_this_kind",
        "out_of_scope",
        "not_in_documents",
        "near_miss",
    ]
)
OUTCOMES = frozenset(["answered", "partial", "conflicting", "not_in_documents", "out_of_scope", "clarify"])


@dataclass(frozen=True, slots=True)
class Place:
    """Verbatim words of the paragraph that carries (part of) the answer, and the id of its document."""

    document: str
    quote: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What a right answer does. Each entry of ``gold`` is a group of places of which one must be cited;
    ``also`` holds places that may be cited without being needed; each entry of ``must`` lists alternatives."""

    answerable: bool
    outcomes: tuple[str, ...]
    gold: tuple[tuple[Place, ...], ...]
    also: tuple[Place, ...]
    must: tuple[tuple[str, ...], ...]
    must_not: tuple[str, ...]
    unanswerable_kind: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a set: its text, the conversation before it, the filters, and what is expected."""

    id: str
    text: str
    kind: str
    language: str
    corpus: str
    history: tuple[str, ...]
    filters: tuple[tuple[str, str | int], ...]
    expected: Expected


def load_suite(name: str, *, folder: Path = SETS) -> tuple[Question, ...]:
    """The questions of a suite, in file order. Raises ``QuestionError`` for an unknown suite or a bad line."""
    if name not in SUITES:
        raise QuestionError(f"onbekende vragenset {name!r}", remedy=f"Kies uit: {', '.join(sorted(SUITES))}.")
    return tuple(question for part in SUITES[name] for question in load_set(folder / f"{part}.jsonl"))


def load_set(path: Path) -> tuple[Question, ...]:
    """The questions of one file. Raises ``QuestionError`` with every fault of the file at once."""
    if not path.is_file():
        raise QuestionError("het bestand met vragen ontbreekt", where=str(path), remedy="Controleer de naam.")
    questions, faults = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        found, question = _read_line(line)
        faults += [f"regel {number}: {fault}" for fault in found]
        if question is not None:
            questions.append(question)
    faults += _repeated(question.id for question in questions)
    if faults:
        raise QuestionError("; ".join(faults), where=str(path), remedy="Verbeter de genoemde regels.")
    return tuple(questions)


def _read_line(line: str) -> tuple[list[str], Question | None]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        return [f"geen geldige JSON ({error.msg})"], None
    if not isinstance(row, dict):
        return ["geen JSON-object"], None
    missing = [key for key in ("id", "question", "kind", "answerable") if key not in row]
    if missing:
        return [f"veld ontbreekt: {', '.join(missing)}"], None
    question = question_from_json(row)
    return _faults(question), question


def question_from_json(row: Mapping[str, Any]) -> Question:
    """The question of one JSON object of a set."""
    answerable = bool(row["answerable"])
    expected = Expected(
        answerable=answerable,
        outcomes=tuple(row.get("outcome") or (["answered"] if answerable else ["not_in_documents"])),
        gold=tuple(_group(place) for place in row.get("gold", ())),
        also=tuple(Place(place["document"], place["quote"]) for place in row.get("also", ())),
        must=tuple((alt,) if isinstance(alt, str) else tuple(alt) for alt in row.get("must", ())),
        must_not=(row["must_not"],) if isinstance(row.get("must_not"), str) else tuple(row.get("must_not") or ()),
        unanswerable_kind=row.get("unanswerable_kind") or "",
    )
    return Question(
        id=row["id"],
        text=row["question"],
        kind=row["kind"],
        language=row.get("lang", "nl"),
        corpus=row.get("corpus", "letter"),
        history=tuple(row.get("history") or ()),
        filters=tuple(sorted((row.get("filters") or {}).items())),
        expected=expected,
    )


def _group(place: Mapping[str, Any]) -> tuple[Place, ...]:
    return (Place(place["document"], place["quote"]), *(p for other in place.get("or", ()) for p in _group(other)))


def _faults(question: Question) -> list[str]:
    expected = question.expected
    checks = (
        (question.kind in KINDS, f"onbekende soort {question.kind!r}"),
        (question.corpus in CORPORA, f"onbekend corpus {question.corpus!r}"),
        (bool(question.text.strip()), "lege vraag"),
        (set(expected.outcomes) <= OUTCOMES, "onbekende uitkomst"),
        (not expected.answerable or bool(expected.gold), "beantwoordbaar zonder vindplaats"),
        (not expected.answerable or bool(expected.must), "beantwoordbaar zonder vereiste woorden"),
        (expected.answerable or not expected.gold, "onbeantwoordbaar met vindplaats"),
        (expected.answerable or expected.unanswerable_kind in UNANSWERABLE, "soort onbeantwoordbaar ontbreekt"),
    )
    return [f"{question.id}: {fault}" for holds, fault in checks if not holds]


def _repeated(ids: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    return [f"{id_}: dubbel kenmerk" for id_ in ids if id_ in seen or seen.add(id_)]  # type: ignore[func-returns-value]
