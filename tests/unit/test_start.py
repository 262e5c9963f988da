"""What a start leads to: the window or a command, with the network as this start was told."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from ptstudio import start
from ptstudio.core.offline import OFFLINE_VARIABLE, ONLINE_VARIABLE, is_always_offline, is_offline, set_offline
from ptstudio.core.project import Project

Shown = list[tuple[list[str], bool]]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    """What every window was started with, and whether the network was forbidden to it."""
    seen: Shown = []

    def show(arguments: Sequence[str]) -> int:
        seen.append((list(arguments), is_offline()))
        return 0

    for name in (OFFLINE_VARIABLE, ONLINE_VARIABLE):
        monkeypatch.setenv(name, "")  # whatever the start sets is taken back after the test
    monkeypatch.setattr(start, "_show_window", show)
    return seen


@pytest.mark.parametrize("is_chosen", [True, False])
@pytest.mark.parametrize(
    ("options", "expected"),
    [([], None), (["--offline"], True), (["--online"], False), (["--offline", "--online"], True)],
)
def test_a_window_alone_or_with_a_project(
    options: list[str], expected: bool | None, is_chosen: bool, shown: Shown, tmp_path: Path
) -> None:
    set_offline(is_chosen)
    project = str(Project.create(tmp_path / "project").folder)
    assert start.start([*options, project]) == 0
    assert start.start([project, *options]) == 0
    assert start.start(options) == 0
    is_forbidden = is_chosen if expected is None else expected
    assert shown == [([project], is_forbidden), ([project], is_forbidden), ([], is_forbidden)]


def test_a_command_shows_no_window(shown: Shown, capsys: pytest.CaptureFixture[str]) -> None:
    assert start.start(["--offline", "inspect", "/nowhere"]) == 2
    assert start.start(["--offline", "/no-project"]) == 2
    assert shown == []
    assert capsys.readouterr().err.count("Error:") == 2
    assert not is_always_offline(), "it was for that call only"


def test_a_window_that_was_allowed_the_network_can_be_forbidden_it(shown: Shown) -> None:
    start.start(["--online"])
    assert not is_offline()
    set_offline(True)
    assert is_offline(), "in this process, and in its workers, which have the same environment"
    start.start(["--online"])
    assert [is_forbidden for _, is_forbidden in shown] == [False, False]


def test_a_window_that_was_forbidden_the_network_stays_so(shown: Shown) -> None:
    start.start(["--offline"])
    set_offline(False)
    assert is_offline()
    assert is_always_offline()
    assert shown == [([], True)]
