"""Everything the library stores of a document: passages with terms, theme, years and vectors, and sentences.

The vectors come from LlamaIndex's ingestion pipeline (paragraphs, nodes, vectors). Invariant: texts that were
embedded before are not embedded again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.document import Document, Paragraph
from ingest.language.terms import terms
from ingest.language.themes import theme_of
from ingest.store.engines import Embedding, embed_here
from ingest.store.passages import Passage, passages_of, sentences_of
from ingest.store.serial import unpack_spans

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ingest.store.model import Encoder
    from ingest.store.record import Record

    Vector = NDArray[np.float16]

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Draft:
    """A document with what can be computed of it without the model."""

    document: Document
    origin: str
    reader: str
    passages: tuple[Passage, ...]
    sentences: tuple[tuple[str, tuple[tuple[int, int], ...]], ...]
    """(paragraph id, sentences as offsets) in reading order."""

    @property
    def texts(self) -> list[str]:
        """Every text of this document whose vector is wanted."""
        spans = (span for _, spans in self.sentences for span in spans)
        return [p.embedded for p in self.passages] + [self.document.text[a:b] for a, b in spans]


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
    sentences: tuple[tuple[str, tuple[tuple[int, int], ...], Vector], ...]


def draft_of(document: Document, *, origin: str, reader: str) -> Draft:
    """The passages and sentences of a document."""
    sentences = tuple(
        (p.id, sentences_of(document, p)) for p in document.paragraphs if p.kind != "heading" and p.start < p.end
    )
    return Draft(document, origin, reader, passages_of(document), sentences)


def embed(
    drafts: Sequence[Draft],
    encoder: Encoder,
    known: dict[str, Vector] | None = None,
    *,
    embedding: Embedding = embed_here,
) -> list[Prepared]:
    """The drafts with their vectors; ``known`` gives vectors of texts that were embedded before.

    ``embedding`` decides where the model runs.
    """
    import numpy as np

    vectors = dict(known or {})
    wanted = [t for t in dict.fromkeys(t for d in drafts for t in d.texts) if t not in vectors]
    if wanted:
        vectors.update(zip(wanted, embedding(wanted, encoder).astype(np.float16), strict=True))
    return [_prepare(draft, vectors) for draft in drafts]


def stored_vectors(record: Record, identities: Iterable[str]) -> dict[str, Vector]:
    """The vectors that the record holds for documents, by the text that was embedded."""
    import numpy as np

    found: dict[str, Vector] = {}
    for identity in identities:
        for text, context, vector in record.rows(
            "SELECT text, context, vector FROM passages WHERE document_id = ?", (identity,)
        ):
            found[f"{context}\n{text}" if context else text] = np.frombuffer(vector, "<f2")
        document = record.document(identity)
        sentences = (
            "SELECT p.spans, p.vectors FROM paragraphs p JOIN documents d ON p.document = d.number WHERE d.id = ?"
        )
        for spans, vectors in record.rows(sentences, (identity,)):
            offsets = unpack_spans(spans)
            matrix = np.frombuffer(vectors, "<f2").reshape(len(offsets), -1)
            found.update({document.text[a:b]: row for (a, b), row in zip(offsets, matrix, strict=True) if document})
    return found


def _prepare(draft: Draft, vectors: dict[str, Vector]) -> Prepared:
    import numpy as np

    document = draft.document
    paragraphs = {p.id: p for p in document.paragraphs}
    sentences = tuple(
        (name, spans, np.stack([vectors[document.text[a:b]] for a, b in spans]))
        for name, spans in draft.sentences
        if spans
    )
    return Prepared(
        draft, tuple(_stored(document, paragraphs[p.paragraph_id], p, vectors) for p in draft.passages), sentences
    )


def _stored(document: Document, paragraph: Paragraph, passage: Passage, vectors: dict[str, Vector]) -> StoredPassage:
    return StoredPassage(
        passage=passage,
        theme=theme_of(paragraph.section, document.text_of(paragraph)),
        years=years_of((document.publication.date, document.text_of(paragraph), *paragraph.section)),
        terms=tuple(terms(passage.embedded)),
        vector=vectors[passage.embedded],
    )


def years_of(texts: Iterable[str]) -> tuple[int, ...]:
    """The years that texts name, ascending."""
    return tuple(sorted({int(year) for text in texts for year in _YEAR.findall(text)}))
