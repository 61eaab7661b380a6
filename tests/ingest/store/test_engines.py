"""Embedding elsewhere: worker processes and a Ray cluster give the same library as this process does."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ingest.errors import LibraryError, RefusedDocument
from ingest.intake import Candidate, read_candidate
from ingest.pipeline import ingest
from ingest.reading.limits import Limits
from ingest.store.engines import embed_here, embedding_by
from ingest.store.library import Library
from ingest.store.model import Encoder
from ingest.store.passages import Piece
from tests.ingest.store.tiny import TinyEncoder, letter, write_letters

ROOT = Path(__file__).parents[3]
TEXTS = [f"De politie heeft {number} zaken over ondermijning opgepakt." for number in range(200)]
PIECES = [Piece(text, ((0, 10), (11, len(text)))[: at % 3]) for at, text in enumerate(TEXTS)]


class MortalEncoder(TinyEncoder):
    """Ends the process that uses it."""

    def encode_passages(self, texts: object) -> np.ndarray:
        os._exit(9)


def same(some: list[np.ndarray], others: list[np.ndarray]) -> bool:
    """Whether two lists of vectors are equal to the last bit, each piece with all its parts."""
    assert [len(own) for own in some] == [1 + len(piece.parts) for piece in PIECES[: len(some)]]
    return all(np.array_equal(a, b) for a, b in zip(some, others, strict=True))


def contents(data: Path) -> list[tuple[object, ...]]:
    """Every passage with its vector, and every paragraph with those of its sentences."""
    with Library.open(data) as library:
        passages = library.record.rows("SELECT id, text, context, vector FROM passages ORDER BY id")
        return passages + library.record.rows("SELECT id, spans, vectors FROM paragraphs ORDER BY id")


def test_worker_processes_make_the_same_library(tmp_path: Path) -> None:
    folder = write_letters(tmp_path / "in", 12)
    (folder / "leeg.md").write_text("", encoding="utf-8")
    one = ingest([folder], data=tmp_path / "een", encoder=TinyEncoder())
    two = ingest([folder], data=tmp_path / "twee", encoder=TinyEncoder(), workers=2)
    assert [item.id for item in one.added] == [item.id for item in two.added]
    assert [r.error for r in two.refused] == ["EmptyDocument"]
    assert contents(tmp_path / "een") == contents(tmp_path / "twee")


def test_the_real_model_gives_the_same_vectors_in_a_worker(real_encoder: Encoder) -> None:
    with embedding_by("local", real_encoder, 2) as embedding:
        assert same(embedding(PIECES[:70], real_encoder), embed_here(PIECES[:70], real_encoder))


def test_a_worker_that_dies_is_said_and_loses_nothing(tmp_path: Path) -> None:
    folder = write_letters(tmp_path / "in", 3)
    with pytest.raises(LibraryError, match="werkproces"):
        ingest([folder], data=tmp_path / "data", encoder=MortalEncoder(), workers=2)
    report = ingest([folder], data=tmp_path / "data", encoder=TinyEncoder())
    assert len(report.added) == 3


def test_workers_end_with_the_process_that_started_them(tmp_path: Path) -> None:
    folder = write_letters(tmp_path / "in", 400, 30)
    command = [sys.executable, "-m", "tests.ingest.store.ingesting", str(folder), str(tmp_path / "data"), "30", "2"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as parent:
        workers = wait_for(lambda: len(children_of(parent.pid)) >= 2 and children_of(parent.pid))
        parent.kill()
    assert workers
    assert wait_for(lambda: not any(is_running(worker) for worker in workers))
    report = ingest([folder], data=tmp_path / "data", encoder=TinyEncoder())
    assert len(report.added) + len(report.unchanged) == 400


def wait_for(found: Callable[[], Any]) -> Any:
    """What ``found`` gives as soon as that is something, or after a minute whatever it gives."""
    end = time.monotonic() + 60
    while not (result := found()) and time.monotonic() < end:
        time.sleep(0.1)
    return result


def children_of(process: int) -> list[int]:
    """The worker processes of a process."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            if int(fields[1]) == process and b"spawn_main" in path.with_name("cmdline").read_bytes():
                found.append(int(path.parent.name))
    return found


def is_running(process: int) -> bool:
    """Whether a process runs; one that only waits to be cleared away does not."""
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def test_a_file_that_changed_while_it_waited_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "brief.md"
    path.write_text(letter(1), encoding="utf-8")
    with pytest.raises(RefusedDocument, match="veranderde"):
        read_candidate(Candidate(path, str(path)), "0" * 64, Limits(), False)


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a Ray cluster of two nodes on this machine."""
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    monkeypatch.setenv("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    from ray.cluster_utils import Cluster

    nodes = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    nodes.add_node(num_cpus=1)
    monkeypatch.setenv("RAY_ADDRESS", nodes.address)
    try:
        yield nodes.address
    finally:
        nodes.shutdown()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::FutureWarning")
def test_a_ray_cluster_of_two_nodes_makes_the_same_library(tmp_path: Path, cluster: str) -> None:
    import ray

    folder = write_letters(tmp_path / "in", 12)
    ingest([folder], data=tmp_path / "hier", encoder=TinyEncoder())
    ray.init(address=cluster, log_to_driver=False, logging_level="error")
    try:
        assert sum(node["Alive"] for node in ray.nodes()) == 2
        ingest([folder], data=tmp_path / "ray", encoder=TinyEncoder(), engine="ray")
        with embedding_by("ray", TinyEncoder(), 1) as embedding:
            assert same(embedding(PIECES, TinyEncoder()), embed_here(PIECES, TinyEncoder()))
    finally:
        ray.shutdown()
    assert contents(tmp_path / "hier") == contents(tmp_path / "ray")
