"""How the lines of a Dutch government letterhead look: labels, addresses, dates, departments, signatures.

Invariant: only forms of official letters in general stand here, never a name, number or place of one letter.
Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.citation import MONTHS
from ingest.document import FieldName

LABELLED: tuple[tuple[FieldName | None, re.Pattern[str]], ...] = (
    ("date", re.compile(r"(?:datum|dagtekening)\b\s*:?\s*", re.I)),
    ("subject", re.compile(r"(?:onderwerp|betreft|betreffende)\b\s*:?\s*", re.I)),
    (
        "reference",
        re.compile(r"(?:(?:ons|onze) (?:kenmerk|referentie|nummer)|kenmerk|registratienummer)\b\s*:?\s*", re.I),
    ),
    ("sender_address", re.compile(r">?\s*(?:retouradres|postadres|bezoekadres)\b\s*:?\s*", re.I)),
    ("department", re.compile(r"(?:afdeling|van|afzender)\s*:\s*", re.I)),
    ("addressee", re.compile(r"(?:aan|geadresseerde)\s*:\s*", re.I)),
    (
        None,
        re.compile(
            r"(?:uw (?:kenmerk|referentie|brief(?: van)?)|contactpersoon|contact|behandeld door|auteur|doorkiesnummer|"
            r"bijlage\(n\)|bijlagen?(?=\s*:|\s+\d+$|$)|telefoon|fax|e-?mail|[tfe](?=\s+[\d+(@]|\s+\S+@)|pagina)\s*:?\s*",
            re.I,
        ),
    ),
)
ADDRESSEE = re.compile(r"aan\s+(?:de|het|mevrouw|de heer|ieder|alle|minister|voorzitter)\b", re.I)
POSTCODE = re.compile(r"\b[1-9]\d{3}\s?[A-Z]{2}\b")
POST_BOX = re.compile(r"\bpostbus\s+\d", re.I)
ADDRESS = re.compile(
    r"\bpostbus\s+\d+|^(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:nl|com|org|eu)(?:/\S*)?$|^\S+@\S+\.\w+$"
    r"|^[A-Z][\w'’. -]+\s\d{1,4}\s?[a-z]?$",
    re.I,
)
DEPARTMENT = re.compile(
    r"^(?:directoraat[- ]generaal|dg\b|directie\b|ministerie van|afdeling\b|programma\b|dienst\b|bureau\b|eenheid\b|"
    r"inspectie\b|programmadirectie|nationaal coördinator|korpsleiding|stafbureau|raad voor|directeur-generaal)",
    re.I,
)
_MONTH = "|".join(MONTHS)
DATE = re.compile(rf"\b(\d{{1,2}})\s+({_MONTH})\s+(\d{{4}})\b|\b(\d{{1,2}})[-/](\d{{1,2}})[-/](\d{{4}})\b", re.I)
DATED = re.compile(rf"^(?:['’]?[a-zA-Z][\w'’. -]{{2,30}},\s*)?(?:{DATE.pattern})\.?$", re.I)
PAPER_NUMBER = re.compile(r"^(?:nr\.|nummer)\s*(\d{1,4}|[A-Z]{1,3})(?:\s+(.+))?$", re.I)
DOSSIER = re.compile(r"^(\d{2}\s\d{3}|\d{5})(?:[-\s]([IVX]+[A-Z]?|\(R\d+\)))?\s+(\D.{2,200})$")
CHAMBER = re.compile(
    r"^(?:tweede|eerste) kamer der staten-generaal(?:\s+\d)?$|^vergaderjaar\s+\d{4}\s?[-–/]\s?\d{2,4}$", re.I
)
SESSION = re.compile(r"vergaderjaar\s+(\d{4})\s?[-–/]\s?(?:\d{2})?(\d{2})\b", re.I)
BOILERPLATE = re.compile(
    r"^(?:bij beantwoording\b.*\bkenmerk\b.*vermelden|wilt u slechts één zaak in uw brief behandelen|"
    r"issn[ -]*[\dX -]+|['’]s-gravenhage \d{4}|kst-[\w-]+|verzonden per e-?mail|\d)\.?"
    r"(?:\s*wilt u slechts één zaak in uw brief behandelen\.?)?$",
    re.I,
)
ROLE = re.compile(
    r"^(?:(?:mede )?namens\s+)?(?:de|het)\s+(?:waarnemend\w*\s+|plaatsvervangend\w*\s+|demissionair\w*\s+|wnd\.\s+)?"
    r"(?:minister(?:-president)?|minister voor|staatssecretaris|korpschef|directeur(?:-generaal)?|voorzitter|"
    r"burgemeester|commissaris|inspecteur(?:-generaal)?|secretaris(?:-generaal)?|president|hoofdofficier|griffier|"
    r"nationaal coördinator|regioburgemeester|politiechef)\b[^.;:?!]{0,140}$",
    re.I,
)
NAME = re.compile(
    r"^(?:(?:mr|drs|dr|prof|ir|ing|mw|dhr|mevr|jhr)\.?\s+)*(?:[A-ZÀ-Ý][\w.'’-]*)(?:\s+(?:(?:van|de|der|den|ter|ten|te|in|"
    r"'t|’t|op|el|al|la|le)|[A-ZÀ-Ý][\w.'’-]*|\([\w.]+\)|-))*$"
)


def iso_date(text: str) -> str:
    """The first date in ``text`` as ``2018-11-14``, empty when there is none that exists."""
    found = DATE.search(text)
    if found is None:
        return ""
    if found.group(2):
        day, month, year = int(found.group(1)), MONTHS.index(found.group(2).lower()) + 1, int(found.group(3))
    else:
        day, month, year = int(found.group(4)), int(found.group(5)), int(found.group(6))
    return f"{year:04}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else ""


def label_of(line: str) -> tuple[FieldName | None, int] | None:
    """The field whose label begins ``line`` and where its value begins; None when no label does."""
    for name, pattern in LABELLED:
        found = pattern.match(line)
        if found and found.end():
            return name, found.end()
    return None


def is_address(line: str) -> bool:
    """True for a line of a postal or visiting address."""
    return bool(POSTCODE.search(line) or ADDRESS.search(line))


def is_name(line: str) -> bool:
    """True for a person's name standing alone."""
    words = line.split()
    return 2 <= len(words) <= 8 and len(line) < 70 and bool(NAME.match(line))


def is_letterhead(lines: Iterable[str]) -> bool:
    """True when one of the lines is a named field of a letter, an addressee, or the head of an official paper."""
    return any(
        (label_of(line) or (None, 0))[0] is not None
        or ADDRESSEE.match(line)
        or DOSSIER.match(line)
        or PAPER_NUMBER.match(line)
        for line in lines
    )


def is_letter_line(line: str) -> bool:
    """True for any line that belongs to a letterhead by its form alone."""
    return is_letterhead([line]) or any(form.match(line) for form in (DATED, DEPARTMENT, CHAMBER, BOILERPLATE))
