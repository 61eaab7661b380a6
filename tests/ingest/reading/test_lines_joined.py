"""Line ends: which hyphens were the typesetter's and which the writer's."""

from __future__ import annotations

import pytest

from ingest.reading.lines import unwrap, vocabulary


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["de veilig-", "heid van ons land"], "de veiligheid van ons land"),
        (["de drugslabs-", "en plantages"], "de drugslabs- en plantages"),
        (["resultaat-", "en effectdoelstellingen"], "resultaat- en effectdoelstellingen"),
        (["regio-", "of landsgrensoverstijgend"], "regio- of landsgrensoverstijgend"),
        (["in Noord-", "Holland"], "in Noord-Holland"),
        (["de periode 2019-", "2022"], "de periode 2019-2022"),
        (["de informatie-", "uitwisseling"], "de informatie-uitwisseling"),
        (["de politie-", "eenheid"], "de politie-eenheid"),
        (["de OM-", "afdoening"], "de OM-afdoening"),
        (["de OM-", "en politiecijfers"], "de OM- en politiecijfers"),
        (["een ex-", "politieman"], "een ex-politieman"),
        (["daar-", "voor en hier-", "van"], "daarvoor en hiervan"),
        (["een probleem- en actiegerichte", "aanpak"], "een probleem- en actiegerichte aanpak"),
        (["het zachte af\u00ad", "breken"], "het zachte afbreken"),
        (["wat -conform de agenda GGP-", "met het opwerken"], "wat -conform de agenda GGP- met het opwerken"),
        (["een zin.", "Nog een zin."], "een zin. Nog een zin."),
    ],
)
def test_lines_join_as_a_reader_would_join_them(lines: list[str], joined: str) -> None:
    assert unwrap(lines, vocabulary(lines)) == joined


def test_a_word_that_stands_whole_elsewhere_decides() -> None:
    apart = vocabulary(["de zuid-oostelijke wijken"])
    assert unwrap(["de zuid-", "oostelijke kant"], apart) == "de zuid-oostelijke kant"
    whole = vocabulary(["een cokeimport van omvang"])
    assert unwrap(["de coke-", "import"], whole) == "de cokeimport"
