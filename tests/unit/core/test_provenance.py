"""Where a result comes from."""

from pathlib import Path

from ptstudio import __version__
from ptstudio.core.machine import Device
from ptstudio.core.provenance import Provenance, differences, keep_provenance, provenance_of
from tests.helpers.provenances import MACHINE, provenance


def said(before: Provenance, later: Provenance) -> list[str]:
    return [one.say() for one in differences(before, later)]


def test_versions_are_those_of_this_installation() -> None:
    made = Provenance.model_validate(provenance().model_dump(exclude={"packages", "ptstudio"}))
    assert made.ptstudio == __version__
    assert made.packages["torch"].startswith("2.")
    assert set(made.packages) >= {"torch", "torchvision", "timm", "numpy", "pillow"}


def test_it_is_kept_and_read_again(tmp_path: Path) -> None:
    assert provenance_of(tmp_path) is None
    keep_provenance(provenance(seed=3), tmp_path)
    found = provenance_of(tmp_path)
    assert found is not None
    assert found.seed == 3
    (tmp_path / "provenance.json").write_text("{", encoding="utf-8")
    assert provenance_of(tmp_path) is None


def test_nothing_differs_from_the_same() -> None:
    busy = provenance(machine=MACHINE.model_copy(update={"free_memory_mb": 1}), command="other", written="later")
    assert differences(provenance(), busy) == []


def test_what_was_asked_for_is_told_apart_from_what_is_around() -> None:
    card = MACHINE.model_copy(update={"devices": (*MACHINE.devices, Device(kind="cuda", title="Example card"))})
    later = provenance(
        settings={"epochs": 20, "seed": 0, "batch_size": 16, "device": None, "tensorboard": True},
        packages={"torch": "2.16.0"},
        machine=card,
        threads=8,
    )
    assert said(provenance(packages={"torch": "2.15.0"}), later) == [
        "epochs 15 before, 20 now",
        "torch 2.15.0 before, 2.16.0 now",
        "devices Example processor before, Example processor, Example card now",
        "threads 2 before, 8 now",
    ]
    assert [one.side for one in differences(provenance(), later)][:1] == ["asked"]


def test_other_content_under_the_same_names_is_found() -> None:
    later = provenance(dataset_fingerprint="0" * 64, weights_sha256="b" * 64)
    assert said(provenance(), later) == [
        "data ffffffffffff before, 000000000000 now",
        "weights aaaaaaaaaaaa before, bbbbbbbbbbbb now",
    ]


def test_the_beginning_of_a_hash_is_not_another_one() -> None:
    assert differences(provenance(), provenance(weights_sha256="a" * 8)) == []


def test_what_was_measured_anew_counts_only_where_it_is_no_setting() -> None:
    later = provenance(chosen={"device": "cpu", "batch_size": 32, "memory_format": "channels first"})
    assert said(provenance(), later) == ["memory format channels last before, channels first now"]


def test_whoever_is_held_to_what_was_measured_then_has_asked_for_nothing_else() -> None:
    automatic = provenance(settings={"batch_size": None}, chosen={"batch_size": 16})
    held = provenance(settings={"batch_size": 16}, chosen={"batch_size": 16})
    assert differences(automatic, held) == differences(held, automatic) == []
    other = provenance(settings={"batch_size": 8}, chosen={"batch_size": 8})
    assert said(automatic, other) == ["batch size automatic before, 8 now"]
    elsewhere = provenance(settings={"batch_size": None}, chosen={"batch_size": 32})
    assert [one.side for one in differences(automatic, elsewhere)] == ["around"]


def test_a_setting_that_another_version_does_not_know_was_not_asked_for() -> None:
    assert differences(provenance(), provenance(settings={**provenance().settings, "brand_new": 3})) == []


def test_what_is_guaranteed_is_told_once() -> None:
    later = provenance(chosen={**provenance().chosen, "repeatability": "exact"}, repeatability="exact")
    assert said(provenance(), later) == ["repeatability none before, exact now"]
