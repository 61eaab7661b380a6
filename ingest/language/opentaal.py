"""Makes ``ingest/data/compounds.txt.gz`` from OpenTaal's Dutch spelling dictionary (hunspell form). Build time only.

    python -m ingest.language.opentaal nl.dic nl.aff [FREQUENCIES]

A line of the result is ``form base flags``: ``l`` may open a compound, ``r`` may close one, ``=`` is a plural whose
stem would differ from its singular's, ``!`` must not be split (its parts are rarer than the word itself, by a list
``word frequency`` a line). Data: (c) OpenTaal, BSD licence; see ``ingest/data/NOTICE``.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from ingest.language.compounds import Lexicon, split
from ingest.language.words import fold, snowball

_WORD = re.compile(r"[a-z]{2,24}$")


def extra() -> Iterator[tuple[str, str]]:
    """(flags, word) of ``compounds_extra.txt``."""
    path = Path(__file__).parent.parent / "data" / "compounds_extra.txt"
    for line in path.read_text(encoding="utf-8").splitlines():
        flags, *words = line.split()
        if flags != "#":
            yield from ((flags, word) for word in words)


def read_affixes(path: Path) -> dict[str, list[tuple[str, str, re.Pattern[str], str]]]:
    """Suffix rules by flag: (letters taken off, letters put on, condition, flags of the result)."""
    rules: dict[str, list[tuple[str, str, re.Pattern[str], str]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = line.replace("ĳ", "ij").split()
        if len(parts) >= 5 and parts[0] == "SFX" and parts[2] not in "YN":
            added, _, flags = parts[3].partition("/")
            condition = re.compile(f"{parts[4]}$")
            rules.setdefault(parts[1], []).append((parts[2].replace("0", ""), added, condition, flags))
    return rules


def forms(dic: Path, aff: Path) -> Iterator[tuple[str, str, str]]:
    """Every (form, base, flags) that may take part in a compound."""
    rules = read_affixes(aff)
    never = {word for kind, word in extra() if kind == "never"}
    for line in dic.read_text(encoding="utf-8").splitlines()[1:]:
        entry, _, flagged = line.split("\t")[0].partition("/")
        flags = re.findall("..", flagged)
        base = fold(entry.replace("ĳ", "ij"))
        if entry[:1].isupper() or not _WORD.match(base) or base in never:
            continue
        left = "l" if {"Ca", "Cb"} & set(flags) else ""
        right = "r" if "Cc" in flags else ""
        if left or right:
            yield base, base, left + right
        for flag in flags:
            if flag[0] == "Z" or flag in ("Ch", "Cd", "Ce"):
                yield from _inflected(base, right, flag, rules.get(flag, []))
    for kind, word in extra():
        if kind != "never":
            form, _, base = word.partition(":")
            yield form, base or form, kind


def _inflected(
    base: str, right: str, flag: str, rules: list[tuple[str, str, re.Pattern[str], str]]
) -> Iterator[tuple[str, str, str]]:
    for taken, added, condition, flags in rules:
        if (
            condition.search(base)
            and base.endswith(taken)
            and _WORD.match(form := fold(base[: len(base) - len(taken)] + added))
        ):
            left = "l" if {"Ca", "Cb"} & set(re.findall("..", flags)) else ""
            yield form, base, left + (right if flag[0] == "Z" else "") + ("=" if flag[0] == "Z" else "")


def compounds(dic: Path, aff: Path, frequency: dict[str, float]) -> list[str]:
    """The lines of the data file, sorted."""
    merged: dict[str, tuple[str, set[str]]] = {}
    for form, base, flags in forms(dic, aff):
        old, known = merged.get(form, (base, set()))
        singular = min({old, base} - {form}, default=form)
        merged[form] = (singular, known | set(flags))
    table = {f: (b, fl - ({"="} if snowball(f) == snowball(b) or f == b else set())) for f, (b, fl) in merged.items()}
    lexicon = Lexicon(
        left={f: b for f, (b, fl) in table.items() if "l" in fl},
        right={f: b for f, (b, fl) in table.items() if "r" in fl},
        whole=frozenset(),
        plural={},
    )
    return sorted(
        f"{f} {b} {''.join(sorted(fl))}" for f, (b, fl) in (table | _unsplit(lexicon, table, frequency)).items() if fl
    )


def _unsplit(
    lexicon: Lexicon, table: dict[str, tuple[str, set[str]]], frequency: dict[str, float]
) -> dict[str, tuple[str, set[str]]]:
    """Words more frequent than their supposed parts together."""
    found: dict[str, tuple[str, set[str]]] = {}
    for word in sorted(set(table) | set(frequency)):
        parts = split(word, lexicon)
        if len(parts) > 1 and word in frequency:
            mean = 1.0
            for part in parts:
                mean *= max(frequency.get(part.text, 0.0), frequency.get(part.base, 0.0), 1e-9) ** (1 / len(parts))
            if frequency[word] > mean:
                base, flags = table.get(word, (word, set()))
                found[word] = (base, flags | {"!"})
    return found


def main(arguments: list[str]) -> None:
    """Write the data file beside the other data."""
    dic, aff = Path(arguments[0]), Path(arguments[1])
    lines = Path(arguments[2]).read_text(encoding="utf-8").splitlines() if len(arguments) > 2 else []
    frequency = {fold(word): float(value) for word, value in (line.split() for line in lines)}
    target = Path(__file__).parent.parent / "data" / "compounds.txt.gz"
    body = "\n".join(compounds(dic, aff, frequency)) + "\n"
    target.write_bytes(gzip.compress(body.encode("ascii"), 9, mtime=0))


if __name__ == "__main__":
    main(sys.argv[1:])
