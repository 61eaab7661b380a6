"""The sentences of a document with what governs them: their theme, and whether a lead-in announces agreements.

Invariant: ``document.text[s.start:s.end] == s.text`` and a statement lies within one paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.document import Document, Paragraph
from ingest.findings.values import Place
from ingest.language.sentences import sentence_spans
from ingest.language.themes import theme_of


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence or list item. ``announced`` is true where a lead-in in the same section announces agreements;

    ``before_table`` where the sentence closes its paragraph and a table follows, which is what it then speaks of.
    """

    document: Document
    paragraph: Paragraph
    start: int
    end: int
    announced: bool
    before_table: bool = False

    @property
    def text(self) -> str:
        """The characters of the statement."""
        return self.document.text[self.start : self.end]

    @property
    def theme(self) -> str:
        """The theme of the statement by its headings and words, else of its whole paragraph."""
        section = self.paragraph.section
        return theme_of(section, self.text) or theme_of(section, self.document.text_of(self.paragraph))

    @property
    def place(self) -> Place:
        """Where the statement stands."""
        return Place(self.document.id, self.paragraph.id, self.start, self.end)


_ANNOUNCES = re.compile(
    r"\b(de\s+)?(volgende|onderstaande|hieronder \w+)\s+(\w+\s+){0,3}"
    r"(afspraken|doelstellingen|beleidsdoelstellingen|maatregelen|streefwaarden|doelen|acties|normen|besluiten)\b"
    r"|\b(spreken|is|zijn|heb|hebben|wordt|worden|komen)\b[^.]*\b(af|afgesproken|overeengekomen|"
    r"overeen)\s*(dat\s*)?:\s*$"
    r"|\bafspraken\b[^.]*:\s*$",
    re.IGNORECASE,
)
_ANNOUNCING_HEADING = re.compile(
    r"^\W*(?:[\dIVX.]+\s+)?(?:(?:de|onze|landelijke|nieuwe|gemaakte|overzicht van(?: de)?)\s+)*"
    r"(?:prestatie|beleids|werk|resultaat)?-?(?:afspraken|doelstellingen|inspanningsverplichtingen)\b",
    re.IGNORECASE,
)


def announces_agreements(sentence: str) -> bool:
    """Whether a sentence only announces agreements that follow it (``de volgende afspraken``)."""
    return bool(_ANNOUNCES.search(sentence)) and not re.search(r"\b(vorige|eerdere|niet)\b", sentence, re.IGNORECASE)


def statements(document: Document) -> Iterator[Statement]:
    """The sentences of running text and lists in reading order; headings, tables, fields and notes are left out."""
    announced_in: tuple[str, ...] | None = None
    followed = [*(p.kind.startswith("table") for p in document.paragraphs[1:]), False]
    for paragraph, table_next in zip(document.paragraphs, followed, strict=True):
        if paragraph.kind not in ("text", "list"):
            continue
        if announced_in is not None and paragraph.section[: len(announced_in)] != announced_in:
            announced_in = None
        if announced_in is None and paragraph.section and _ANNOUNCING_HEADING.search(paragraph.section[-1]):
            announced_in = paragraph.section
        text = document.text_of(paragraph)
        for start, end in sentence_spans(text):
            sentence = text[start:end]
            if not sentence.strip():
                continue
            of_table = table_next and not text[end:].strip()
            opens = announces_agreements(sentence) and not of_table
            held = announced_in is not None and not opens
            yield Statement(document, paragraph, paragraph.start + start, paragraph.start + end, held, of_table)
            if opens:
                announced_in = paragraph.section


def notes(document: Document) -> Iterator[Statement]:
    """The sentences of footnotes, which agree and promise nothing but may hold figures."""
    for paragraph in document.paragraphs:
        if paragraph.kind == "footnote":
            for start, end in sentence_spans(document.text_of(paragraph)):
                yield Statement(document, paragraph, paragraph.start + start, paragraph.start + end, False)
