"""The README is true: its commands are those that CI runs, its map is the tree, its commands exist."""

import re
from pathlib import Path

from ptstudio.cli.program import program

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^pip install uv .*$", README, re.MULTILINE)


def test_there_are_two_commands_and_ci_runs_the_second() -> None:
    demo, tests = COMMANDS
    assert demo.endswith("ptstudio demo")
    assert tests.endswith("uv run --no-sync pytest")
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8").replace("\\\n", "")
    assert tests in ci


def test_every_package_is_on_the_map_and_every_place_on_the_map_exists() -> None:
    places = re.findall(r"^\| `([\w/]+/)` \|", README, re.MULTILINE)
    assert all((ROOT / place).is_dir() for place in places)
    packages = {f"ptstudio/{path.parent.name}/" for path in (ROOT / "ptstudio").glob("*/__init__.py")}
    assert packages <= set(places)


def test_every_command_is_in_the_table_and_the_other_way_round() -> None:
    described = set(re.findall(r"^\| `ptstudio ([\w-]+)", README, re.MULTILINE))
    known = {command.name for command in program.registered_commands}
    known |= {group.name for group in program.registered_groups}
    assert described == known


def test_every_engine_module_that_the_map_names_exists() -> None:
    named = re.findall(r"`((?:\w+/)*\w+\.py)`", README)
    assert set(named) >= {"engine/training_job.py", "learning/training.py"}
    there = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("ptstudio/**/*.py")]
    there += [path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("*.py")]
    missing = [name for name in named if not any(f"/{path}".endswith(f"/{name}") for path in there)]
    assert missing == []


def test_the_constraints_pin_every_dependency() -> None:
    pinned = {line.partition("==")[0].lower() for line in (ROOT / "constraints.txt").read_text().splitlines()}
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    wanted = re.findall(r'^    "([A-Za-z0-9_.-]+)[><=]', project, re.MULTILINE)
    assert len(wanted) > 20
    assert {name.lower() for name in wanted} <= pinned
