"""A library with the shipped corpus, made without the embedding model, for commands that only read."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.pipeline import ingest
from tests.ingest.store.tiny import TinyEncoder


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory whose library holds the shipped corpus."""
    folder = tmp_path_factory.mktemp("plank")
    ingest(data=folder, encoder=TinyEncoder())
    return folder


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data directory that the environment points to."""
    folder = tmp_path / "gegevens"
    monkeypatch.setenv("VEILIGHEIDSAGENDA_DATA", str(folder))
    return folder
