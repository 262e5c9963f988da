"""Record what a network of the catalogue costs for each picture: memory while it learns, and computation.

Usage: python packaging/recipes/network_costs.py write | check

Each network is built on the meta device, where it takes no memory and computes nothing, and one picture goes through it
in training mode; those of which a part depends on what others have seen are computed, with random weights. `sample_mb`
is what autograd keeps of it for the way back, `largest_mb` the largest single tensor on the way (both in MB),
`gigamacs` the multiplications with addition in thousands of millions.
"""

import json
import sys

import torch
from torch.utils.flop_counter import FlopCounterMode

from ptstudio.app.model_costs import recorded_as
from ptstudio.core.amount import MB
from ptstudio.core.folders import resources
from ptstudio.core.pretrained import ImageInput, PretrainedModel
from ptstudio.models import all_families

FILE = resources() / "network_costs.json"
DIGITS = 3


def costs(model: PretrainedModel) -> dict[str, float]:
    """The row of one model."""
    try:
        return costs_on("meta", model)
    except (RuntimeError, NotImplementedError) as error:
        if "meta" not in str(error):
            raise
        return costs_on("cpu", model)  # what is computed depends on what was seen


def costs_on(device: str, model: PretrainedModel) -> dict[str, float]:
    """The same, computed on a device."""
    family = all_families()[model.family]
    with torch.device(device):
        network = family.build(model, model.outputs).train()
        pictures = torch.zeros(2, 3, model.picture.px, model.picture.px)
    fixed = [parameter.untyped_storage() for parameter in (*network.parameters(), *network.buffers())]
    known = set(map(id, fixed))
    kept: dict[int, torch.UntypedStorage] = {}
    largest = 0

    def keep(tensor: torch.Tensor) -> torch.Tensor:
        nonlocal largest
        storage = tensor.untyped_storage()
        if id(storage) not in known:
            kept[id(storage)] = storage
            largest = max(largest, storage.nbytes())
        return tensor

    counter = FlopCounterMode(display=False)
    with counter, torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        network(pictures)
    bytes_kept = sum(storage.nbytes() for storage in kept.values())
    count = len(pictures)
    return {
        "px": model.picture.px,
        "sample_mb": round(bytes_kept / count / MB, DIGITS),
        "largest_mb": round(largest / count / MB, DIGITS),
        "gigamacs": round(counter.get_total_flops() / 2 / count / 1e9, DIGITS),
    }


def table() -> dict[str, dict[str, float]]:
    """The rows of all models of the catalogue that take pictures, by the name of their network."""
    catalogue = (model for family in all_families().values() for model in family.catalogue)
    known = {recorded_as(model): model for model in catalogue if isinstance(model.input, ImageInput)}
    return {name: costs(known[name]) for name in sorted(known)}


def main() -> None:
    """Write the table, or say where it differs from the networks."""
    measured = table()
    if sys.argv[1:] == ["write"]:
        FILE.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
        return
    recorded = json.loads(FILE.read_text(encoding="utf-8"))
    different = sorted(name for name in measured.keys() | recorded.keys() if measured.get(name) != recorded.get(name))
    sys.exit(f"Different: {', '.join(different)}" if different else 0)


if __name__ == "__main__":
    main()
