"""The baseline every figure stands beside: a plain LlamaIndex vector index with default chunks and our own model.

Invariant: it answers through the same call as the product, never abstains, and never touches LlamaIndex's
global ``Settings``.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer, Searched, Sentence
from evals.run import Asker, texts_of
from ingest.citation import Citation, make_citation

if TYPE_CHECKING:
    from evals.measures import TextOf
    from ingest.document import Document
    from ingest.store.model import Encoder

CHUNKS = 2


def open_baseline(corpus: str, data: Path) -> tuple[Asker, TextOf]:
    """The baseline over the documents of a corpus."""
    from evals.corpora import build_library
    from ingest.store.library import Library
    from ingest.store.model import load_encoder

    encoder = load_encoder(data)
    library = Library.open(build_library(corpus, data), encoder=encoder)
    documents = [library.document(publication.id) for publication in library.documents()]
    return PlainIndex(documents, encoder), texts_of(library)


class PlainIndex:
    """``VectorStoreIndex`` over whole documents: the best of two chunks is the answer, both are cited."""

    def __init__(self, documents: Sequence[Document], encoder: Encoder) -> None:
        from llama_index.core import Document as LlamaDocument
        from llama_index.core import VectorStoreIndex
        from llama_index.core.node_parser import SentenceSplitter

        self._documents = {document.id: document for document in documents}
        whole = [
            LlamaDocument(text=d.text, doc_id=d.id, metadata={"title": d.publication.title, "date": d.publication.date})
            for d in documents
        ]
        index = VectorStoreIndex.from_documents(
            whole, embed_model=_embedding(encoder), transformations=[SentenceSplitter()]
        )
        self._retriever = index.as_retriever(similarity_top_k=CHUNKS)

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        document: str | None = None,
        theme: str | None = None,
        year: int | None = None,
        language: str | None = None,
        id: str = "",
    ) -> Answer:
        """The text of the best chunk, with the paragraphs of both chunks as citations; filters are not known to it."""
        started = time.perf_counter()
        chunks = [self._chunk(found) for found in self._retriever.retrieve(question)]
        citations: list[Citation] = []
        sentences: list[Sentence] = []
        for rank, (source, start, end) in enumerate(chunks):
            for cited in _paragraph_citations(source, start, end, len(citations)):
                citations.append(cited)
                if rank == 0:
                    sentences.append(Sentence(f"{cited.quote} [{cited.marker}]", (cited.marker,), "quote"))
        return Answer(
            id=id,
            question=question,
            language="nl",
            outcome="answered",
            sentences=tuple(sentences),
            citations=tuple(citations),
            searched=Searched(len(self._documents), 0, "", ""),
            engine="llamaindex-plain",
            latency_ms=(time.perf_counter() - started) * 1000,
        )

    def _chunk(self, found: Any) -> tuple[Document, int, int]:
        node = found.node
        source = self._documents[node.ref_doc_id]
        start = node.start_char_idx if node.start_char_idx is not None else source.text.find(node.text)
        return source, max(start, 0), max(start, 0) + len(node.text)


def _paragraph_citations(source: Document, start: int, end: int, used: int) -> list[Citation]:
    """A citation for each paragraph that the chunk touches, in order, numbered on from ``used``."""
    touched = [(max(start, p.start), min(end, p.end)) for p in source.paragraphs if p.start < end and p.end > start]
    return [make_citation(source, *span, marker=used + n) for n, span in enumerate(touched, 1) if span[0] < span[1]]


def _embedding(encoder: Encoder) -> Any:
    """The encoder as a LlamaIndex embedding model."""
    from llama_index.core.embeddings import BaseEmbedding

    class EncoderEmbedding(BaseEmbedding):  # type: ignore[misc]
        """Queries and passages through the product's own encoder."""

        def _get_query_embedding(self, query: str) -> list[float]:
            return [float(x) for x in encoder.encode_queries([query])[0]]

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return [[float(x) for x in row] for row in encoder.encode_passages(texts)]

    return EncoderEmbedding(model_name=encoder.name, embed_batch_size=32)
