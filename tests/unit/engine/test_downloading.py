"""The download job: from a server into the library, whatever happens on the way, and never by half."""

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
import torch

from ptstudio.core.acceptance import accept
from ptstudio.core.errors import DiskFull, JobFailure, ModelError
from ptstudio.core.events import RunFailed, RunFinished, RunStopped, StepEnded, Waiting, WarningRaised
from ptstudio.core.folders import data_folder, library_folder, remember_library
from ptstudio.core.jobs import DownloadJob
from ptstudio.core.model_names import HUB
from ptstudio.core.offline import set_offline
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.core.project import new_run_folder
from ptstudio.core.requests import Continue, Pause, Stop
from ptstudio.core.run import Run, read_events
from ptstudio.core.worker import Worker
from ptstudio.engine import downloading, wanted
from ptstudio.engine.channel import Channel
from ptstudio.library.downloading import room
from ptstudio.library.downloading.hub import Hub
from ptstudio.library.downloading.pace import OwnPace
from ptstudio.library.downloading.package import Package
from ptstudio.library.downloading.persistence import Patience
from ptstudio.library.downloading.token import keep_token
from ptstudio.library.library import Library
from ptstudio.library.moving import move_library
from ptstudio.library.packing import write_pack
from ptstudio.library.safetensors_file import read_safetensors
from ptstudio.models._recognition import add_weights
from tests.helpers.encoders import text_folder
from tests.helpers.hub_server import PIECE, TOKEN, Fault, HubServer, Repository, Seen
from tests.helpers.keyrings import MemoryKeyring, use_keyring
from tests.helpers.patience import until
from tests.helpers.pretrained import model
from tests.helpers.weights import hugging_face_folder, save, torchvision_tensors

HASTE = Patience(stall_s=0.5, first_wait_s=0.01, most_wait_s=0.5, attempts=4)
KEY = "leaf-vit"
WEIGHTS = "model.safetensors"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[HubServer]:
    """A hub that everything is asked of, the network being allowed; nobody's own caches are looked at."""
    set_offline(False)
    use_keyring(monkeypatch, MemoryKeyring())
    monkeypatch.setattr(downloading, "PATIENCE", HASTE)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub-cache"))
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch-cache"))
    with HubServer() as server:
        monkeypatch.setenv("HF_ENDPOINT", server.address)
        monkeypatch.setenv("PTSTUDIO_PYTORCH_MIRROR", f"{server.address}/plain")
        yield server


@pytest.fixture
def published(server: HubServer, tmp_path: Path) -> Repository:
    """A tiny vision transformer on the hub."""
    hugging_face_folder(tmp_path / "vit", "vit")
    return server.publish("leaf/vit", tmp_path / "vit")


def get(tmp_path: Path, *keys: str) -> dict[str, Any]:
    """Do the job in this process."""
    folder = tmp_path / f"run-{time.monotonic_ns()}"
    folder.mkdir()
    with closing(Channel(folder, None)) as channel:
        return downloading.run(DownloadJob(models=keys), folder, channel)


def staged() -> list[str]:
    """What lies among the downloads, but for locks and records."""
    return sorted(path.name for path in (data_folder() / "downloads").rglob("*") if path.parent.name.startswith(KEY))


def test_a_model_comes_from_the_hub_into_the_library(published: Repository, tmp_path: Path) -> None:
    result = get(tmp_path, "leaf/vit")
    entry = Library.standard().find(KEY)
    assert entry is not None
    assert result["models"][0]["model"] == entry.model.model_dump(mode="json")
    facts = entry.model
    assert (facts.title, facts.source, facts.revision) == ("vit", f"{HUB}/leaf/vit", published.commit)
    assert (facts.licence, facts.architecture, facts.labels) == (
        "Apache-2.0",
        "ViTForImageClassification",
        ("cat", "dog", "hen"),
    )
    got, sent = read_safetensors(entry.weights), read_safetensors(tmp_path / "vit" / WEIGHTS)
    assert got.keys() == sent.keys()
    assert all(torch.equal(got[name], sent[name]) for name in sent)
    assert staged() == []


