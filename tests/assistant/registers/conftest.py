"""Papers for the tests of findings: written as Markdown, read by the real reader."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.document import Document, Publication
from ingest.reading.read import read_file

Paper = Callable[..., Document]


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    """Reads a text as a letter of the minister: ``paper(text, id=…, date=…, compiled=…)``."""

    def read(text: str, *, id: str = "brief", date: str = "2018-11-14", compiled: bool = False) -> Document:
        path = tmp_path / f"{id}.md"
        path.write_text(text, encoding="utf-8")
        publication = Publication(id, f"Brief {id}", date, "Minister van Justitie en Veiligheid", "brief")
        document = read_file(path, publication=publication)
        return dataclasses.replace(document, source=dataclasses.replace(document.source, compiled=compiled))

    return read


class Cupboard:
    """A library of documents in memory, with the three members that the registers need."""

    def __init__(self, *documents: Document) -> None:
        self._documents = {d.id: d for d in documents}

    @property
    def generation(self) -> str:
        return "|".join(f"{d.id} {d.source.sha256}" for d in self._documents.values())

    def documents(self) -> tuple[Publication, ...]:
        return tuple(d.publication for d in self._documents.values())

    def document(self, document_id: str) -> Document:
        return self._documents[document_id]


LETTER = """
# Ambities per thema

## Mensenhandel

Mensenhandel blijft vaak onopgemerkt. Om hier te komen heb ik de volgende afspraken gemaakt.

In de eenheden zal geprioriteerd worden op mensenhandel. Een concreet groeipad voor het aantal verdachten maakt deel uit
van de afspraken.

## Ondermijning

Ten aanzien van de politie worden de volgende afspraken voorgesteld.

Partners ontwikkelen in 2019 een 'buitmonitor' die inzicht geeft in de resultaten van het afpakken. Over de voortgang
van de aanpak van drugs zal ik uw Kamer uiterlijk 1 juli 2019 informeren.
"""

FIGURES = """
# Cijferoverzicht

## Cybercrime

### Aantal reguliere cybercrime-onderzoeken

| Jaar | Norm | Realisatie | Eenheid | Toelichting | Bron |
|---|---|---|---|---|---|
| 2019 | | 381 | aantal | | Memorie 2022 |
| 2020 | 310 | 468 | aantal | | Jaarverslag 2020 |

### Aantal verdachten cybercrime regulier

| Jaar | Norm | Realisatie | Eenheid | Toelichting | Bron |
|---|---|---|---|---|---|
| 2023 | 310 | | aantal | telt VERDACHTEN | Memorie 2024 |

## Mensenhandel

### Aantal bij CoMensha gemelde slachtoffers

| Jaar | Norm | Realisatie | Eenheid | Toelichting | Bron |
|---|---|---|---|---|---|
| 2019 | | 975 | aantal | | Memorie 2022 |
| 2020 | | 481 | aantal | VOORLOPIG | Jaarverslag 2020 |
| 2020 | | 490 | aantal | later cijfer | Memorie 2022 |

## Online seksueel kindermisbruik

### Inzet op bezitters/verspreiders (zaken)

| Jaar | Norm | Realisatie | Eenheid | Toelichting | Bron |
|---|---|---|---|---|---|
| 2019 | 400 | | aantal | AFGELEID: ongewijzigd | Jaarverslag 2020 |
| 2020 | 400 | 351 | aantal | | Jaarverslag 2020 |

### Inzet op misbruikers/vervaardigers (zaken)

| Jaar | Norm | Realisatie | Eenheid | Toelichting | Bron |
|---|---|---|---|---|---|
| 2020 | 100 | 113 | aantal | | Jaarverslag 2020 |
"""

PROGRESS = """
# Voortgang afpakken

De buitmonitor is nog in ontwikkeling bij het Openbaar Ministerie. In 2020 zijn 12 onderzoeken naar witwassen gedaan.
"""


@pytest.fixture
def letter(paper: Paper) -> Document:
    return paper(LETTER, id="brief-2018")


@pytest.fixture
def overview(paper: Paper) -> Document:
    return paper(FIGURES, id="cijferoverzicht", date="2024-01-01", compiled=True)


@pytest.fixture
def progress(paper: Paper) -> Document:
    return paper(PROGRESS, id="voortgang-2020", date="2020-01-21")


@pytest.fixture
def shelf(letter: Document, overview: Document, progress: Document) -> Cupboard:
    return Cupboard(letter, overview, progress)


@pytest.fixture
def cupboard() -> type[Cupboard]:
    return Cupboard
