"""The search job: only what PTStudio can use, and a Stop that is heard while the Hub is silent."""

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ptstudio.core.errors import JobFailure
from ptstudio.core.events import RunFailed, RunStopped
from ptstudio.core.jobs import SearchJob
from ptstudio.core.model_names import HUB
from ptstudio.core.offline import set_offline
from ptstudio.core.project import new_run_folder
from ptstudio.core.requests import Stop
from ptstudio.core.worker import Worker
from ptstudio.engine import searching
from ptstudio.engine.channel import Channel
from ptstudio.library.downloading.found_model import FoundModel
from ptstudio.models import all_families
from tests.helpers.hub_server import Fault, HubServer
from tests.helpers.keyrings import MemoryKeyring, use_keyring
from tests.helpers.weights import hugging_face_folder

TASK = "image-classification"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[HubServer]:
    """A hub with a vision transformer, another one that brings code, and one whose weights are pickled."""
    set_offline(False)
    use_keyring(monkeypatch, MemoryKeyring())
    hugging_face_folder(tmp_path / "vit", "vit")
    hugging_face_folder(tmp_path / "odd", "vit", auto_map={"AutoModelForImageClassification": "odd.Net"})
    hugging_face_folder(tmp_path / "pickled", "vit")
    (tmp_path / "pickled" / "model.safetensors").rename(tmp_path / "pickled" / "pytorch_model.bin")
    with HubServer() as server:
        monkeypatch.setenv("HF_ENDPOINT", server.address)
        server.publish("leaf/vit", tmp_path / "vit", downloads=7, licence="mit", parameters={"F32": 250_000})
        server.publish("leaf/odd-vit", tmp_path / "odd")
        server.publish("leaf/pickled-vit", tmp_path / "pickled")
        yield server


def found(tmp_path: Path, words: str) -> list[FoundModel]:
    """What the job finds, done in this process."""
    folder = new_run_folder(tmp_path / f"run-{time.monotonic_ns()}", SearchJob(task=TASK, words=words))
    with closing(Channel(folder, None)) as channel:
        result = searching.run(SearchJob(task=TASK, words=words), folder, channel)
    return [FoundModel.model_validate(one) for one in result["models"]]


def test_only_what_can_be_used_is_found(server: HubServer, tmp_path: Path) -> None:
    (model,) = found(tmp_path, "vit")
    assert (model.name, model.revision) == ("leaf/vit", server.repositories["leaf/vit"].commit)
    assert (model.licence, model.downloads, model.size_mb) == ("MIT", 7, 1.0)
    assert found(tmp_path, "") == [model], "without words, whatever there is for the task"
    assert found(tmp_path, "oak") == []


def test_a_licence_that_the_catalogue_knows_to_be_stricter_is_shown(server: HubServer, tmp_path: Path) -> None:
    known = next(
        model
        for family in all_families().values()
        for model in family.catalogue
        if model.source.startswith(f"{HUB}/") and model.licence != "MIT"
    )
    name = known.source.removeprefix(f"{HUB}/")
    server.publish(name, tmp_path / "vit", licence="mit")
    (model,) = found(tmp_path, name)
    assert model.licence == known.licence


def test_offline_nothing_is_asked(server: HubServer, tmp_path: Path) -> None:
    set_offline(True)
    with pytest.raises(JobFailure, match="switched off"):
        found(tmp_path, "vit")
    assert server.seen == []


@pytest.mark.parametrize("is_stopped", [True, False])
def test_a_silent_hub_does_not_hold_the_worker(server: HubServer, tmp_path: Path, is_stopped: bool) -> None:
    server.fault_of = lambda _: Fault(after=0, stall_s=60)
    worker = Worker.start(new_run_folder(tmp_path / "run", SearchJob(task=TASK, words="vit")))
    events = worker.events()
    end = time.monotonic() + 60
    while not server.seen:
        assert time.monotonic() < end
        time.sleep(0.02)
    asked_at = time.monotonic()
    if is_stopped:
        worker.ask(Stop())
    else:
        set_offline(True)
    final = list(events)[-1]
    assert time.monotonic() - asked_at < 2
    worker.end()
    assert isinstance(final, RunStopped if is_stopped else RunFailed)
