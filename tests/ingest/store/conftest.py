"""A tiny encoder, a library of letters, and the real model unpacked once for all test runs on this machine."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from ingest.store.model import Encoder, load_encoder
from tests.ingest.store.tiny import TinyEncoder, write_letters


@pytest.fixture
def encoder() -> TinyEncoder:
    """A fresh tiny encoder; it remembers what it encoded."""
    return TinyEncoder()


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    """A folder with six letters of three paragraphs."""
    return write_letters(tmp_path / "brieven", 6)


@pytest.fixture
def data(tmp_path: Path, letters: Path) -> Path:
    """A library that holds the six letters."""
    folder = tmp_path / "data"
    ingest([letters], data=folder, encoder=TinyEncoder())
    return folder


@pytest.fixture(scope="session")
def real_encoder() -> Encoder:
    """The shipped model; unpacking is atomic, so test runs may share the folder."""
    return load_encoder(Path(tempfile.gettempdir()) / "veiligheidsagenda-tests")
