"""The passages for training: every one is read, faults are named by line, and none is about a question of a set."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.matching import fold
from evals.passages import APART, load_passages
from evals.questions import SETS, SUITES, load_set
from ingest.errors import QuestionError

GOOD = """# Brief | Fietsen | Resultaten
1 In 2020 zijn 400 fietsen gevonden.
2 Deze zijn teruggebracht.
? 1 | Hoeveel rijwielen kwamen er terug?
? 1,2 | Wat gebeurde er met fietsen?
? - | Hoeveel in 2018?
"""


def test_a_passage_is_its_sentences_and_its_questions(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD + "\n" + GOOD.replace("Resultaten", "Kosten"), encoding="utf-8")
    first, second = load_passages(tmp_path)
    assert (first.heading, second.heading) == ("Resultaten", "Kosten")
    assert [q.answers for q in first.questions] == [(0,), (0, 1), ()]
    assert first.sentences == ("In 2020 zijn 400 fietsen gevonden.", "Deze zijn teruggebracht.")


@pytest.mark.parametrize(
    ("bad", "line"),
    [
        (GOOD.replace("2 Deze", "3 Deze"), "regel 3"),
        (GOOD.replace("? 1,2", "? 1,4"), "regel 5"),
        (GOOD.replace("? - |", "? -"), "regel 6"),
        ("# Brief | Fietsen | Resultaten\n1 Een zin.\n", "regel 1"),
    ],
)
def test_a_fault_is_named_by_file_and_line(tmp_path: Path, bad: str, line: str) -> None:
    (tmp_path / "a.txt").write_text(bad, encoding="utf-8")
    with pytest.raises(QuestionError, match=line) as caught:
        load_passages(tmp_path)
    assert "a.txt" in str(caught.value)


def test_a_folder_without_passages_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match="geen passages"):
        load_passages(tmp_path)


def test_the_shipped_passages_are_many_and_differ() -> None:
    passages = load_passages()
    assert len(passages) >= 2_000
    asked = [fold(q.text) for p in passages for q in p.questions]
    assert len(asked) >= 30_000
    assert len(set(asked)) > 0.97 * len(asked)
    assert sum(not q.answers for p in passages for q in p.questions) > 7_000


def test_what_is_kept_apart_to_measure_on_is_not_trained_on() -> None:
    trained = load_passages()
    apart = load_passages(APART) + load_passages(SETS / "passages-other")
    assert len(apart) >= 140
    assert not {p.sentences for p in apart} & {p.sentences for p in trained}
    assert not {fold(q.text) for p in apart for q in p.questions} & {fold(q.text) for p in trained for q in p.questions}


def test_no_question_of_a_set_is_trained_on() -> None:
    trained = {fold(q.text) for p in load_passages() for q in p.questions}
    names = sorted({name for names in SUITES.values() for name in names})
    assert [q.id for name in names for q in load_set(SETS / f"{name}.jsonl") if fold(q.text) in trained] == []
