"""Where texts become vectors: in this process, in worker processes of this machine, or on a Ray cluster.

Invariant: every engine runs the same LlamaIndex pipeline and gives the same piece the same vectors, in the order asked.
Owner of ray, which is an extra.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from ingest.errors import LibraryError, ModelError
from ingest.store.passages import Piece
from ingest.workers import worker_pool

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ingest.store.model import Encoder

    Vectors = NDArray[np.float32]

Engine = Literal["local", "ray"]
Embedding = Callable[[Sequence[Piece], "Encoder"], "list[Vectors]"]
"""Gives of each piece its vector and those of its parts, one a row."""

_SHARE = 32
"""Pieces that a worker takes at a time: a few blocks of the encoder."""
_RAY_SHARE = 256
_ENCODER: list[Any] = []
"""In a worker process: its encoder."""


def embed_here(pieces: Sequence[Piece], encoder: Encoder) -> list[Vectors]:
    """Vectors through LlamaIndex's pipeline in this process: pieces to nodes to embedded nodes."""
    from ingest.store.nodes import embedded

    return embedded(pieces, encoder)


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
            yield lambda pieces, _: _in_workers(pool, pieces)
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


def _embed_share(pieces: Sequence[Piece]) -> list[Vectors]:
    return embed_here(pieces, _ENCODER[0])


def _in_workers(pool: ProcessPoolExecutor, pieces: Sequence[Piece]) -> list[Vectors]:
    order = sorted(range(len(pieces)), key=lambda at: len(pieces[at].text))
    shares = [order[at : at + _SHARE] for at in range(0, len(order), _SHARE)]
    try:
        made = list(pool.map(_embed_share, [[pieces[at] for at in share] for share in shares]))
    except BrokenProcessPool as error:
        raise LibraryError(
            "een werkproces is afgebroken",
            remedy="Voer dezelfde opdracht opnieuw uit; wat al is opgeslagen blijft staan. Neem zo nodig minder "
            "werkprocessen (--workers).",
        ) from error
    found = {
        at: vectors for share, own in zip(shares, made, strict=True) for at, vectors in zip(share, own, strict=True)
    }
    return [found[at] for at in range(len(pieces))]


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

    def embedding(pieces: Sequence[Piece], encoder: Encoder) -> list[Vectors]:
        """The vectors of the pieces and their parts, computed by the actors of the cluster."""
        from ingest.store.nodes import PassageEmbedding, gathered, piece_nodes

        actors = max(1, int(ray.cluster_resources().get("CPU", 1)) - 1)
        step = RayTransformComponent(
            transform_class=PassageEmbedding,
            transform_kwargs={"encoder": encoder},
            map_batches_kwargs={"batch_size": _RAY_SHARE, "compute": ray.data.ActorPoolStrategy(size=actors)},
        )
        return gathered(RayIngestionPipeline(transformations=[step]).run(nodes=piece_nodes(pieces)))

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
