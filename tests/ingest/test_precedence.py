"""Editions of one paper: the higher rank takes the place of the lower, and old citations still resolve."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from ingest.doctor import examine
from ingest.document import Source
from ingest.pipeline import ingest
from ingest.precedence import rank_of
from ingest.report import IngestReport
from ingest.store.library import Library
from tests.ingest.sources.papers import paper_html, paper_pdf, paper_xml
from tests.ingest.store.tiny import TinyEncoder

SENTENCES = tuple(
    f"In {2030 + at} heeft de politie {180 + at} zaken over ondermijning opgepakt, en de norm was {190 + at} zaken."
    for at in range(5)
)
QUOTE = "heeft de politie 183 zaken over ondermijning opgepakt"
NAME = "kst-99684-1"


@pytest.fixture
def encoder() -> TinyEncoder:
    """A fresh tiny encoder; it remembers what it encoded."""
    return TinyEncoder()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Where the library will be."""
    return tmp_path / "data"


def xml() -> bytes:
    """The official XML of the paper."""
    return paper_xml(NAME, body=SENTENCES, date="2030-03-04")


def by_hand(folder: Path, name: str = "afschrift 2030-03-04.md") -> Path:
    """A copy of the paper that nobody vouches for."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    if path.suffix == ".pdf":
        path.write_bytes(paper_pdf(SENTENCES))
    elif path.suffix == ".html":
        path.write_bytes(paper_html(NAME, body=SENTENCES))
    else:
        path.write_text("# Inleiding\n\n" + "\n\n".join(SENTENCES) + "\n", encoding="utf-8")
    return path


def put(folder: Path, name: str, content: bytes) -> Path:
    """A file in a folder of its own."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)
    return folder / name


