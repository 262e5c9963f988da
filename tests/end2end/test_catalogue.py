"""A model of the catalogue comes from the Hub with all that the catalogue knows of it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ptstudio.cli.program import run
from ptstudio.core.offline import set_offline
from ptstudio.library.library import Library
from ptstudio.models._hub_models import HUB_MODELS
from tests.helpers.hub_server import HubServer
from tests.helpers.inline_worker import work_inline
from tests.helpers.keyrings import MemoryKeyring, use_keyring
from tests.helpers.weights import hugging_face_folder

NAME, KEY = "facebook/convnextv2-atto-1k-224", "facebook-convnextv2-atto-1k-224"
ROW = next(row for row in HUB_MODELS if row.repository == NAME)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[HubServer]:
    """A hub on this machine."""
    set_offline(False)
    work_inline(monkeypatch)
    use_keyring(monkeypatch, MemoryKeyring())
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub-cache"))
    with HubServer() as server:
        monkeypatch.setenv("HF_ENDPOINT", server.address)
        yield server


@pytest.mark.parametrize("asked", [KEY, NAME])
def test_it_comes_with_its_paper_its_limits_and_the_stricter_licence(
    server: HubServer, tmp_path: Path, capsys: pytest.CaptureFixture[str], asked: str
) -> None:
    labels = {number: f"kind {number}" for number in range(1000)}
    hugging_face_folder(tmp_path / "real", ROW.kind, num_stages=4, id2label=labels, **ROW.settings)
    pictures = {"size": {"height": ROW.px, "width": ROW.px}}
    (tmp_path / "real" / "preprocessor_config.json").write_text(json.dumps(pictures), encoding="utf-8")
    published = server.publish(NAME, tmp_path / "real", licence="apache-2.0")
    assert run(["models", "get", asked]) == 2
    assert "CC-BY-NC-4.0" in capsys.readouterr().err
    assert run(["models", "get", asked, "--accept-licence"]) == 0
    entry = Library.standard().get(KEY)
    model = entry.model
    assert (model.title, model.licence, model.revision) == ("ConvNeXt V2 atto", "CC-BY-NC-4.0", published.commit)
    assert model.paper_url == "https://arxiv.org/abs/2301.00808"
    assert model.limits[0].startswith("Its repository on the Hub says Apache-2.0")
    assert (model.size_is_estimated, len(model.sha256)) == (False, 64)
    assert model.size_mb == pytest.approx(ROW.parameters * 4 / 1e6, rel=0.02)
    capsys.readouterr()
    assert run(["models", "show", KEY, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["ready"], shown["pretrained_on"]) == (True, "ImageNet-1k")
    assert "non-commercial" in shown["obligations"]


def test_what_is_published_of_a_model_is_not_claimed_of_another_network_in_its_place(
    server: HubServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hugging_face_folder(tmp_path / "tiny", ROW.kind)
    server.publish(NAME, tmp_path / "tiny", licence="apache-2.0")
    assert run(["models", "get", KEY, "--accept-licence"]) == 0
    assert "another network than the “ConvNeXt V2 atto”" in capsys.readouterr().err
    model = Library.standard().get(KEY).model
    assert (model.accuracy, model.paper, model.pretrained_on, model.outputs) == (None, "", "", 3)
    assert model.licence == "CC-BY-NC-4.0"
