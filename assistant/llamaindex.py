"""The assistant as parts for other LlamaIndex programs: a retriever and a query engine.

Invariants: LlamaIndex's global ``Settings`` is never read or set; a node's text is ``text[start:end]`` of the document
that its metadata names; what the query engine says is a checked answer, and its source nodes are that answer's
citations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.response.schema import Response
from llama_index.core.schema import NodeRelationship, NodeWithScore, QueryBundle, RelatedNodeInfo, TextNode

from assistant.answer import answer_to_json
from ingest.citation import Citation, make_citation

if TYPE_CHECKING:
    from assistant.core import Assistant
    from ingest.store.library import Scope

_NOT_FOR_MODELS = ["document_id", "paragraph_id", "start", "end", "url"]


class AgendaRetriever(BaseRetriever):  # type: ignore[misc]
    """Passages of the library for a question, best first, found as the assistant finds them.

    ``document``, ``theme`` (a slug) and ``year`` narrow where is looked.
    """

    def __init__(
        self,
        assistant: Assistant,
        *,
        top_k: int = 10,
        document: str | None = None,
        theme: str | None = None,
        year: int | None = None,
    ) -> None:
        super().__init__()
        self._assistant, self._top_k = assistant, top_k
        self._document, self._theme, self._year = document, theme, year

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        from assistant.evidence.search import search
        from ingest.store.passages import passages_of

        library, question = self._assistant.library, query_bundle.query_str
        if not question.strip():
            return []
        vector = self._assistant.encoder.encode_queries([question])[0]
        nodes = []
        for found in search(library, question, vector=vector, scope=self._scope(), k=self._top_k):
            document = library.document(found.document_id)
            passage = next(p for p in passages_of(document) if p.id == found.passage_id)
            citation = make_citation(document, passage.start, passage.end)
            nodes.append(NodeWithScore(node=node_of(citation, passage.id), score=found.fused))
        return nodes

    def _scope(self) -> Scope | None:
        from ingest.store.library import Scope

        if self._document is not None:
            self._assistant.library.document(self._document)
        scope = Scope(frozenset([self._document]) if self._document else None, self._theme or "", self._year)
        return None if scope == Scope() else scope


class AgendaQueryEngine(BaseQueryEngine):  # type: ignore[misc]
    """Checked answers. ``metadata`` of a response holds the answer as the machine contract's JSON object.

    An answer that abstains has no source nodes; what came nearest is in its metadata.
    """

    def __init__(self, assistant: Assistant, **filters: Any) -> None:
        super().__init__(callback_manager=None)
        self._assistant, self._filters = assistant, filters

    def _get_prompt_modules(self) -> dict[str, Any]:
        return {}

    def _query(self, query_bundle: QueryBundle) -> Response:
        answer = self._assistant.ask(query_bundle.query_str, **self._filters)
        sources = [NodeWithScore(node=node_of(c, f"{c.paragraph_id}:{c.start}-{c.end}")) for c in answer.citations]
        return Response(response=answer.text, source_nodes=sources, metadata=answer_to_json(answer))

    async def _aquery(self, query_bundle: QueryBundle) -> Response:
        import asyncio

        return await asyncio.to_thread(self._query, query_bundle)


def node_of(citation: Citation, identity: str) -> TextNode:
    """A cited place as a node: the quote, and where it stands."""
    return TextNode(
        id_=identity,
        text=citation.quote,
        metadata={
            "document_id": citation.document_id,
            "document_title": citation.document_title,
            "date": citation.date,
            "paragraph_id": citation.paragraph_id,
            "section": " > ".join(citation.section),
            "page": citation.page,
            "start": citation.start,
            "end": citation.end,
            "reference": citation.reference,
            "url": citation.url,
        },
        excluded_embed_metadata_keys=[*_NOT_FOR_MODELS, "page", "reference"],
        excluded_llm_metadata_keys=_NOT_FOR_MODELS,
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=citation.document_id)},
    )
