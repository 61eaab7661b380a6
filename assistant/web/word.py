"""Answers as a Word document with real footnotes that link to page and paragraph. Owner of python-docx.

Invariant: every marker of an answer becomes a footnote with its reference, its quote and its link.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from assistant.answer import Answer
from assistant.web.answers import Group, arrange
from assistant.web.passage import address, page_address
from assistant.web.terms import Part
from assistant.web.texts import Texts
from ingest.citation import Citation

_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def to_word(answers: Sequence[Answer], t: Texts, *, site: str, today: str) -> bytes:
    """The questions and answers as .docx; ``site`` is the address that links to paragraphs start with."""
    import docx

    document = docx.Document()
    document.core_properties.title = t("product")
    document.core_properties.author = ""
    notes: list[tuple[Citation, int]] = []
    for answer in answers:
        document.add_heading(_clean(answer.question), level=1)
        if answer.outcome != "answered":
            document.add_paragraph().add_run(t(f"outcome_{answer.outcome}")).bold = True
        for group in arrange(answer.sentences):
            _add_group(document, group, answer, notes, t)
        searched = answer.searched
        line = t.count(
            "searched", searched.documents, paragraphs=t.number(searched.paragraphs),
            since=t.date(searched.since), until=t.date(searched.until),
        )  # fmt: skip
        document.add_paragraph(f"{line} {t.date(today)}.").runs[0].italic = True
    if notes:
        _attach(document, notes, site)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)


def _add_group(document: Any, group: Group, answer: Answer, notes: list[tuple[Citation, int]], t: Texts) -> None:
    if group.rows:
        table = document.add_table(rows=0, cols=max(len(row) for row in group.rows), style="Table Grid")
        for row in group.rows:
            cells = table.add_row().cells
            for cell, parts in zip(cells, row, strict=False):
                _add_parts(cell.paragraphs[0], parts, answer, notes)
        _add_check(document.add_paragraph(), t("check_rows"), group.checks, t)
        return
    for line in group.lines:
        paragraph = document.add_paragraph(style="List Bullet" if group.form == "list" else None)
        _add_parts(paragraph, line.parts, answer, notes)
        _add_check(paragraph, "", (line.check,), t)


def _add_check(paragraph: Any, before: str, checks: Sequence[str], t: Texts) -> None:
    """Which check was passed, small and grey behind the words."""
    from docx.shared import Pt, RGBColor

    told = ", ".join(t(f"check_{check}") for check in checks if check != "none")
    if told:
        run = paragraph.add_run(f" {before} {told}".replace("  ", " "))
        run.font.size, run.font.color.rgb = Pt(8), RGBColor(0x4F, 0x59, 0x68)


def _add_parts(paragraph: Any, parts: Sequence[Part], answer: Answer, notes: list[tuple[Citation, int]]) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    by_marker = {citation.marker: citation for citation in answer.citations}
    for part in parts:
        if isinstance(part, str):
            paragraph.add_run(_clean(part))
        elif part in by_marker:
            notes.append((by_marker[part], len(notes) + 1))
            run = paragraph.add_run()
            run.font.superscript = True
            call = OxmlElement("w:footnoteReference")
            call.set(qn("w:id"), str(len(notes)))
            run._r.append(call)


def _attach(document: Any, notes: Sequence[tuple[Citation, int]], site: str) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES_TYPE, b"", document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    link = RELATIONSHIP_TYPE.HYPERLINK

    def related(target: str) -> str:
        """The id of the relation of a footnote part to an address on this site."""
        return str(part.relate_to(site + target, link, True))

    body = "".join(
        _footnote(
            citation, number, related(address(citation.paragraph_id)),
            related(page_address(citation)) if citation.page is not None else "",
        )
        for citation, number in notes
    )  # fmt: skip
    part._blob = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:footnotes xmlns:w="{_WORDS}" xmlns:r="{_RELATIONS}">'
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r>'
        "<w:continuationSeparator/></w:r></w:p></w:footnote>"
        f"{body}</w:footnotes>"
    ).encode()


def _footnote(citation: Citation, number: int, paragraph: str, page: str) -> str:
    quote = escape(_clean(f": “{citation.quote}”"))
    shown = f" {_linked(page, f'p. {citation.page}')}" if page else ""
    return (
        f'<w:footnote w:id="{number}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> </w:t></w:r>{_linked(paragraph, citation.reference)}'
        f'<w:r><w:t xml:space="preserve">{quote} </w:t></w:r>{shown}</w:p></w:footnote>'
    )


def _linked(relation: str, text: str) -> str:
    return (
        f'<w:hyperlink r:id="{relation}"><w:r><w:rPr><w:u w:val="single"/></w:rPr>'
        f"<w:t>{escape(_clean(text))}</w:t></w:r></w:hyperlink>"
    )
