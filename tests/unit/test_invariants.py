"""The design's invariants, read off the source and off fresh processes, so that no change breaks them unseen."""

import ast
import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "ptstudio"
SOURCES = sorted(PACKAGE.rglob("*.py"))
PLUGIN_PACKAGES = ("checks", "data", "exporters", "models", "tasks")
EMPTY_NAMES = {"utils", "helpers", "common", "misc", "manager", "base"}
MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 40

READ_EVERY_FACT = """
import importlib, pkgutil, sys
for package in ("core", "data", "models", "tasks", "checks", "exporters", "library", "cli"):
    folders = importlib.import_module(f"ptstudio.{package}").__path__
    for module in pkgutil.iter_modules(folders, f"ptstudio.{package}."):
        importlib.import_module(module.name)

from ptstudio.checks import all_checks
from ptstudio.data import all_formats
from ptstudio.exporters import all_exporters
from ptstudio.library.library import Library
from ptstudio.models import all_families
from ptstudio.tasks import all_tasks

for task in all_tasks().values():
    assert task.settings.facts() and task.presets and task.metrics and task.columns
assert all_formats() and all_checks() and all_exporters()
assert [model for family in all_families().values() for model in family.catalogue]
assert Library.standard().models()

unwanted = {"torch", "torchvision", "transformers", "datasets", "accelerate", "peft", "PySide6", "pyqtgraph"}
sys.exit(f"loaded: {sorted(unwanted & set(sys.modules))}" if unwanted & set(sys.modules) else 0)
"""

IMPORT_THE_WHOLE_WINDOW = """
import importlib, pkgutil, sys
import ptstudio.app
for module in pkgutil.walk_packages(ptstudio.app.__path__, "ptstudio.app."):
    importlib.import_module(module.name)
heavy = {"torch", "torchvision", "transformers", "datasets", "accelerate", "peft"}
unwanted = (heavy | {"ptstudio.engine"}) & set(sys.modules)
sys.exit(f"loaded: {sorted(unwanted)}" if unwanted else 0)
"""

EMIT_OFTEN = """
from PySide6.QtCore import QCoreApplication, QObject, Signal

class Source(QObject):
    happened = Signal(bool, object)

application = QCoreApplication([])
source, heard = Source(), []
source.happened.connect(lambda flag, value: heard.append((flag, value)))
for number in range(2000):
    source.happened.emit(True, number)
assert heard == [(True, number) for number in range(2000)]
"""


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def fresh_python(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run Python by itself in the project's folder, with no screen."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=False, cwd=ROOT, env=environment
    )


def calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def is_true(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Constant) and value.value is True


def test_reading_every_fact_loads_neither_a_heavy_library_nor_qt() -> None:
    done = fresh_python("-c", READ_EVERY_FACT)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_window_never_loads_what_only_the_worker_needs() -> None:
    done = fresh_python("-c", IMPORT_THE_WHOLE_WINDOW)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_import_contracts_hold() -> None:
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = fresh_python("-c", program, "--no-cache", "--no-logo")
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 broken" in done.stdout


@pytest.mark.parametrize("package", PLUGIN_PACKAGES)
def test_plug_ins_never_import_each_other(package: str) -> None:
    graph = grimp.build_graph("ptstudio", cache_dir=None)
    parent = f"ptstudio.{package}"
    plugins = {module for module in graph.find_children(parent) if not module.rpartition(".")[2].startswith("_")}
    assert plugins
    for plugin in plugins:
        assert not graph.find_modules_directly_imported_by(plugin) & plugins - {plugin}


@pytest.mark.parametrize("path", [path for path in SOURCES if path.name == "__init__.py"], ids=name_of)
def test_a_package_itself_holds_a_docstring_and_at_most_its_all_function(path: Path) -> None:
    tree = parsed(path)
    assert ast.get_docstring(tree)
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert [function.name.startswith("all_") for function in functions] in ([], [True])
    other = [
        node for node in tree.body[1:] if not isinstance(node, ast.Import | ast.ImportFrom) and node not in functions
    ]
    allowed = ["__version__ = "] if path.parent == PACKAGE else []
    assert [ast.unparse(node)[:14] for node in other] == allowed
    assert functions or not any(isinstance(node, ast.Import | ast.ImportFrom) for node in tree.body)


def test_files_and_functions_stay_small() -> None:
    """Counted without the parameters: those of a command are its options, described at length."""
    too_long = [
        f"{name_of(path)}: {lines} lines"
        for path in SOURCES
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES_OF_A_FILE
    ]
    for path in SOURCES:
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.body[0].lineno + 1
                if lines > MOST_LINES_OF_A_FUNCTION:
                    too_long.append(f"{name_of(path)}:{node.lineno} {node.name}: {lines} lines")
    assert too_long == []


def test_code_that_a_model_brings_is_never_run() -> None:
    trusting, careless = [], []
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        for call in calls(ast.parse(text)):
            options = {keyword.arg: keyword.value for keyword in call.keywords}
            if "trust_remote_code" in options:
                trusting.append(f"{name_of(path)}:{call.lineno}")
            if ast.unparse(call.func) == "torch.load" and not is_true(options.get("weights_only")):
                careless.append(f"{name_of(path)}:{call.lineno}")
        if "trust_remote_code" in text.replace("trust_remote_code=False", ""):
            trusting.append(name_of(path))
    assert trusting == []
    assert careless == []


def test_nothing_is_unpickled_by_a_back_door() -> None:
    """`torch.load` goes by its full name, so that the test before this one sees it; pickle lends only its error."""
    unsafe = []
    for path in SOURCES:
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ImportFrom) and node.module in {"pickle", "torch", "torch.serialization"}:
                unsafe += [f"{name_of(path)}: {alias.name}" for alias in node.names if alias.name != "nn"]
            if isinstance(node, ast.Import):
                renamed = {alias.name for alias in node.names if alias.asname} & {"torch", "pickle"}
                unsafe += [f"{name_of(path)}: {name} by another name" for name in renamed]
                others = {alias.name for alias in node.names} & {"dill", "cloudpickle", "joblib"}
                unsafe += [f"{name_of(path)}: {name}" for name in others]
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "pickle":
                unsafe += [f"{name_of(path)}: {node.attr}"] * (node.attr != "UnpicklingError")
            if isinstance(node, ast.keyword) and node.arg == "allow_pickle" and is_true(node.value):
                unsafe.append(f"{name_of(path)}: allow_pickle")
    assert unsafe == []


def test_two_thousand_signals_survive() -> None:
    done = fresh_python("-c", EMIT_OFTEN)
    assert (done.returncode, done.stderr) == (0, "")


def test_no_module_has_a_name_that_says_nothing() -> None:
    names = {path.stem.strip("_").lower() for path in SOURCES} | {path.parent.name for path in SOURCES}
    assert names & EMPTY_NAMES == set()
    for name in ("ptstudio.core", "ptstudio.engine"):
        assert importlib.import_module(name).__doc__
