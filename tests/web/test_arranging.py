"""What the screens are made of: choices, terms, axes, bars, columns and pictures of pages."""

from __future__ import annotations

import io
import json
import threading
from decimal import Decimal
from typing import Any

import pytest

from assistant.answer import Answer
from assistant.registers import FigureRow, registers
from assistant.touched import touched_by
from assistant.web.app import warm
from assistant.web.choice import Choice, read_choice, read_saved
from assistant.web.conversation import Conversation
from assistant.web.figures import draw, indicator_views, scale_of
from assistant.web.pagepicture import Pictures
from assistant.web.passage import Quote, page_pictures
from assistant.web.render import breakable
from assistant.web.terms import MOST, Term, explained, with_terms
from assistant.web.texts import examples
from assistant.web.trend import bars_of
from ingest.citation import make_citation
from ingest.errors import QuestionError, WrongType
from ingest.findings.indicators import indicators_of
from ingest.findings.values import Figure, FigureKind, Place
from tests.web.papers import LETTER, PDF, Shelf, printed
from tests.web.standin import Scripted


def row(*cells: str) -> tuple[tuple[str | int, ...], ...]:
    return tuple((cell,) for cell in cells)


def test_a_choice_gives_only_what_was_chosen() -> None:
    assert read_choice("").given == {}
    chosen = read_choice(
        '{"document": "d", "theme": "", "year": 2020, "paragraphs": ["d/p1"], "replaces": 3, "meer": 1}'
    )
    assert chosen.given == {"document": "d", "year": 2020, "paragraphs": ("d/p1",)}
    assert json.loads(chosen.kept) == {"document": "d", "year": 2020, "paragraphs": ["d/p1"]}


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"year": 12}', '{"paragraphs": "d/p1"}', '{"document": "' + "x" * 201 + '"}']
)
def test_a_damaged_choice_is_refused(text: str) -> None:
    with pytest.raises(QuestionError, match="onleesbaar"):
        read_choice(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ("",)),
        ("twee woorden", ("twee woorden",)),
        ("zie https://www.rijk.nl/a-b?c=1 en verder", ("zie https:/", "/", "www.", "rijk.", "nl/", "a-", "b?", "c=", "1 en verder")),
        ("x" * 60, ("x" * 24, "x" * 24, "x" * 12)),
    ],
)  # fmt: skip
def test_a_long_word_may_be_broken_at_its_signs_and_loses_nothing(text: str, parts: tuple[str, ...]) -> None:
    assert breakable(text) == parts
    assert "".join(breakable(text)) == text


def test_a_kept_conversation_is_bounded() -> None:
    kept = json.dumps([{"question": f"Vraag {n}?"} for n in range(50)] + [{"question": "x" * 30}])
    found = read_saved(kept, 20)
    assert [saved.question for saved in found] == [f"Vraag {n}?" for n in range(30, 50)]
    assert found[0].choice == Choice()


def test_an_answer_grows_sentence_by_sentence_before_it_is_complete() -> None:
    conversation = Conversation(Scripted(), "nl", 1000)
    turns = [turns[-1] for _, _, turns in conversation.ask("Hoeveel fte?", ())]
    assert [turn.shown for turn in turns] == [None, 1, 2, 3, None]
    assert [turn.complete for turn in turns] == [False, False, False, False, True]


def test_stopping_keeps_the_sentences_shown_and_says_that_more_was_to_come() -> None:
    conversation = Conversation(Scripted(), "nl", 1000)
    screens = conversation.ask("Hoeveel fte?", (), visit="een")
    next(screens)
    next(screens)
    assert not conversation.stop("ander")
    assert conversation.stop("een")
    ((talk, _, turns),) = screens
    assert "Gestopt na 1 van 3 zinnen." in talk
    assert "171 " in talk
    assert "De bezetting groeit" not in talk
    assert not turns[-1].complete


