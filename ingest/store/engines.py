"""Where texts become vectors: in this process, in worker processes of this machine, or on a Ray cluster.

Invariant: every engine runs the same LlamaIndex pipeline and gives the same text the same vector, in the order asked.
Owner of ray, which is an extra.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, cast

from ingest.errors import LibraryError, ModelError
from ingest.workers import worker_pool

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ingest.store.model import Encoder

    Vectors = NDArray[np.float32]

Engine = Literal["local", "ray"]
Embedding = Callable[[Sequence[str], "Encoder"], "Vectors"]
"""Gives the vectors of texts, one a row."""

_SHARE = 64
"""Texts that a worker takes at a time: a few blocks of the encoder."""
_RAY_SHARE = 256
_ENCODER: list[Any] = []
"""In a worker process: its encoder."""


def embed_here(texts: Sequence[str], encoder: Encoder) -> Vectors:
    """Vectors through LlamaIndex's pipeline in this process: texts to nodes to embedded nodes."""
    import numpy as np

    from ingest.store.nodes import embedded_nodes

    return np.stack([node.embedding for node in embedded_nodes(texts, encoder)])


@contextmanager
def embedding_by(engine: Engine, encoder: Encoder, workers: int) -> Iterator[Embedding]:
    """An embedding as asked for; its processes end with the context.

    Raises ``ModelError`` when the extra for Ray is not installed, ``LibraryError`` when no cluster answers.
    """
    if engine == "ray":
        with _on_ray() as embedding:
            yield embedding
    elif workers > 1:
        with worker_pool(workers, _begin, (encoder, workers)) as pool:
            yield lambda texts, _: _in_workers(pool, texts)
    else:
        yield embed_here


def _begin(encoder: Encoder, workers: int) -> None:
    """Give this worker its part of the processors, and the encoder."""
    mine = sorted(os.sched_getaffinity(0))
    own = mine[_number() % workers :: workers] or mine
    os.sched_setaffinity(0, own)
    _ENCODER[:] = [encoder]


def _number() -> int:
    """Which worker this is, counted by the pool from 1."""
    from multiprocessing import current_process

    return int(current_process().name.rpartition("-")[2]) - 1


def _embed_share(texts: Sequence[str]) -> Vectors:
    return embed_here(texts, _ENCODER[0])


def _in_workers(pool: ProcessPoolExecutor, texts: Sequence[str]) -> Vectors:
    import numpy as np

    order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
    shares = [order[at : at + _SHARE] for at in range(0, len(order), _SHARE)]
    try:
        found = list(pool.map(_embed_share, [[texts[at] for at in share] for share in shares]))
    except BrokenProcessPool as error:
        raise LibraryError(
            "een werkproces is afgebroken",
            remedy="Voer dezelfde opdracht opnieuw uit; wat al is opgeslagen blijft staan. Neem zo nodig minder "
            "werkprocessen (--workers).",
        ) from error
    vectors: Vectors = np.empty((len(texts), found[0].shape[1]), np.float32)
    for share, part in zip(shares, found, strict=True):
        vectors[share] = part
    return vectors


@contextmanager
def _on_ray() -> Iterator[Embedding]:
    """The pipeline on the Ray cluster of ``RAY_ADDRESS``, else on one that is started on this machine."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    try:
        import ray
        from llama_index.ingestion.ray import RayIngestionPipeline, RayTransformComponent
    except ImportError as error:
        raise ModelError(
            "Ray is hier niet geïnstalleerd",
            remedy="Installeer het met: pip install 'veiligheidsagenda[ray]', of laat --engine ray weg.",
        ) from error
    ours = not ray.is_initialized()
    if ours:
        try:
            ray.init(include_dashboard=False, logging_level="error", log_to_driver=False)
        except (ConnectionError, RuntimeError, ValueError) as error:
            raise LibraryError(
                "het Ray-cluster antwoordt niet",
                where=os.environ.get("RAY_ADDRESS", ""),
                remedy="Start het, of laat de variabele RAY_ADDRESS leeg voor deze machine.",
            ) from error
    _be_quiet(ray)

    def embedding(texts: Sequence[str], encoder: Encoder) -> Vectors:
        """The vectors of the texts, one row each, computed by the actors of the cluster."""
        from ingest.store.nodes import PassageEmbedding, text_nodes

        actors = max(1, int(ray.cluster_resources().get("CPU", 1)) - 1)
        step = RayTransformComponent(
            transform_class=PassageEmbedding,
            transform_kwargs={"encoder": encoder},
            map_batches_kwargs={"batch_size": _RAY_SHARE, "compute": ray.data.ActorPoolStrategy(size=actors)},
        )
        return _in_order(RayIngestionPipeline(transformations=[step]).run(nodes=text_nodes(texts)))

    try:
        yield embedding
    finally:
        if ours:
            ray.shutdown()


def _be_quiet(ray: Any) -> None:
    import logging

    ray.data.DataContext.get_current().enable_progress_bars = False
    for name in ("ray", "ray.data"):
        logging.getLogger(name).setLevel(logging.ERROR)


def _in_order(nodes: Sequence[Any]) -> Vectors:
    """The vectors of nodes that were numbered before they were spread."""
    import numpy as np

    found = {int(node.node_id): node.embedding for node in nodes}
    return cast("Vectors", np.array([found[number] for number in range(len(found))], np.float32))
