"""Reads a PDF: pages of positioned words, then the layout undone. Runs in the child process of ``sandbox``.

Invariant: pypdf is used nowhere else, and a page is either read whole or the file is refused. Owner of pypdf.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.document import Publication
from ingest.errors import DamagedDocument, EmptyDocument, EncryptedDocument, OversizedDocument, ScannedDocument
from ingest.reading.annotations import add_annotations
from ingest.reading.chunk import Chunk, PageText, Rule
from ingest.reading.glyphs import Face, Form, Ink, run
from ingest.reading.limits import Limits
from ingest.reading.matrix import IDENTITY, Matrix, turned_point
from ingest.reading.pages import read_pages
from ingest.reading.piece import Reading

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_BOLD = re.compile(r"bold|black|heavy|semib|demi", re.I)
_ITALIC = re.compile(r"italic|oblique|kursiv|cursief|slanted", re.I)
_ITALIC_FLAG, _BOLD_FLAG = 1 << 6, 1 << 18
_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    OSError,
    RecursionError,
    NotImplementedError,
)


def read_pdf(
    path: Path,
    limits: Limits,
    *,
    shown: Path | None = None,
    before_page: Callable[[int], None] = lambda page: None,
) -> Reading:
    """Blocks of a PDF with their pages and boxes. ``before_page`` is told the number of each page to be read.

    ``shown`` is the file whose pages are shown, when that is another than the one read: its pages may be turned
    otherwise. Raises a subclass of ``RefusedDocument``.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    from pypdf.errors import DeprecationError, LimitReachedError, PyPdfError

    try:
        reader = _open(path, limits)
        turns = [_rotation(page) for page in (reader if shown is None else _open(shown, limits)).pages]
        pages = tuple(
            replace(page, turns=(page.turns - turn) % 4)
            for page, turn in zip(_pages(reader, path.name, before_page), turns, strict=True)
        )
        found, labels = _metadata(reader), _labels(reader, len(pages))
    except LimitReachedError as error:
        raise OversizedDocument(
            f"de PDF vraagt meer dan is toegestaan ({' '.join(str(error).split())[:120]})",
            where=path.name,
            remedy="Exporteer het document opnieuw naar PDF of bied het in een ander formaat aan.",
        ) from error
    except (PyPdfError, DeprecationError, *_FAULTS) as error:
        raise _damaged(path.name, type(error).__name__) from error
    _refuse_without_text(pages, path.name)
    reading = read_pages(pages, found)
    unread = tuple(page.number for page in pages if page.pictures and not page.chunks)
    return replace(reading, labels=labels or reading.labels, unread=unread)


def _damaged(where: str, detail: str) -> DamagedDocument:
    return DamagedDocument(
        f"de PDF is beschadigd en kan niet worden gelezen ({detail})",
        where=where,
        remedy="Download het bestand opnieuw of exporteer het opnieuw naar PDF.",
    )


def _open(path: Path, limits: Limits) -> PdfReader:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    reader = PdfReader(path)
    try:
        locked = reader.is_encrypted and not reader.decrypt("")
    except (DependencyError, NotImplementedError):
        locked = True
    if locked:
        raise EncryptedDocument(
            "de PDF is met een wachtwoord beveiligd",
            where=path.name,
            remedy="Sla het document zonder wachtwoord op en bied het opnieuw aan.",
        )
    count = _stated_count(reader)
    if count <= limits.pages:
        count = len(reader.pages)
    if count > limits.pages:
        raise OversizedDocument(
            f"de PDF telt {count} pagina's; toegestaan zijn er {limits.pages}",
            where=path.name,
            remedy="Splits het document in delen.",
        )
    if not count:
        raise EmptyDocument("de PDF heeft geen pagina's", where=path.name, remedy="Bied het volledige bestand aan.")
    return reader


def _stated_count(reader: PdfReader) -> int:
    """How many pages the file says it has, which costs nothing to ask; 0 when it does not say."""
    pages = reader.root_object.get("/Pages")
    pages = pages.get_object() if pages is not None else {}
    stated = pages.get("/Count", 0) if hasattr(pages, "get") else 0
    stated = stated.get_object() if hasattr(stated, "get_object") else stated
    return int(stated) if isinstance(stated, int | float) else 0


