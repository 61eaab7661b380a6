"""LlamaIndex on the way in: its ingestion pipeline embeds, its vector store writes to Chroma.

Owner of llama-index in this package; imported only when something is written. Its global ``Settings`` is never
touched. Invariant: what LlamaIndex embeds of a node is exactly ``Passage.embedded``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.schema import (
    BaseNode,
    MetadataMode,
    NodeRelationship,
    RelatedNodeInfo,
    TextNode,
    TransformComponent,
)
from llama_index.vector_stores.chroma import ChromaVectorStore
from pydantic import PrivateAttr

from ingest.store.model import Encoder


class PassageEmbedding(TransformComponent):  # type: ignore[misc]
    """The pipeline's step from nodes to embedded nodes, with any ``Encoder``."""

    _encoder: Any = PrivateAttr()

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self._encoder = encoder

    def __call__(self, nodes: Sequence[BaseNode], **given: Any) -> Sequence[BaseNode]:
        """Set the embedding of every node."""
        vectors = self._encoder.encode_passages([n.get_content(metadata_mode=MetadataMode.EMBED) for n in nodes])
        for node, vector in zip(nodes, vectors, strict=True):
            node.embedding = vector.tolist()
        return nodes


def embedded_nodes(texts: Sequence[str], encoder: Encoder) -> Sequence[BaseNode]:
    """Nodes of the texts with their embeddings, in the same order."""
    pipeline = IngestionPipeline(transformations=[PassageEmbedding(encoder)], disable_cache=True)
    nodes: Sequence[BaseNode] = pipeline.run(nodes=text_nodes(texts))
    return nodes


def text_nodes(texts: Sequence[str]) -> list[TextNode]:
    """A node for each text, numbered in order."""
    return [TextNode(id_=str(number), text=text) for number, text in enumerate(texts)]


def passage_node(
    identity: str,
    document_id: str,
    text: str,
    context: str,
    *,
    metadata: dict[str, str | int | bool],
    vector: list[float],
) -> TextNode:
    """A passage as a LlamaIndex node with its finished vector; only ``context`` is embedded beside the text."""
    return TextNode(
        id_=identity,
        text=text,
        metadata={"context": context, **metadata},
        excluded_embed_metadata_keys=list(metadata),
        excluded_llm_metadata_keys=list(metadata),
        metadata_template="{value}",
        text_template="{metadata_str}\n{content}",
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=document_id)},
        embedding=vector,
    )


def add_nodes(collection: Any, nodes: Sequence[TextNode]) -> None:
    """Write nodes with their vectors to a Chroma collection through LlamaIndex's vector store."""
    ChromaVectorStore.from_collection(collection).add(list(nodes))
