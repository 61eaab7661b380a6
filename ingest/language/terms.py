"""From Dutch text to the terms it is searched by: folded, stemmed, compounds taken apart, numbers in one form.

Invariant: the same text always gives the same terms, whatever else is indexed. A question and a passage pass through
the same function.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from ingest.language.compounds import shipped_lexicon, split
from ingest.language.lemmas import is_word, lemma
from ingest.language.words import fold, snowball

_TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)*)(?P<letter>[a-z]{1,2}(?![^\W_]))?(?P<percent>\s?%)?|(?P<dots>(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?)"
    r"|(?P<word>[^\W_](?:[^\W_]|['’&](?=[^\W_]))*(?P<hyphens>(?:[-‐‑](?:[^\W_]|['’&](?=[^\W_]))+)*)(?P<open>[-‐‑](?=\s))?)"
)
_ELLIPSIS = re.compile(
    r"\s+(?:en|of|en/of|dan|wel|danwel|als|tot|,|\w+[-‐‑],?)\s+(?:\w+[-‐‑]\s+(?:en|of)\s+)?(?P<full>[^\W\d_]{6,})"
)
_THOUSANDS = re.compile(r"\d{1,3}(?:[.]\d{3})+")
_SPACED = re.compile(r"(?<![\d.,])(\d{1,3}) (\d{3})(?![\d.,]*\d)")
_SCALE = re.compile(r"\s*(?:miljoen|mln\.?|million)\b|\s*(?P<large>miljard|mld\.?|billion)\b", re.IGNORECASE)
_PLAIN = re.compile(r"[^\W_]+(?:['’&-][^\W_]+)*")
_GENITIVE = re.compile(r"(?:'s|')$")
_VERB = re.compile(r"(?:([bdfgklmnprst])\1|([^aeiou])|([aeiou]))?en$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: as written, the term of the whole, and the terms of the compound's parts."""

    text: str
    whole: str
    parts: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Words that tell nothing apart (stopwoorden), folded; from ``ingest/data/stopwords.txt``."""
    text = (files("ingest") / "data" / "stopwords.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(fold(word) for line in lines for word in line.split())


def terms(text: str) -> list[str]:
    """The terms of a text in order, repeats kept: every word's whole term followed by those of its parts."""
    return [term for word in words(text) for term in (word.whole, *word.parts)]


def sequence(text: str) -> tuple[str, ...]:
    """The whole terms of every word of a text, stop words too: for finding word groups in their order."""
    folded = (_GENITIVE.sub("", fold(found.group())) for found in _PLAIN.finditer(text))
    return tuple(analyse(word.replace("'", "").replace("-", ""))[0] for word in folded)


def words(text: str) -> Iterator[Word]:
    """The words of a text that are not stop words, each with its terms."""
    text = _SPACED.sub(r"\1.\2", text)
    for found in _TOKEN.finditer(text):
        if found.group("number"):
            yield from _number(text, found)
        elif found.group("dots"):
            plain = fold(found.group("dots")).replace(".", "")
            if fold(found.group("dots")).rstrip(".") not in stop_words():
                yield Word(found.group("dots"), plain)
        else:
            yield from _word(text, found)


def _number(text: str, found: re.Match[str]) -> Iterator[Word]:
    written = found.group("number")
    plain = written.replace(".", "") if _THOUSANDS.fullmatch(written) else written.replace(",", ".")
    letter = found.group("letter") or ""
    if letter not in ("", "e", "de", "ste"):
        yield Word(written + letter, plain + letter, (plain,))
        return
    scale = _SCALE.match(text, found.end())
    if re.fullmatch(r"\d+000000", plain):
        yield Word(written, plain, (f"{plain[:-6]}mln",))
    else:
        yield Word(written, plain, ((plain + ("mld" if scale.group("large") else "mln")),) if scale else ())
    if found.group("percent"):
        yield Word("%", "procent")


