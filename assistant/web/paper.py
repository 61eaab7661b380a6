"""Answers as a PDF: sentences whose markers link to their source, and each source with a link to page and paragraph.

Invariant: nothing is fetched; letters come from the fonts beside this module. Owner of fpdf2.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from assistant.answer import Answer
from assistant.web.answers import Group, arrange
from assistant.web.passage import address, page_address
from assistant.web.terms import Part, Term
from assistant.web.texts import Texts
from ingest.citation import Citation

if TYPE_CHECKING:
    from fpdf import FPDF

SANS, SERIF = "DejaVuSans", "DejaVuSerif"
INK, SOFT, ACCENT, SAND = (28, 36, 48), (79, 89, 104), (11, 92, 107), (243, 239, 226)
MARGIN, LINE = 22, 6


def to_pdf(answers: Sequence[Answer], t: Texts, *, site: str, today: str) -> bytes:
    """The questions and answers as a PDF; ``site`` is the address that links to paragraphs start with."""
    pdf = _blank(t)
    _heading(pdf, t("product"), 17)
    _text(pdf, t.date(today), SOFT)
    for answer in answers:
        _answer(pdf, answer, t, site)
    return bytes(pdf.output())


def _blank(t: Texts) -> FPDF:
    from fpdf import FPDF

    pdf = FPDF(format="A4")
    pdf.footer = lambda: _foot(pdf, t)
    with as_file(files("assistant.web") / "fonts") as folder:
        pdf.add_font(SANS, "", folder / "DejaVuSans.ttf")
        pdf.add_font(SANS, "B", folder / "DejaVuSans-Bold.ttf")
        pdf.add_font(SERIF, "", folder / "DejaVuSerif.ttf")
    pdf.set_margins(MARGIN, MARGIN)
    pdf.set_auto_page_break(True, MARGIN)
    pdf.set_title(t("product"))
    pdf.set_lang(t.language)
    pdf.add_page()
    return pdf


def _foot(pdf: FPDF, t: Texts) -> None:
    pdf.set_y(-15)
    pdf.set_font(SANS, size=8)
    pdf.set_text_color(*SOFT)
    pdf.cell(0, 8, f"{t('product')} · {pdf.page_no()}", align="R")


def _heading(pdf: FPDF, text: str, size: float) -> None:
    pdf.ln(3)
    pdf.set_text_color(*INK)
    pdf.set_font(SANS, "B", size)
    pdf.start_section(text[:120], strict=False)
    pdf.multi_cell(0, size * 0.5, text, align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(1.5)


def _text(pdf: FPDF, text: str, colour: tuple[int, int, int] = INK, size: float = 10) -> None:
    pdf.set_font(SANS, size=size)
    pdf.set_text_color(*colour)
    pdf.multi_cell(0, size * 0.52, text, align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(1)


def _answer(pdf: FPDF, answer: Answer, t: Texts, site: str) -> None:
    _heading(pdf, answer.question, 13)
    if answer.outcome != "answered":
        _text(pdf, t(f"outcome_{answer.outcome}"))
    links = {citation.marker: pdf.add_link() for citation in answer.citations}
    for group in arrange(answer.sentences):
        _group(pdf, group, links, t)
    s = answer.searched
    searched = t.count(
        "searched", s.documents, paragraphs=t.number(s.paragraphs), since=t.date(s.since), until=t.date(s.until)
    )
    _text(pdf, searched, SOFT, 9)
    sources = answer.nearest if answer.abstained and not answer.citations else answer.citations
    if sources:
        _heading(pdf, t("nearest_heading" if sources is answer.nearest else "sources_heading"), 11)
    for citation in sources:
        _source(pdf, citation, links.get(citation.marker), t, site)


def _group(pdf: FPDF, group: Group, links: dict[int, int], t: Texts) -> None:
    if group.form == "table":
        _table(pdf, group)
        return
    for line in group.lines:
        pdf.set_font(SANS, size=10.5)
        pdf.set_text_color(*INK)
        if group.form == "list":
            pdf.write(LINE, "•  ")
        for part in line.parts:
            if isinstance(part, int):
                pdf.set_text_color(*ACCENT)
                pdf.write(LINE, f" [{part}]", links.get(part, ""))
                pdf.set_text_color(*INK)
            else:
                pdf.write(LINE, _written(part))
        if line.check in ("quote", "figures"):
            pdf.set_font(SANS, size=8)
            pdf.set_text_color(*SOFT)
            pdf.write(LINE, f"  {t('check_' + line.check)}")
        pdf.ln(LINE + 1.5)


def _written(part: Part) -> str:
    return f" [{part}]" if isinstance(part, int) else part.text if isinstance(part, Term) else part


def _table(pdf: FPDF, group: Group) -> None:
    pdf.set_font(SANS, size=9)
    pdf.set_text_color(*INK)
    with pdf.table(line_height=5, text_align="LEFT", borders_layout="HORIZONTAL_LINES", padding=1) as table:
        for cells in group.rows:
            row = table.row()
            for parts in cells:
                row.cell("".join(_written(part) for part in parts))
    pdf.ln(3)


def _source(pdf: FPDF, citation: Citation, link: int | None, t: Texts, site: str) -> None:
    if pdf.will_page_break(5 * LINE):
        pdf.add_page()  # a reference stays with the first lines of its quote
    if link is not None:
        pdf.set_link(link, y=pdf.get_y(), page=pdf.page_no())
    pdf.set_font(SANS, size=9.5)
    pdf.set_text_color(*ACCENT)
    number = f"[{citation.marker}] " if link is not None else ""
    pdf.write(LINE, f"{number}{citation.reference}", site + address(citation.paragraph_id))
    if citation.page is not None:
        pdf.write(LINE, "  ")
        pdf.write(LINE, t("show_page"), site + page_address(citation))
    pdf.ln(LINE)
    pdf.set_font(SERIF, size=10)
    pdf.set_text_color(*INK)
    pdf.set_fill_color(*SAND)
    pdf.multi_cell(0, 5.6, citation.quote, align="L", fill=True, padding=2, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(3)
