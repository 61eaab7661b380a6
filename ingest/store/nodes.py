"""LlamaIndex on the way in: its ingestion pipeline embeds, its vector store writes to Chroma.

Owner of llama-index in this package; imported only when something is written. Its global ``Settings`` is never
touched. Invariant: what LlamaIndex embeds of a passage is exactly ``Passage.embedded``; it is the
source of the nodes of its sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

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
from ingest.store.passages import Piece

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

_PARTS = "parts"


class PassageEmbedding(TransformComponent):  # type: ignore[misc]
    """The pipeline's step from nodes to embedded nodes and those of their parts, with any ``Encoder``."""

    _encoder: Any = PrivateAttr()

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self._encoder = encoder

    def __call__(self, nodes: Sequence[BaseNode], **given: Any) -> Sequence[BaseNode]:
        """Every node with its embedding, and after it a node for each of its parts, with theirs."""
        pieces = [
            Piece(n.get_content(metadata_mode=MetadataMode.EMBED), tuple(tuple(part) for part in n.metadata[_PARTS]))
            for n in nodes
        ]
        found: list[BaseNode] = []
        for node, piece, vectors in zip(nodes, pieces, self._encoder.encode_pieces(pieces), strict=True):
            node.embedding = vectors[0].tolist()
            found.append(node)
            whole = {NodeRelationship.SOURCE: RelatedNodeInfo(node_id=node.node_id)}
            for number, ((start, end), vector) in enumerate(zip(piece.parts, vectors[1:], strict=True), 1):
                found.append(
                    TextNode(
                        id_=f"{node.node_id}.{number}", text=piece.text[start:end], start_char_idx=start,
                        end_char_idx=end, relationships=whole, embedding=vector.tolist(),
                    )
                )  # fmt: skip
        return found


def embedded(pieces: Sequence[Piece], encoder: Encoder) -> list[Vectors]:
    """The vectors of pieces and of their parts, in the same order, through LlamaIndex's pipeline."""
    pipeline = IngestionPipeline(transformations=[PassageEmbedding(encoder)], disable_cache=True)
    return gathered(pipeline.run(nodes=piece_nodes(pieces)))


def piece_nodes(pieces: Sequence[Piece]) -> list[TextNode]:
    """A node for each piece, numbered in order, that says which parts of it are wanted."""
    return [
        TextNode(id_=str(n), text=p.text, metadata={_PARTS: p.parts}, excluded_embed_metadata_keys=[_PARTS])
        for n, p in enumerate(pieces)
    ]


def gathered(nodes: Sequence[BaseNode]) -> list[Vectors]:
    """The vectors of embedded nodes and of those of their parts, in the order of the pieces, however they came."""
    import numpy as np

    rows = {tuple(int(number) for number in node.node_id.split(".")): node.embedding for node in nodes}
    found: dict[int, list[list[float]]] = {}
    for place in sorted(rows):
        found.setdefault(place[0], []).append(rows[place])
    return [np.array(vectors, np.float32) for vectors in found.values()]


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
