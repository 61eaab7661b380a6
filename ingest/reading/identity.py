"""Says what a document is called in the world, from its file name, its letterhead and its own metadata.

Invariant: an id holds only letters, digits, dots and hyphens, so it is safe in a path and in a URL.
Standard library only.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ingest.document import Publication
from ingest.reading import letterlines as forms
from ingest.reading.block import Block
from ingest.reading.frontmatter import Letter, split_letter
from ingest.reading.piece import Reading, tidy
from ingest.reading.signature import Signature

OFFICIAL = re.compile(
    r"(?:^|[^a-z0-9])((?:kst-\d{5}(?:-[A-Za-z]+\d*)?(?:-\(?R\d+\)?)?(?:-\d{2})?-[A-Za-z0-9]+(?:-[bn]\d)?)"
    r"|ah-tk-\d{8}-\d+|h-tk-\d{8}-\d+-\d+|blg-\d+|ah-\d+)(?=$|[^A-Za-z0-9])",
    re.I,
)
_PAPER = re.compile(r"^kst-(\d{5})(?:-([IVX]+))?-([A-Za-z0-9]+)(?:-[bn]\d)?$", re.I)
_ISO = re.compile(r"(?:^|[^\d])((?:19|20)\d\d-[01]\d-[0-3]\d)(?=$|[^\d])")


def identify(reading: Reading, path: Path) -> Publication:
    """The publication a reading is of; what nothing says stays empty, the id and the title never do."""
    letter = split_letter([tidy(b, keep_breaks=True) for b in reading.blocks if b.kind != "footnote"])
    found = reading.found
    values = {value.name: value.value for field in reversed(letter.fields) for value in reversed(field.values)}
    dossiers, number, session = _paper(letter)
    dossiers, number = tuple(map(printed_dossier, found.dossiers)) or dossiers, found.number or number
    name = _official_id(path.stem) or found.id or _from_paper(dossiers, number) or slug(path.stem)
    if not dossiers and (parts := _PAPER.match(name)):
        dossiers, number = (printed_dossier(parts.group(1)),), parts.group(3)
    dated = _ISO.search(path.stem)
    return Publication(
        id=name,
        title=found.title or _title(letter, values.get("subject", "")) or path.stem,
        date=_first_date(found.date, values.get("date", ""), dated.group(1) if dated else ""),
        sender=_sender(letter, values.get("subject", "")) or found.sender,
        kind=_kind(found, letter, values.get("subject", "")),
        reference=found.reference or _reference(values.get("reference", "")),
        dossiers=dossiers,
        number=number,
        session_year=found.session_year or session,
        url=found.url or (f"https://zoek.officielebekendmakingen.nl/{name}.html" if _official_id(name) else ""),
    )


def _first_date(*told: str) -> str:
    """The first of what is told that is a day that exists, as ISO; empty without one."""
    for text in told:
        with suppress(ValueError):
            return datetime.date.fromisoformat(text).isoformat()
    return ""


def slug(name: str) -> str:
    """``name`` as an id: lower-case ASCII letters, digits and hyphens."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_name).strip("-")[:80] or "document"


def official_id(text: str) -> str:
    """The official id that ``text`` holds, the last one where several stand in a path; empty without one."""
    return _official_id(text)


def _official_id(text: str) -> str:
    found = OFFICIAL.findall(text)
    if not found:
        return ""
    kind, _, rest = found[-1].partition("-")
    return f"{kind.lower()}-{rest}"


def printed_dossier(text: str) -> str:
    """A dossier number as it is printed: ``28684`` and ``28 684`` are ``28 684``, a suffix stays."""
    bare = "".join(text.split())
    return f"{bare[:2]} {bare[2:5]}{bare[5:]}" if bare[:5].isdigit() else text


def _from_paper(dossiers: tuple[str, ...], number: str) -> str:
    return f"kst-{dossiers[0].replace(' ', '')}-{number}" if dossiers and number else ""


def _paper(letter: Letter) -> tuple[tuple[str, ...], str, str]:
    """Dossiers, number and session year, as the head of a parliamentary paper prints them."""
    dossiers: list[str] = []
    number = session = ""
    for field in letter.fields:
        text = field.block.text
        for line in text.split("\n"):
            if dossier := forms.DOSSIER.match(line):
                dossiers.append(printed_dossier(dossier.group(1)))
            if paper := forms.PAPER_NUMBER.match(line):
                number = number or paper.group(1)
            if year := forms.SESSION.search(line):
                session = f"{year.group(1)}/{year.group(2)}"
    return tuple(dict.fromkeys(dossiers)), number if dossiers else "", session


def _title(letter: Letter, subject: str) -> str:
    if subject and not subject.isupper():
        return subject
    heading = next((b for b in letter.body if isinstance(b, Block) and b.kind == "heading" and b.level == 1), None)
    if subject:
        return _in_small_letters(letter, subject)
    return " ".join(heading.text.split()) if heading else ""


def _in_small_letters(letter: Letter, capitals: str) -> str:
    """A title printed in capitals, with the capitals of the signatory's role where it names it."""
    text = capitals.capitalize()
    for role in (role for role in _roles(letter) if role.lower() in text.lower()):
        at = text.lower().index(role.lower())
        text = text[:at] + role + text[at + len(role) :]
    return text


def _roles(letter: Letter) -> list[str]:
    signatures = [unit for unit in letter.body if isinstance(unit, Signature)]
    return [s.block.text[start:end] for s in signatures for name, start, end in s.values if name == "signatory_role"]


def _reference(text: str) -> str:
    return "" if forms.PAPER_NUMBER.match(text) else text


def _sender(letter: Letter, subject: str) -> str:
    if roles := _roles(letter):
        return "; ".join(dict.fromkeys(roles))
    found = re.match(r"BRIEF VAN (?:DE|HET) (.+)", subject)
    return found.group(1).capitalize() if found else ""


def _kind(found: Publication, letter: Letter, subject: str) -> str:
    if found.kind != "document":
        return found.kind
    names: Sequence[str | None] = [field.name for field in letter.fields]
    is_letter = (
        "addressee" in names or subject.upper().startswith("BRIEF ") or ("reference" in names and "date" in names)
    )
    return "brief" if is_letter else "document"


def with_id(publication: Publication, name: str) -> Publication:
    """``publication`` under another id."""
    return replace(publication, id=name)
