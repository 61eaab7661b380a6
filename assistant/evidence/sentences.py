"""Candidate sentences with their features: how near, how much of the question they hold, and in what company.

Invariant: a candidate is whole source text, ``document.text[start:end]``, within one paragraph; its features depend
on the question and the library only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.evidence.abbreviations import asks_abbreviation
from assistant.evidence.held import HARD, held
from assistant.evidence.names import names_needed
from assistant.evidence.reading import Read, Sentence, caller_terms, note_terms, read, section_terms, sentences_in
from assistant.evidence.search import Candidate, vocabulary_of
from assistant.question.analysis import Question
from assistant.question.concepts import Concept
from ingest.document import Document, Footnote, Paragraph
from ingest.findings.quantities import spans_in, years_in
from ingest.findings.statements import announces_agreements
from ingest.language.terms import terms
from ingest.language.themes import theme_of
from ingest.store.library import Library

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

_JOINS = re.compile(
    r"^(?:Daarnaast|Immers|Desalniettemin|Gebleken is|Om die reden|Om deze reden|Hetzelfde|Ditzelfde)\b"
)
"""Openings that join a sentence to the one before it without needing it to be understood."""
_NEGATION = re.compile(r"\b(?:niet|geen|nooit|noch|zonder|niemand)\b", re.IGNORECASE)
_PAST = re.compile(r"\b(?:werd|werden|was|waren|had|hadden|uiteindelijk|was|were|did|had)\b", re.IGNORECASE)
_WILL = re.compile(r"\b(?:zal|zullen)\b", re.IGNORECASE)
SECTION, PREVIOUS, BESIDE, PARAGRAPH, NOTE, TITLE, ASKED = 0.85, 0.9, 0.75, 0.6, 0.9, 0.7, 0.8
"""What a concept counts for that is met not in the sentence but in its headings, the sentence it points back to, the
one before it, its paragraph, the footnote it calls, the title of its document, or the question it replies to."""
UNLIKE, STEP = 0.40, 0.10
"""Where the features that are cosines begin, which is also what a sentence without a vector counts for, and their unit.
The coefficients are fitted with these; the median of all candidates is now 0.21."""
_REPLY = re.compile(
    r"^\W*(?:Antwoord|Beantwoording)\w*\W*(?:op\s+)?(?:vra(?:ag|gen)\s+)?(?P<numbers>\d+(?:\s*(?:,|en|t/m|-|"
    r"–)\s*\d+)*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A candidate sentence: where it stands, what it points back to, the footnotes it calls, and its features."""

    document_id: str
    paragraph: Paragraph
    start: int
    end: int
    text: str
    before: tuple[int, int] | None
    notes: tuple[Footnote, ...]
    theme: str
    features: dict[str, float]
    score: float = 0.0


def gather(
    library: Library, question: Question, candidates: Sequence[Candidate], vector: Vector | None
) -> list[Evidence]:
    """The sentences of the candidate passages with their features, in the order of the candidates."""
    found: list[Evidence] = []
    seen: set[str] = set()
    vectors = library.sentences({c.paragraph_id for c in candidates}) if vector is not None else {}
    weights = {c: c.importance * (0.4 + 0.6 * _rarity(library, c)) for c in question.concepts}
    best = max((c.dense for c in candidates), default=0.0)
    dates = sorted({library.document(c.document_id).publication.date for c in candidates})
    for candidate in candidates:
        if candidate.paragraph_id in seen:
            continue
        seen.add(candidate.paragraph_id)
        taken = read(library, candidate.document_id)
        paragraph = taken.document.paragraphs[taken.positions[candidate.paragraph_id]]
        if paragraph.kind in ("heading", "field", "table_head"):
            continue
        near: dict[tuple[int, int], float] = {}
        held_vectors = vectors.get(paragraph.id)
        if held_vectors is not None and vector is not None and len(held_vectors.spans):
            similar = held_vectors.vectors @ vector
            near = {span: float(s) for span, s in zip(held_vectors.spans, similar, strict=True)}
        of_paragraph = _of_paragraph(taken, paragraph, question, weights, candidate, near, best)
        later = dates.index(taken.document.publication.date) / max(1, len(dates) - 1)
        for piece in of_paragraph:
            piece.features["later"] = later if question.present else 0.0
        found += of_paragraph
    vocabulary = vocabulary_of(library)
    unknown = {c: w for c, w in weights.items() if not c.is_known(vocabulary)}
    strange = max(unknown.values(), default=0.0)
    foreign = question.wanted in HARD and any(w > 0.9 and _is_subject(question, c) for c, w in unknown.items())
    _nearer(library, found)
    nearest = max((piece.features["similar"] for piece in found), default=0.0)
    for piece in found:
        piece.features["gap"] = nearest - piece.features["similar"]
        piece.features["strange"] = strange
        piece.features["foreign"] = float(foreign)
    return found


