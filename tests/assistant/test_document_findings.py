"""Findings of documents: taken from the library that keeps them, found when it does not or has moved on."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assistant.document_findings import Kept, Stored
from ingest.document import Document
from ingest.findings.of_document import Counted, Findings, Kind, count
from ingest.reading.read import read_file


@dataclass
class Library:
    """A library that keeps one value for every document and counts how often it is asked."""

    kept: Findings | None
    generation: str = "1"
    asked: list[str] = field(default_factory=list)

    def findings(self, identity: str, kind: Kind) -> Findings | None:
        self.asked.append(f"{identity} {kind}")
        return self.kept


@pytest.fixture
def paper(tmp_path: Path) -> Document:
    """A paper with a figure in it."""
    (tmp_path / "brief.md").write_text("# Cijfers\n\n| Jaar | Norm |\n|---|---|\n| 2020 | 190 |\n", encoding="utf-8")
    return read_file(tmp_path / "brief.md")


@pytest.mark.parametrize(
    ("library", "generation", "found"),
    [
        (Library(Counted(())), "1", 0),
        (Library(Counted(())), "0", 1),
        (Library(None), "1", 1),
        (object(), "1", 1),
    ],
    ids=["kept", "the library moved on", "not kept", "a library that keeps nothing"],
)
def test_a_document_is_looked_through_only_when_the_library_has_nothing_of_it(
    paper: Document, library: object, generation: str, found: int
) -> None:
    sought: list[str] = []

    def find(document: Document) -> Counted:
        sought.append(document.id)
        return count(document)

    kept = Kept("counted", Counted, find)
    values = [kept.of(paper, Stored(library, generation)) for _ in range(2)]
    assert len(sought) == found
    assert values[0] is values[1]
    assert not isinstance(library, Library) or library.asked == ["brief counted"]
