"""Dutch time expressions and the days they span."""

from __future__ import annotations

import pytest

from ingest.findings.dates import find_periods, find_term

NOVEMBER = "2018-11-14"
TERM = ("2019-01-01", "2022-12-31")

SPANS = [
    ("waarover ik u in het voorjaar zal berichten", "in het voorjaar", "2019-03-21", "2019-06-20"),
    ("Partners ontwikkelen in 2019 een monitor", "in 2019", "2019-01-01", "2019-12-31"),
    ("begin december ontvangt u de cijfers", "begin december", "2018-12-01", "2018-12-10"),
    ("voor de zomer ontvangt u een brief", "voor de zomer", "2018-11-14", "2019-06-20"),
    ("eind 2020 is dat gereed", "eind 2020", "2020-10-01", "2020-12-31"),
    ("uiterlijk 1 juli 2021", "uiterlijk 1 juli 2021", "2018-11-14", "2021-07-01"),
    ("vóór 1 juli 2021", "vóór 1 juli 2021", "2018-11-14", "2021-06-30"),
    ("in het eerste kwartaal 2021", "in het eerste kwartaal 2021", "2021-01-01", "2021-03-31"),
    ("in de tweede helft van volgend jaar", "in de tweede helft van volgend jaar", "2019-07-01", "2019-12-31"),
    ("medio 2020", "medio 2020", "2020-05-01", "2020-08-31"),
    ("medio mei", "medio mei", "2019-05-11", "2019-05-20"),
    ("in mijn brief van 15 juni jl. staat", "15 juni jl.", "2018-06-15", "2018-06-15"),
    ("in de periode 2019-2022", "in de periode 2019-2022", "2019-01-01", "2022-12-31"),
    ("die loopt tot eind 2018", "tot eind 2018", "2018-11-14", "2018-12-31"),
    ("voor het einde van 2021", "voor het einde van 2021", "2018-11-14", "2021-12-31"),
    ("de norm voor 2021 is hoger", "voor 2021", "2021-01-01", "2021-12-31"),
    ("binnen drie maanden", "binnen drie maanden", "2018-11-14", "2019-02-14"),
    ("afgelopen zomer", "afgelopen zomer", "2018-06-21", "2018-09-20"),
    ("vanaf 2020", "vanaf 2020", "2020-01-01", ""),
    ("gedurende de looptijd van deze agenda", "gedurende de looptijd van deze agenda", *TERM),
]


@pytest.mark.parametrize(("text", "printed", "earliest", "latest"), SPANS)
def test_a_time_expression_spans_the_days_it_means(text: str, printed: str, earliest: str, latest: str) -> None:
    period = find_periods(text, NOVEMBER, term=TERM)[0]
    assert (period.text, period.earliest, period.latest) == (printed, earliest, latest)
    assert text[period.start : period.end] == printed


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("ten minste eenmaal in de vier jaar", "eens per 4 jaar"),
        ("dat periodiek in LOVP verband wordt gesproken", "periodiek"),
        ("rapporteert jaarlijks", "jaarlijks"),
        ("twee keer per jaar", "halfjaarlijks"),
        ("elk kwartaal", "elk kwartaal"),
    ],
)
def test_a_recurring_expression_names_its_interval(text: str, interval: str) -> None:
    assert find_periods(text, NOVEMBER)[0].recurring == interval


@pytest.mark.parametrize("text", ["in mei", "de zomer was warm", "artikel 18", "171 fte", "Kamerstuk 29628, nr. 783"])
def test_words_that_fix_no_time_are_left_alone(text: str) -> None:
    assert find_periods(text, NOVEMBER) == ()


def test_a_relative_expression_without_a_date_of_the_paper_stays_open() -> None:
    assert [(p.earliest, p.latest) for p in find_periods("in het voorjaar")] == [("", "")]


def test_the_term_of_a_paper_is_the_range_it_names_most() -> None:
    assert find_term("voor 2015-2018, nu 2019-2022; de agenda 2019-2022") == TERM
    assert find_term("zonder looptijd") == ("", "")


def test_a_day_that_does_not_exist_spans_nothing() -> None:
    assert [(p.earliest, p.latest) for p in find_periods("op 31 februari 2020 in", NOVEMBER)] == [("", "")]
