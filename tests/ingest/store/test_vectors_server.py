"""Chroma behind HTTP: the same library over a real ``chroma run`` server."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.doctor import examine, repair
from ingest.errors import LibraryError
from ingest.pipeline import ingest
from ingest.store.library import Library
from ingest.store.vectors import VectorIndex
from tests.ingest.store.tiny import TinyEncoder


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running Chroma server."""
    port, folder = free_port(), tmp_path_factory.mktemp("chroma")
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(folder), "--port", str(port)]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder
    ) as process:
        try:
            wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def wait_for(port: int) -> None:
    """Return as soon as somebody listens on the port."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(port)


def test_a_library_on_a_server_finds_the_same(tmp_path: Path, letters: Path, server: str) -> None:
    encoder = TinyEncoder()
    ingest([letters], data=tmp_path / "hier", encoder=encoder)
    ingest([letters], data=tmp_path / "server", encoder=encoder, chroma_url=server)
    vector = encoder.encode_queries(["norm voor deel 2 van brief 3"])[0]
    with (
        Library.open(tmp_path / "hier", encoder=encoder) as here,
        Library.open(tmp_path / "server", encoder=encoder, chroma_url=server) as there,
    ):
        assert there.dense(vector, 10) == here.dense(vector, 10)
    assert not (tmp_path / "server" / "vectors").exists()


def test_the_doctor_repairs_a_collection_on_a_server(tmp_path: Path, letters: Path, server: str) -> None:
    encoder = TinyEncoder()
    VectorIndex(tmp_path, server).clear()
    ingest([letters], data=tmp_path, encoder=encoder, chroma_url=server)
    assert examine(tmp_path, encoder=encoder, chroma_url=server) == ()
    VectorIndex(tmp_path, server).clear()
    assert [f.part for f in examine(tmp_path, encoder=encoder, chroma_url=server)] == ["vectors"]
    assert repair(tmp_path, encoder=encoder, chroma_url=server).left == ()


def test_a_server_that_does_not_answer_is_an_error_with_a_remedy(tmp_path: Path, letters: Path) -> None:
    with pytest.raises(LibraryError, match="chroma_url"):
        ingest([letters], data=tmp_path, encoder=TinyEncoder(), chroma_url=f"http://127.0.0.1:{free_port()}")
