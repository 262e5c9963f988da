"""The program as a whole: its help, its exit status, and outputs that nobody reads."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ptstudio import __version__
from ptstudio.cli import program as command_line
from ptstudio.cli.program import run

MODULE = (sys.executable, "-m", "ptstudio")
OPTIONS = {
    "demo": ["--out"],
    "inspect": ["PATH", "--format", "--column", "--rename", "--leave-out", "--split", "--group-by", "--json"],
    "train": [
        "--data",
        "--model",
        "--out",
        "--task",
        "--preset",
        "--set",
        "--from",
        "--queue",
        "--at",
        "--processes",
        "--json",
    ],
    "resume": ["RUN", "--json"],
    "queue": ["PROJECT", "--run", "--remove", "--again", "--move", "--to", "--hold", "--go-on", "--json"],
    "runs": ["PROJECT", "--sort", "--all", "--csv", "--json"],
    "pretrain": ["--data", "--model", "--texts", "--epochs", "--name", "--out", "--preset", "--set", "--json"],
    "rate-test": ["--data", "--model", "--out", "--preset", "--set", "--json"],
    "tune": ["--data", "--model", "--out", "--minutes", "--trials", "--train-best", "--preset", "--set", "--json"],
    "cross-validate": ["--data", "--model", "--out", "--folds", "--preset", "--set", "--json"],
    "evaluate": ["RUN", "--data", "--json"],
    "predict": ["RUN", "FILE", "--text", "--pair", "--table", "--column", "--out", "--top", "--heat-maps", "--json"],
    "export": ["RUN", "--out", "--format", "--json"],
    "models": ["add", "--json"],
    "models add": ["PATH", "--key", "--json"],
    "models get": ["KEY", "--ask-token", "--json"],
    "models search": ["WORDS", "--task", "--json"],
    "models rank": ["KEY", "--data", "--out", "--samples", "--folds", "--task", "--split-seed", "--json"],
    "doctor": ["--forget", "--json"],
}


def test_every_command_is_known_here() -> None:
    known = {command.name for command in command_line.program.registered_commands} | {"models"}
    assert known == {name for name in OPTIONS if not name.startswith("models ")}


@pytest.mark.parametrize("command", OPTIONS)
def test_the_help_of_every_command_names_its_options(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*command.split(), "--help"]) == 0
    shown = capsys.readouterr().out
    assert [option for option in OPTIONS[command] if option not in shown] == []


def test_without_arguments_it_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    shown = capsys.readouterr().out
    assert "train" in shown
    assert "Exit status" in shown


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"ptstudio {__version__}\n"


@pytest.mark.parametrize("command", [[], ["train"], ["models"], ["models", "rank"]])
def test_every_command_helps_in_two_spellings(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for option in ("-h", "--help"):
        assert run([*command, option]) == 0
        said.append(capsys.readouterr().out)
    assert said[0] == said[1] != ""


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["train"], "--data", "ptstudio train --help"),
        (["nonsense"], "nonsense", "ptstudio --help"),
        (["models", "nonsense"], "nonsense", "ptstudio models --help"),
        (["models", "rank", "--folds", "1"], "--folds", "ptstudio models rank --help"),
        (["predict", "run", "x.png", "--top", "0"], "--top", "ptstudio predict --help"),
        (["inspect", "x", "--jsn"], "--jsn", "ptstudio inspect --help"),
        (["inspect", "caf\udce9"], "caf?", "Rename"),
    ],
)
def test_wrong_usage_gets_a_message_and_a_hint(
    arguments: list[str], message: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    error, advice = captured.err.splitlines()
    assert error.startswith("Error: ")
    assert message in error
    assert advice.startswith("Hint: ")
    assert hint in advice


def test_ctrl_c_before_any_work_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ptstudio.cli.data_options.existing", interrupted)
    assert run(["inspect", "x"]) == 1
    assert capsys.readouterr().err.startswith("Error: Stopped.")


def test_an_error_of_the_system_is_explained(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ptstudio.cli.data_options.existing", full)
    assert run(["inspect", "x"]) == 1
    assert "The disk is full" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices")
def test_a_reader_that_goes_away_is_no_error_to_talk_about() -> None:
    with subprocess.Popen([*MODULE, "models", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_an_output_that_is_full_is_said_once() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*MODULE, "models"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("Error: ") == 1
    assert "Traceback" not in done.stderr
    assert "ignored" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="closing a descriptor before the program starts")
def test_closed_outputs_and_terminals_of_another_encoding_do_no_harm() -> None:
    command = f"exec '{sys.executable}' -m ptstudio models"
    closed = subprocess.run(["/bin/sh", "-c", f"{command} >&- 2>&-"], check=False, timeout=60)
    assert closed.returncode == 0
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    plain = subprocess.run([*MODULE, "inspect", "/nowhere"], env=environment, capture_output=True, check=False)
    assert plain.returncode == 2
    assert b"Hint: Check the spelling" in plain.stderr
