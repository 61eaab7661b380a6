"""How good is retrieval on other people's questions: any folder in BEIR form, scored with the product's own functions.

Pages become passages as documents do; a page's signal is that of its best passage. Invariant: ``lexical``, ``dense``
and ``product`` rank the same passages, with the same terms, vectors and fusion as ``assistant.evidence.search``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.evidence.fusion import Weights, fuse, max_sim, rerank, shipped_weights
from assistant.evidence.search import LATE_DEPTH, POOL
from evals.beir_files import BeirFolder, Page, read_folder
from evals.beir_vectors import VectorCache, grouped, progress
from evals.intervals import mean_of
from ingest.document import Document, Paragraph, Publication, Source
from ingest.language.expansion import expand_question
from ingest.language.terms import terms
from ingest.store.lexical import LexicalIndex, build
from ingest.store.passages import Piece, passages_of, piece_of, sentences_of
from ingest.store.tokens import TokenEncoder, TokenVectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ingest.store.model import Encoder

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

DEPTH = 100


@dataclass(frozen=True, slots=True)
class Corpus:
    """The pages as passages and sentences, each with the number of its page, and the index of their words."""

    ids: tuple[str, ...]
    pieces: tuple[Piece, ...]
    passage_page: Ints
    sentence_page: Ints
    words: LexicalIndex

    @property
    def passages(self) -> list[str]:
        """The texts whose vectors stand for the passages."""
        return [piece.text for piece in self.pieces]


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the score of every page by each signal."""

    text: str
    signals: dict[str, Floats]


def score_beir(
    folder: Path,
    split: str = "test",
    *,
    data: Path,
    encoder: Encoder | None = None,
    parts: bool = False,
    weights: Weights | None = None,
) -> dict[str, Any]:
    """nDCG@10, MRR@10, hit@1, hit@5 and recall@100 with bootstrap intervals, for each way of retrieving.

    With ``parts`` the product is also scored without each of its parts (the ablation); ``weights`` replaces the
    shipped ones. Raises ``QuestionError`` for
    a malformed folder.
    """
    from ingest.store.model import load_encoder

    given = read_folder(folder, split)
    encoder = encoder or load_encoder(data)
    weights = weights or shipped_weights()
    with closing(VectorCache(data / "beir", encoder)) as cache:
        corpus = corpus_of(given.pages)
        questions = _signals(given, corpus, cache, encoder, with_sentences=weights.sentence > 0, with_parts=parts)
    runs = _runs(questions, weights, parts)
    if weights.late > 0 and isinstance(encoder, TokenEncoder):
        with closing(TokenVectors(data / "beir", encoder)) as tokens:
            first = runs["product"]
            runs["product"] = _late(questions, first, corpus, tokens, weights)
            if parts:
                runs["product without late interaction"] = first
    systems = {name: _measures(given, corpus, run) for name, run in runs.items()}
    return {
        "folder": str(folder),
        "split": split,
        "documents": len(given.pages),
        "questions": len(given.questions),
        "model": encoder.fingerprint,
        "weights": asdict(weights),
        "systems": systems,
    }


def corpus_of(pages: Sequence[Page]) -> Corpus:
    """The passages and sentences of pages, made as those of a document are, and their BM25 index."""
    pieces, owners = list[Piece](), list[int]()
    for number, page in enumerate(pages):
        document = _document(page)
        sentences = [span for paragraph in document.paragraphs for span in sentences_of(document, paragraph)]
        for passage in passages_of(document):
            pieces.append(piece_of(passage, sentences))
            owners.append(number)
    words = build((number, terms(piece.text)) for number, piece in enumerate(pieces))
    return Corpus(
        tuple(page.id for page in pages), tuple(pieces), np.array(owners, np.int64),
        np.repeat(np.array(owners, np.int64), [len(piece.parts) for piece in pieces]), words,
    )  # fmt: skip


def _document(page: Page) -> Document:
    text = " ".join(page.text.split()) or page.title or "-"
    paragraph = Paragraph(f"{page.id}/p1", "text", 0, len(text))
    return Document(Publication(page.id, page.title), Source("corpus.jsonl", "text/plain", ""), text, (paragraph,))


def _signals(
    given: BeirFolder, corpus: Corpus, cache: VectorCache, encoder: Encoder, *, with_sentences: bool, with_parts: bool
) -> list[Question]:
    read = cache.pieces(corpus.pieces if with_sentences else [Piece(text) for text in corpus.passages])
    vectors = np.stack([own[0] for own in read])
    sentences = np.concatenate([own[1:] for own in read]) if with_sentences else None
    found, vocabulary = [], corpus.words.vocabulary
    with progress("vragen", len(given.questions)) as advance:
        for _, text in given.questions:
            asked = encoder.encode_queries([text])[0]
            signals = {
                "dense": _best(vectors @ asked, corpus.passage_page, len(corpus.ids), least=-1.0),
                "lexical": _words(corpus, expand_question(text, vocabulary)),
            }
            if with_parts:
                signals["whole words"] = _words(corpus, _whole(text))
            if sentences is not None:
                signals["sentence"] = _best(sentences @ asked, corpus.sentence_page, len(corpus.ids), least=-1.0)
            found.append(Question(text, signals))
            advance(1)
    return found


def _whole(text: str) -> list[tuple[str, float]]:
    from ingest.language.terms import words

    return [(term, 1.0) for term in dict.fromkeys(word.whole for word in words(text))]


