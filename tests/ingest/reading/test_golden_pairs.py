"""Every golden source reads as its golden file says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from goldens import described, golden_of, sources

from ingest.reading.read import read_file


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.name)
def test_a_source_reads_as_its_golden_file_says(path: Path) -> None:
    assert described(read_file(path)) == json.loads(golden_of(path).read_text(encoding="utf-8"))
