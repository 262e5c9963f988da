"""A model of the catalogue comes from the Hub with all that the catalogue knows of it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ptstudio.cli.program import run
from ptstudio.core.offline import set_offline
from ptstudio.library.library import Library
from tests.helpers.hub_server import HubServer, Repository
from tests.helpers.inline_worker import work_inline
from tests.helpers.keyrings import MemoryKeyring, use_keyring
from tests.helpers.weights import hugging_face_folder

NAME, KEY = "facebook/convnextv2-nano-1k-224", "facebook-convnextv2-nano-1k-224"


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Repository]:
    """A tiny network of the same kind in the place of the real one."""
    set_offline(False)
    work_inline(monkeypatch)
    use_keyring(monkeypatch, MemoryKeyring())
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub-cache"))
    with HubServer() as server:
        monkeypatch.setenv("HF_ENDPOINT", server.address)
        hugging_face_folder(tmp_path / "tiny", "convnextv2")
        yield server.publish(NAME, tmp_path / "tiny", licence="apache-2.0")


@pytest.mark.parametrize("asked", [KEY, NAME])
def test_it_comes_with_its_paper_its_limits_and_the_stricter_licence(
    published: Repository, capsys: pytest.CaptureFixture[str], asked: str
) -> None:
    assert run(["models", "get", asked]) == 2
    assert "CC-BY-NC-4.0" in capsys.readouterr().err
    assert run(["models", "get", asked, "--accept-licence"]) == 0
    entry = Library.standard().get(KEY)
    model = entry.model
    assert (model.title, model.licence, model.revision) == ("ConvNeXt V2 nano", "CC-BY-NC-4.0", published.commit)
    assert model.paper_url == "https://arxiv.org/abs/2301.00808"
    assert model.limits[0].startswith("Its repository on the Hub says Apache-2.0")
    assert (model.size_is_estimated, len(model.sha256)) == (False, 64)
    assert model.size_mb < 1
    capsys.readouterr()
    assert run(["models", "show", KEY, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["ready"], shown["pretrained_on"]) == (True, "ImageNet-1k")
    assert "non-commercial" in shown["obligations"]
