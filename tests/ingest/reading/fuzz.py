"""Fuzzes the readers with mutated golden files: ``python -m tests.ingest.reading.fuzz --seconds 600 pdf``.

Invariant: a file either becomes a document whose offsets resolve or is refused by name, within the seconds allowed;
anything else is a finding, kept in the folder of findings and told with its traceback.
"""

from __future__ import annotations

import argparse
import io
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from ingest.document import Document
from ingest.errors import RefusedDocument
from ingest.reading.limits import Limits
from tests.ingest.reading.checking import check_offsets

GOLDEN = Path(__file__).parent / "golden"
SUFFIXES = {"pdf": ".pdf", "docx": ".docx", "odt": ".odt", "xml": ".xml", "html": ".html", "markdown": ".md",
            "text": ".txt", "zip": ".zip"}  # fmt: skip
LONGEST = 10.0
"""Seconds of processor time a file may take: a machine that is busy with other work finds nothing of its own."""
TOKENS: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"<<", b">>", b"[", b"]", b"(", b")", b" 0 R", b"/Kids", b"/Parent 1 0 R", b"/Length 99999999", b"stream\n",
            b"endstream", b"-1", b"1e308", b"0.0000001", b"/F1", b" Tf ", b" Tm ", b" TJ ", b" Do ", b" q ", b" Q ",
            b"/ToUnicode", b"/Differences [0 /a]", b"/Rotate 45", b"/Annots", b"/V", b"/FT /Tx", b"<FEFF", b"/Subtype /Form"),
    "html": (b"<table>", b"</table>", b"<tr>", b"<td rowspan=9999 colspan=9999>", b"<td colspan=0>", b"<th>", b"<sup>1</sup>",
             b"<a href='#fn1' id='x'>", b"</p>", b"<p>", b"<ul><li>", b"<h9>", b"<!--", b"<![CDATA[", b"&#0;", b"&#xD800;", b"<script>",
             b"<thead>", b"<caption>", b"<br>"),
    "markdown": (b"|", b"\n|---|\n", b"#", b"\n> ", b"*", b"_", b"`", b"[^1]", b"[^1]: ", b"---\n", b"\n\n", b"- ", b"1. ", b"<b>",
                 b"![](x)", b"\xef\xbb\xbf", b"\xc2\xad", b"\xe2\x80\x8b"),
}  # fmt: skip
TOKENS["xml"] = TOKENS["docx"] = TOKENS["odt"] = (
    b"<al>", b"</al>", b"<nootref/>", b"<noot id='n1'>", b"<entry namest='c9' nameend='c1' morerows='9999'/>", b"<table>",
    b"<row>", b"<w:tbl>", b"<w:tr>", b"<w:tc>", b"<w:gridSpan w:val='99999'/>", b"<w:vMerge/>", b"<w:footnoteReference w:id='7'/>",
    b" w:val='-1'", b" table:number-columns-repeated='999999'", b" table:number-columns-spanned='9999'", b"<text:p>",
    b" text:c='99999999'", b"<text:s text:c='99999999'/>", b"&amp;", b"&#0;", b"]]>", b"<?x?>",
)  # fmt: skip


class TooSlow(BaseException):
    """Reading took longer than allowed; no reader may catch it."""


def seeds_of(reader: str) -> list[bytes]:
    """The files to mutate, PDFs with their streams unpacked so that mutations reach the operators."""
    if reader == "zip":
        return [
            zipped({p.name: p.read_bytes() for p in sorted(GOLDEN.glob(pattern))}) for pattern in ("*.md", "*.[tx]*")
        ]
    found = [path.read_bytes() for path in sorted(GOLDEN.glob(f"*{SUFFIXES[reader]}"))]
    return (
        [form for data in found for page in pages_of(data) for form in (page, unpacked_pdf(page))]
        if reader == "pdf"
        else found
    )


def pages_of(data: bytes) -> list[bytes]:
    """Each page of a PDF as a file of its own, which is read ten times as fast as the whole."""
    from pypdf import PdfReader, PdfWriter

    found = []
    for page in PdfReader(io.BytesIO(data)).pages:
        out, writer = io.BytesIO(), PdfWriter()
        writer.add_page(page)
        writer.write(out)
        found.append(out.getvalue())
    return [*found, data]