class Stuck(Scripted):
    """An assistant whose answer never comes by itself."""

    go = threading.Event()

    def ask(self, question: str, **given: Any) -> Answer:
        """The scripted answer, once ``go`` is set."""
        self.go.wait()
        return super().ask(question, **given)


def test_stop_does_not_wait_for_an_answer_that_is_being_made() -> None:
    conversation = Conversation(stuck := Stuck(), "nl", 1000)
    screens = conversation.ask("Hoeveel fte?", (), visit="een")
    next(screens)
    assert conversation.stop("een")
    ((talk, _, turns),) = screens
    stuck.go.set()
    assert "Gestopt. Stel de vraag opnieuw" in talk
    assert not turns[-1].complete


def test_a_new_conversation_is_empty_whatever_was_being_answered() -> None:
    conversation = Conversation(Scripted(), "nl", 1000)
    screens = conversation.ask("Hoeveel fte?", (), visit="een")
    next(screens)
    next(screens)
    assert conversation.cleared("een") is None
    ((_, _, turns),) = screens
    assert turns == ()
    empty = conversation.cleared("een")
    assert empty is not None
    assert empty[2] == ()


def test_an_error_is_marked_as_dutch_in_the_english_interface() -> None:
    *_, (talk, _, turns) = Conversation(Scripted(), "en", 1000).ask("fout", ())
    assert '<p class="note" lang="nl">' in talk
    assert not turns[-1].complete


def test_terms_are_explained_once_and_text_stays_the_same() -> None:
    text = "Het OM en csv’s: een csv is een crimineel samenwerkingsverband, de politie en nog een eenheid."
    pieces = explained(text)
    assert "".join(p.text if isinstance(p, Term) else p for p in pieces) == text
    names = [p.name for p in with_terms([text, 1], set()) if isinstance(p, Term)]
    assert names[:2] == ["Openbaar Ministerie", "crimineel samenwerkingsverband"]
    assert len(names) == len(set(names)) <= MOST


@pytest.mark.parametrize("text", ["een", "Een van de", "gedurende het jaar is ingezet"])
def test_stop_words_and_far_inflections_are_not_terms(text: str) -> None:
    assert not any(isinstance(piece, Term) for piece in explained(text))


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (40, 45, (35, 40, 45, 50)),
        (1370, 1530, (1300, 1400, 1500, 1600)),
        (0.5, 0.9, (0.4, 0.6, 0.8, 1.0)),
        (0, 3, (0, 2, 4)),
    ],
)
def test_an_axis_has_round_numbers_around_its_values(low: float, high: float, ticks: tuple[float, ...]) -> None:
    assert scale_of(low, high) == (ticks[0], ticks[-1], ticks)


@pytest.mark.parametrize(
    ("norm", "result", "part", "shown"),
    [
        (190, 187, "", "-3"),
        (190, 90, "t/m juni", "verschillende perioden: heel het jaar tegenover t/m juni"),
        (0, 5, "", "5"),
    ],
)
def test_a_gap_is_only_between_comparable_figures(norm: int, result: int, part: str, shown: str) -> None:
    def row(kind: FigureKind, value: int, part: str = "") -> FigureRow:
        figure = Figure(place, "Zaken", "zaken", "", 2020, kind, Decimal(value), str(value), "zaken", part=part)
        return FigureRow(f"f-{kind}", figure, make_citation(LETTER, 0, 3))

    place = Place(LETTER.id, "kst-1-2/p1", 0, 3)
    rows = [row("norm", norm), row("realisatie", result, part)]
    (view,) = indicator_views(rows, indicators_of([each.figure for each in rows]))
    gap = view.years[0].gap
    assert gap is not None
    assert shown in (gap.reason, str(gap.number))
    assert (gap.percent is None) == (norm == 0 or bool(gap.reason))