def told(path: Path, edition: str) -> Path:
    """The file with a manifest beside it that says what edition it is."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_name("manifest.toml").write_text(
        f'[[document]]\nid = "{NAME}"\ntitle = "Brief"\ndate = "2030-03-04"\nsender = "Minister"\nkind = "brief"\n'
        f'url = "https://zoek.officielebekendmakingen.nl/{NAME}.html"\n'
        f'file = "{path.name}"\nsha256 = "{digest}"\nedition = "{edition}"\n',
        encoding="utf-8",
    )
    return path.parent


def names(report: IngestReport) -> dict[str, list[str]]:
    """The ids in each list of a report that is not empty, and the names of what was refused."""
    lists = {name: [item.id for item in getattr(report, name)] for name in ("added", "changed", "unchanged", "removed")}
    lists["refused"] = [f"{Path(r.file).name}: {r.error}" for r in report.refused]
    return {name: found for name, found in lists.items() if found}


def quoted(data: Path, identity: str) -> tuple[int, int]:
    """Where the quote stands in the document as the library has it now."""
    with Library.open(data) as library:
        at = library.document(identity).text.index(QUOTE)
    return at, at + len(QUOTE)


@pytest.mark.parametrize("name", ["afschrift 2030-03-04.md", "afschrift 2030-03-04.pdf"])
def test_official_xml_takes_the_place_of_a_copy_whose_citations_still_resolve(
    tmp_path: Path, data: Path, encoder: TinyEncoder, name: str
) -> None:
    copy = by_hand(tmp_path / "eigen", name)
    (old,) = ingest([copy], data=data, encoder=encoder).added
    start, end = quoted(data, old.id)
    official = put(tmp_path / "officieel", f"{NAME}.xml", xml())
    assert names(ingest([official], data=data, encoder=encoder)) == {"added": [NAME], "removed": [old.id]}
    with Library.open(data) as library:
        assert [publication.id for publication in library.documents()] == [NAME]
        assert library.cited(old.id, start, end, QUOTE).source.file == copy.name
        assert library.document(NAME).source.media_type == "application/xml"
    assert examine(data, encoder=encoder) == ()
    again = ingest([copy, official], data=data, encoder=encoder)
    assert names(again) == {"unchanged": [NAME], "refused": [f"{name}: DuplicateDocument"]}
    assert f"{NAME} (officiële XML)" in again.refused[0].message


@pytest.mark.parametrize("name", [f"{NAME}.md", f"{NAME}.pdf", f"{NAME}.html"])
def test_under_one_official_id_the_xml_replaces_the_copy_and_not_the_reverse(
    tmp_path: Path, data: Path, encoder: TinyEncoder, name: str
) -> None:
    copy = by_hand(tmp_path / "eigen", name)
    ingest([copy], data=data, encoder=encoder)
    start, end = quoted(data, NAME)
    official = put(tmp_path / "officieel", f"{NAME}.xml", xml())
    assert names(ingest([official], data=data, encoder=encoder)) == {"changed": [NAME]}
    with Library.open(data) as library:
        assert library.cited(NAME, start, end, QUOTE).text[start:end] == QUOTE
    later = ingest([copy], data=data, encoder=encoder)
    assert names(later) == {"refused": [f"{name}: DuplicateDocument"]}
    assert "een uitgave die voorgaat: kst-99684-1 (officiële XML)" in later.refused[0].message
    with Library.open(data) as library:
        assert library.document(NAME).source.media_type == "application/xml"


def test_in_one_folder_the_xml_is_taken_whatever_the_names_are(
    tmp_path: Path, data: Path, encoder: TinyEncoder
) -> None:
    folder = tmp_path / "in"
    by_hand(folder, f"a-{NAME}.html")
    first = ingest([folder], data=data, encoder=encoder)
    assert names(first) == {"added": [NAME]}
    put(folder, f"z-{NAME}.xml", xml())
    for kept in ("changed", "unchanged"):
        report = ingest([folder], data=data, encoder=encoder)
        assert names(report) in (
            {kept: [NAME]}, {kept: [NAME], "refused": [f"a-{NAME}.html: DuplicateDocument"]},
        )  # fmt: skip
        with Library.open(data) as library:
            assert library.document(NAME).source.file == f"z-{NAME}.xml"


@pytest.mark.parametrize(
    ("lower", "higher"),
    [("reconstructie", "PDF van de bron"), ("PDF van de bron", "HTML van de bron"), ("", "PDF van de bron")],
)
def test_a_manifest_says_which_edition_goes_before_another(
    tmp_path: Path, data: Path, encoder: TinyEncoder, lower: str, higher: str
) -> None:
    one = told(by_hand(tmp_path / "een", "lager.pdf"), lower)
    suffix = ".html" if higher.startswith("HTML") else ".pdf"
    other = told(by_hand(tmp_path / "twee", f"hoger{suffix}"), higher)
    if suffix == ".pdf":
        (other / "hoger.pdf").write_bytes(paper_pdf((*SENTENCES, "Ook dit staat er.")))
        told(other / "hoger.pdf", higher)
    assert names(ingest([one], data=data, encoder=encoder)) == {"added": [NAME]}
    assert names(ingest([other], data=data, encoder=encoder)) == {"changed": [NAME]}
    assert names(ingest([one], data=data, encoder=encoder)) == {"refused": ["lager.pdf: DuplicateDocument"]}


def test_when_the_official_file_is_gone_the_copy_may_come_back(
    tmp_path: Path, data: Path, encoder: TinyEncoder
) -> None:
    copy, official = by_hand(tmp_path / "eigen", f"{NAME}.md"), put(tmp_path / "bron", f"{NAME}.xml", xml())
    ingest([official], data=data, encoder=encoder)
    official.unlink()
    assert names(ingest([copy], data=data, encoder=encoder)) == {"changed": [NAME]}


@pytest.mark.parametrize(
    ("source", "rank"),
    [
        (Source("x.xml", "application/xml", ""), 3),
        (Source("x.html", "text/html", "", edition="HTML van de bron"), 2),
        (Source("x.pdf", "application/pdf", "", edition="PDF van de bron"), 1),
        (Source("x.pdf", "application/pdf", "", edition="PDF van de bron", recognised=True), 0),
        (Source("kst-28684-540.pdf", "application/pdf", "", edition="reconstructie"), 0),
        (Source("kst-28684-540.html", "text/html", ""), 0),
        (Source("x.md", "text/markdown", "", edition="PDF van de bron", compiled=True), 0),
    ],
)
def test_only_evidence_makes_an_edition_official(source: Source, rank: int) -> None:
    assert rank_of(source) == rank