def test_a_model_that_is_there_is_not_asked_for(server: HubServer, published: Repository, tmp_path: Path) -> None:
    assert published.name
    get(tmp_path, "leaf/vit")
    asked = len(server.seen)
    assert not get(tmp_path, "leaf/vit")["models"][0]["is_new"]
    assert len(server.seen) == asked


@pytest.mark.parametrize("is_longer", [True, False])
def test_damaged_weights_are_got_again_and_replaced(published: Repository, tmp_path: Path, is_longer: bool) -> None:
    assert published.name
    get(tmp_path, "leaf/vit")
    weights = Library.standard().get(KEY).weights
    weights.write_bytes(weights.read_bytes() + b"!" if is_longer else b"")
    assert get(tmp_path, "leaf/vit")["models"][0]["is_new"]
    assert [entry.model.key for entry in Library.standard().models()] == [KEY, "starter"]
    Library.standard().verify(Library.standard().get(KEY))


def test_a_model_whose_facts_cannot_be_read_is_got_again(published: Repository, tmp_path: Path) -> None:
    assert published.name
    get(tmp_path, "leaf/vit")
    (Library.standard().get(KEY).folder / "model.json").write_text("{")
    assert get(tmp_path, "leaf/vit")["models"][0]["is_new"]
    Library.standard().verify(Library.standard().get(KEY))


def test_a_library_that_moves_meanwhile_gets_the_model_at_its_new_place(
    server: HubServer, published: Repository, tmp_path: Path
) -> None:
    assert published.name

    def move(seen: Seen) -> None:
        if seen.is_for_bytes and not (tmp_path / "drive").exists():
            move_library(Library.standard(), tmp_path / "drive")

    server.fault_of = move
    assert get(tmp_path, "leaf/vit")["models"][0]["folder"] == str(tmp_path / "drive" / KEY)
    Library.standard().verify(Library.standard().get(KEY))


def test_nothing_is_fetched_for_a_library_that_is_not_there(
    server: HubServer, published: Repository, tmp_path: Path
) -> None:
    assert published.name
    remember_library(tmp_path / "drive")
    with pytest.raises(ModelError, match="not there now"):
        get(tmp_path, "leaf/vit")
    assert server.seen == []
    assert not (tmp_path / "drive").exists()


