"""Patterns that make careless readers take the square of their length: each is read or refused in seconds."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest

from ingest.errors import RefusedDocument
from ingest.reading.read import read_file

N = 20_000
WORDS = "De politie heeft in 2019 meer zaken opgepakt dan in het jaar daarvoor"
PATTERNS: dict[str, str] = {
    "sterren.md": "*a **b _c " * N,
    "haken.md": "[" * N + "](" * N,
    "citaten.md": "> " * N + "tekst",
    "strepen.md": "|" * N + "\n|" + "---|" * N,
    "tabel.md": "|a|b|\n|---|---|\n" + "|1|2|\n" * N,
    "noten.md": "".join(f"Tekst[^{n}] hier.\n\n[^{n}]: Noot {n}.\n\n" for n in range(N // 4)),
    "verwijzingen.md": "".join(f"[a{n}]: http://x/{n}\n" for n in range(N)),
    "lijst.md": "- punt\n" * N,
    "trap.md": "".join("  " * min(n, 80) + "- punt\n" for n in range(N)),
    "regels.txt": "kort\n" * (2 * N),
    "alineas.txt": "kort\n\n" * N,
    "open.txt": f"{WORDS}\n\nen dan verder\n\n" * (N // 4),
    "noten.txt": "".join(f"Tekst [{n}] hier.\n\n[{n}] Noot {n}.\n\n" for n in range(N // 4)),
    "koppen.txt": "1. KOP\n\n" * N,
    "streepjes.txt": "woord-\n" * N,
    "spaties.txt": "a" + " " * (10 * N) + "b",
    "lang.txt": "x" * (20 * N),
    "punten.txt": "a. b. c. " * N,
    "noten.html": "<body>" + "".join(f"<p>T<sup><a href='#n{n}'>{n}</a></sup></p>" for n in range(N // 8))
    + "".join(f"<p id='n{n}'>{n} Noot {n}.</p>" for n in range(N // 8)),
    "een-noot.html": "<body>" + "<p>T<sup><a href='#n'>1</a></sup></p>" * (N // 4) + "<div id='n'>1 " + "<p>N</p>" * (N // 4) + "</div>",
    "vet.html": "<body>" + "<b>a " * 180 + "<p>x</p>" * N,
    "spannen.html": "<body><table>" + "<tr><td rowspan=9999 colspan=9999>a</td><td>b</td></tr>" * (N // 4),
    "tabellen.html": "<body>" + "<table><tr><td colspan=9999>a</td><td>b</td></tr></table>" * (N // 4),
    "breed.html": "<body><table><tr>" + "<td>a</td>" * N + "</tr></table>",
    "scheef.html": "<body><table><tr>" + "<td>a</td>" * 2000 + "</tr>" + "<tr><td>a</td><td>1</td></tr>" * 5000 + "</table>",
    "leeg.html": "<body>" + "<br>" * (5 * N) + "tekst",
    "noten.xml": "<officiele-publicatie><kamerstuk>"
    + "".join(f"<al>T<noot id='n{n}' type='voet'><noot.nr>1</noot.nr><noot.al>N</noot.al></noot></al>" for n in range(N // 8))
    + "</kamerstuk></officiele-publicatie>",
    "cellen.xml": "<officiele-publicatie><table><tgroup cols='2'><tbody>"
    + "<row><entry morerows='9999' colname='c900'>a</entry><entry>b</entry></row>" * (N // 8)
    + "</tbody></tgroup></table></officiele-publicatie>",
    "verklaring.xml": "<?xml version='1.0'?>" + "<!-- a -->" * N + "<officiele-publicatie><al>tekst</al></officiele-publicatie>",
    "kamerstuk.txt": "Tweede Kamer der Staten-Generaal\n\nVergaderjaar 2018-2019\n\n" * (N // 4),
    "briefhoofd.txt": "Datum 3 mei 2019\n\nOns kenmerk 12-A\n\n" * (N // 4),
}  # fmt: skip


@pytest.mark.parametrize("name", PATTERNS)
def test_a_costly_pattern_takes_seconds_at_most(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(PATTERNS[name], encoding="utf-8")
    began = time.process_time()
    with suppress(RefusedDocument):
        assert read_file(path).text
    assert time.process_time() - began < 10
