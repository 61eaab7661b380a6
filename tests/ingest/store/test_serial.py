"""A document survives the record unchanged."""

from __future__ import annotations

from ingest.document import Box, Cell, Document, Field, Footnote, PageSpan, Paragraph, Publication, Source
from ingest.store.serial import document_from_json, document_to_json, pack_spans, unpack_spans


def test_every_part_of_a_document_comes_back_as_it_was() -> None:
    document = Document(
        Publication("kst-1", "Titel", "2018-11-14", dossiers=("28 684",), number="540"),
        Source("brief.pdf", "application/pdf", "ab", edition="brief", note="reconstructie", compiled=True),
        "tekst¹ met é",
        (
            Paragraph("kst-1/p1", "table_row", 0, 6, ("A", "B"), (PageSpan(1, 0, 6, (Box(1, 2, 3, 4.5),)),), "1",
                      (Cell(0, 3, "rij", ("kolom", "onder"), "fte"),)),
            Paragraph("kst-1/p2", "footnote", 6, 12),
        ),
        (Footnote("1", "kst-1/p2", "kst-1/p1", 5),),
        (Field("date", "2018-11-14", 0, 6),),
    )  # fmt: skip
    assert document_from_json(document_to_json(document)) == document


def test_sentence_offsets_come_back_as_they_were() -> None:
    spans = ((0, 12), (13, 70_000), (70_000, 4_000_000_000))
    assert unpack_spans(pack_spans(spans)) == spans
    assert unpack_spans(pack_spans(())) == ()
