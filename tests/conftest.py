"""What all tests share: the model, unpacked once, and a library of the shipped corpus, made once a run.

Sockets to other machines are off (see pyproject.toml).
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from ingest.store.files import locked
from ingest.store.model import load_encoder
from tests.assistant.language_model.small_model import INSTALL, model_file


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow tests first, so that no worker waits for another at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say so when the tests with a real language model were left out."""
    if model_file() is None:
        terminalreporter.write_line(f"Left out: tests with a real language model. To run them: {INSTALL}")


@pytest.fixture(scope="session")
def models() -> Path:
    """The folder with the unpacked model; unpacking is atomic, so workers and later runs share it."""
    folder = Path(tempfile.gettempdir()) / "veiligheidsagenda-tests"
    load_encoder(folder)
    return folder / "models"


@pytest.fixture(scope="session")
def filled(models: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A data directory with the shipped corpus under the real model; to be read only, shared by all workers."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "gevuld"
    with locked(folder.with_suffix(".lock"), wait=900):
        if not folder.exists():
            draft = folder.with_suffix(".concept")
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir()
            (draft / "models").symlink_to(models)
            ingest(data=draft, encoder=load_encoder(draft))
            draft.rename(folder)
    return folder


@pytest.fixture
def copied(filled: Path, tmp_path: Path) -> Path:
    """A copy of that data directory to change at will."""
    return Path(shutil.copytree(filled, tmp_path / "kopie", symlinks=True))