@pytest.mark.parametrize("seed", range(4))
def test_a_connection_cut_at_random_places_still_ends_verified(
    server: HubServer, published: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(downloading, "PATIENCE", replace(HASTE, attempts=40))
    dice = Random(seed)
    largest = len(published.files[WEIGHTS])

    def cut(_: Seen) -> Fault | None:
        if len(server.seen) > 30:
            return None
        return Fault(after=dice.randrange(largest // 4), is_reset=dice.random() < 0.3)

    server.fault_of = cut
    get(tmp_path, "leaf/vit")
    entry = Library.standard().find(KEY)
    assert entry is not None
    Library.standard().verify(entry)
    assert len(server.seen) > 8


def test_the_first_revision_is_held_to(server: HubServer, published: Repository, tmp_path: Path) -> None:
    server.fault_of = lambda seen: Fault(500) if seen.is_for_bytes else None
    with pytest.raises(JobFailure):
        get(tmp_path, "leaf/vit")
    server.fault_of = lambda _: None
    first, newer = published.commit, "f" * 40
    asked: list[str] = []

    def note(seen: Seen) -> None:
        asked.append(seen.path)

    server.fault_of = note
    get(tmp_path, "leaf/vit")
    assert asked[0] == f"/api/models/leaf/vit/revision/{first}"
    server.repositories["leaf/vit"] = replace(published, commit=newer)
    assert get(tmp_path, "leaf/vit")["models"][0]["model"]["revision"] == first


def test_another_revision_comes_beside_the_first(server: HubServer, published: Repository, tmp_path: Path) -> None:
    get(tmp_path, "leaf/vit")
    hugging_face_folder(tmp_path / "newer", "vit", intermediate_size=12)
    newer = server.publish("leaf/vit", tmp_path / "newer")
    beside = f"{KEY}-{newer.commit[:7]}"
    got = get(tmp_path, f"leaf/vit@{newer.commit}")["models"][0]
    assert (got["model"]["key"], got["model"]["revision"], got["is_new"]) == (beside, newer.commit, True)
    asked = len(server.seen)
    first = get(tmp_path, "leaf/vit")["models"][0]["model"]
    assert (first["key"], first["revision"]) == (KEY, published.commit), "without a name it is the first"
    assert not get(tmp_path, f"leaf/vit@{newer.commit}")["models"][0]["is_new"]
    assert len(server.seen) == asked, "neither was asked for again"
    assert get(tmp_path, "leaf/vit@main")["models"][0]["model"]["key"] == beside
    Library.standard().remove(Library.standard().get(KEY))
    server.repositories["leaf/vit"] = published
    again = get(tmp_path, "leaf/vit")["models"][0]["model"]
    assert (again["key"], again["revision"]) == (KEY, published.commit)


def test_weights_of_ones_own_with_the_same_name_are_left_alone(
    published: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hugging_face_folder(tmp_path / KEY, "vit", intermediate_size=12)
    add_weights(tmp_path / KEY, Library.standard())
    got = get(tmp_path, "leaf/vit")["models"][0]
    assert (got["model"]["key"], got["is_new"]) == (f"{KEY}-{published.commit[:7]}", True)
    assert not get(tmp_path, "leaf/vit")["models"][0]["is_new"]
    monkeypatch.setattr(wanted, "_beside", lambda key, _commit: key)
    with pytest.raises(ModelError, match="already holds other weights"):
        get(tmp_path, f"leaf/vit@{published.commit}")


def test_two_revisions_in_one_job_do_not_get_in_each_others_way(
    server: HubServer, published: Repository, tmp_path: Path
) -> None:
    seeker = wanted.Seeker(Library.standard(), Hub(OwnPace(), HASTE))
    found = [seeker.seek("leaf/vit")]
    hugging_face_folder(tmp_path / "newer", "vit", intermediate_size=12)
    newer = server.publish("leaf/vit", tmp_path / "newer")
    found.append(seeker.seek(f"leaf/vit@{newer.commit}"))
    packages = [one for one in found if isinstance(one, Package)]
    assert [package.key for package in packages] == [KEY, f"{KEY}-{newer.commit[:7]}"]
    assert [package.facts["revision"] for package in packages] == [published.commit, newer.commit]
    assert len({package.folder for package in packages}) == 2


def test_switched_off_in_the_middle_it_ends_and_goes_on_later(server: HubServer, tmp_path: Path) -> None:
    large(server, tmp_path)
    slow(server, 3e5)
    worker = Worker.start(new_run_folder(tmp_path / "first", DownloadJob(models=("leaf/vit",))))
    until(lambda: _arrived() > 200_000)
    off_at = time.monotonic()
    set_offline(True)
    final = list(worker.events())[-1]
    worker.end()
    assert time.monotonic() - off_at < 5
    assert isinstance(final, RunFailed)
    assert "The network was switched off meanwhile" in final.message
    assert _arrived() > 0
    set_offline(False)
    server.fault_of = lambda _: None
    asked = len(server.seen)
    assert get(tmp_path, "leaf/vit")["models"][0]["is_new"]
    assert any(seen.start > 0 for seen in server.seen[asked:])


def test_several_at_a_time_and_one_that_fails_spoils_no_other(server: HubServer, tmp_path: Path) -> None:
    for name in ("one", "two", "three", "four"):
        hugging_face_folder(tmp_path / name, "vit", intermediate_size=10 + len(name))
        server.publish(f"leaf/{name}", tmp_path / name)
    result = get(tmp_path, "leaf/one", "leaf/two", "leaf/nothing", "leaf/three", "leaf/one", "leaf/four", "starter")
    assert [got["model"]["key"] for got in result["models"]] == [
        "leaf-one", "leaf-two", "leaf-three", "leaf-four", "starter",
    ]  # fmt: skip
    assert [failure["asked"] for failure in result["failures"]] == ["leaf/nothing"]
    assert result["failures"][0]["hint"]


@pytest.mark.parametrize(
    ("fault", "error", "message"),
    [
        (Fault(is_wrong=True), JobFailure, "not what its publisher states"),
        (Fault(401), ModelError, "private, or misspelt"),
        (Fault(403), ModelError, "only given to people"),
        (Fault(404), ModelError, "There is no"),
        (Fault(429, {"Retry-After": "600"}), JobFailure, "too many requests"),
        (Fault(500), JobFailure, "fault of its own"),
        (Fault(after=0, stall_s=30), JobFailure, "stood still"),
        (Fault(after=0), JobFailure, "broke"),
    ],
)
def test_after_a_failure_nothing_counts_as_present_and_the_next_attempt_succeeds(
    server: HubServer, published: Repository, tmp_path: Path, fault: Fault, error: type[Exception], message: str
) -> None:
    server.fault_of = lambda seen: fault if seen.is_for_bytes else None
    with pytest.raises(error, match=message):
        get(tmp_path, published.name)
    assert Library.standard().find(KEY) is None
    assert WEIGHTS not in staged()
    server.fault_of = lambda _: None
    assert get(tmp_path, published.name)["models"][0]["is_new"]


def test_a_full_disk_is_noticed_before_anything_is_fetched(
    server: HubServer, published: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "SPARE_BYTES", 10**18)
    with pytest.raises(DiskFull, match="too little room"):
        get(tmp_path, published.name)
    assert server.asked_for_bytes() == []


def test_offline_nothing_is_asked(server: HubServer, published: Repository, tmp_path: Path) -> None:
    set_offline(True)
    for key in (published.name, "mobilenet_v2"):
        with pytest.raises(JobFailure, match="network is switched off"):
            get(tmp_path, key)
    assert server.seen == []


def test_a_gated_model_needs_the_token(server: HubServer, tmp_path: Path) -> None:
    hugging_face_folder(tmp_path / "vit", "vit")
    server.publish("leaf/vit", tmp_path / "vit", gated="auto")
    with pytest.raises(ModelError, match="only given to people") as caught:
        get(tmp_path, "leaf/vit")
    assert "--ask-token" in caught.value.hint
    keep_token("a wrong one")
    with pytest.raises(ModelError, match="only given to people who may have it"):
        get(tmp_path, "leaf/vit")
    keep_token(TOKEN)
    assert get(tmp_path, "leaf/vit")["models"][0]["is_new"]


def test_the_token_never_goes_to_another_server(server: HubServer, tmp_path: Path) -> None:
    hugging_face_folder(tmp_path / "vit", "vit")
    keep_token(TOKEN)
    with HubServer() as cdn:
        server.cdn = cdn.address
        for hub in (server, cdn):
            hub.publish("leaf/vit", tmp_path / "vit", gated="auto")
        assert get(tmp_path, "leaf/vit")["models"][0]["is_new"]
        assert [seen.token for seen in cdn.seen] == [""]
        assert TOKEN in {seen.token for seen in server.seen}


def test_a_catalogue_entry_on_the_hub_comes_under_its_pinned_revision_and_facts(
    server: HubServer, published: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = model(
        key="tiny-vit", title="Tiny ViT", source=f"{HUB}/leaf/vit", revision=published.commit, licence="MIT", sha256=""
    )
    monkeypatch.setattr(wanted, "find_model", lambda key, library: (entry, library.find(key)))
    facts = get(tmp_path, "tiny-vit")["models"][0]["model"]
    assert (facts["key"], facts["title"], facts["licence"]) == ("tiny-vit", "Tiny ViT", "MIT")
    assert (facts["revision"], facts["source"]) == (published.commit, f"{HUB}/leaf/vit")
    assert server.seen[0].path.endswith(published.commit)


def test_a_network_that_is_not_the_catalogues_gets_none_of_its_facts(server: HubServer, tmp_path: Path) -> None:
    hugging_face_folder(tmp_path / "resnet", "resnet")
    server.publish("microsoft/resnet-18", tmp_path / "resnet")
    result = get(tmp_path, "microsoft-resnet-18")
    facts = result["models"][0]["model"]
    assert (facts["key"], facts["title"]) == ("microsoft-resnet-18", "resnet-18")
    assert (facts["outputs"], facts["labels"], facts["pretrained_on"]) == (3, ["cat", "dog", "hen"], "")
    (note,) = facts["limits"]
    assert "another network than the “ResNet-18 (Hugging Face)”" in note
    told = [event.message for run in tmp_path.glob("run-*") for event in read_events(run)
            if isinstance(event, WarningRaised)]  # fmt: skip
    assert told == [note]


def test_the_model_card_comes_with_the_weights_and_goes_into_packs(published: Repository, tmp_path: Path) -> None:
    assert b"# A tiny model" in published.files["README.md"]
    get(tmp_path, "leaf/vit")
    entry = Library.standard().get(KEY)
    assert entry.card_text == "# A tiny model\n"
    manifest = write_pack([entry], tmp_path / "a.ptpack")
    assert f"models/{KEY}/README.md" in [file.path for file in manifest.files]


def test_a_licence_that_asks_for_much_is_accepted_before_anything_is_fetched(server: HubServer, tmp_path: Path) -> None:
    hugging_face_folder(tmp_path / "vit", "vit")
    published = server.publish("leaf/vit", tmp_path / "vit", licence="cc-by-nc-4.0")
    with pytest.raises(ModelError, match=r"not for commercial use.*Nobody has accepted that here yet") as raised:
        get(tmp_path, "leaf/vit")
    assert raised.value.hint == "If it suits you: ptstudio models get leaf/vit --accept-licence"
    assert server.asked_for_bytes() == []
    accept("leaf/vit", "CC-BY-NC-4.0")
    assert get(tmp_path, f"leaf/vit@{published.commit}")["models"][0]["is_new"]


def test_what_was_begun_long_ago_and_never_finished_is_deleted(
    server: HubServer, published: Repository, tmp_path: Path
) -> None:
    assert server.address
    old, new = (data_folder() / "downloads" / name for name in ("old", "new"))
    for folder in (old, new):
        folder.mkdir(parents=True)
        (folder / "model.safetensors.part").write_bytes(b"begun")
    os.utime(old, (0, 0))
    get(tmp_path, published.name)
    assert (old.exists(), new.exists()) == (False, True)


def test_a_model_that_no_task_can_use_is_refused_before_its_weights_are_fetched(
    server: HubServer, tmp_path: Path
) -> None:
    hugging_face_folder(tmp_path / "vit", "vit")
    config = tmp_path / "vit" / "config.json"
    config.write_text(config.read_text().replace("ViTForImageClassification", "ViTForMaskedImageModeling"))
    server.publish("leaf/vit", tmp_path / "vit")
    with pytest.raises(ModelError, match="ViTForMaskedImageModeling"):
        get(tmp_path, "leaf/vit")
    assert server.asked_for_bytes() == []


def test_a_model_that_reads_comes_with_its_tokenizer(server: HubServer, tmp_path: Path) -> None:
    text_folder(tmp_path / "reader", "bert")
    server.publish("leaf/reader", tmp_path / "reader")
    facts = get(tmp_path, "leaf/reader")["models"][0]["model"]
    entry = Library.standard().get("leaf-reader")
    assert (facts["family"], facts["input"]["type"]) == ("hf-text-encoder", "text")
    assert hashlib.sha256((entry.assets / "tokenizer.json").read_bytes()).hexdigest() == facts["input"]["tokenizer"]


def test_a_model_that_could_not_read_is_refused_before_its_weights_are_fetched(
    server: HubServer, tmp_path: Path
) -> None:
    text_folder(tmp_path / "reader", "bert")
    (tmp_path / "reader" / "tokenizer.json").unlink()
    server.publish("leaf/reader", tmp_path / "reader")
    with pytest.raises(ModelError, match=r"tokenizer\.json"):
        get(tmp_path, "leaf/reader")
    assert server.asked_for_bytes() == []


def test_code_that_a_model_would_bring_is_never_fetched(server: HubServer, tmp_path: Path) -> None:
    hugging_face_folder(tmp_path / "vit", "vit", auto_map={"AutoModelForImageClassification": "evil.Net"})
    (tmp_path / "vit" / "evil.py").write_text("raise SystemExit")
    server.publish("leaf/vit", tmp_path / "vit")
    with pytest.raises(ModelError, match="never runs code"):
        get(tmp_path, "leaf/vit")
    assert not any("evil" in seen.path for seen in server.seen)


@pytest.mark.parametrize("name", ["leaf/../vit", "a/b/c", "/etc/passwd", "leaf/", "../x"])
def test_a_name_that_is_none_is_refused(server: HubServer, tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelError, match="no name of a repository"):
        get(tmp_path, name)
    assert server.seen == []


def test_a_model_in_the_hubs_own_cache_needs_no_network(
    server: HubServer, published: Repository, tmp_path: Path
) -> None:
    snapshot = tmp_path / "hub-cache" / "models--leaf--vit" / "snapshots" / published.commit
    blobs = snapshot.parents[1] / "blobs"
    for folder in (snapshot, blobs, snapshot.parents[1] / "refs"):
        folder.mkdir(parents=True)
    (snapshot.parents[1] / "refs" / "main").write_text(published.commit)
    for name, content in published.files.items():
        is_large = name == WEIGHTS
        git = hashlib.sha1(b"blob %d\0%b" % (len(content), content), usedforsecurity=False)
        blob = blobs / (hashlib.sha256(content) if is_large else git).hexdigest()
        blob.write_bytes(content)
        (snapshot / name).symlink_to(blob)
    set_offline(True)
    facts = get(tmp_path, "leaf/vit")["models"][0]["model"]
    assert (facts["revision"], facts["source"], facts["licence"]) == (published.commit, f"{HUB}/leaf/vit", "Apache-2.0")
    assert server.seen == []
    assert snapshot.is_dir()


def by_address(server: HubServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> PretrainedModel:
    """A catalogue entry whose weights are on the server, with the hash's first eight digits stated."""
    content = save(tmp_path / "net.pth", torchvision_tensors("squeezenet1_1")).read_bytes()
    entry = model(
        key="squeezenet1_1",
        source=server.put("squeezenet1_1-12345678.pth", content),
        sha256=hashlib.sha256(content).hexdigest()[:8],
        size_mb=round(len(content) / 10**6, 3),
    )
    monkeypatch.setattr(wanted, "find_model", lambda _key, library: (entry, library.find(entry.key)))
    return entry


def test_a_model_comes_from_an_address(server: HubServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    entry = by_address(server, monkeypatch, tmp_path)
    server.fault_of = lambda seen: Fault(after=2_000_000) if seen.start == 0 else None
    got = get(tmp_path, entry.key)["models"][0]["model"]
    assert (got["key"], got["architecture"]) == ("squeezenet1_1", "squeezenet1_1")
    assert [seen.start > 0 for seen in server.seen] == [False, True]


def test_the_catalogues_own_addresses_are_asked_of_the_mirror(server: HubServer, tmp_path: Path) -> None:
    server.put("mobilenet_v2-7ebf99e0.pth", b"not these")
    with pytest.raises(JobFailure, match=r"mobilenet_v2-7ebf99e0.*not what its publisher states"):
        get(tmp_path, "mobilenet_v2")
    assert {seen.path for seen in server.seen} == {"/plain/models/mobilenet_v2-7ebf99e0.pth"}


def test_an_address_with_other_bytes(server: HubServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    entry = by_address(server, monkeypatch, tmp_path)
    server.put("squeezenet1_1-12345678.pth", b"<html>Sign in to the hotel's network</html>")
    with pytest.raises(JobFailure, match="not what its publisher states"):
        get(tmp_path, entry.key)
    assert Library.standard().find(entry.key) is None


def test_what_torch_has_fetched_before_is_used(
    server: HubServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    entry = by_address(server, monkeypatch, tmp_path)
    place = tmp_path / "torch-cache" / "hub" / "checkpoints" / "squeezenet1_1-12345678.pth"
    place.parent.mkdir(parents=True)
    (tmp_path / "net.pth").rename(place)
    set_offline(True)
    assert get(tmp_path, entry.key)["models"][0]["is_new"]
    assert server.seen == []
    assert place.is_file()


# ------------------------------------------------------------------ a real worker


def slow(server: HubServer, bytes_per_s: float) -> None:
    """From now on content comes no faster than this."""
    server.fault_of = lambda seen: Fault(rest_s=PIECE / bytes_per_s) if seen.is_for_bytes else None


def large(server: HubServer, tmp_path: Path) -> Repository:
    hugging_face_folder(tmp_path / "vit", "vit", hidden_size=192, intermediate_size=768, num_attention_heads=4)
    return server.publish("leaf/vit", tmp_path / "vit")


def test_a_worker_killed_in_the_middle_is_followed_by_one_that_goes_on(server: HubServer, tmp_path: Path) -> None:
    published = large(server, tmp_path)
    size = len(published.files[WEIGHTS])
    slow(server, 1e6)
    worker = Worker.start(new_run_folder(tmp_path / "first", DownloadJob(models=("leaf/vit",))))
    until(lambda: _arrived() > size // 3)
    worker.end(grace_s=0)
    assert Library.standard().find(KEY) is None
    server.fault_of = lambda _: None
    folder = new_run_folder(tmp_path / "second", DownloadJob(models=("leaf/vit",)))
    worker = Worker.start(folder)
    final = list(worker.events())[-1]
    worker.end()
    assert isinstance(final, RunFinished), final
    assert final.result["models"][0]["is_new"]
    assert server.asked_for_bytes()[-1].start > size // 6
    assert server.bytes_sent < size * 1.2
    small = [seen for seen in server.seen if seen.path.endswith("config.json") and "resolve" in seen.path]
    assert len({seen.path for seen in small}) == len(small)


def test_pause_stop_and_progress(server: HubServer, tmp_path: Path) -> None:
    published = large(server, tmp_path)
    size = len(published.files[WEIGHTS])
    slow(server, 3e5)
    folder = new_run_folder(tmp_path / "first", DownloadJob(models=("leaf/vit",)))
    worker = Worker.start(folder)
    until(lambda: _arrived() > 200_000)
    worker.ask(Pause())
    time.sleep(2)
    at = _arrived()
    time.sleep(1)
    assert _arrived() == at < size
    worker.ask(Continue())
    until(lambda: _arrived() > at)
    asked = time.monotonic()
    worker.ask(Stop())
    final = list(worker.events())[-1]
    assert isinstance(final, RunStopped)
    assert time.monotonic() - asked < 5
    worker.end()
    events = list(read_events(folder))
    assert any(isinstance(event, Waiting) for event in events)
    steps = [event for event in events if isinstance(event, StepEnded)]
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert steps[-1].remaining_s
    assert steps[-1].bytes_per_s
    assert Library.standard().find(KEY) is None
    assert 0 < _arrived() < size
    assert not list(library_folder().glob("*/"))


def test_a_second_worker_leaves_the_files_of_the_first_alone(server: HubServer, tmp_path: Path) -> None:
    large(server, tmp_path)
    slow(server, 3e5)
    worker = Worker.start(new_run_folder(tmp_path / "first", DownloadJob(models=("leaf/vit",))))
    until(lambda: _arrived() > 0)
    with pytest.raises(JobFailure, match="being fetched already"):
        get(tmp_path, "leaf/vit")
    worker.ask(Stop())
    list(worker.events())
    worker.end()


def test_a_failure_in_a_worker_is_told_as_such(server: HubServer, tmp_path: Path) -> None:
    assert server.address
    folder = new_run_folder(tmp_path / "run", DownloadJob(models=("leaf/none",)))
    worker = Worker.start(folder)
    final = list(worker.events())[-1]
    worker.end()
    assert isinstance(final, RunFailed)
    assert final.is_input_error
    assert "leaf/none" in final.message
    assert isinstance(Run.open(folder).final, RunFailed)


def _arrived() -> int:
    return sum(path.stat().st_size for path in (data_folder() / "downloads").rglob("*.part"))
