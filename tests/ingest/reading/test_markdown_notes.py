"""Notes of Markdown keep all their words, and are called where they are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.reading.read import read_file


@pytest.mark.parametrize("label", ["1", "12", "bron"])
def test_a_note_keeps_its_first_words_and_its_call(label: str, tmp_path: Path) -> None:
    path = tmp_path / "notitie.md"
    path.write_text(
        f"# Notitie\n\nHet plan is klaar.[^{label}] Meer volgt.\n\n[^{label}]: Bron: jaarverslag, p. 3\n",
        encoding="utf-8",
    )
    document = read_file(path)
    (note,) = document.footnotes
    (text,) = [document.text_of(p) for p in document.paragraphs if p.id == note.paragraph_id]
    assert text == "Bron: jaarverslag, p. 3"
    assert document.text[: note.call].endswith("Het plan is klaar.")