def _replied(paragraph: Paragraph) -> list[str]:
    """The numbers of the questions that a paragraph replies to, by its heading."""
    reply = _REPLY.match(paragraph.section[-1]) if paragraph.section else None
    return re.findall(r"\d+", reply["numbers"]) if reply else []


def _nearer(library: Library, found: Sequence[Evidence]) -> None:
    """Say of each reply how much nearer than itself the question stands that it replies to."""
    near: dict[str, float] = {}
    for piece in found:
        own = piece.features["similar"]
        near[piece.paragraph.id] = max(near.get(piece.paragraph.id, own), own)
    for piece in found:
        own, asking = piece.features["similar"], read(library, piece.document_id).asking
        asked = (near[p] for number in _replied(piece.paragraph) for p in asking.get(number, ()) if p in near)
        piece.features["replied"] = max(0.0, max(asked, default=own) - own)


def _is_subject(question: Question, concept: Concept) -> bool:
    """Whether a question asks *for*, *about* or *against* the concept."""
    about = (
        rf"\b(?:voor|over|tegen|inzake|for|about|against)\s+(?:(?:de|het|een|the|an?)\s+)?{re.escape(concept.text)}\b"
    )
    return bool(re.search(about, question.text, re.IGNORECASE))


def _rarity(library: Library, concept: Concept) -> float:
    """How rare the concept's own name is in the library; a name of several terms is as rare as its rarest."""
    own = concept.names[0][0] if concept.names else ()
    return max((library.rarity(term) for term in own), default=1.0)


def _of_paragraph(
    taken: Read,
    paragraph: Paragraph,
    question: Question,
    weights: Mapping[Concept, float],
    candidate: Candidate,
    near: Mapping[tuple[int, int], float],
    best: float,
) -> list[Evidence]:
    sentences = sentences_in(taken, paragraph)
    whole = frozenset(t for s in sentences for t in s.terms)
    found = []
    for at, sentence in enumerate(sentences):
        beside = sentences[at - 1] if at else None
        before = beside if sentence.back and not _JOINS.match(sentence.text) else None
        notes = tuple(n for n in taken.document.footnotes if sentence.start < n.call <= sentence.end + 3)
        pools = _pools(taken, paragraph, sentence, beside, notes, whole)
        context = beside.terms if beside is not None and sentence.back else frozenset[str]()
        if question.wanted == "share":
            context = whole | section_terms(taken, paragraph)
        if paragraph.kind == "footnote":
            context |= caller_terms(taken, paragraph)
        features = _features(taken, paragraph, question, weights, sentence, pools, notes, context)
        features["similar"] = (near.get((sentence.start, sentence.end), UNLIKE) - UNLIKE) / STEP
        features["passage"] = (candidate.dense - UNLIKE) / STEP
        features["behind"] = (best - candidate.dense) / STEP
        features["fused"] = candidate.fused
        found.append(
            Evidence(
                taken.document.id,
                paragraph,
                sentence.start,
                sentence.end,
                sentence.text,
                (before.start, before.end) if before else None,
                notes,
                theme_of(paragraph.section, sentence.text),
                features,
            )
        )
    return found


def _pools(
    taken: Read, paragraph: Paragraph, sentence: Sentence, beside: Sentence | None, notes: Sequence[Footnote],
    whole: frozenset[str],
) -> list[tuple[frozenset[str], float]]:  # fmt: skip
    """The terms in and around a sentence with what a concept met there counts for, nearest first."""
    pools = [(sentence.terms, 1.0)]
    if beside is not None:
        pools.append((beside.terms, PREVIOUS if sentence.back else BESIDE))
    for number in _replied(paragraph):
        pools.append((taken.questions.get(number, frozenset()), ASKED))
    for note in notes:
        pools.append((note_terms(taken, note), NOTE))
    if paragraph.kind == "footnote":
        pools.append((caller_terms(taken, paragraph), PREVIOUS))
    pools.append((section_terms(taken, paragraph), SECTION))
    if paragraph.cells:
        labels = frozenset(t for cell in paragraph.cells for label in cell.columns for t in terms(label))
        pools.append((labels, PREVIOUS))
    pools += [(whole, PARAGRAPH), (taken.title, TITLE)]
    return pools