def unpacked_pdf(data: bytes) -> bytes:
    """The same PDF with every page's content in the open."""
    from pypdf import PdfWriter

    writer = PdfWriter(io.BytesIO(data))
    for page in writer.pages:
        contents = page.get_contents()
        if contents is not None:
            page.replace_contents(contents)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    """A package of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def mutated(reader: str, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    """A file to try: one of the seeds with some damage, in a package mostly within a member."""
    data = chance.choice(seeds)
    if reader in ("docx", "odt", "zip") and chance.random() < 0.85:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = {name: package.read(name) for name in package.namelist()}
        victims = [name for name in members if name.endswith((".xml", ".md", ".txt", ".rels"))] or list(members)
        for name in chance.sample(victims, min(len(victims), chance.choice((1, 1, 2)))):
            members[name] = mended(damaged(members[name], reader, chance), chance)
        return zipped(members)
    other = chance.choice(seeds)
    found = damaged(data, reader, chance, other)
    return mended(found, chance) if reader == "xml" else found


def mended(data: bytes, chance: random.Random) -> bytes:
    """``data``, mostly made well-formed again, so that more than the parser is tried."""
    from lxml import etree

    if chance.random() < 0.25 or not data.lstrip().startswith(b"<"):
        return data
    root = etree.fromstring(data, etree.XMLParser(recover=True, resolve_entities=False, no_network=True))
    return bytes(etree.tostring(root, encoding="utf-8")) if root is not None else data


def damaged(data: bytes, reader: str, chance: random.Random, other: bytes = b"") -> bytes:
    """``data`` with one to six mutations."""
    found = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        at = chance.randrange(len(found) + 1)
        if reader in ("xml", "html", "docx", "odt") and chance.random() < 0.5:
            at = max(found.find(b">", at) + 1, 0)
        size = min(chance.choice((1, 2, 8, 40, 300, 3000)), max(len(found) - at, 0))
        kind = chance.randrange(7)
        if kind == 0 and at < len(found):
            found[at] = chance.randrange(256)
        elif kind == 1:
            del found[at : at + size]
        elif kind == 2:
            found[at:at] = found[at : at + size] * chance.choice((1, 2, 50))
        elif kind == 3:
            found[at:at] = chance.choice(TOKENS.get(reader, TOKENS["markdown"])) * chance.choice((1, 1, 3, 200))
        elif kind == 4 and other:
            start = chance.randrange(len(other))
            found[at : at + size] = other[start : start + size]
        elif kind == 5:
            number = chance.choice((b"-1", b"0", b"99999999999", b"4294967296", b"1e400", b"\x00"))
            digits = next((n for n in range(at, min(at + 400, len(found))) if 48 <= found[n] <= 57), at)
            found[digits : digits + 1] = number
        elif chance.random() < 0.2:
            del found[at:]
    return bytes(found)


def read_here(reader: str, path: Path) -> list[Document]:
    """The documents in a file, read in this process so that a fault keeps its traceback."""
    from ingest.reading.archive import unpack
    from ingest.reading.read import read_file

    if reader == "zip":
        with tempfile.TemporaryDirectory() as folder:
            return [document for _, name in unpack(path, Path(folder), Limits()) for document in tried(name)]
    if reader != "pdf":
        return [read_file(path)]
    from ingest.document import Source
    from ingest.reading.identity import identify
    from ingest.reading.pdf import read_pdf
    from ingest.reading.structure import build_document

    reading = read_pdf(path, Limits())
    return [build_document(reading.blocks, identify(reading, path), Source(path.name, "application/pdf", ""))]


def tried(path: Path) -> list[Document]:
    """The document in a member of an archive, none when it is refused."""
    from ingest.reading.read import read_file

    try:
        return [read_file(path)]
    except RefusedDocument:
        return []


def fuzz(reader: str, seconds: float, seed: int, findings: Path) -> Counter[str]:
    """Try mutated files for so long; what came of them, by name."""
    chance, seeds, outcomes = random.Random(seed), seeds_of(reader), Counter[str]()
    end = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"kst-12345-6{SUFFIXES[reader]}")
        while time.monotonic() < end:
            path.write_bytes(mutated(reader, seeds, chance))
            name = outcome(reader, path)
            outcomes[name.partition("\n")[0]] += 1
            if not name.startswith(("read", "refused")):
                findings.mkdir(parents=True, exist_ok=True)
                kept = findings / f"{reader}-{seed}-{sum(outcomes.values())}{path.suffix}"
                kept.write_bytes(path.read_bytes())
                kept.with_suffix(".log").write_text(name, encoding="utf-8")
    return outcomes


def outcome(reader: str, path: Path) -> str:
    """What comes of one file: read, refused by name, too slow, or a fault with its traceback."""
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    try:
        for document in read_here(reader, path):
            check_offsets(document)
    except RefusedDocument as error:
        return f"refused: {type(error).__name__}" if error.what and error.remedy else "refusal without a message"
    except TooSlow:
        return f"too slow\n{traceback.format_exc()}"
    except Exception as error:  # noqa: BLE001 - every fault is a finding here
        frame = traceback.extract_tb(error.__traceback__)[-1]
        return f"fault: {type(error).__name__} in {Path(frame.filename).name}:{frame.lineno}\n{traceback.format_exc()}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return "read"


def main(argv: Sequence[str] | None = None) -> int:
    """Fuzz one reader and print what came of it; 1 when anything was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.ingest.reading.fuzz", description=__doc__)
    parser.add_argument("reader", choices=SUFFIXES)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--findings", type=Path, default=Path(tempfile.gettempdir()) / "fuzz-findings")
    chosen = parser.parse_args(argv)
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, resource.RLIM_INFINITY))

    def too_slow(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlow

    signal.signal(signal.SIGPROF, too_slow)
    outcomes = fuzz(chosen.reader, chosen.seconds, chosen.seed, chosen.findings)
    for name, count in outcomes.most_common():
        print(f"{count:8} {name}")
    print(
        f"{sum(outcomes.values()):8} files, peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"
    )
    return int(any(not name.startswith(("read", "refused")) for name in outcomes))


if __name__ == "__main__":
    sys.exit(main())
