"""The report of a run as one HTML file: table, plots as inline SVG, and the worst cases. Owns matplotlib.

Invariant: the page asks for nothing from elsewhere, and the same run gives the same page.
"""

from __future__ import annotations

import html
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.intervals import Estimate, risk_coverage
from evals.measures import Reply
from evals.questions import Question
from evals.scores import Comparison, Run, Score, by_kind
from ingest.errors import AgendaError

NAMES: Mapping[str, str] = {
    "accuracy": "Juist antwoord, onthouding meegerekend",
    "accuracy_answerable": "Juist antwoord op beantwoordbare vragen",
    "citation_precision": "Precisie van vindplaatsen",
    "citation_precision_facts": "Precisie van vindplaatsen bij feitvragen",
    "citation_recall": "Volledigheid van vindplaatsen",
    "character_overlap": "Overlap met de aangewezen passages (F1 per teken)",
    "number_support": "Antwoorden waarvan elk getal in een citaat staat",
    "verified": "Antwoorden waarvan elke controle slaagt",
    "verification_failures": "Mislukte controles",
    "abstention_recall": "Onthouding bij onbeantwoordbare vragen",
    "false_abstention": "Onterechte onthouding",
    "answerability_auroc": "AUROC van de kans op beantwoordbaarheid",
    "words_facts_median": "Woorden per antwoord op een feitvraag (mediaan)",
    "latency_p50_ms": "Antwoordtijd p50 (ms)",
    "latency_p95_ms": "Antwoordtijd p95 (ms)",
}
_COUNTS = ("verification_failures", "words_facts_median", "latency_p50_ms", "latency_p95_ms")
_STYLE = """body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1c2733}
table{border-collapse:collapse;width:100%;margin:1rem 0}
th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #d5dde5;vertical-align:top}
td.v{text-align:right;font-variant-numeric:tabular-nums}
td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
figure{margin:1.5rem 0}svg{max-width:100%;height:auto}figcaption{color:#52616f}.wrong{color:#8a1f11}"""


def cell(name: str, estimate: Estimate | None) -> str:
    """A measure as it is printed: value and interval, in per cent or plain."""
    if estimate is None:
        return "–"
    if name == "verification_failures":
        return f"{estimate.value:.0f}"
    if name in _COUNTS:
        return f"{estimate.value:.1f}  [{estimate.low:.1f}, {estimate.high:.1f}]"
    if name == "answerability_auroc":
        return f"{estimate.value:.3f}"
    return f"{estimate.value:.1%}  [{estimate.low:.1%}, {estimate.high:.1%}]"


def write_report(
    path: Path,
    runs: Sequence[Run],
    questions: Sequence[Question] = (),
    replies: Sequence[Reply] = (),
    comparison: Comparison | None = None,
    ablation: Mapping[str, Mapping[str, Estimate]] | None = None,
) -> None:
    """Write the report of the first run, with the other runs beside it in the table."""
    run = runs[0]
    parts = [
        f"<h1>Evaluatie: {html.escape(run.suite)}</h1>",
        f"<p>{len(run.scores)} vragen; tussen haken het bootstrapinterval van 95 %.</p>",
        _table(runs),
        _comparison(comparison),
        _figure(kinds_plot(runs), "Juiste antwoorden per soort vraag, met interval."),
        _figure(risk_plot(runs), "Risico tegen dekking: hoe groter het deel dat wordt beantwoord, hoe meer fouten."),
        _ablation(ablation or {}),
        _worst(run, questions, replies),
    ]
    _write_page(path, f"Evaluatie {run.suite}", parts)


def write_beir_report(path: Path, found: Mapping[str, Any]) -> None:
    """Write the report of a folder in BEIR form: every way of retrieving with its measures, and the plot."""
    systems = {name: _estimates(measured, found["questions"]) for name, measured in found["systems"].items()}
    parts = [
        f"<h1>Zoeken: {html.escape(found['folder'])}</h1>",
        f"<p>{found['questions']} vragen over {found['documents']} documenten; tussen haken het bootstrapinterval van "
        f"95 %. Model {html.escape(found['model'])}.</p>",
        _variants(systems, "Manier van zoeken"),
        _figure(ablation_plot(systems), "nDCG@10 van elke manier van zoeken, met interval."),
    ]
    _write_page(path, f"Zoeken {found['folder']}", parts)


