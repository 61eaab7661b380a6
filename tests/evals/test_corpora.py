"""The libraries of the suites: made when needed, and made anew for another model."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from assistant import Assistant
from evals.corpora import build_library
from ingest.store.record import Record
from ingest.store.writing import set_meta


def test_a_library_that_another_model_made_is_encoded_anew(models: Path, tmp_path: Path) -> None:
    (tmp_path / "models").symlink_to(models, target_is_directory=True)
    folder = build_library("letter", tmp_path)
    with closing(Record(folder, write=True)) as record:
        set_meta(record, model="een ander@1")
    assert build_library("letter", tmp_path) == folder
    with Assistant.open(folder) as assistant:
        assert assistant.ask("Hoeveel fte is toegevoegd voor de opsporing van ondermijning?").citations
