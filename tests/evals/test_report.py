"""The HTML report."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from evals.intervals import Estimate
from evals.report import cell, write_beir_report, write_report
from evals.scores import Run, compare, make_run, score
from tests.evals.conftest import abstention, ask, reply

FTE = "Er is 171 fte toegevoegd voor de opsporing."


@pytest.fixture
def run(text_of: Any) -> Run:
    """A run with a right and a wrong answer, both with a probability."""
    rows = [
        score(ask(), reply(FTE, answerability=0.9), text_of),
        score(ask(kind="reason"), abstention(answerability=0.3), text_of),
    ]
    return make_run("hand", "made", [replace(row, id=f"q{n}") for n, row in enumerate(rows, 1)])


def test_the_report_has_table_plots_and_the_worst_cases(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    question = ask(id="q2", question="Waarom <nu>?", kind="reason")
    ablation = {"alles": {"nDCG@10": Estimate(0.8, 0.7, 0.9, 10)}, "zonder": {"nDCG@10": Estimate(0.7, 0.6, 0.8, 10)}}
    write_report(path, [run], [question], [abstention(id="q2")], compare(run, run), ablation)
    page = path.read_text(encoding="utf-8")
    assert page.count("<svg") == 3
    assert "Juist antwoord, onthouding meegerekend" in page
    assert "Waarom &lt;nu&gt;?" in page
    assert "onthoudt zich ten onrechte" in page
    assert "Geen verlies" in page
    assert page.index("Wat elk onderdeel bijdraagt") < page.index("zonder")


def test_the_report_of_a_folder_has_every_way_of_searching_and_a_plot(tmp_path: Path) -> None:
    measured = {"nDCG@10": {"value": 0.8, "low": 0.7, "high": 0.9}, "hit@1": {"value": 0.6, "low": 0.5, "high": 0.7}}
    found = {
        "folder": "vragen <nl>",
        "questions": 10,
        "documents": 4,
        "model": "klein@1",
        "systems": {"lexical": measured, "product without late interaction": measured},
    }
    write_beir_report(tmp_path / "beir.html", found)
    page = (tmp_path / "beir.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 1
    assert "10 vragen over 4 documenten" in page
    assert "product without late interaction" in page
    assert "80.0%  [70.0%, 90.0%]" in page
    assert "vragen &lt;nl&gt;" in page
    assert "vragen <nl>" not in page


def test_the_report_asks_for_nothing_from_elsewhere(run: Run, tmp_path: Path) -> None:
    write_report(tmp_path / "report.html", [run])
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert "@import" not in page
    assert "url(http" not in page


def test_the_same_run_gives_the_same_page(run: Run, tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        write_report(tmp_path / name, [run])
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_shares_are_printed_as_per_cent_and_times_as_they_are() -> None:
    assert cell("accuracy", Estimate(0.925, 0.9, 0.95, 10)) == "92.5%  [90.0%, 95.0%]"
    assert cell("latency_p50_ms", Estimate(41.25, 40.0, 42.0, 10)) == "41.2  [40.0, 42.0]"
    assert cell("verification_failures", Estimate(0.0, 0.0, 0.0, 10)) == "0"
    assert cell("accuracy", None) == "–"
