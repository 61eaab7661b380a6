"""The gate between a model and the screen: one sentence of the model becomes a draft sentence or a list of faults.

Invariant: what passes cites tokens that were handed out, and passes the same check as in ``assistant.writing.verify``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.language_model.prompt import Numbered
from assistant.writing.draft import DraftSentence
from assistant.writing.verify import faults

_TOKENS = re.compile(r"\s*\[([^\[\]]{0,80})\]")
_LEAD = re.compile(r"^\s*(?:[-*•·]|\d{1,2}[.)])\s+")
_ENDS = re.compile(r"[.!…][\"'”’)]*$")


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sentence as the model wrote it, what it cites, and the draft sentence when it has no faults."""

    text: str
    cited: tuple[Numbered, ...]
    faults: tuple[str, ...]
    sentence: DraftSentence | None


def weigh(raw: str, evidence: Mapping[str, Numbered]) -> Weighed:
    """One sentence of the model, checked. One without a token gets that of the first evidence that carries it."""
    tokens = [t for m in _TOKENS.finditer(raw) for t in re.split(r"[\s,;]+", m[1].strip()) if t]
    text = " ".join(_TOKENS.sub("", _LEAD.sub("", raw)).split())
    text = re.sub(r"\s+([.,;:!?])", r"\1", text)
    wrong = [f"onbekend kenmerk {t}" for t in dict.fromkeys(tokens) if t not in evidence]
    if not _ENDS.search(text):
        wrong.append("de zin is niet af")
    if tokens:
        return _against(text, tuple(evidence[t] for t in dict.fromkeys(tokens) if t in evidence), wrong)
    tried = [_against(text, (one,), wrong) for one in evidence.values()]
    carried = next((one for one in tried if one.sentence is not None), None)
    return carried or Weighed(text, (), ("geen kenmerk van een bewijszin", *wrong), None)


def _against(text: str, cited: tuple[Numbered, ...], wrong: Sequence[str]) -> Weighed:
    """A sentence held against the evidence it cites."""
    if wrong or not cited:
        return Weighed(text, cited, tuple(wrong), None)
    quoted = len(cited) == 1 and _same(text, cited[0].text)
    sentence = DraftSentence(text, tuple(c.quote for c in cited), "quote" if quoted else "figures", reworded=True)
    found = faults(sentence, [c.text for c in cited])
    return Weighed(text, cited, found, None if found else sentence)


def _same(text: str, quote: str) -> bool:
    return " ".join(text.split()) == " ".join(quote.split())