def _estimates(measured: Mapping[str, Mapping[str, float]], n: int) -> dict[str, Estimate]:
    return {name: Estimate(row["value"], row["low"], row["high"], n) for name, row in measured.items()}


def _write_page(path: Path, title: str, parts: Sequence[str]) -> None:
    path.write_text(
        f'<!doctype html><html lang="nl"><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"<style>{_STYLE}</style><body>{''.join(parts)}</body></html>\n",
        encoding="utf-8",
    )


def _ablation(table: Mapping[str, Mapping[str, Estimate]]) -> str:
    if not table:
        return ""
    caption = "Juiste antwoorden met telkens één onderdeel van de zinskeuze uitgeschakeld, met interval."
    return f"<h2>Wat elk onderdeel bijdraagt</h2>{_variants(table, 'Variant')}{_figure(ablation_plot(table), caption)}"


def _variants(table: Mapping[str, Mapping[str, Estimate]], label: str) -> str:
    """A row a variant, a column a measure."""
    measures = list(dict.fromkeys(name for found in table.values() for name in found))
    head = "".join(f"<th>{html.escape(NAMES.get(name, name))}</th>" for name in measures)
    rows = "".join(
        f"<tr><td>{html.escape(variant)}</td>"
        + "".join(f'<td class="v">{cell(name, found.get(name))}</td>' for name in measures)
        + "</tr>"
        for variant, found in table.items()
    )
    return f"<table><tr><th>{label}</th>{head}</tr>{rows}</table>"


def _table(runs: Sequence[Run]) -> str:
    head = "".join(f"<th>{html.escape(run.engine)}</th>" for run in runs)
    rows = "".join(
        f"<tr><td>{html.escape(NAMES[name])}</td>"
        + "".join(f'<td class="n">{cell(name, run.measures.get(name))}</td>' for run in runs)
        + "</tr>"
        for name in NAMES
        if any(name in run.measures for run in runs)
    )
    return f"<table><tr><th>Maat</th>{head}</tr>{rows}</table>"


def _comparison(comparison: Comparison | None) -> str:
    if comparison is None or comparison.accuracy is None:
        return ""
    change = comparison.accuracy
    verdict = "Verlies" if comparison.is_loss else "Geen verlies"
    return (
        f"<h2>Tegen de vastgelegde uitkomst</h2><p>{verdict}: verschil in juiste antwoorden {change.value:+.1%} "
        f"[{change.low:+.1%}, {change.high:+.1%}] over {change.n} vragen. Verloren: "
        f"{html.escape(', '.join(comparison.lost) or 'geen')}. Gewonnen: "
        f"{html.escape(', '.join(comparison.won) or 'geen')}.</p>"
    )


def _figure(svg: str, caption: str) -> str:
    return f"<figure>{svg}<figcaption>{html.escape(caption)}</figcaption></figure>" if svg else ""


def _worst(run: Run, questions: Sequence[Question], replies: Sequence[Reply]) -> str:
    texts = {question.id: question for question in questions}
    came = {str(reply.get("id")): reply for reply in replies}
    rows = "".join(_miss(s, texts.get(s.id), came.get(s.id, {})) for s in run.scores if not s.right or s.faults)
    if not rows:
        return "<h2>Wat misging</h2><p>Niets.</p>"
    return f"<h2>Wat misging</h2><table><tr><th>Vraag</th><th>Verwacht</th><th>Gekregen</th></tr>{rows}</table>"