def _word(text: str, found: re.Match[str]) -> Iterator[Word]:
    written = found.group("word")
    if found.group("open") and (joined := _complete(text, found)):
        yield _analysed(written, joined)
    elif found.group("hyphens"):
        yield from _hyphenated(re.sub("[‐‑]", "-", written).rstrip("-"))
    elif word := _single(written.rstrip("-‐‑")):
        yield word


def _complete(text: str, found: re.Match[str]) -> str:
    """``resultaat-`` before ``en effectdoelstellingen`` is ``resultaatdoelstellingen``; empty when nothing follows."""
    following = _ELLIPSIS.match(text, found.end())
    if not following:
        return ""
    parts = split(fold(following.group("full")), shipped_lexicon())
    return fold(found.group("word")).rstrip("-‐‑").replace("-", "") + parts[-1].text if len(parts) > 1 else ""


def _hyphenated(written: str) -> Iterator[Word]:
    """``high-tech`` as ``hightech`` with its parts; parts that are numbers stand alone (``2019-2022``)."""
    pieces = [word for piece in written.split("-") if (word := _single(piece))]
    if any(character.isdigit() for character in written) or len(pieces) < 2:
        yield from pieces
        return
    joined = "".join(_GENITIVE.sub("", fold(piece)) for piece in written.split("-")[:-1]) + pieces[-1].whole
    parts = dict.fromkeys(term for word in pieces for term in (word.whole, *word.parts))
    yield Word(written, joined, tuple(part for part in parts if part != joined))


def _single(written: str) -> Word | None:
    folded = _GENITIVE.sub("", fold(written))
    upper = written.rstrip("'’s").isupper() and 1 < len(folded) <= 6
    if folded in stop_words() and not (upper and folded in _UPPER_KEPT):
        return None
    if len(folded) < 2 and not written.isupper():
        return None
    return Word(written, folded.replace("&", "")) if upper and len(folded) <= 4 else _analysed(written, folded)


_UPPER_KEPT = frozenset(["om", "ao", "ben", "bes", "it", "pi", "ga", "hen"])
"""Abbreviations in capitals that are stop words in small letters: OM, AO, …"""


def _analysed(written: str, folded: str) -> Word:
    whole, parts = analyse(folded.replace("'", "").replace("&", ""))
    return Word(written, whole, parts)


@lru_cache(maxsize=200_000)
def analyse(folded: str) -> tuple[str, tuple[str, ...]]:
    """The term of a folded word and the terms of every run of parts it is composed of."""
    lexicon = shipped_lexicon()
    parts = split(folded, lexicon)
    if len(parts) == 1:
        return stem(folded), ()
    runs = []
    for length in range(len(parts) - 1, 0, -1):
        for start in range(len(parts) - length + 1):
            runs.append(_run(parts[start : start + length]))
    whole = _run(parts)
    return whole, tuple(dict.fromkeys(run for run in runs if run != whole and run not in stop_words()))


def _run(parts: tuple[object, ...]) -> str:
    texts = [getattr(part, "text", "") for part in parts[:-1]]
    return "".join(texts) + stem(getattr(parts[-1], "base", ""))


@lru_cache(maxsize=200_000)
def stem(folded: str) -> str:
    """The stem of a folded word: of its singular when the lexicon knows it as an irregular plural."""
    lexicon = shipped_lexicon()
    base = lexicon.plural.get(folded, folded)
    if base == folded:
        base = lemma(folded)
    cut = _cut(base)
    known = base.endswith("s") and base[:-1] == cut and lexicon.right.get(base) == base
    return base if known else cut


_HOMONYMS = frozenset(["gelden"])
"""Verbs that cut short are another word: *gelden* (to hold) is no *geld* (money)."""


def _cut(base: str) -> str:
    """The stem of a dictionary form; what still opens with ``ge-`` there is no participle, so that it stays."""
    if base in _HOMONYMS:
        return base
    if base.endswith("en") and len(base) > 5:
        return _VERB.sub(r"\1\2\3", base)
    if base.startswith("ge") and len(base) > 5 and is_word(base):
        return "ge" + snowball(base[2:])
    return snowball(base)
