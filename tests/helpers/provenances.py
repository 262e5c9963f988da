"""Where a training's result comes from, made up."""

from ptstudio.core.machine import Device, Machine
from ptstudio.core.provenance import Provenance

MACHINE = Machine(
    system="Linux",
    processor="Example processor",
    cores=2,
    memory_mb=16_000,
    free_memory_mb=9_000,
    devices=(Device(kind="cpu", title="Example processor"),),
)


def provenance(**changes: object) -> Provenance:
    """One, but for what is said otherwise."""
    facts: dict[str, object] = {
        "task": "image-classification",
        "preset": "quick",
        "settings": {"epochs": 15, "seed": 0, "batch_size": 16, "device": None},
        "chosen": {"device": "cpu", "batch_size": 16, "memory_format": "channels last"},
        "seed": 0,
        "dataset": "rubbish/0001",
        "dataset_fingerprint": "f" * 64,
        "model": "starter",
        "weights_sha256": "a" * 64,
        "packages": {},
        "machine": MACHINE,
        "device": "cpu",
        "threads": 2,
    }
    return Provenance.model_validate(facts | changes)
