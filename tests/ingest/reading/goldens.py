"""Golden pairs: a document beside what reading it must give. Run this file to write them anew; a diff is reviewed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ingest.document import Document

FOLDER = Path(__file__).parent / "golden"


def described(document: Document) -> dict[str, Any]:
    """What a golden file holds: paragraphs with sections and cells, fields, footnotes and their callers."""
    texts = {paragraph.id: document.text_of(paragraph) for paragraph in document.paragraphs}
    p = document.publication
    return {
        "publication": {
            "id": p.id, "title": p.title, "date": p.date, "sender": p.sender, "kind": p.kind, "reference": p.reference,
            "dossiers": list(p.dossiers), "number": p.number, "session_year": p.session_year,
        },
        "paragraphs": [_paragraph(document, paragraph) for paragraph in document.paragraphs],
        "fields": [[f.name, f.value, document.text[f.start : f.end]] for f in document.fields],
        "footnotes": [
            [n.label, texts[n.paragraph_id], document.text[max(n.call - 30, 0) : n.call]] for n in document.footnotes
        ],
    }  # fmt: skip


def _paragraph(document: Document, paragraph: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": paragraph.kind, "text": document.text_of(paragraph)}
    if paragraph.label:
        found["label"] = paragraph.label
    if paragraph.section:
        found["section"] = list(paragraph.section)
    if paragraph.cells:
        found["cells"] = [[document.text[c.start : c.end], c.row, list(c.columns), c.unit] for c in paragraph.cells]
    return found


def golden_of(path: Path) -> Path:
    return path.with_suffix(".json")


def sources() -> list[Path]:
    return sorted(path for path in FOLDER.iterdir() if path.suffix != ".json")


def main() -> None:
    """Write every golden file from its source."""
    from ingest.reading.read import read_file

    for path in sources():
        text = json.dumps(described(read_file(path)), ensure_ascii=False, indent=1)
        golden_of(path).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
