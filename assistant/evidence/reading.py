"""A document taken apart once for all questions: its sentences with their terms, its sections, what it replies to.

Invariant: what is kept belongs to one generation of a library and is a function of the document alone.
"""

from __future__ import annotations

import re
import weakref
from dataclasses import dataclass

from ingest.document import Document, Footnote, Paragraph
from ingest.language.terms import terms
from ingest.language.verbs import rejoined
from ingest.store.library import Library
from ingest.store.passages import sentences_of

_BACK = re.compile(
    r"^(?:(?:Dit|Dat|Deze|Die|Zij|Hij|Ze|Daartoe|Daarbij|Daarmee|Daarom|Daarvoor|Daardoor|Daarnaast|Hierover|Hiermee|"
    r"Hiertoe|"
    r"Hierbij|Hierdoor|Hiervoor|Het betreft|Het gaat|Hieronder|Immers|Om die reden|Om deze reden|Om hieraan|Om hier|"
    r"Ditzelfde|"
    r"Hetzelfde|Dezelfde|Desalniettemin|Gebleken is|Voor deze|Over deze)\b|Het programma\b|Het betreffende\b)"
    r"|^(?:[^\s]+\s){1,9}(?:daarbij|hierbij|daartoe|hiertoe|daarvan|hiervan|daarover|hierover|daaraan|daarvoor|"
    r"hiervoor|hiermee|daarmee)\b"
    r"|\b(?:waren|was|is|zijn|bedroeg|bedraagt) (?:dat|dit)\b|\b(?:ging|gaat) het (?:daarbij )?om\b|^(?:Ik zie daar|"
    r"Ik heb daar)\w*"
)
_ASKING = re.compile(r"^\W*(?:Vra(?:ag|gen))\W*(?P<numbers>\d+(?:\s*(?:,|en|t/m|-|–)\s*\d+)*)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a paragraph with its terms; ``back`` when it points back to the one before it."""

    start: int
    end: int
    text: str
    terms: frozenset[str]
    back: bool


@dataclass(frozen=True, slots=True)
class Read:
    """A document taken apart once: sentences by paragraph, terms of paragraphs and sections, footnotes by caller."""

    document: Document
    title: frozenset[str]
    positions: dict[str, int]
    sentences: dict[str, tuple[Sentence, ...]]
    sections: dict[tuple[str, ...], frozenset[str]]
    questions: dict[str, frozenset[str]]
    """The terms of the numbered questions that a document replies to, by their number."""
    asking: dict[str, tuple[str, ...]]
    """The paragraphs of those questions."""


_KEPT_READ: weakref.WeakKeyDictionary[Library, dict[tuple[str, str], Read]] = weakref.WeakKeyDictionary()
_KEPT = 200


def read(library: Library, document_id: str) -> Read:
    """A document taken apart, kept between questions."""
    kept = _KEPT_READ.setdefault(library, {})
    key = (library.generation, document_id)
    if key not in kept:
        if len(kept) >= _KEPT:
            kept.clear()
        document = library.document(document_id)
        title = frozenset(terms(f"{document.publication.title} {document.publication.date[:4]}"))
        positions = {p.id: i for i, p in enumerate(document.paragraphs)}
        asking = _questions(document)
        asked = {n: frozenset(t for p in held for t in terms(document.text_of(p))) for n, held in asking.items()}
        kept[key] = Read(
            document, title, positions, {}, {}, asked, {n: tuple(p.id for p in held) for n, held in asking.items()}
        )
    return kept[key]


def _questions(document: Document) -> dict[str, list[Paragraph]]:
    """What stands under each heading ``Vraag 3`` of a document that replies to questions."""
    found: dict[str, list[Paragraph]] = {}
    for paragraph in document.paragraphs:
        heading = _ASKING.match(paragraph.section[-1]) if paragraph.section else None
        if heading:
            for number in re.findall(r"\d+", heading["numbers"]):
                found.setdefault(number, []).append(paragraph)
    return found


def sentences_in(taken: Read, paragraph: Paragraph) -> tuple[Sentence, ...]:
    """The sentences of a paragraph with their terms, kept between questions."""
    if paragraph.id not in taken.sentences:
        text = taken.document.text
        taken.sentences[paragraph.id] = tuple(
            Sentence(a, b, text[a:b], _terms(text[a:b]), points_back(text[a:b]))
            for a, b in sentences_of(taken.document, paragraph)
        )
    return taken.sentences[paragraph.id]


def points_back(sentence: str) -> bool:
    """Whether a sentence needs the one before it to be understood."""
    return bool(_BACK.search(sentence))


def _terms(sentence: str) -> frozenset[str]:
    """The terms of a sentence, with those of a verb that stands apart from its particle (``pakt … aan``)."""
    return frozenset(terms(sentence)) | frozenset(terms(rejoined(sentence)))


def section_terms(taken: Read, paragraph: Paragraph) -> frozenset[str]:
    """The terms of the headings above a paragraph."""
    if paragraph.section not in taken.sections:
        taken.sections[paragraph.section] = frozenset(terms(" . ".join(paragraph.section)))
    return taken.sections[paragraph.section]


def note_terms(taken: Read, note: Footnote) -> frozenset[str]:
    """The terms of a footnote."""
    paragraph = taken.document.paragraphs[taken.positions[note.paragraph_id]]
    return frozenset(t for s in sentences_in(taken, paragraph) for t in s.terms)


def caller_terms(taken: Read, footnote: Paragraph) -> frozenset[str]:
    """The terms of the sentence that calls a footnote."""
    note = next((n for n in taken.document.footnotes if n.paragraph_id == footnote.id), None)
    if note is None:
        return frozenset()
    caller = taken.document.paragraphs[taken.positions[note.caller_id]]
    return next((s.terms for s in sentences_in(taken, caller) if s.start < note.call <= s.end + 3), frozenset())
