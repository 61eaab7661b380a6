"""Writes the blocks of one reading in the other formats, so that every reader can be held against the same text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from html import escape
from itertools import groupby

from ingest.reading.block import Block
from ingest.reading.tables import SEPARATOR


def notes_of(blocks: Sequence[Block]) -> dict[str, Block]:
    return {block.label: block for block in blocks if block.kind == "footnote"}


def marked(block: Block, call: str, start: int = 0) -> str:
    """The escaped text with ``call`` (a format of label) at each place that calls a footnote."""
    text = ""
    at = start
    for found in sorted(block.calls, key=lambda one: one.offset):
        text += escape(block.text[at : found.offset], quote=False) + call.format(found.label)
        at = found.offset
    return text + escape(block.text[at:], quote=False)


def bare_label(block: Block) -> str:
    """What a numbered item prints before its text, empty for a bullet."""
    return block.label if block.kind == "list" and block.text.startswith(block.label + " ") else ""


def rows_of(group: Sequence[Block]) -> list[list[str]]:
    return [[cell.text for cell in block.cells] or block.text.split(SEPARATOR) for block in group]


def to_html(blocks: Sequence[Block]) -> bytes:
    """A web page with a site around it, real headings, lists, a table and linked footnotes."""
    call = '<sup><a href="#noot-{0}" id="bij-{0}">{0}</a></sup>'
    body: list[str] = []
    for kind, grouped in groupby((b for b in blocks if b.kind != "footnote"), key=_group):
        group = list(grouped)
        if kind == "table":
            rows = rows_of(group)
            head = "".join(f"<th scope='col'>{escape(c)}</th>" for c in rows[0])
            rest = "".join(
                "<tr><th scope='row'>"
                + escape(r[0])
                + "</th>"
                + "".join(f"<td>{escape(c)}</td>" for c in r[1:])
                + "</tr>"
                for r in rows[1:]
            )
            body.append(f"<table><thead><tr>{head}</tr></thead><tbody>{rest}</tbody></table>")
        elif kind == "list":
            tag = "ol" if bare_label(group[0]) else "ul"
            items = "".join(f"<li>{marked(b, call, len(bare_label(b)))}</li>" for b in group)
            body.append(f"<{tag}>{items}</{tag}>")
        else:
            body += [_html_block(block, call) for block in group]
    notes = "".join(
        f'<p class="voetnoot" id="noot-{n}"><a href="#bij-{n}">{n}</a> {escape(b.text, quote=False)}</p>'
        for n, b in notes_of(blocks).items()
    )
    site = "<nav><ul><li><a href='/'>Home</a></li></ul></nav>"
    page = f"<html lang=nl><head><title>x</title><script>var a = 1;</script></head><body>{site}<main>"
    return f"<!DOCTYPE html>{page}{''.join(body)}<div class='noten'>{notes}</div></main></body></html>".encode()


def _group(block: Block) -> str:
    return {"table_head": "table", "table_row": "table", "list": "list"}.get(block.kind, "text")


def _html_block(block: Block, call: str) -> str:
    text = marked(block, call).replace("\n", "<br>")
    return f"<h{block.level + 1}>{text}</h{block.level + 1}>" if block.kind == "heading" else f"<p>{text}</p>"


def to_xml(blocks: Sequence[Block], *, dossier: str, number: str, title: str, date: tuple[str, str]) -> bytes:
    """A kamerstuk in the dialect ``officiele-publicatie``, its footnotes inline."""
    notes = notes_of(blocks)

    def text(block: Block, start: int = 0) -> str:
        found = marked(block, "\0{0}\0", start)
        for label, note in notes.items():
            inner = f"<noot id='n{label}' type='voet'><noot.nr>{label}</noot.nr><noot.al>{escape(note.text)}</noot.al></noot>"
            found = found.replace(f"\0{label}\0", inner)
        return found

    body: list[str] = []
    for kind, grouped in groupby((b for b in blocks if b.kind != "footnote"), key=_group):
        group = list(grouped)
        if kind == "table":
            rows = rows_of(group)
            columns = "".join(f"<colspec colnum='{n}' colname='c{n}'/>" for n in range(1, len(rows[0]) + 1))
            lines = ["<row>" + "".join(f"<entry><al>{escape(c)}</al></entry>" for c in row) + "</row>" for row in rows]
            body.append(
                f"<table><tgroup cols='{len(rows[0])}'>{columns}<thead>{lines[0]}</thead>"
                f"<tbody>{''.join(lines[1:])}</tbody></tgroup></table>"
            )
        elif kind == "list":
            items = "".join(
                f"<li><li.nr>{bare_label(b) or '–'}</li.nr><al>{text(b, len(bare_label(b)))}</al></li>" for b in group
            )
            body.append(f"<lijst type='expliciet'>{items}</lijst>")
        else:
            body += [
                f"<tussenkop kopopmaak='{'cur' if b.level == 1 else 'vet'}'>{text(b)}</tussenkop>"
                if b.kind == "heading"
                else f"<al>{text(b)}</al>"
                for b in group
            ]
    head = (
        "<kamerstukkop><tekstregel inhoud='vergaderjaar'>Vergaderjaar 2018-2019</tekstregel></kamerstukkop>"
        f"<dossier><dossiernummer><dossiernr>{dossier}</dossiernr></dossiernummer><titel>Een fictief dossier</titel></dossier>"
    )
    paper = (
        f"<stuk><stuknr>Nr. <ondernummer kamer='2'>{number}</ondernummer></stuknr><titel>{title}</titel>"
        f"<al>Aan de Voorzitter van de Tweede Kamer der Staten-Generaal</al>"
        f"<datumtekst>Den Haag, <datum isodatum='{date[0]}'>{date[1]}</datum></datumtekst>"
        f"<algemeen><vrije-tekst><tekst status='goed'>{''.join(body)}</tekst></vrije-tekst></algemeen></stuk>"
    )
    return f"<officiele-publicatie><metadata/><kamerstuk>{head}{paper}</kamerstuk></officiele-publicatie>".encode()


def to_docx(blocks: Sequence[Block]) -> bytes:
    """A Word document; python-docx cannot write footnotes, so their part is put into the package by hand."""
    import docx
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    document = docx.Document()
    notes = list(notes_of(blocks))
    for kind, grouped in groupby((b for b in blocks if b.kind != "footnote"), key=_group):
        group = list(grouped)
        if kind == "table":
            rows = rows_of(group)
            table = document.add_table(len(rows), len(rows[0]))
            for y, row in enumerate(rows):
                for x, value in enumerate(row):
                    table.cell(y, x).text = value
            continue
        for block in group:
            bullet = kind == "list" and not bare_label(block)
            style = f"Heading {block.level}" if block.kind == "heading" else "List Bullet" if bullet else None
            paragraph = document.add_paragraph(style=style)
            at = 0
            for call in [*sorted(block.calls, key=lambda one: one.offset), None]:
                paragraph.add_run(block.text[at : call.offset if call else None])
                if call:
                    reference = OxmlElement("w:footnoteReference")
                    reference.set(qn("w:id"), str(notes.index(call.label) + 2))
                    paragraph.add_run()._r.append(reference)
                    at = call.offset
    stream = io.BytesIO()
    document.save(stream)
    return _with_notes(stream.getvalue(), [block for block in blocks if block.kind == "footnote"])


def _with_notes(data: bytes, notes: Sequence[Block]) -> bytes:
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    inner = "".join(
        f"<w:footnote w:id='{n}'><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space='preserve'> {escape(b.text)}</w:t></w:r>"
        "</w:p></w:footnote>"
        for n, b in enumerate(notes, start=2)
    )
    part = f"<w:footnotes xmlns:w='{namespace}'><w:footnote w:type='separator' w:id='0'><w:p/></w:footnote>{inner}</w:footnotes>"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name).decode("utf-8") if name.endswith((".xml", ".rels")) else old.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(
                    "</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
                )
            if name == "word/_rels/document.xml.rels":
                content = content.replace(
                    "</Relationships>",
                    f'<Relationship Id="rIdNotes" Type="{relation}" Target="footnotes.xml"/></Relationships>',
                )
            new.writestr(name, content)
        new.writestr("word/footnotes.xml", part)
    return out.getvalue()


def to_odt(blocks: Sequence[Block]) -> bytes:
    """An OpenDocument text, its footnotes where they are called."""
    notes = notes_of(blocks)

    def text(block: Block, start: int = 0) -> str:
        found = marked(block, "\0{0}\0", start).replace("\n", "<text:line-break/>")
        for label, note in notes.items():
            inner = (
                f"<text:note text:note-class='footnote'><text:note-citation>{label}</text:note-citation>"
                f"<text:note-body><text:p>{escape(note.text)}</text:p></text:note-body></text:note>"
            )
            found = found.replace(f"\0{label}\0", inner)
        return found

    body: list[str] = []
    for kind, grouped in groupby((b for b in blocks if b.kind != "footnote"), key=_group):
        group = list(grouped)
        if kind == "table":
            rows = [
                "<table:table-row>"
                + "".join(f"<table:table-cell><text:p>{escape(c)}</text:p></table:table-cell>" for c in row)
                + "</table:table-row>"
                for row in rows_of(group)
            ]
            body.append(
                f"<table:table><table:table-header-rows>{rows[0]}</table:table-header-rows>{''.join(rows[1:])}</table:table>"
            )
        elif kind == "list":
            style = "N" if bare_label(group[0]) else "B"
            items = "".join(
                f"<text:list-item><text:p>{text(b, len(bare_label(b)))}</text:p></text:list-item>" for b in group
            )
            body.append(f"<text:list text:style-name='{style}'>{items}</text:list>")
        else:
            body += [
                f"<text:h text:outline-level='{b.level}'>{text(b)}</text:h>"
                if b.kind == "heading"
                else f"<text:p>{text(b)}</text:p>"
                for b in group
            ]
    names = ("office", "text", "table", "style")
    spaces = " ".join(f"xmlns:{n}='urn:oasis:names:tc:opendocument:xmlns:{n}:1.0'" for n in names)
    lists = (
        "<text:list-style style:name='N'><text:list-level-style-number text:level='1' style:num-format='1' "
        "style:num-suffix='.'/></text:list-style><text:list-style style:name='B'><text:list-level-style-bullet "
        "text:level='1'/></text:list-style>"
    )
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{lists}</office:automatic-styles>"
        f"<office:body><office:text>{''.join(body)}</office:text></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", content)
    return out.getvalue()
