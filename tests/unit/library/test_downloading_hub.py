"""What the Hub says, asked through its real client; and what is remembered of it."""

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ptstudio.core.errors import JobFailure, ModelError, SettingsError
from ptstudio.core.offline import set_offline
from ptstudio.engine.channel import StopRequested
from ptstudio.library.downloading import revisions
from ptstudio.library.downloading.hub import Hub
from ptstudio.library.downloading.hub_cache import cached
from ptstudio.library.downloading.pace import OwnPace
from ptstudio.library.downloading.persistence import Patience
from ptstudio.library.downloading.remote_file import git_digest
from ptstudio.library.downloading.revisions import Revision
from ptstudio.library.downloading.search import search
from ptstudio.library.downloading.token import hub_token, keep_token
from ptstudio.library.hugging_face_folder import MOST_CARD_BYTES
from ptstudio.library.weights import digest
from tests.helpers.hub_server import TOKEN, Answer, Fault, HubServer
from tests.helpers.keyrings import MemoryKeyring, NoKeyring, use_keyring

HASTE = Patience(stall_s=0.4, first_wait_s=0.01, most_wait_s=0.5, attempts=3)


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> MemoryKeyring:
    backend = MemoryKeyring()
    use_keyring(monkeypatch, backend)
    return backend


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, keyring: MemoryKeyring) -> Iterator[HubServer]:
    assert not keyring.kept
    set_offline(False)
    with HubServer() as server:
        monkeypatch.setenv("HF_ENDPOINT", server.address)
        yield server


def folder_of(tmp_path: Path, name: str = "published", *others: str) -> Path:
    folder = tmp_path / name
    folder.mkdir()
    (folder / "config.json").write_text(
        json.dumps({"architectures": ["ViTForImageClassification"], "model_type": "vit"})
    )
    (folder / "preprocessor_config.json").write_text("{}")
    (folder / "model.safetensors").write_bytes(b"tensors")
    for other in others:
        (folder / other).write_text("other")
    return folder


def hub() -> Hub:
    return Hub(OwnPace(), HASTE)


def test_of_a_repository_only_what_is_safe_and_of_use_is_wanted(server: HubServer, tmp_path: Path) -> None:
    unwanted = ("pytorch_model.bin", "modeling_vit.py", "training_args.bin", "model.onnx", "tf_model.h5")
    folder = folder_of(tmp_path, "published", "README.md", "tokenizer.json", "vocab.txt", *unwanted)
    published = server.publish("leaf/vit", folder, licence="mit")
    found = hub().repository("leaf/vit")
    assert [file.name for file in found.files] == [
        "README.md",
        "config.json",
        "preprocessor_config.json",
        "tokenizer.json",
        "vocab.txt",
        "model.safetensors",
    ]
    assert (found.commit, found.licence, found.is_gated) == (published.commit, "MIT", False)
    weights = found.files[-1]
    assert weights.sha256 == digest(folder / "model.safetensors")
    assert weights.address == f"{server.address}/leaf/vit/resolve/{published.commit}/model.safetensors"
    assert found.files[1].git_sha1 == git_digest(folder / "config.json")
    (folder / "README.md").write_bytes(b"x" * (MOST_CARD_BYTES + 1))
    server.publish("leaf/wordy", folder)
    assert "README.md" not in [file.name for file in hub().repository("leaf/wordy").files]


def test_weights_in_parts_are_wanted_with_their_list(server: HubServer, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "published", "model.safetensors.index.json")
    (folder / "model.safetensors").rename(folder / "model-00001-of-00002.safetensors")
    (folder / "model-00002-of-00002.safetensors").write_bytes(b"more")
    server.publish("leaf/vit", folder)
    names = [file.name for file in hub().repository("leaf/vit").files]
    assert names[-2:] == ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"]
    assert "model.safetensors.index.json" in names


def test_weights_that_are_no_safetensors_are_refused(server: HubServer, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "published", "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    server.publish("leaf/vit", folder)
    with pytest.raises(ModelError, match="no weights in the safetensors format"):
        hub().repository("leaf/vit")


def test_a_repository_or_revision_that_is_not_there(server: HubServer, tmp_path: Path) -> None:
    server.publish("leaf/vit", folder_of(tmp_path))
    with pytest.raises(ModelError, match="does not say whether “leaf/oak” exists"):
        hub().repository("leaf/oak")
    with pytest.raises(ModelError, match="no such revision"):
        hub().repository("leaf/vit", "0" * 40)


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (Fault(429, {"Retry-After": "600"}), "too many requests"),
        (Fault(500), "fault of its own"),
        (Fault(403), "only given to people"),
        (Fault(404), "There is no"),
        (Fault(after=0, stall_s=30), "stood still"),
        (Fault(after=0), "broke"),
    ],
)
def test_a_hub_that_does_not_answer(server: HubServer, tmp_path: Path, fault: Fault, message: str) -> None:
    server.publish("leaf/vit", folder_of(tmp_path))
    server.fault_of = lambda _: fault
    with pytest.raises((ModelError, JobFailure), match=message):
        hub().repository("leaf/vit")