def test_a_chart_places_years_to_scale_and_sets_no_two_labels_on_each_other() -> None:
    place = Place("d", "d/p1", 0, 3)
    figures = [
        Figure(place, "Zaken", "zaken", "", year, kind, Decimal(value), str(value), "zaken")
        for year, kind, value in (
            (2015, "norm", 950),
            (2016, "norm", 950),
            (2020, "norm", 1370),
            (2020, "realisatie", 1529),
            (2020, "realisatie", 1529),
        )
    ]
    chart = draw(figures)
    assert chart is not None
    xs = [x for x, _ in chart.years]
    assert xs[2] - xs[1] == pytest.approx(4 * (xs[1] - xs[0]), abs=0.3)
    high, low = (dot for dot in chart.dots if dot.x == xs[2])
    assert (high.label, low.label) == ("1529", "1370")
    assert high.label_y < high.y < low.y < low.label_y


def test_years_with_numbers_become_bars_each_a_cell() -> None:
    chart = bars_of((row("Jaar", "Norm", "Realisatie"), row("2019", "1.370", "–"), row("2020", "1.370", "1.529")))
    assert chart is not None
    assert [(bar.label, bar.column) for bar in chart.bars] == [("1.370", 1), ("1.370", 1), ("1.529", 2)]
    assert chart.bars[2].height > chart.bars[1].height > 0
    assert chart.summary == "Norm 2019: 1.370; Norm 2020: 1.370; Realisatie 2020: 1.529"


@pytest.mark.parametrize(
    "rows",
    [
        (),
        (row("Indicator", "Norm"), row("Verdachten", "190"), row("Zaken", "40")),
        (row("Jaar", "Norm"), row("2019", "190")),
        (row("Jaar", "Norm"), row("2019", "190"), row("2020", "481 of 490")),
        (row("Jaar", "Norm"), row("2019", "–"), row("2020", "")),
    ],
)
def test_a_table_that_is_not_years_with_plain_numbers_has_no_bars(
    rows: tuple[tuple[tuple[str | int, ...], ...], ...],
) -> None:
    assert bars_of(rows) is None


def test_a_quote_over_two_pages_is_marked_on_both_pictures() -> None:
    from PIL import Image

    paper = printed()
    split = next(p for p in paper.paragraphs if len({span.page for span in p.pages}) > 1)
    shown = page_pictures(paper, [Quote(split.start, split.end, 1)])
    assert [picture.page for picture in shown] == [1, 2]
    for picture in shown:
        marked = Image.open(io.BytesIO(Pictures().picture(paper, PDF, picture.page, ((split.start, split.end),))))
        plain = Image.open(io.BytesIO(Pictures().picture(paper, PDF, picture.page)))
        assert marked.size == plain.size
        small = marked.convert("RGB").resize((300, 424)).tobytes()
        pixels = zip(small[::3], small[1::3], small[2::3], strict=True)
        yellow = sum(1 for r, g, b in pixels if r > 200 and g > 180 and b < 150)
        assert yellow > 20
    assert page_pictures(LETTER, [Quote(0, 5, 1)]) == ()
    with pytest.raises(WrongType):
        Pictures().picture(LETTER, PDF, 1)


def test_warming_asks_the_examples_and_reads_the_registers_and_an_empty_library_is_no_failure() -> None:
    assistant = Scripted()
    warm(assistant)
    assert [question for question, _ in assistant.asked] == list(examples("nl"))
    assert {"agreements", "promises", "record"} <= vars(registers(assistant.library)).keys()

    class Empty(Scripted):
        def ask(self, question: str, **more: object) -> Answer:
            self.asked.append((question, ()))
            raise QuestionError("de bibliotheek is leeg")

    empty = Empty()
    warm(empty)
    assert len(empty.asked) == 1


def test_a_paper_touches_the_indicators_of_other_papers_not_its_own() -> None:
    found = touched_by(Shelf(), LETTER.id)
    assert found.indicators == ()
    assert len(found.added) > 5