def _miss(row: Score, question: Question | None, reply: Reply) -> str:
    asked = f"{row.id}: {question.text}" if question else row.id
    wanted = ""
    if question and question.expected.answerable:
        wanted = "; ".join(" of ".join(alternatives) for alternatives in question.expected.must)
    elif question:
        wanted = f"onthouding ({question.expected.unanswerable_kind})"
    notes = "; ".join((*row.wrong, *row.faults))
    got = str(reply.get("answer", reply.get("error", "")))
    return (
        f"<tr><td>{html.escape(asked)}</td><td>{html.escape(wanted)}</td>"
        f'<td><span class="wrong">{html.escape(notes)}</span><br>{html.escape(got[:400])}</td></tr>'
    )


def kinds_plot(runs: Sequence[Run]) -> str:
    """Accuracy by kind of question with intervals, as SVG."""
    figure, axes = _axes(7.5, 4.6)
    kinds = list(by_kind(runs[0].scores, lambda s: float(s.right)))
    width = 0.8 / len(runs)
    for index, run in enumerate(runs):
        found = by_kind(run.scores, lambda s: float(s.right))
        rows = [(place, found[kind]) for place, kind in enumerate(kinds) if kind in found]
        heights = [e.value for _, e in rows]
        spread = _spread(e for _, e in rows)
        places = [place + index * width for place, _ in rows]
        axes.barh(places, heights, height=width, xerr=spread, label=run.engine, capsize=2)
    axes.set_yticks([place + 0.4 - width / 2 for place in range(len(kinds))], kinds)
    axes.invert_yaxis()
    axes.set_xlim(0, 1.05)
    axes.set_xlabel("juist")
    axes.legend(loc="lower left")
    return _svg(figure)


def risk_plot(runs: Sequence[Run]) -> str:
    """The risk-coverage curves of the runs that carry a probability, as SVG; empty when none does."""
    curves = {run.engine: _curve(run) for run in runs}
    if not any(curves.values()):
        return ""
    figure, axes = _axes(6.5, 4.0)
    for engine, points in curves.items():
        if points:
            axes.plot([c for c, _ in points], [r for _, r in points], label=engine)
    axes.set_xlabel("dekking")
    axes.set_ylabel("risico")
    axes.set_xlim(0, 1)
    axes.set_ylim(bottom=0)
    axes.legend()
    return _svg(figure)


def _curve(run: Run) -> tuple[tuple[float, float], ...]:
    known = [(s.answerability, s.answerable and s.right) for s in run.scores if s.answerability is not None]
    return risk_coverage([p for p, _ in known], [right for _, right in known])


def ablation_plot(table: Mapping[str, Mapping[str, Estimate]]) -> str:
    """A bar a variant for its first measure, as SVG; empty without variants."""
    rows = [(variant, next(iter(found.values()))) for variant, found in table.items() if found]
    if not rows:
        return ""
    figure, axes = _axes(6.5, 0.5 * len(rows) + 1.2)
    spread = _spread(e for _, e in rows)
    axes.barh([variant for variant, _ in rows], [e.value for _, e in rows], xerr=spread, capsize=2)
    axes.invert_yaxis()
    measure = next(iter(next(iter(table.values()))))
    axes.set_xlabel(NAMES.get(measure, measure))
    return _svg(figure)


def _spread(estimates: Iterable[Estimate]) -> list[list[float]]:
    """The distances from each value down and up to the ends of its interval, as error bars want them."""
    rows = list(estimates)
    return [[max(0.0, e.value - e.low) for e in rows], [max(0.0, e.high - e.value) for e in rows]]


def _axes(width: float, height: float) -> tuple[Any, Any]:
    try:
        from matplotlib.figure import Figure
    except ModuleNotFoundError as error:
        raise AgendaError(
            "voor het rapport met grafieken is matplotlib nodig",
            remedy="Installeer veiligheidsagenda met de extra 'test', of laat --report weg.",
        ) from error
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.add_subplot()


def _svg(figure: Any) -> str:
    import matplotlib

    with matplotlib.rc_context({"svg.hashsalt": "evals", "svg.fonttype": "path"}):
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    text = out.getvalue()
    return text[text.index("<svg") :]