def test_a_hub_that_is_busy_for_a_moment_is_asked_again(server: HubServer, tmp_path: Path) -> None:
    server.publish("leaf/vit", folder_of(tmp_path))
    faults = iter([Fault(500), Fault(429, {"Retry-After": "0"})])
    server.fault_of = lambda _: next(faults, None)
    assert hub().repository("leaf/vit").files
    assert len(server.seen) == 3


def test_nothing_is_asked_offline_and_nothing_but_what_is_needed_online(server: HubServer, tmp_path: Path) -> None:
    server.publish("leaf/vit", folder_of(tmp_path))
    set_offline(True)
    with pytest.raises(JobFailure, match="switched off"):
        hub().repository("leaf/vit")
    assert server.seen == []
    set_offline(False)
    hub().repository("leaf/vit")
    assert [seen.path for seen in server.seen] == ["/api/models/leaf/vit"]


def test_the_token_is_sent_only_where_it_is_needed(server: HubServer, tmp_path: Path, keyring: MemoryKeyring) -> None:
    server.publish("leaf/vit", folder_of(tmp_path))
    keep_token(TOKEN)
    hub().repository("leaf/vit")
    assert {seen.token for seen in server.seen} == {""}
    server.fault_of = lambda seen: None if seen.token else Fault(401)
    hub().repository("leaf/vit")
    assert [seen.token for seen in server.seen[1:]] == ["", TOKEN]
    assert list(keyring.kept.values()) == [TOKEN]


