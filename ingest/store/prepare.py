"""Everything the library stores of a document: passages with terms, theme, years and vectors, and sentences.

The vectors come from LlamaIndex's ingestion pipeline (paragraphs, nodes, vectors): those of a passage and of its
sentences at one reading, so that a sentence is understood after its headings and beside its neighbours. Invariant: what
was embedded before, in the same company, is not embedded again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.document import Document, Paragraph
from ingest.language.terms import terms
from ingest.language.themes import theme_of
from ingest.store.engines import Embedding, embed_here
from ingest.store.passages import Passage, Piece, passages_of, piece_of, sentences_of
from ingest.store.serial import unpack_spans

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ingest.store.model import Encoder
    from ingest.store.record import Record

    Vector = NDArray[np.float16]
    Vectors = NDArray[np.float16]

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Draft:
    """A document with what can be computed of it without the model."""

    document: Document
    origin: str
    reader: str
    passages: tuple[Passage, ...]
    sentences: tuple[tuple[str, tuple[tuple[int, int], ...]], ...]
    """(paragraph id, sentences as offsets) in reading order, of every paragraph that has passages."""
    pieces: tuple[Piece, ...]
    """What is encoded, one a passage."""

    @property
    def size(self) -> int:
        """How many vectors it takes."""
        return sum(1 + len(piece.parts) for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as the record holds it: with theme, years it names, BM25 terms and its vector in float16."""

    passage: Passage
    theme: str
    years: tuple[int, ...]
    terms: tuple[str, ...]
    vector: Vector


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready to be stored in one transaction."""

    draft: Draft
    passages: tuple[StoredPassage, ...]
    sentences: tuple[tuple[str, tuple[tuple[int, int], ...], Vectors], ...]


def draft_of(document: Document, *, origin: str, reader: str) -> Draft:
    """The passages and sentences of a document."""
    passages = passages_of(document)
    found = {p.paragraph_id for p in passages}
    sentences = {p.id: sentences_of(document, p) for p in document.paragraphs if p.kind != "heading" and p.id in found}
    pieces = tuple(piece_of(p, sentences.get(p.paragraph_id, ())) for p in passages)
    return Draft(document, origin, reader, passages, tuple(sentences.items()), pieces)


def embed(
    drafts: Sequence[Draft],
    encoder: Encoder,
    known: Mapping[Piece, Vectors] | None = None,
    *,
    embedding: Embedding = embed_here,
) -> list[Prepared]:
    """The drafts with their vectors; ``known`` gives those of what was embedded before.

    ``embedding`` decides where the model runs.
    """
    import numpy as np

    vectors = dict(known or {})
    wanted = [piece for piece in dict.fromkeys(p for d in drafts for p in d.pieces) if piece not in vectors]
    if wanted:
        found = embedding(wanted, encoder)
        vectors.update((piece, made.astype(np.float16)) for piece, made in zip(wanted, found, strict=True))
    return [_prepare(draft, vectors) for draft in drafts]


def stored_vectors(record: Record, identities: Iterable[str]) -> dict[Piece, Vectors]:
    """The vectors that the record holds for documents, by what was embedded."""
    import numpy as np

    found: dict[Piece, Vectors] = {}
    for identity in identities:
        sentences = {
            name: (unpack_spans(spans), vectors)
            for name, spans, vectors in record.rows(
                "SELECT p.id, p.spans, p.vectors FROM paragraphs p JOIN documents d ON p.document = d.number"
                " WHERE d.id = ?", (identity,)
            )
        }  # fmt: skip
        for row in record.rows(
            "SELECT id, document_id, paragraph_id, start, end, text, context, vector FROM passages"
            " WHERE document_id = ?",
            (identity,),
        ):
            passage = Passage(*row[:-1])
            spans, vectors = sentences.get(passage.paragraph_id, ((), b""))
            whole = np.frombuffer(row[-1], "<f2")
            own = [at for at, (a, _) in enumerate(spans) if passage.start <= a < passage.end]
            parts = np.frombuffer(vectors, "<f2").reshape(len(spans), len(whole))[own]
            found[piece_of(passage, spans)] = np.concatenate([whole[None], parts])
    return found


def _prepare(draft: Draft, vectors: Mapping[Piece, Vectors]) -> Prepared:
    import numpy as np

    document = draft.document
    paragraphs = {p.id: p for p in document.paragraphs}
    passages = []
    parts: dict[str, list[Vectors]] = {}
    for passage, piece in zip(draft.passages, draft.pieces, strict=True):
        made = vectors[piece]
        passages.append(_stored(document, paragraphs[passage.paragraph_id], passage, made[0]))
        parts.setdefault(passage.paragraph_id, []).append(made[1:])
    sentences = tuple((name, spans, np.concatenate(parts[name])) for name, spans in draft.sentences if spans)
    return Prepared(draft, tuple(passages), sentences)


def _stored(document: Document, paragraph: Paragraph, passage: Passage, vector: Vector) -> StoredPassage:
    return StoredPassage(
        passage=passage,
        theme=theme_of(paragraph.section, document.text_of(paragraph)),
        years=years_of((document.publication.date, document.text_of(paragraph), *paragraph.section)),
        terms=tuple(terms(passage.embedded)),
        vector=vector,
    )


def years_of(texts: Iterable[str]) -> tuple[int, ...]:
    """The years that texts name, ascending."""
    return tuple(sorted({int(year) for text in texts for year in _YEAR.findall(text)}))
