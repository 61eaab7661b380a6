"""What all tests share: the shipped model, unpacked once. Sockets to other machines are off (see pyproject.toml)."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from ingest.store.model import load_encoder


@pytest.fixture(scope="session")
def models() -> Path:
    """The folder with the unpacked model; unpacking is atomic, so workers and later runs share it."""
    folder = Path(tempfile.gettempdir()) / "veiligheidsagenda-tests"
    load_encoder(folder)
    return folder / "models"
