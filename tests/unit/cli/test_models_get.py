"""Getting and searching models by the command line, against a hub on this machine."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from ptstudio.cli.display import progress_note
from ptstudio.cli.program import run
from ptstudio.core.acceptance import is_accepted
from ptstudio.core.events import StepEnded
from ptstudio.core.offline import set_offline
from ptstudio.engine import downloading
from ptstudio.library.downloading.persistence import Patience
from ptstudio.library.downloading.token import hub_token
from tests.helpers.hub_server import HubServer
from tests.helpers.inline_worker import work_inline
from tests.helpers.keyrings import MemoryKeyring, NoKeyring, use_keyring
from tests.helpers.weights import hugging_face_folder


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[HubServer]:
    set_offline(False)
    work_inline(monkeypatch)
    use_keyring(monkeypatch, MemoryKeyring())
    monkeypatch.setattr(downloading, "PATIENCE", Patience(stall_s=1, first_wait_s=0.01, attempts=2))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub-cache"))
    with HubServer() as server:
        monkeypatch.setenv("HF_ENDPOINT", server.address)
        hugging_face_folder(tmp_path / "vit", "vit")
        server.publish("leaf/vit", tmp_path / "vit", licence="cc-by-nc-4.0", downloads=1234)
        yield server


def test_models_are_got_once_their_licence_is_accepted(server: HubServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert server.address
    assert run(["models", "get", "leaf/vit"]) == 2
    refused = capsys.readouterr().err
    assert "not for commercial use" in refused
    assert "ptstudio models get leaf/vit --accept-licence" in refused
    assert run(["models", "get", "leaf/vit", "--accept-licence"]) == 0
    assert is_accepted("leaf/vit", "CC-BY-NC-4.0")
    shown = capsys.readouterr()
    assert "Got vit as “leaf-vit”" in shown.out
    assert "CC-BY-NC-4.0: not for commercial use" in shown.out
    assert "Getting the weights of leaf/vit" in shown.err
    assert run(["models", "get", "leaf/vit"]) == 0
    assert "It was there already: vit" in capsys.readouterr().out


def test_what_could_not_be_got_is_told_beside_what_could(server: HubServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert server.address
    assert run(["models", "get", "leaf/vit", "leaf/oak", "--accept-licence", "--json"]) == 2
    shown = capsys.readouterr()
    result = json.loads(shown.out)
    assert [got["model"]["key"] for got in result["models"]] == ["leaf-vit"]
    assert [failure["asked"] for failure in result["failures"]] == ["leaf/oak"]
    assert "Error: leaf/oak: " in shown.err
    assert "Hint: Check the spelling" in shown.err


def test_where_none_could_be_got_each_is_told(server: HubServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert server.address
    assert run(["models", "get", "leaf/oak", "leaf/elm", "mobilnet_v2", "--json"]) == 2
    shown = capsys.readouterr()
    result = json.loads(shown.out)
    assert result["models"] == []
    assert [failure["asked"] for failure in result["failures"]] == ["leaf/oak", "leaf/elm", "mobilnet_v2"]
    assert shown.err.count("Error: ") == 3
    assert "Did you mean “mobilenet_v2”" in shown.err


def test_offline_and_misspelt(server: HubServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["models", "get", "mobilnet_v2"]) == 2
    assert "Did you mean “mobilenet_v2”" in capsys.readouterr().err
    set_offline(True)
    assert run(["models", "get", "leaf/vit"]) == 1
    assert run(["models", "search", "vit"]) == 1
    errors = capsys.readouterr().err
    assert errors.count("The network is switched off") == 2
    assert "--online" in errors
    assert server.seen == []


def test_no_model_was_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["models", "get"]) == 2
    assert "No model was named" in capsys.readouterr().err


def test_a_token_is_asked_for_kept_and_forgotten(
    server: HubServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("typer.prompt", lambda *_, **__: "secret")
    assert run(["models", "get", "--ask-token"]) == 0
    assert hub_token() == "secret"
    monkeypatch.setattr("typer.prompt", lambda *_, **__: "")
    assert run(["models", "get", "--ask-token"]) == 0
    assert hub_token() is None
    use_keyring(monkeypatch, NoKeyring())
    monkeypatch.setattr("typer.prompt", lambda *_, **__: "secret")
    assert run(["models", "get", "--ask-token"]) == 1
    shown = capsys.readouterr()
    assert "no keyring that works" in shown.err
    assert "secret" not in shown.out + shown.err
    assert server.seen == []


def test_a_token_that_nobody_types_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def nobody(*_: object, **__: object) -> str:
        raise typer.Abort

    monkeypatch.setattr("typer.prompt", nobody)
    use_keyring(monkeypatch, MemoryKeyring())
    assert run(["models", "get", "--ask-token"]) == 2
    shown = capsys.readouterr().err
    assert "No token was typed" in shown
    assert "HF_TOKEN" in shown


def test_the_search_shows_what_is_needed_to_choose(server: HubServer, capsys: pytest.CaptureFixture[str]) -> None:
    commit = server.repositories["leaf/vit"].commit
    assert run(["models", "search", "vit"]) == 0
    out = capsys.readouterr().out
    assert "leaf/vit" in out
    assert "1,234" in out
    assert "CC-BY-NC-4.0: not for commercial use" in out
    assert f"ptstudio models get leaf/vit@{commit}" in out
    assert run(["models", "search", "vit", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0] == {
        "name": "leaf/vit",
        "revision": commit,
        "architecture": "ViTForImageClassification",
        "parameters": None,
        "size_mb": None,
        "licence": "CC-BY-NC-4.0",
        "downloads": 1234,
        "changed": "2026-05-01T12:00:00+00:00",
        "is_gated": False,
    }
    assert run(["models", "search", "oak"]) == 0
    assert "Nothing that PTStudio can use" in capsys.readouterr().out


def test_the_search_leaves_out_what_needs_code_of_its_own(
    server: HubServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hugging_face_folder(tmp_path / "odd", "vit", auto_map={"AutoModelForImageClassification": "odd.Net"})
    server.publish("leaf/odd-vit", tmp_path / "odd")
    assert run(["models", "search", "vit", "--json"]) == 0
    assert [found["name"] for found in json.loads(capsys.readouterr().out)] == ["leaf/vit"]


def test_a_task_that_there_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["models", "search", "vit", "--task", "cooking"]) == 2
    assert "There is no task" in capsys.readouterr().err


def test_progress_in_bytes_is_told_with_its_speed() -> None:
    step = StepEnded(stage="download", done=3_100_000, total=13_600_000, bytes_per_s=2_100_000, remaining_s=5)
    assert progress_note(step) == "3.1 of 13.6 MB, 2.1 MB a second, about 5 s left"