def _refuse_without_text(pages: tuple[PageText, ...], where: str) -> None:
    letters = sum(c.isalnum() for page in pages for chunk in page.chunks for c in chunk.text)
    scanned = sum(1 for page in pages if page.pictures and len(page.chunks) < 4)
    if scanned and (scanned > 0.5 * len(pages) or letters < 20 * len(pages)):
        raise ScannedDocument(
            f"{scanned} van de {len(pages)} pagina's zijn afbeeldingen zonder tekst (een scan)",
            where=where,
            remedy="Lees het in met --ocr (tekstherkenning) of bied het oorspronkelijke bestand aan.",
        )
    if not letters:
        raise EmptyDocument("de PDF bevat geen tekst", where=where, remedy="Bied een bestand met tekst aan.")


def _metadata(reader: PdfReader) -> Publication:
    found = reader.metadata
    title = str(found.get("/Title") or "") if found else ""
    usable = len(title) > 8 and " " in title.strip() and not re.search(r"\.(?:docx?|pdf|indd)$|^Microsoft", title, re.I)
    return Publication("", " ".join(title.split()) if usable else "")


def _labels(reader: PdfReader, pages: int) -> tuple[str, ...]:
    """The number of each page as the document itself counts, such as ``ii``; nothing when it does not say."""
    if "/PageLabels" not in reader.root_object:
        return ()
    labels = tuple(" ".join(label.split())[:20] for label in reader.page_labels)
    plain = tuple(str(number) for number in range(1, pages + 1))
    return labels if len(labels) == pages and any(labels) and labels != plain else ()


def _pages(reader: PdfReader, where: str, before_page: Callable[[int], None]) -> Iterator[PageText]:
    fonts: dict[int, Face | None] = {}
    for number, page in enumerate(reader.pages, start=1):
        before_page(number)
        yield _page(page, number, reader, fonts)


def _page(page: PageObject, number: int, reader: PdfReader, fonts: dict[int, Face | None]) -> PageText:
    ink = Ink()
    contents = page.get_contents()
    if contents is not None:
        run(_form(contents, page.get("/Resources"), IDENTITY, reader, fonts), ink)
    rotation = _rotation(page)
    if "/Annots" in page:
        add_annotations(
            page["/Annots"], ink, lambda drawn: _drawn(drawn, page.get("/Resources"), reader, fonts), rotation
        )
    box = page.cropbox
    frame = (float(box.left), float(box.bottom), float(box.right), float(box.top))
    return _upright(ink, frame, rotation, number)


def _rotation(page: PageObject) -> int:
    """By how many quarters, with the clock, a viewer turns the page."""
    return int(page.rotation or 0) // 90 % 4


def _drawn(stream: Any, resources: Any, reader: PdfReader, fonts: dict[int, Face | None]) -> Form:
    """The appearance of a field as a form, with its own resources or those of the page."""
    matrix = tuple(float(value) for value in stream.get("/Matrix", IDENTITY))
    return _form(stream, stream.get("/Resources", resources), matrix, reader, fonts)  # type: ignore[arg-type]


def _upright(ink: Ink, frame: tuple[float, float, float, float], rotation: int, number: int) -> PageText:
    """The page as a reader holds it: turned by its own rotation, and so that most of its text runs level."""
    weight = [0, 0, 0, 0]
    for chunk, turns in ink.chunks:
        weight[turns] += len(chunk.text)
    main = max(range(4), key=lambda turns: (weight[turns], turns == rotation))
    left, bottom, right, top = frame
    x0, y0 = ((left, top), (bottom, -left), (-right, -bottom), (-top, right))[main]
    width, height = (right - left, top - bottom) if main % 2 == 0 else (top - bottom, right - left)
    chunks = tuple(_moved(chunk, x0, y0) for chunk, turns in ink.chunks if turns == main)
    aside = tuple(_aside(chunk, turns, at, height) for at, (chunk, turns) in enumerate(ink.chunks) if turns != main)
    rules = tuple(_rule(line, main, x0, y0) for line in ink.rules)
    return PageText(number, width, height, chunks + aside, rules, ink.pictures, main)


def _moved(chunk: Chunk, x0: float, y0: float) -> Chunk:
    return Chunk(
        chunk.text, chunk.x0 - x0, chunk.x1 - x0, y0 - chunk.y, chunk.size, chunk.bold, chunk.italic, chunk.spaced
    )


