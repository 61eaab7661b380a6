"""A scripted assistant for the screens: a small document, a few answers, the same constructor argument."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.answer import Answer, Outcome, Searched, Sentence
from ingest.citation import Citation, cite_quote
from ingest.document import Cell, Document, Footnote, Kind, PageSpan, Paragraph, Publication, Source
from ingest.errors import QuestionError, UnknownDocument

ATTACK = '<img src=x onerror="window.geraakt=1"><script>window.geraakt=1</script>${window.geraakt=1}{{geraakt}}'


@dataclass(frozen=True)
class Counts:
    documents: int
    paragraphs: int
    since: str
    until: str


def build(
    publication: Publication, parts: Sequence[tuple[Kind, str, str, tuple[str, ...], int]], **more: object
) -> Document:
    """A document from (kind, label, text, section, page) in reading order."""
    text, paragraphs = "", []
    for number, (kind, label, words, section, page) in enumerate(parts, start=1):
        text += "\n\n" if text else ""
        start = len(text)
        text += words
        half = start + len(words) // 2
        spans = (PageSpan(page, start, len(text)),)
        if label == "split":
            spans, label = (PageSpan(page, start, half), PageSpan(page + 1, half, len(text))), ""
        cells: tuple[Cell, ...] = ()
        if kind in ("table_row", "table_head"):
            cells = _cells(words, start, kind)
        paragraphs.append(
            Paragraph(f"{publication.id}/p{number}", kind, start, len(text), section, spans, label, cells)
        )
    source = Source("brief.pdf", "application/pdf", "0" * 64, note="Nagezette weergave van de brief.")
    notes = tuple(
        Footnote("1", p.id, paragraphs[4].id, paragraphs[4].start + 20) for p in paragraphs if p.kind == "footnote"
    )
    return Document(publication, source, text, tuple(paragraphs), notes)


def _cells(words: str, start: int, kind: str) -> tuple[Cell, ...]:
    cells, at = [], start
    for index, cell in enumerate(words.split(" | ")):
        column = ("Indicator", "Norm 2019", "Norm 2020")[index]
        cells.append(Cell(at, at + len(cell), words.split(" | ")[0], () if kind == "table_head" else (column,)))
        at += len(cell) + 3
    return tuple(cells)


LETTER = build(
    Publication(
        "kst-1-2", "Brief over de agenda", "2018-11-14", "Ministerie van Justitie en Veiligheid", "brief", "2413668",
        ("28 684",), "540", "2018/19", "https://zoek.officielebekendmakingen.nl/kst-28684-540.html",
    ),
    [
        ("field", "subject", "Brief over de agenda", (), 1),
        ("field", "reference", "2413668", (), 1),
        ("text", "", "Met deze brief informeer ik uw Kamer over de doelstellingen die voor de komende vier jaar gelden.", (), 1),
        ("heading", "1", "Inleiding", (), 1),
        ("text", "split", "De politie staat er voor iedereen. Voor de opsporing van ondermijnende criminaliteit is 171 fte toegevoegd. Dat is een begin; in de jaren erna groeit de bezetting verder door de versterkingen uit het regeerakkoord.", ("Inleiding",), 1),
        ("text", "", "In het voorjaar bericht ik uw Kamer over de indicatoren en de monitoring daarvan.", ("Inleiding",), 2),
        ("heading", "1", "Ambities per thema", (), 2),
        ("heading", "2", "Mensenhandel", ("Ambities per thema",), 2),
        ("list", "•", "het vergroten van het aantal OM-verdachten;", ("Ambities per thema", "Mensenhandel"), 2),
        ("list", "•", "het bestrijden van mobiel banditisme.", ("Ambities per thema", "Mensenhandel"), 2),
        ("table_head", "", "Indicator | Norm 2019 | Norm 2020", ("Ambities per thema", "Mensenhandel"), 3),
        ("table_row", "", "OM-verdachten mensenhandel | 190 | 190", ("Ambities per thema", "Mensenhandel"), 3),
        ("table_row", "", "Complexe onderzoeken | 40 | 45", ("Ambities per thema", "Mensenhandel"), 3),
        ("signature", "", "De Minister van Justitie en Veiligheid", (), 3),
        ("footnote", "1", "Kamerstuk 29628, nr. 783", (), 1),
    ],
)  # fmt: skip
HOSTILE = build(
    Publication("stuk-2", f"Titel {ATTACK}", "2019-06-01", ATTACK, "rapport", url="javascript:window.geraakt=1"),
    [
        ("heading", "1", f"Kop {ATTACK}", (), 1),
        ("text", "", f"Een alinea met {ATTACK} erin.", (f"Kop {ATTACK}",), 1),
    ],
)


@dataclass
class Shelf:
    """A library of two documents."""

    held: dict[str, Document] = field(default_factory=lambda: {d.id: d for d in (LETTER, HOSTILE)})

    @property
    def generation(self) -> str:
        """The content never changes."""
        return "1"

    def documents(self) -> tuple[Publication, ...]:
        return tuple(d.publication for d in self.held.values())

    def document(self, document_id: str) -> Document:
        if document_id not in self.held:
            raise UnknownDocument("er is geen document met dit kenmerk", where=document_id)
        return self.held[document_id]

    def counts(self) -> Counts:
        return Counts(len(self.held), 17, "2018-11-14", "2019-06-01")


@dataclass
class Scripted:
    """Answers by words in the question; ``asked`` keeps what it was asked with."""

    library: Shelf = field(default_factory=Shelf)
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    delay: float = 0.0

    def ask(self, question: str, *, history: Sequence[str] = (), **filters: object) -> Answer:
        self.asked.append((question, tuple(history)))
        time.sleep(5 if "traag" in question else self.delay)
        if "fout" in question:
            raise QuestionError(f"de vraag {question!r} kan niet worden gelezen", remedy="Stel een andere vraag.")
        if "aanval" in question or "<" in question:
            return _answer(question, "answered", [("Een alinea met " + ATTACK, HOSTILE, f"met {ATTACK} erin", "quote")])
        if "stikstof" in question:
            return _answer(question, "not_in_documents", [], near=("De politie staat er voor iedereen.",))
        if "tabel" in question:
            return _table(question)
        if "171" in question or "fte" in question:
            return _answer(question, "answered", [
                ("Voor de opsporing van ondermijnende criminaliteit is 171 fte toegevoegd.", LETTER, "Voor de opsporing van ondermijnende criminaliteit is 171 fte toegevoegd.", "quote"),
                ("De Kamer krijgt in het voorjaar bericht over de indicatoren en de monitoring.", LETTER, "In het voorjaar bericht ik uw Kamer over de indicatoren en de monitoring daarvan.", "figures"),
                ("De bezetting groeit in de jaren erna.", LETTER, "in de jaren erna groeit de bezetting verder", "figures"),
            ])  # fmt: skip
        resolved = f"{question} (na: {history[-1]})" if history else ""
        return _answer(
            question,
            "answered",
            [("Met deze brief informeer ik uw Kamer.", LETTER, "Met deze brief informeer ik uw Kamer", "quote")],
            resolved=resolved,
        )


def _answer(
    question: str,
    outcome: Outcome,
    said: list[tuple[str, Document, str, str]],
    *,
    near: Sequence[str] = (),
    resolved: str = "",
) -> Answer:
    citations = tuple(cite_quote(d, quote, marker=n) for n, (_, d, quote, _) in enumerate(said, start=1))
    sentences = tuple(Sentence(f"{text} [{n}]", (n,), check) for n, (text, _, _, check) in enumerate(said, start=1))  # type: ignore[arg-type]
    if not said:
        sentences = (Sentence("De documenten zeggen hier niets over.", (), "none"),)
    nearest: tuple[Citation, ...] = tuple(cite_quote(LETTER, quote) for quote in near)
    return Answer(
        "",
        question,
        "nl",
        outcome,
        sentences,
        citations,
        Searched(2, 17, "2018-11-14", "2019-06-01"),
        nearest,
        "extractive",
        41.3,
        resolved,
    )


def _table(question: str) -> Answer:
    citations = (cite_quote(LETTER, "190", marker=1), cite_quote(LETTER, "45", marker=2))
    sentences = (
        Sentence("Norm per jaar:", (), "none"),
        Sentence("| Indicator | Norm |", (), "none"),
        Sentence("|---|---|", (), "none"),
        Sentence("| OM-verdachten | 190 [1] |", (1,), "quote"),
        Sentence("| Complexe onderzoeken | 45 [2] |", (2,), "quote"),
        Sentence("- het vergroten van het aantal [1]", (1,), "quote"),
    )
    return Answer("", question, "nl", "answered", sentences, citations, Searched(2, 17, "2018-11-14", "2019-06-01"))
