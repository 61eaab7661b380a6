"""Compiles the corpus's overviews from the collected facts: ``python -m tests.corpus.compile_facts``.

Invariant: a figure is shipped only from an official source and never when it was derived; every value stays as
collected, digit for digit; the same facts give the same files. ``corpus/commitments.csv`` is written by hand.
"""

from __future__ import annotations

import csv
import hashlib
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parent))

from wording import COMMITMENTS_INTRO, EVENTS_INTRO, FIGURES_INTRO, OUTSIDE, note_of

FACTS = Path(__file__).parent / "facts"
CORPUS = Path(__file__).parents[2] / "corpus"
OFFICIAL_HOSTS = frozenset(
    {
        "rijksfinancien.nl",
        "zoek.officielebekendmakingen.nl",
        "tweedekamer.nl",
        "om.nl",
        "nederlandtegengeorganiseerdemisdaad.nl",
    }
)
"""Rijksfinanciën, the Kamer and its printed papers, the public prosecutor, and the ministry's own site on organised
crime with the prosecutor's figures. A copy elsewhere of a printed paper is replaced by the paper itself."""
_KST = re.compile(r"kst-\d{5}(?:-[IVX]+)?-\d+")
_MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure as one official source gives it."""

    theme: str
    indicator: str
    year: str
    kind: str
    value: str
    unit: str
    status: str
    note: str
    source_title: str
    source_url: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """One dated event with its source."""

    date: str
    theme: str
    event: str
    source_title: str
    source_url: str


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """One thing that a later paper says of a point of the letter, or that nothing was found."""

    id: str
    section: str
    subject: str
    who: str
    what: str
    by_when: str
    said: str
    source_title: str
    source_url: str


def canonical(url: str, title: str = "") -> str:
    """The address of a source at its owner: the printed paper itself where the address or the title names one."""
    url = url.strip().rstrip("`")
    host = urlsplit(url).hostname or ""
    if host in ("zoek.officielebekendmakingen.nl", "berthub.eu"):
        named = _KST.findall(url) or _KST.findall(title)
        if named:
            return f"https://zoek.officielebekendmakingen.nl/{named[-1]}.html"
    return url


def is_official(url: str) -> bool:
    """Whether a source is kept by the ministry, the Kamer, the ministry of finance or the public prosecutor."""
    return (urlsplit(url).hostname or "").removeprefix("www.") in OFFICIAL_HOSTS


def select_figures(collected: Iterable[dict[str, str]]) -> list[FigureRow]:
    """The figures to ship, by theme, indicator, year and kind, in order of collection where these are equal."""
    rows = []
    for fact in collected:
        url = canonical(fact["source_url"], fact["source_title"])
        if not is_official(url) or "AFGELEID" in fact["note"]:
            continue
        indicator = fact["indicator"].removesuffix(OUTSIDE).strip()
        kind = {"norm": "norm", "realised": "realisatie"}[fact["kind"]]
        status, note = note_of(fact["note"], outside=fact["indicator"].endswith(OUTSIDE))
        place = (fact["source_title"], url)
        rows.append(
            FigureRow(fact["theme"], indicator, fact["year"], kind, fact["value"], fact["unit"], status, note, *place)
        )
    themes = list(dict.fromkeys(row.theme for row in rows))
    indicators = list(dict.fromkeys(row.indicator for row in rows))
    return sorted(
        rows,
        key=lambda row: (themes.index(row.theme), indicators.index(row.indicator), row.year, row.kind),
    )


def select_events(collected: Iterable[dict[str, str]]) -> list[EventRow]:
    """The events in order of date."""
    rows = [
        EventRow(**{**fact, "source_url": canonical(fact["source_url"], fact["source_title"])}) for fact in collected
    ]
    return sorted(rows, key=lambda row: row.date)


def dutch_number(value: str) -> str:
    """A number as Dutch papers print it: ``1370`` as ``1.370``, ``261.871048`` as ``261,871048``."""
    whole, _, part = value.partition(".")
    return f"{int(whole):,}".replace(",", ".") + (f",{part}" if part else "")


def dutch_day(iso: str) -> str:
    """``2018-11-14`` as ``14 november 2018``."""
    year, month, day = map(int, iso.split("-"))
    return f"{day} {_MONTHS[month - 1]} {year}"


def figures_document(rows: Sequence[FigureRow]) -> str:
    """The Cijferoverzicht: a table an indicator, under its theme; a row holds all that a reader needs to cite it."""
    head = ("Indicator", "Jaar", "Soort", "Waarde", "Eenheid", "Status", "Toelichting", "Bron", "Vindplaats")
    lines = [FIGURES_INTRO.format(count=len(rows))]
    theme = indicator = ""
    for row in rows:
        if row.theme != theme:
            lines.append(f"\n## {row.theme}")
        if row.indicator != indicator:
            lines.append(f"\n### {row.indicator}\n")
            lines += [_table_row(head), _table_row(["---"] * len(head))]
        theme, indicator = row.theme, row.indicator
        cells = (row.indicator, row.year, row.kind, dutch_number(row.value), row.unit, row.status, row.note)
        lines.append(_table_row((*cells, row.source_title, f"<{row.source_url}>")))
    return "\n".join(lines) + "\n"


def _table_row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def events_document(rows: Sequence[EventRow]) -> str:
    """The Kroniek: a paragraph an event, opening with its date, closing with its source."""
    lines = [EVENTS_INTRO.format(count=len(rows))]
    year = ""
    for row in rows:
        if row.date[:4] != year:
            year = row.date[:4]
            lines.append(f"\n## {year}")
        event = re.sub(r"\. ([A-Z])", lambda found: f"; {found[1].lower()}", row.event)
        lines.append(f"\n{dutch_day(row.date)} ({row.theme}) – {event} {_source(row.source_title, row.source_url)}")
    return "\n".join(lines) + "\n"


def commitments_document(rows: Sequence[CommitmentRow]) -> str:
    """Wat latere stukken zeggen: under each point of the letter what was found, a paragraph a source."""
    points = len({row.id for row in rows})
    lines = [COMMITMENTS_INTRO.format(count=points)]
    section = point = ""
    for row in rows:
        if row.section != section:
            lines.append(f"\n## {row.section}")
        if row.id != point:
            lines.append(f"\n### {row.subject}")
        section, point = row.section, row.id
        source = f" {_source(row.source_title, row.source_url)}" if row.source_url else ""
        lines.append(f"\n{row.said}{source}")
    return "\n".join(lines) + "\n"


def _source(title: str, url: str) -> str:
    return f"Bron: {title}, <{url}>"


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def as_csv(rows: Sequence[FigureRow] | Sequence[EventRow]) -> str:
    """Rows as CSV with the names of their fields."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([field.name for field in fields(rows[0])])
    writer.writerows(map(astuple, rows))
    return stream.getvalue()


def compile_all() -> dict[str, str]:
    """Every file that is compiled, by its place in the corpus."""
    figures = select_figures(read_rows(FACTS / "indicators.csv"))
    events = select_events(read_rows(FACTS / "events.csv"))
    commitments = [CommitmentRow(**row) for row in read_rows(CORPUS / "commitments.csv")]
    return {
        "figures.csv": as_csv(figures),
        "events.csv": as_csv(events),
        "documents/cijferoverzicht.md": figures_document(figures),
        "documents/kroniek.md": events_document(events),
        "documents/latere-stukken.md": commitments_document(commitments),
    }


def main() -> None:
    """Write the compiled files and their checksums in the manifest anew."""
    manifest = CORPUS / "manifest.toml"
    text = manifest.read_text(encoding="utf-8")
    for name, content in compile_all().items():
        (CORPUS / name).write_text(content, encoding="utf-8")
        digest = hashlib.sha256(content.encode("utf-8")).hexdigest()
        text = re.sub(rf'(file = "{re.escape(name)}"\nsha256 = ")[0-9a-f]*', rf"\g<1>{digest}", text)
    manifest.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
