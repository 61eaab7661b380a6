"""Properties that hold for every text: nothing lost, nothing invented, every offset resolves."""

from __future__ import annotations

from checking import check_offsets, letters
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Document, Publication, Source
from ingest.reading.block import Block, Call, RawCell
from ingest.reading.html import read_html
from ingest.reading.lines import unwrap, vocabulary
from ingest.reading.markdown import read_markdown
from ingest.reading.piece import Reading, plain
from ingest.reading.plaintext import read_plaintext
from ingest.reading.structure import build_document, keep_ids

SOURCE = Source("x.txt", "text/plain", "0" * 64)
PUBLICATION = Publication("doc", "Titel")
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJëïéà0123456789"
WORDS = st.text(alphabet=LETTERS, min_size=1, max_size=12)
MARKS = st.sampled_from([".", ",", ";", ":", "?", "", "", "", "-", "–", "'s", "(zie)", "€ 5", "90%", "jl.."])
SENTENCES = st.lists(st.tuples(WORDS, MARKS), min_size=1, max_size=25).map(lambda ws: " ".join(a + b for a, b in ws))
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=14)
ANY_TEXT = st.text(max_size=300)
BLOCKS = st.lists(
    st.one_of(
        st.builds(Block, st.sampled_from(["text", "heading", "list"]), SENTENCES, st.integers(1, 3)),
        st.builds(Block, st.just("footnote"), SENTENCES, st.just(0), st.sampled_from("123")),
        st.builds(
            lambda text, label, at: Block("text", text, calls=(Call(label, min(at, len(text))),)),
            SENTENCES, st.sampled_from("123"), st.integers(0, 40),
        ),
        st.lists(st.one_of(st.just(""), WORDS), min_size=2, max_size=5).map(
            lambda cells: Block("table_row", " | ".join(cells), cells=tuple(RawCell(c, "r", ("k",)) for c in cells))
        ),
    ),
    max_size=20,
)  # fmt: skip


def built(reading: Reading | list[Block]) -> Document:
    return build_document(reading.blocks if isinstance(reading, Reading) else reading, PUBLICATION, SOURCE)


@given(BLOCKS)
@settings(max_examples=150, deadline=None)
def test_every_offset_of_a_built_document_resolves(blocks: list[Block]) -> None:
    document = built(blocks)
    check_offsets(document)
    cells = [cell.text for block in blocks for cell in block.cells]
    texts = [block.text for block in blocks if not block.cells]
    assert letters([document.text]) == letters(texts + cells)


@given(PARAGRAPHS)
@settings(max_examples=150, deadline=None)
def test_plain_text_keeps_every_letter_that_is_no_furniture(paragraphs: list[str]) -> None:
    reading = read_plaintext("\n\n".join(paragraphs))
    document = built(reading)
    check_offsets(document)
    assert letters([document.text, *reading.furniture]) == letters(paragraphs)


@given(PARAGRAPHS)
@settings(max_examples=150, deadline=None)
def test_markdown_keeps_every_letter_that_is_no_furniture(paragraphs: list[str]) -> None:
    paragraphs = [f"x{text}" for text in paragraphs]
    reading = read_markdown("\n\n".join(paragraphs))
    document = built(reading)
    check_offsets(document)
    assert letters([document.text, *reading.furniture]) == letters(paragraphs)


@given(PARAGRAPHS)
@settings(max_examples=100, deadline=None)
def test_html_keeps_every_letter_that_is_no_furniture(paragraphs: list[str]) -> None:
    page = "<html><body><p>x" + "</p><p>".join(paragraphs) + "</p></body></html>"
    reading = read_html(page.encode(), "x.html", "utf-8")
    document = built(reading)
    check_offsets(document)
    assert letters([document.text, *reading.furniture]) == letters([*paragraphs, "x"])


@given(ANY_TEXT)
@settings(max_examples=300, deadline=None)
def test_any_text_at_all_is_read_without_a_fault(text: str) -> None:
    for reading in (read_plaintext(text), read_markdown(text)):
        check_offsets(built(reading))


@given(st.text(max_size=80), st.booleans())
@settings(max_examples=300, deadline=None)
def test_canonical_text_has_single_spaces_and_its_offsets_rise(text: str, keep: bool) -> None:
    found, at = plain(text, keep_breaks=keep)
    assert len(at) == len(text) + 1
    assert at == sorted(at)
    assert at[-1] == len(found)
    assert "  " not in found
    assert found == found.strip()
    assert plain(found, keep_breaks=keep)[0] == found


@given(st.lists(SENTENCES, min_size=1, max_size=6))
def test_joining_lines_changes_only_hyphens_and_spaces(lines: list[str]) -> None:
    joined = unwrap(lines, vocabulary(lines))
    assert letters([joined]) == letters(lines)
    dropped = "".join(lines).count("-") - joined.count("-")
    assert 0 <= dropped < len(lines)


@given(BLOCKS, st.integers(0, 19), SENTENCES)
@settings(max_examples=100, deadline=None)
def test_ids_survive_a_new_paragraph_and_are_never_given_twice(blocks: list[Block], at: int, text: str) -> None:
    old = built(blocks)
    new = keep_ids(built([*blocks[:at], Block("text", f"Nieuw {text}"), *blocks[at:]]), old)
    check_offsets(new)
    known = {paragraph.id: old.text_of(paragraph) for paragraph in old.paragraphs}
    kept = [p for p in new.paragraphs if p.id in known]
    assert len(kept) == len(known)
    assert sum(known[p.id] == new.text_of(p) for p in kept) >= len(known) - 1