def _features(
    taken: Read, paragraph: Paragraph, question: Question, weights: Mapping[Concept, float], sentence: Sentence,
    pools: Sequence[tuple[frozenset[str], float]], notes: Sequence[Footnote], context: frozenset[str],
) -> dict[str, float]:  # fmt: skip
    inside = {c: c.coverage(pools[0][0]) for c in weights}
    total = sum(weights.values()) or 1.0
    text = sentence.text
    noted = " ".join(taken.document.text_of(taken.document.paragraphs[taken.positions[n.paragraph_id]]) for n in notes)
    kind = max(
        held(question.wanted, question.asked, question.text, text, context),
        0.9 * held(question.wanted, question.asked, question.text, f"{text} {noted}") if noted else 0.0,
    )
    explains = question.wanted == "reason" and kind == 1.0
    around = {
        c: max(c.coverage(pool) * (PREVIOUS if explains and share == PARAGRAPH else share) for pool, share in pools)
        for c in weights
    }
    theme = theme_of(paragraph.section, text)
    lacking = max((weights[c] * (1 - around[c]) for c in weights), default=0.0)
    return {
        **_kind_features(question, kind),
        "inside": sum(weights[c] * inside[c] for c in weights) / total,
        "around": sum(weights[c] * around[c] for c in weights) / total,
        "lacking": lacking,
        "empty": float(_holds_nothing(around)),
        "missed": sum(1.0 for c in weights if weights[c] > 0.5 and around[c] < 0.3),
        "year": _year_fit(question, taken.document, paragraph, text),
        "theme": float(bool(question.themes) and bool(theme) and theme not in question.themes),
        "negation": float(bool(_NEGATION.search(text)) and not question.negated),
        "announces": float(announces_agreements(text) or text.rstrip().endswith(":")),
        "opposed": float(any(c.is_opposed(pools[0][0]) for c in weights)),
        "signature": float(paragraph.kind == "signature"),
        "compiled": float(taken.document.source.compiled),
        "elsewhere": float(
            question.letter and (taken.document.source.compiled or taken.document.publication.kind != "brief")
        ),
        "titled": sum(c.coverage(taken.title) for c in question.concepts) / max(1, len(question.concepts)),
        "note": float(paragraph.kind == "footnote"),
        "row": float(paragraph.kind == "table_row"),
        "short": float(len(text.split()) < 6),
        "long": max(0.0, len(text.split()) / 40 - 1),
        "promised": float(bool(_PAST.search(question.text) and _WILL.search(text))),
        "asks": float(text.rstrip().endswith("?")),
        "other_span": float(_is_of_another_span(question, text)),
    }


def _is_of_another_span(question: Question, text: str) -> bool:
    """Whether a count or share is asked within a span of time (two years) and a text names other spans only."""
    if question.wanted not in ("number", "share", "money"):
        return False
    asked, own = spans_in(question.text), spans_in(text)
    return bool(asked and own) and not asked & own


def _kind_features(question: Question, kind: float) -> dict[str, float]:
    """What it says that a sentence holds the kind of thing asked for so well (``kind``, 0 to 1)."""
    hard = question.wanted in HARD
    least = 0.25 if question.wanted == "share" else 0.1  # a share of something else is none at all
    named = names_needed(question.wanted, question.text) or asks_abbreviation(question.text)
    return {
        "kind_hard": kind if hard else 0.5,
        "kind_soft": 0.5 if hard else kind,
        "kind_none": float(hard and kind < least),
        "kind_weak": float(hard and least <= kind < 0.65),
        "unnamed": float(named and kind == 0.0),
    }


def _holds_nothing(around: Mapping[Concept, float]) -> bool:
    """Whether a sentence, with what governs it, names none of the things that a question names."""
    named = [share for concept, share in around.items() if concept.importance > 0.5]
    return bool(named) and max(named) < 0.3


def _year_fit(question: Question, document: Document, paragraph: Paragraph, text: str) -> float:
    """The share of the question's years that the sentence or what governs it does not name."""
    if not question.years:
        return 0.0
    near = set(years_in(" ".join((text, *paragraph.section, *(c for cell in paragraph.cells for c in cell.columns)))))
    far = set(years_in(f"{document.text_of(paragraph)} {document.publication.title} {document.publication.date[:4]}"))
    lost = [0.0 if y in near else 0.5 if y in far and not near else 1.0 for y in question.years]
    return sum(lost) / len(lost)