def test_the_environment_goes_before_the_keyring(keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    assert hub_token() is None
    keep_token(" from-keyring ")
    assert hub_token() == "from-keyring"
    monkeypatch.setenv("HF_TOKEN", "from-environment")
    assert hub_token() == "from-environment"
    monkeypatch.delenv("HF_TOKEN")
    keep_token("")
    keep_token("")
    assert hub_token() is None
    assert not keyring.kept


def test_a_system_without_a_keyring_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    use_keyring(monkeypatch, NoKeyring())
    assert hub_token() is None
    with pytest.raises(JobFailure, match="no keyring that works") as caught:
        keep_token("x")
    assert "HF_TOKEN" in caught.value.hint


def test_a_sign_in_page_in_place_of_the_hub(server: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.helpers.hub_server._about", lambda *_: Answer(b"<html>Sign in</html>"))
    with pytest.raises(JobFailure, match="does not speak the Hub's language"):
        hub().repository("leaf/vit")
    assert len(server.seen) == 1


@pytest.mark.parametrize("address", ["garbage", "ftp://hub.example", "https://", "http://[hub"])
def test_an_address_that_is_none(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    set_offline(False)
    monkeypatch.setenv("HF_ENDPOINT", address)
    with pytest.raises(SettingsError, match="which HF_ENDPOINT in the environment names") as caught:
        hub().repository("leaf/vit")
    assert "unset it" in caught.value.hint


def test_a_hub_that_is_not_there_has_given_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    set_offline(False)
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(JobFailure, match="could not be made") as caught:
        search(hub(), "vit", "image-classification", lambda _: True)
    assert "again" in caught.value.hint
    assert "vit" not in caught.value.hint
    assert "arrived" not in caught.value.hint


def test_a_name_that_the_hub_does_not_allow(server: HubServer) -> None:
    with pytest.raises(ModelError, match="no name of a repository"):
        hub().repository("leaf/a--b")
    assert server.seen == []


def test_a_client_that_was_told_to_stay_offline(server: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(JobFailure, match="HF_HUB_OFFLINE"):
        hub().repository("leaf/vit")
    assert server.seen == []


def test_a_silent_hub_keeps_nobody_from_stopping_or_switching_off(server: HubServer, tmp_path: Path) -> None:
    server.publish("leaf/vit", folder_of(tmp_path))
    server.fault_of = lambda _: Fault(after=0, stall_s=30)
    patient = Patience(stall_s=30)

    def give_up() -> None:
        if server.seen:
            raise StopRequested

    began = time.monotonic()
    with pytest.raises(StopRequested):
        Hub(OwnPace(give_up), patient).repository("leaf/vit")
    asked = len(server.seen)

    def switch_off() -> None:
        if len(server.seen) > asked:
            set_offline(True)

    with pytest.raises(JobFailure, match="it goes on where it was"):
        search(Hub(OwnPace(switch_off), patient), "vit", "image-classification", lambda _: True)
    assert time.monotonic() - began < 3


def test_a_revision_is_recorded_and_its_files_are_held_to_it() -> None:
    assert revisions.recorded("leaf/vit") is None
    first = Revision(commit="a" * 40, hashes={"model.safetensors": "1"})
    revisions.record("leaf/vit", first)
    revisions.record("leaf/oak", Revision(commit="b" * 40))
    assert revisions.recorded("leaf/vit") == first
    with pytest.raises(ModelError, match="is not what it was"):
        revisions.record("leaf/vit", Revision(commit="a" * 40, hashes={"model.safetensors": "2"}))
    later = Revision(commit="c" * 40, hashes={"model.safetensors": "2"})
    revisions.record("leaf/vit", later)
    revisions.record("leaf/vit", later)
    assert revisions.recorded("leaf/vit") == first, "the first is held to where none is named"
    with pytest.raises(ModelError, match="is not what it was"):
        revisions.record("leaf/vit", Revision(commit="c" * 40, hashes={"model.safetensors": "1"}))


def test_the_search_shows_only_what_can_be_used(server: HubServer, tmp_path: Path) -> None:
    server.publish("leaf/vit", folder_of(tmp_path), downloads=5, licence="cc-by-nc-4.0", gated="auto")
    pickled = folder_of(tmp_path, "pickled", "pytorch_model.bin")
    (pickled / "model.safetensors").unlink()
    server.publish("leaf/pickled-vit", pickled)
    server.publish("leaf/other-vit", folder_of(tmp_path, "other"), pipeline="text-classification")
    found = search(hub(), "vit", "image-classification", lambda config: config["model_type"] == "vit")
    assert [(model.name, model.licence, model.downloads, model.is_gated) for model in found] == [
        ("leaf/vit", "CC-BY-NC-4.0", 5, True)
    ]
    assert search(hub(), "vit", "image-classification", lambda _: False) == ()
    assert found[0].asked == f"leaf/vit@{server.repositories['leaf/vit'].commit}"


@pytest.mark.parametrize(
    ("parameters", "total", "size_mb"),
    [({"F32": 250_000, "F16": 500_000}, 750_000, 2.0), ({"F32": 9, "F4": 9}, 18, None), ({}, None, None)],
)
def test_how_large_the_weights_are_follows_from_their_types(
    server: HubServer, tmp_path: Path, parameters: dict[str, int], total: int | None, size_mb: float | None
) -> None:
    server.publish("leaf/vit", folder_of(tmp_path), parameters=parameters, changed="2026-05-01T12:00:00.000Z")
    (found,) = search(hub(), "vit", "image-classification", lambda _: True)
    assert (found.parameters, found.size_mb, found.changed) == (total, size_mb, "2026-05-01T12:00:00+00:00")


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (Fault(429, {"Retry-After": "3600"}), "too many requests"),
        (Fault(500), "fault of its own"),
        (Fault(after=0, stall_s=30), "stood still"),
    ],
)
def test_a_search_that_gets_no_answer_ends_soon(
    server: HubServer, fault: Fault, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ptstudio.library.downloading.search.ANSWER_S", 0.3)
    server.fault_of = lambda _: fault
    began = time.monotonic()
    with pytest.raises(JobFailure, match=message):
        search(hub(), "vit", "image-classification", lambda _: True)
    assert time.monotonic() - began < 5


def test_what_is_in_the_hubs_own_cache_is_found_and_verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "cache"))
    assert cached("leaf/vit", None) is None
    snapshot = fill_cache(tmp_path / "cache", folder_of(tmp_path), "d" * 40)
    assert cached("leaf/vit", None) == snapshot
    assert cached("leaf/vit", "d" * 40) == snapshot
    assert cached("leaf/vit", "e" * 40) is None
    (snapshot / "model.safetensors").resolve().write_bytes(b"damaged")
    assert cached("leaf/vit", None) is None


def fill_cache(cache: Path, published: Path, commit: str) -> Path:
    """Lay a folder into a cache as huggingface_hub does."""
    root = cache / "models--leaf--vit"
    snapshot = root / "snapshots" / commit
    for folder in (snapshot, root / "blobs", root / "refs"):
        folder.mkdir(parents=True)
    (root / "refs" / "main").write_text(commit)
    for file in published.iterdir():
        blob = root / "blobs" / (digest(file) if file.suffix == ".safetensors" else git_digest(file))
        shutil.copy(file, blob)
        (snapshot / file.name).symlink_to(blob)
    return snapshot
