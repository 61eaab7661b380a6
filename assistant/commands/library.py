"""The ``documents`` and ``show`` commands: what is in the library, and one document as it was read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.options import AsJson, Data, settings_for

if TYPE_CHECKING:
    from ingest.document import Document, Paragraph
    from ingest.store.library import Library


@contextmanager
def opened(data: Path | None) -> Iterator[Library]:
    """The library to read from; no model is needed."""
    from ingest.store.library import Library

    settings = settings_for(data)
    with Library.open(settings.data, chroma_url=settings.chroma_url) as library:
        yield library


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(documents)
    app.command()(show)


def documents(as_json: AsJson = False, data: Data = None) -> None:
    """Toon de documenten in de bibliotheek."""
    from assistant.commands.terminal import emit_json, readable, screen
    from assistant.document_json import publication_to_json

    with opened(data) as library:
        found = library.documents()
    if as_json:
        emit_json([publication_to_json(publication) for publication in found])
        return
    from rich.table import Table

    table = Table("Document", "Datum", "Titel", "Vindplaats", box=None, pad_edge=False)
    for p in found:
        place = f"{p.dossiers[0]}, nr. {p.number}" if p.dossiers and p.number else p.reference
        table.add_row(p.id, p.date, readable(p.title), readable(place))
    with screen() as console:
        console.print(table)


def show(
    document: Annotated[str, typer.Argument(help="Het kenmerk van een document, zoals kst-28684-540.")],
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Toon een document zoals het gelezen is, alinea voor alinea."""
    from assistant.commands.terminal import emit_json
    from assistant.document_json import document_to_json

    with opened(data) as library:
        found = library.document(document)
    if as_json:
        emit_json(document_to_json(found))
    else:
        _show(found)


def _show(document: Document) -> None:
    from rich.text import Text

    from assistant.commands.terminal import readable, screen
    from ingest.citation import reference

    with screen() as console:
        console.print(Text(readable(document.publication.title), "bold"))
        console.print(readable(reference(document, None)))
        if document.source.note:
            console.print(Text(readable(document.source.note), "italic"))
        for paragraph in document.paragraphs:
            console.print()
            console.print(Text(_place(paragraph), "dim"))
            style = "bold" if paragraph.kind == "heading" else ""
            console.print(Text(readable(document.text_of(paragraph)), style))


def _place(paragraph: Paragraph) -> str:
    from assistant.commands.terminal import readable

    pages = sorted({span.page for span in paragraph.pages})
    numbers = f"p. {pages[0]}-{pages[-1]}" if len(pages) > 1 else f"p. {pages[0]}" if pages else ""
    extent = f"tekens {paragraph.start}-{paragraph.end}"
    parts = (paragraph.id, _KINDS[paragraph.kind], numbers, extent, " › ".join(paragraph.section))
    return readable(" · ".join(part for part in parts if part))


_KINDS = {
    "text": "alinea", "heading": "kop", "list": "opsomming", "table_row": "tabelrij", "table_head": "tabelkop",
    "footnote": "noot", "field": "briefhoofd", "signature": "ondertekening",
}  # fmt: skip