def _words(corpus: Corpus, wanted: Sequence[tuple[str, float]]) -> Floats:
    hits = corpus.words.search(wanted, len(corpus.passages))
    scores = np.zeros(len(corpus.passages), np.float64)
    if hits:
        scores[[number for number, _ in hits]] = [score for _, score in hits]
    return _best(scores, corpus.passage_page, len(corpus.ids), least=0.0)


def _best(scores: NDArray[np.float32] | Floats, owners: Ints, n: int, *, least: float) -> Floats:
    """The best score among each page's passages."""
    best = np.full(n, least, np.float64)
    np.maximum.at(best, owners, scores.astype(np.float64))
    return np.round(best, 6)


def _runs(questions: Sequence[Question], weights: Weights, parts: bool) -> dict[str, list[Floats]]:
    """For each way of retrieving, the score of every page for every question (-1 outside the pool)."""
    ways: dict[str, Callable[[Question], Floats]] = {
        "lexical": lambda q: q.signals["lexical"],
        "dense": lambda q: q.signals["dense"],
        "product": lambda q: _fused(q.signals, weights),
    }
    if parts:
        ways["lexical, whole words only"] = lambda q: q.signals["whole words"]
        ways["product without compounds and synonyms"] = lambda q: _fused(
            {**q.signals, "lexical": q.signals["whole words"]}, weights
        )
        for name in ("sentence", "lexical", "dense"):
            if getattr(weights, name) > 0:
                ways[f"product without {name}"] = _without(name, weights)
    return {name: [way(question) for question in questions] for name, way in ways.items()}


def _without(name: str, weights: Weights) -> Callable[[Question], Floats]:
    return lambda question: _fused(question.signals, replace(weights, **{name: 0.0}))


def _fused(signals: Mapping[str, Floats], weights: Weights) -> Floats:
    """The product's own fusion: a pool of the best by meaning and by word, then one score over the pool."""
    pool = np.union1d(_top(signals["dense"], POOL), _top(signals["lexical"], POOL))
    used = {name: signals[name][pool] for name in ("dense", "sentence", "lexical") if name in signals}
    scores = np.full(len(signals["dense"]), -1.0)
    scores[pool] = np.round(fuse(used, weights), 6)
    rest = scores < 0
    scores[rest] = signals["dense"][rest] - 2.0
    return scores


def _top(scores: Floats, n: int) -> Ints:
    """The numbers of the best pages, ties in the order of the corpus."""
    return np.argsort(-scores, kind="stable")[:n]


def _late(
    questions: Sequence[Question], run: Sequence[Floats], corpus: Corpus, tokens: TokenVectors, weights: Weights
) -> list[Floats]:
    """The run with the best pages in the order that late interaction gives them."""
    of_page: dict[int, list[int]] = {}
    for number, page in enumerate(corpus.passage_page.tolist()):
        of_page.setdefault(page, []).append(number)
    tops = [_top(scores, LATE_DEPTH) for scores in run]
    needed = sorted({number for top in tops for page in top.tolist() for number in of_page[page]})
    for group in grouped(needed, "woorden"):
        tokens.make([corpus.passages[number] for number in group])
    found = []
    with progress("late interactie", len(questions)) as advance:
        for question, scores, top in zip(questions, run, tops, strict=True):
            asked, importance = tokens.question(question.text)
            late = [
                max(max_sim(asked, tokens.of(corpus.passages[n]), importance) for n in of_page[page])
                for page in top.tolist()
            ]
            changed = scores.copy()
            changed[top] = 1.0 + np.round(rerank(scores[top], np.array(late), weights), 6)
            found.append(changed)
            advance(1)
    return found


def _measures(given: BeirFolder, corpus: Corpus, run: Sequence[Floats]) -> dict[str, object]:
    """Every measure with its interval over the questions."""
    rows: dict[str, list[float]] = {}
    for (name, _), scores in zip(given.questions, run, strict=True):
        ranked = [corpus.ids[number] for number in _top(scores, DEPTH)]
        for measure, value in measures(ranked, given.relevant[name]).items():
            rows.setdefault(measure, []).append(value)
    found: dict[str, object] = {}
    for measure, values in rows.items():
        estimate = mean_of(values)
        if estimate is not None:
            found[measure] = {"value": estimate.value, "low": estimate.low, "high": estimate.high}
    return found


def measures(ranked: Sequence[str], relevant: Mapping[str, int]) -> dict[str, float]:
    """The measures of one question: ``ranked`` page ids, best first, and the grades of the relevant ones."""
    grades = [relevant.get(page, 0) for page in ranked]
    ideal = _gain(sorted(relevant.values(), reverse=True)[:10])
    return {
        "nDCG@10": _gain(grades[:10]) / ideal if ideal else 0.0,
        "MRR@10": next((1 / rank for rank, grade in enumerate(grades[:10], 1) if grade > 0), 0.0),
        "hit@1": float(any(grades[:1])),
        "hit@5": float(any(grades[:5])),
        "recall@100": sum(grade > 0 for grade in grades[:DEPTH]) / len(relevant) if relevant else 0.0,
    }


def _gain(grades: Sequence[int]) -> float:
    """Discounted gain with linear grades, as trec_eval counts it."""
    return sum(grade / float(np.log2(rank + 1)) for rank, grade in enumerate(grades, 1))
