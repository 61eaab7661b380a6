"""Makes scans of test documents: pictures of their pages, with no text in the file."""

from __future__ import annotations

import io
from pathlib import Path


def scanned(source: Path, target: Path, *, pages: int, rest_as_text: bool = False) -> Path:
    """Write the first ``pages`` of a PDF as pictures, the others as they are when asked."""
    import fpdf
    import pypdfium2
    from pypdf import PdfReader, PdfWriter

    sheets = fpdf.FPDF(unit="pt", format="A4")
    document = pypdfium2.PdfDocument(source)
    for number in range(pages):
        picture = io.BytesIO()
        document[number].render(scale=200 / 72).to_pil().convert("L").save(picture, "JPEG", quality=80)
        sheets.add_page()
        sheets.image(picture, x=0, y=0, w=595, h=842)
    document.close()
    writer = PdfWriter(PdfReader(io.BytesIO(bytes(sheets.output()))))
    if rest_as_text:
        for page in PdfReader(source).pages[pages:]:
            writer.add_page(page)
    with target.open("wb") as stream:
        writer.write(stream)
    return target