def _rule(line: Rule, turns: int, x0: float, y0: float) -> Rule:
    """A drawn line in the frame of the page: exactly level or exactly upright."""
    ends = [turned_point(line[0], line[1], turns), turned_point(line[2], line[3], turns)]
    xs, ys = sorted(x - x0 for x, _ in ends), sorted(y0 - y for _, y in ends)
    if xs[1] - xs[0] > ys[1] - ys[0]:
        level = (ys[0] + ys[1]) / 2
        return xs[0], level, xs[1], level
    upright = (xs[0] + xs[1]) / 2
    return upright, ys[0], upright, ys[1]


def _aside(chunk: Chunk, turns: int, at: int, height: float) -> Chunk:
    """Text that runs across the page's own direction, set below it, word after word."""
    y = height + 40 + 12 * turns + (chunk.y / 1000)
    x = chunk.x0 if turns in (0, 1) else chunk.x0 + 2000
    return Chunk(chunk.text, x, x + chunk.x1 - chunk.x0, y, chunk.size, chunk.bold, chunk.italic, chunk.spaced)


def _form(contents: Any, resources: Any, matrix: Matrix, reader: PdfReader, fonts: dict[int, Face | None]) -> Form:
    from pypdf.generic import ContentStream, DictionaryObject

    own = resources.get_object() if resources is not None else DictionaryObject()

    def entry(kind: str, name: str) -> Any:
        """A resource by kind (``/Font``) and name, resolved; None when it is not there."""
        group = own.get(kind) if isinstance(own, DictionaryObject) else None
        group = group.get_object() if group is not None else None
        found = group.get(name) if isinstance(group, DictionaryObject) else None
        return found.get_object() if found is not None else None

    def face(name: str) -> Face | None:
        """The font of a name, each read once; None when it is none."""
        found = entry("/Font", name)
        if not isinstance(found, DictionaryObject):
            return None
        if id(found) not in fonts:
            fonts[id(found)] = _PdfFace.of(found)
        return fonts[id(found)]

    def form(name: str) -> Form | str:
        """The form XObject of a name; ``picture`` for an image, ``nothing`` for what is neither."""
        found = entry("/XObject", name)
        if found is None or found.get("/Subtype") != "/Form":
            return "picture" if found is not None and found.get("/Subtype") == "/Image" else "nothing"
        inner = tuple(float(value) for value in found.get("/Matrix", IDENTITY))
        return _form(found, found.get("/Resources", own), inner, reader, fonts)  # type: ignore[arg-type]

    return Form(matrix, ContentStream(contents, reader, "bytes").operations, face, form)


class _PdfFace:
    """A font of the PDF as a ``Face``."""

    def __init__(self, font: Any, bold: bool, italic: bool) -> None:
        self.bold, self.italic = bold, italic
        self._font = font
        self._known: dict[int | str, tuple[str, float, bool]] = {}

    @classmethod
    def of(cls, dictionary: Any) -> _PdfFace | None:
        """The font of a dictionary; None when its bytes cannot be turned into characters."""
        from pypdf.generic._font import Font

        font = Font.from_font_resource(dictionary)
        if not font.interpretable:
            return None
        descriptor = font.font_descriptor
        flags = int(descriptor.flags or 0)
        weight = getattr(descriptor, "weight", None)
        heavy = isinstance(weight, int | float) and weight >= 600
        name = font.name.rpartition("+")[2]
        bold = bool(_BOLD.search(name)) or heavy or bool(flags & _BOLD_FLAG)
        italic = bool(_ITALIC.search(name)) or bool(flags & _ITALIC_FLAG) or bool(descriptor.italic_angle)
        return cls(font, bold, italic)

    def decode(self, data: bytes) -> list[tuple[str, float, bool]]:
        """Characters, their widths in ems, and whether each is the single-byte space."""
        encoding = self._font.encoding
        if isinstance(encoding, dict):
            return [self._glyph(code, chr(code), encoding.get(code, chr(code))) for code in data]
        text = data.decode(encoding, "replace")
        return [self._glyph(char, char, char, wide=encoding.startswith("utf")) for char in text]

    def _glyph(self, key: int | str, raw: str, char: str, *, wide: bool = False) -> tuple[str, float, bool]:
        known = self._known.get(key)
        if known is None:
            shown = str(self._font.character_map.get(char, char))
            width = self._font.get_text_width(raw) / 1000
            known = self._known[key] = ("" if shown == "\x00" else shown, float(width), not wide and raw == " ")
        return known
