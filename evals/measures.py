"""The measures: one pure function each, from a question and the answer's JSON object to a number.

Invariant: a missing result scores zero (an answer without citations has precision 0, an abstention on an
answerable question recall 0); ``None`` means that the measure does not apply to the question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from evals.matching import fold, holds, numbers, spans, without_markers, written_numbers
from evals.questions import Place, Question

Reply = Mapping[str, Any]
"""An answer as the contract's JSON object, schema 1; ``error`` instead of an answer when there was none."""
TextOf = Callable[[str], str | None]
"""From a document id to its canonical text, None when the document is unknown."""

_LABEL = re.compile(r"^\W*(?:(?:deel)?vraag|question|ad)?\s*\(?\d{1,2}[.:)](?=\s|$)", re.IGNORECASE)


def is_right(question: Question, reply: Reply) -> bool:
    """Answer accuracy by required facts, abstention included."""
    return not reasons_wrong(question, reply)


def reasons_wrong(question: Question, reply: Reply) -> tuple[str, ...]:
    """Why the answer is not right, in words; empty when it is."""
    expected = question.expected
    if reply.get("error") or "outcome" not in reply:
        return (f"fout: {reply.get('error', 'geen antwoord')}",)
    outcome, abstained = reply["outcome"], bool(reply.get("abstained"))
    if not expected.answerable:
        if not abstained:
            return ("beantwoordt wat er niet staat",)
        return () if outcome in expected.outcomes else (f"uitkomst {outcome}",)
    if abstained:
        return ("onthoudt zich ten onrechte",)
    text = fold(without_markers(reply.get("answer", "")))
    wrong = [f"mist {'|'.join(alt)}" for alt in expected.must if not any(holds(text, words) for words in alt)]
    wrong += [f"bevat {words}" for words in expected.must_not if holds(text, words)]
    if "answered" not in expected.outcomes and outcome not in expected.outcomes:
        wrong.append(f"uitkomst {outcome}")
    return tuple(wrong)


def citation_precision(question: Question, reply: Reply) -> float | None:
    """The share of citations whose paragraph holds a gold quote, for an answerable question that was answered."""
    if not question.expected.answerable or reply.get("abstained") or reply.get("error"):
        return None
    accepted = [place for group in question.expected.gold for place in group] + list(question.expected.also)
    cited = _paragraphs(reply)
    right = sum(any(_stands_in(place, paragraph) for place in accepted) for paragraph in cited)
    return right / len(cited) if cited else 0.0


def citation_recall(question: Question, reply: Reply) -> float | None:
    """The share of gold places of which the paragraph is cited, for an answerable question."""
    gold = question.expected.gold
    if not question.expected.answerable or not gold:
        return None
    if reply.get("abstained") or reply.get("error"):
        return 0.0
    cited = _paragraphs(reply)
    found = sum(any(_stands_in(place, paragraph) for place in group for paragraph in cited) for group in gold)
    return found / len(gold)


def character_overlap(question: Question, reply: Reply) -> float | None:
    """F1 of the characters quoted against the characters of the gold quotes, for an answered question."""
    if not question.expected.answerable or reply.get("abstained") or reply.get("error"):
        return None
    places = [place for group in question.expected.gold for place in group]
    quoted: set[tuple[str, int]] = set()
    wanted: set[tuple[str, int]] = set()
    for citation in reply.get("citations", ()):
        paragraph, id_ = fold(citation["paragraph_text"]), citation["paragraph_id"]
        gold = [p.quote for p in places if p.document == citation["document_id"]]
        quoted |= _characters(id_, spans(paragraph, [citation["quote"]]))
        wanted |= _characters(id_, spans(paragraph, gold))
    missed = sum(
        len(fold(group[0].quote)) for group in question.expected.gold
        if not any(_stands_in(place, cited) for place in group for cited in _paragraphs(reply))
    )  # fmt: skip
    total = len(quoted) + len(wanted) + missed
    return 2 * len(quoted & wanted) / total if total else 0.0


def unsupported_numbers(reply: Reply) -> tuple[str, ...]:
    """The numbers in shown sentences that occur in no quote which that sentence cites."""
    if reply.get("abstained") or reply.get("error"):
        return ()
    citations = reply.get("citations", ())
    free = numbers(reply.get("question", "")) | numbers(" ".join(map(str, (reply.get("searched") or {}).values())))
    wrong: list[str] = []
    for sentence in reply.get("sentences", ()):
        markers = set(sentence.get("markers", ()))
        quotes = " ".join(c["quote"] for c in citations if not markers or c["marker"] in markers)
        allowed = numbers(quotes) | written_numbers(quotes) | (free if sentence.get("check") == "none" else frozenset())
        wrong += sorted(numbers(_LABEL.sub("", without_markers(sentence["text"]))) - allowed)
    return tuple(wrong)


def verification_failures(reply: Reply, text_of: TextOf) -> tuple[str, ...]:
    """Citations whose quote is not at its offsets, and sentences marked ``quote`` that are not verbatim."""
    wrong = []
    citations = [*reply.get("citations", ()), *reply.get("nearest", ())]
    for citation in citations:
        text = text_of(citation["document_id"])
        if text is None or text[citation["start"] : citation["end"]] != citation["quote"]:
            wrong.append(f"{citation['paragraph_id']}: citaat staat niet op {citation['start']}-{citation['end']}")
    by_marker = {citation["marker"]: fold(citation["quote"]) for citation in reply.get("citations", ())}
    for sentence in reply.get("sentences", ()):
        quotes = [by_marker.get(marker, "") for marker in sentence.get("markers", ())]
        if sentence.get("check") == "quote" and not _is_verbatim(sentence["text"], quotes):
            wrong.append(f"geen letterlijke brontekst: {sentence['text'][:80]}")
    return tuple(wrong)


def word_count(reply: Reply) -> int:
    """The number of words in the answer, markers left out."""
    return len(without_markers(reply.get("answer", "")).split())


def answerability(reply: Reply) -> float | None:
    """The probability that the question is answerable, where the answer carries one."""
    value = reply.get("answerability", reply.get("confidence"))
    return float(value) if isinstance(value, int | float) else None


def _paragraphs(reply: Reply) -> list[tuple[str, str]]:
    """Document id and folded text of each cited paragraph, once each, in order."""
    cited = {c["paragraph_id"]: (c["document_id"], fold(c["paragraph_text"])) for c in reply.get("citations", ())}
    return list(cited.values())


def _stands_in(place: Place, paragraph: tuple[str, str]) -> bool:
    return place.document == paragraph[0] and fold(place.quote) in paragraph[1]


def _characters(id_: str, ranges: Sequence[tuple[int, int]]) -> set[tuple[str, int]]:
    return {(id_, at) for start, end in ranges for at in range(start, end)}


def _is_verbatim(sentence: str, quotes: Sequence[str]) -> bool:
    shown = fold(without_markers(sentence)).lstrip("-*|• ").strip("\"'… .|")
    return any(shown in quote for quote in quotes)
