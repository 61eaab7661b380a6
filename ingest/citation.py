"""The one maker of citations (vindplaatsen): it locates the quote or raises.

Invariant: ``document.text[c.start:c.end] == c.quote`` for every citation ever made here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.document import Document, Paragraph
from ingest.errors import QuoteNotFound

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a document: the verbatim quote, its offsets, and how a Dutch clerk would refer to it.

    The fields are those of the machine contract, one to one.
    """

    marker: int
    document_id: str
    document_title: str
    date: str
    paragraph_id: str
    section: tuple[str, ...]
    page: int | None
    quote: str
    start: int
    end: int
    paragraph_text: str
    reference: str
    url: str


def make_citation(document: Document, start: int, end: int, *, marker: int = 0) -> Citation:
    """The citation of the characters ``start:end`` of ``document``.

    Raises ``QuoteNotFound`` when the range is empty, out of bounds, or not within one paragraph.
    """
    paragraph = document.paragraph_at(start)
    if paragraph is None or not start < end <= paragraph.end:
        raise QuoteNotFound(
            f"de tekens {start}-{end} vormen geen citaat binnen één alinea",
            where=document.id,
            remedy="Lees het document opnieuw in (veiligheidsagenda ingest) of voer veiligheidsagenda doctor uit.",
        )
    publication = document.publication
    page = document.page_at(start)
    return Citation(
        marker=marker,
        document_id=document.id,
        document_title=publication.title,
        date=publication.date,
        paragraph_id=paragraph.id,
        section=paragraph.section,
        page=page,
        quote=document.text[start:end],
        start=start,
        end=end,
        paragraph_text=document.text_of(paragraph),
        reference=reference(document, page),
        url=publication.url,
    )


def cite_quote(document: Document, quote: str, *, marker: int = 0, within: Paragraph | None = None) -> Citation:
    """The citation of the first place where ``quote`` stands, spaces and quotation marks normalised.

    Raises ``QuoteNotFound`` when it stands nowhere (or not within the given paragraph).
    """
    start, end = locate(document.text, quote, within.start if within else 0, within.end if within else None)
    return make_citation(document, start, end, marker=marker)


def locate(text: str, quote: str, start: int = 0, end: int | None = None) -> tuple[int, int]:
    """Offsets of ``quote`` in ``text[start:end]``: exact first, else with spaces, hyphens and quotes normalised.

    Raises ``QuoteNotFound``.
    """
    stop = len(text) if end is None else end
    at = text.find(quote, start, stop) if quote.strip() else -1
    if at >= 0:
        return at, at + len(quote)
    pattern = _loose_pattern(quote)
    found = re.compile(pattern).search(text, start, stop) if pattern else None
    if found is None:
        raise QuoteNotFound(f"het citaat {quote[:60]!r} staat niet in de tekst", remedy="Controleer het citaat.")
    return found.start(), found.end()


_ALIKE = {"'": "['‘’‚′]", '"': '["“”„«»]', "-": "[-‐‑‒–—]"}
_FOLD = {**dict.fromkeys("‘’‚′", "'"), **dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‐‑‒–—", "-")}


def _loose_pattern(quote: str) -> str:
    words = quote.replace("\u00ad", "").split()
    return r"\s+".join("\u00ad?".join(_ALIKE.get(_FOLD.get(c, c), re.escape(c)) for c in word) for word in words)


def dutch_date(iso: str) -> str:
    """``2018-11-14`` as ``14 november 2018``; ``2019-04`` as ``april 2019``; other text unchanged."""
    parts = iso.split("-")
    if not re.fullmatch(r"[0-9]+(?:-[0-9]+){1,2}", iso) or not 1 <= int(parts[1]) <= len(MONTHS):
        return iso
    month = MONTHS[int(parts[1]) - 1]
    return f"{int(parts[2])} {month} {parts[0]}" if len(parts) == 3 else f"{month} {parts[0]}"


def reference(document: Document, page: int | None) -> str:
    """The citation a Dutch lawyer or clerk would write.

    A page is named only for the edition that was read; a reconstruction says so.
    """
    p = document.publication
    noun = (p.kind or "document").capitalize()
    head = f"{noun} van {dutch_date(p.date)}" if p.date else p.title or noun
    if p.kind not in ("brief", "") and p.title and p.date:
        head = f"{p.title}, {dutch_date(p.date)}"
    parts = [head]
    if p.reference:
        parts.append(f"kenmerk {p.reference}")
    if page is not None:
        parts.append(
            f"p. {document.page_label(page)}" + (f" ({document.source.edition})" if document.source.edition else "")
        )
    if document.source.recognised:
        parts.append("tekst herkend met OCR")
    official = official_place(document)
    return ", ".join(parts) + (f" ({official})" if official else "")


def official_place(document: Document) -> str:
    """The place in the parliamentary record, such as ``Kamerstukken II 2018/19, 28 684, nr. 540``, or empty."""
    p = document.publication
    if not (p.dossiers and p.number):
        return ""
    chamber = "I" if p.number.isalpha() else "II"
    year = f" {p.session_year}" if p.session_year else ""
    return f"Kamerstukken {chamber}{year}, {p.dossiers[0]}, nr. {p.number}"
