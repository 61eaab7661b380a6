"""Papers for the tests of findings: written as Markdown, read by the real reader."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.document import Document, Publication
from ingest.reading.read import read_file

Paper = Callable[..., Document]


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    """Reads a text as a letter of the minister: ``paper(text, id=…, date=…, compiled=…)``."""

    def read(text: str, *, id: str = "brief", date: str = "2018-11-14", compiled: bool = False) -> Document:
        path = tmp_path / f"{id}.md"
        path.write_text(text, encoding="utf-8")
        publication = Publication(id, f"Brief {id}", date, "Minister van Justitie en Veiligheid", "brief")
        document = read_file(path, publication=publication)
        return dataclasses.replace(document, source=dataclasses.replace(document.source, compiled=compiled))

    return read
