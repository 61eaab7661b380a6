"""The papers of the stand-in: a small letter, a hostile paper, a real PDF of the golden pairs, and earlier versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from ingest.document import Cell, Document, Footnote, Kind, PageSpan, Paragraph, Publication, Source
from ingest.errors import UnknownDocument

ATTACK = '<img src=x onerror="window.geraakt=1"><script>window.geraakt=1</script>${window.geraakt=1}{{geraakt}}'
PDF = Path(__file__).parents[1] / "ingest" / "reading" / "golden" / "kst-99999-12.pdf"
COLUMNS = ("Indicator", "Norm 2019", "Realisatie 2019", "Norm 2020", "Realisatie 2020")


@dataclass(frozen=True)
class Counts:
    documents: int
    paragraphs: int
    since: str
    until: str


def build(publication: Publication, parts: Sequence[tuple[Kind, str, str, tuple[str, ...], int]]) -> Document:
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
        cells = _cells(words, start, kind) if kind in ("table_row", "table_head") else ()
        name = f"{publication.id}/p{number}"
        paragraphs.append(Paragraph(name, kind, start, len(text), section, spans, label, cells))
    source = Source("brief.md", "text/markdown", "0" * 64, note="Nagezette weergave van de brief.")
    notes = tuple(
        Footnote("1", p.id, paragraphs[4].id, paragraphs[4].start + 20) for p in paragraphs if p.kind == "footnote"
    )
    return Document(publication, source, text, tuple(paragraphs), notes)


def _cells(words: str, start: int, kind: str) -> tuple[Cell, ...]:
    cells, at = [], start
    for index, cell in enumerate(words.split(" | ")):
        labels = () if kind == "table_head" else (COLUMNS[index],)
        cells.append(Cell(at, at + len(cell), words.split(" | ")[0], labels))
        at += len(cell) + 3
    return tuple(cells)


_HUMAN = ("Ambities per thema", "Mensenhandel")
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
        ("list", "•", "het vergroten van het aantal OM-verdachten;", _HUMAN, 2),
        ("list", "•", "het bestrijden van mobiel banditisme.", _HUMAN, 2),
        ("text", "", "Ik heb met de politie en het Openbaar Ministerie afgesproken dat het aantal OM-verdachten van mensenhandel in 2022 wordt vergroot.", _HUMAN, 2),
        ("table_head", "", " | ".join(COLUMNS), _HUMAN, 3),
        ("table_row", "", "OM-verdachten mensenhandel | 190 | 145 | 190 | 187", _HUMAN, 3),
        ("table_row", "", "Complexe onderzoeken | 40 | 38 | 45 | 46", _HUMAN, 3),
        ("signature", "", "De Minister van Justitie en Veiligheid", (), 3),
        ("footnote", "1", "Kamerstuk 29628, nr. 783", (), 1),
    ],
)  # fmt: skip
HOSTILE = build(
    Publication("stuk-2", f"Titel {ATTACK}", "2019-06-01", ATTACK, "rapport", url="javascript:window.geraakt=1"),
    [
        ("heading", "1", f"Kop {ATTACK}", (), 1),
        ("text", "", f"In het voorjaar bericht ik uw Kamer over een alinea met {ATTACK} erin.", (f"Kop {ATTACK}",), 1),
    ],
)
EARLIER = replace(
    LETTER, text=LETTER.text.replace("171 fte", "170 fte"), source=replace(LETTER.source, sha256="1" * 64)
)
REMOVED = build(
    Publication("weg-3", "Ingetrokken nota", "2017-01-02", "Ministerie"),
    [("text", "", "Deze nota is ingetrokken.", (), 1)],
)


@cache
def printed() -> Document:
    """The paged letter of the golden pairs, read from its PDF."""
    from ingest.reading.read import read_file

    return read_file(PDF)


@dataclass
class Shelf:
    """A library of three documents, of which one has an earlier version, and the last version of a fourth."""

    held: dict[str, Document] = field(default_factory=lambda: {d.id: d for d in (LETTER, HOSTILE, printed())})
    generation: str = "1"

    def documents(self) -> tuple[Publication, ...]:
        return tuple(d.publication for d in self.held.values())

    def document(self, document_id: str) -> Document:
        if document_id not in self.held:
            raise UnknownDocument("er is geen document met dit kenmerk", where=document_id)
        return self.held[document_id]

    def versions(self, document_id: str) -> tuple[Document, ...]:
        return {LETTER.id: (EARLIER,), REMOVED.id: (REMOVED,)}.get(document_id, ())

    def file(self, document_id: str) -> Path:
        self.document(document_id)
        return PDF

    def counts(self) -> Counts:
        dates = sorted(d.publication.date for d in self.held.values())
        return Counts(len(self.held), sum(len(d.paragraphs) for d in self.held.values()), dates[0], dates[-1])
