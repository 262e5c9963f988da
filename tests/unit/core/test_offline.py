"""The switch that no path can go around: off the network until a person allows it."""

from pathlib import Path

import pytest

from ptstudio.core.events import WarningRaised
from ptstudio.core.folders import HOME_VARIABLE
from ptstudio.core.offline import (
    OFFLINE_VARIABLE,
    always_forbidden_by,
    for_this_call,
    is_offline,
    set_offline,
    way_to_the_network,
)
from ptstudio.core.worker import Worker
from tests.helpers.scripted_worker import scripted_run

TELLS = "tell(WarningRaised(message=str(os.environ.get('HF_HUB_OFFLINE')), hint='')); tell(RunFinished())"


def test_nothing_may_use_the_network_until_it_is_allowed() -> None:
    assert is_offline()
    set_offline(False)
    assert not is_offline()
    set_offline(True)
    set_offline(True)
    assert is_offline()


@pytest.mark.parametrize("stated", ["1", "true", "YES", "on", "2", "please"])
def test_the_environment_forbids_it_whatever_was_chosen(monkeypatch: pytest.MonkeyPatch, stated: str) -> None:
    set_offline(False)
    monkeypatch.setenv(OFFLINE_VARIABLE, stated)
    assert is_offline()
    with for_this_call(False):
        assert is_offline()
        assert always_forbidden_by() == f"{OFFLINE_VARIABLE}={stated}"
        assert f"{OFFLINE_VARIABLE}={stated}" in way_to_the_network()


@pytest.mark.parametrize("stated", ["", " ", "0", "False", "no", "off"])
def test_only_what_plainly_means_no_forbids_nothing(monkeypatch: pytest.MonkeyPatch, stated: str) -> None:
    set_offline(False)
    monkeypatch.setenv(OFFLINE_VARIABLE, stated)
    assert not is_offline()
    assert always_forbidden_by() == ""
    with for_this_call(True):
        assert always_forbidden_by() == "--offline"
        assert "“--offline” forbids it" in way_to_the_network()
    assert "--online" in way_to_the_network()


def test_a_choice_that_cannot_be_kept_is_an_error_and_leaves_it_forbidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "file" / "below"))
    with pytest.raises(OSError, match="file"):
        set_offline(False)
    assert is_offline()


@pytest.mark.parametrize(("is_wanted", "heard"), [(True, "1"), (False, "None")])
def test_a_worker_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_wanted: bool, heard: str) -> None:
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    set_offline(is_wanted)
    started = Worker.start(scripted_run(tmp_path, monkeypatch, TELLS))
    told = [event.message for event in started.events() if isinstance(event, WarningRaised)]
    assert told == [heard]
