"""Two letters and a report to compose answers from: written as Markdown, read and stored as any paper is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.store.library import Library
from tests.ingest.store.tiny import TinyEncoder

FIRST = """Retouradres Postbus 1234 2500 AA Den Haag

Aan de Voorzitter van de Tweede Kamer
der Staten-Generaal

Datum 3 maart 2021
Betreft Voortgang aanpak fietsdiefstal

Ons kenmerk
1234567

# Voortgang aanpak fietsdiefstal

## Inzet

De politie zette 85 rechercheurs in voor fietsdiefstal. Dit waren er twaalf meer dan het jaar daarvoor. De partners
vormen een stuurgroep. Deze bestaat uit Utrecht, Leiden en Zwolle. De werkwijze is elders vastgelegd.[^1] Lokfietsen
worden ingezet in Utrecht. Lokfietsen worden ook ingezet in Leiden. Lokfietsen worden verder ingezet in Zwolle.

Steunpunten zijn er bij scholen, winkels en buurten. Deze werken goed.

## Uitkomsten

| Indicator | Norm 2020 | Realisatie 2020 |
|---|---|---|
| Gestolen fietsen | 400 | 512 |
| Gevonden fietsen | 90 | 77 |

De Minister van Justitie en Veiligheid,

A.B. de Vries

[^1]: Kamerstukken II 2019/20, 28 684, nr. 600.
"""
SECOND = """Datum 9 juni 2022
Betreft Stand van zaken winkeldiefstal

Ons kenmerk
7654321

# Stand van zaken winkeldiefstal

Winkeliers melden diefstal vaker. De politie werkt met hen samen. Zij namen de volgende maatregelen:

1. meer licht in de straat;
2. een hek om de laadplaats.

Het programma heet WIL.[^1] Winkeliers betalen zelf.

[^1]: Winkels In Licht.

De Staatssecretaris van Handel,

C.D. Jansen
"""


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library of two letters."""
    folder = tmp_path_factory.mktemp("stukken")
    for name, text in (("fietsen", FIRST), ("winkels", SECOND)):
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    ingest([folder / "fietsen.md", folder / "winkels.md"], data=folder / "data", encoder=TinyEncoder())
    with Library.open(folder / "data", encoder=TinyEncoder()) as opened:
        yield opened
