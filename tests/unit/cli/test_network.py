"""`--offline` and `--online`: for one call, before or after any command, and PTSTUDIO_OFFLINE=1 wins."""

from pathlib import Path

import pytest

from ptstudio.cli import network
from ptstudio.cli.program import run
from ptstudio.core.errors import DatasetError
from ptstudio.core.offline import OFFLINE_VARIABLE, ONLINE_VARIABLE, is_offline, set_offline
from tests.helpers.scripted_worker import script_worker


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether the network was forbidden whenever `inspect` looked at its path."""
    seen: list[bool] = []

    def existing(path: Path) -> Path:
        seen.append(is_offline())
        raise DatasetError(f"There is nothing at “{path}”.", "It was only asked whether it is looked for offline.")

    monkeypatch.setattr("ptstudio.cli.data_options.existing", existing)
    return seen


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["inspect", "x", "--online"], ["--online", "inspect", "x"]),
        (["--offline", "models", "add", "x"], ["--offline", "models", "add", "x"]),
        (["models", "--online", "add", "x", "--offline"], ["--offline", "models", "add", "x"]),
        (["--offline", "models", "add", "x", "--online"], ["--offline", "models", "add", "x"]),
        (["predict", "run", "--", "--online"], ["predict", "run", "--", "--online"]),
        ([], []),
    ],
)
def test_they_may_stand_anywhere_before_a_double_dash(arguments: list[str], expected: list[str]) -> None:
    assert network.in_front(arguments) == expected


@pytest.mark.parametrize("is_chosen", [True, False])
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["inspect", "/nowhere"], None),
        (["inspect", "/nowhere", "--offline"], True),
        (["--offline", "inspect", "/nowhere"], True),
        (["inspect", "--online", "/nowhere"], False),
        (["--offline", "inspect", "/nowhere", "--online"], True),
        (["--online", "inspect", "/nowhere", "--offline"], True),
    ],
)
@pytest.mark.usefixtures("capsys")
def test_they_count_for_one_call(
    arguments: list[str], expected: bool | None, is_chosen: bool, looked: list[bool]
) -> None:
    set_offline(is_chosen)
    run(arguments)
    assert looked == [is_chosen if expected is None else expected]
    assert is_offline() is is_chosen


@pytest.mark.usefixtures("capsys")
def test_the_environment_forbids_it_whatever_the_command_says(
    looked: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(OFFLINE_VARIABLE, "1")
    run(["inspect", "/nowhere", "--online"])
    run(["inspect", "/nowhere", "--offline"])
    assert looked == [True, True]
    assert is_offline(), "and it still does afterwards"


@pytest.mark.parametrize("option", ["--offline", "--online"])
def test_the_workers_of_the_call_are_told(
    option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    names = (OFFLINE_VARIABLE, ONLINE_VARIABLE, "HF_HUB_OFFLINE")
    for name in names:
        monkeypatch.delenv(name, raising=False)
    script_worker(
        tmp_path,
        monkeypatch,
        f"tell(RunFailed(message=str([bool(os.environ.get(name)) for name in {names}]), hint='none'))",
    )
    assert run(["inspect", str(tmp_path), "--task", "image-classification", option]) == 1
    told = "[True, False, True]" if option == "--offline" else "[False, True, False]"
    assert told in capsys.readouterr().err


def test_the_help_says_both(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    assert "--offline" in shown
    assert "--online" in shown


def test_a_wrong_command_line_is_explained_behind_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--offline", "train"]) == 2
    assert "ptstudio train --help" in capsys.readouterr().err
