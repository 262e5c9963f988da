"""Record which of timm's architectures have which tensors, so that a bare state dict can be recognised.

Usage: python packaging/recipes/timm_layouts.py write | check

Every architecture of the installed timm is built on the meta device, where it takes no memory; those that cannot be
built there, or that take no ordinary pictures, are left out and named.
"""

import json
import sys
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

import timm
import torch

from ptstudio.core.folders import resources
from ptstudio.models._timm_layouts import FILE, index_of


def found() -> Iterator[tuple[str, dict[str, tuple[int, ...]], Sequence[str]]]:
    """Every architecture with the shapes of its tensors and the names of its classifier's layers."""
    for name in timm.list_models():
        try:
            with torch.device("meta"):
                network: Any = timm.create_model(name, pretrained=False)
        except Exception as error:
            print(f"left out: {name} ({type(error).__name__})", file=sys.stderr)
            continue
        described = network.default_cfg
        classifier = described.get("classifier") or ()
        if described.get("input_size", (3,))[0] == 3:
            names = (classifier,) if isinstance(classifier, str) else tuple(classifier)
            yield name, {key: tuple(tensor.shape) for key, tensor in network.state_dict().items()}, names


def main(arguments: list[str]) -> int:
    """Run the recipe from the command line."""
    if arguments not in (["write"], ["check"]):
        print(__doc__)
        return 2
    warnings.simplefilter("ignore")
    text = json.dumps(index_of(found()), indent=None, separators=(",", ":"), sort_keys=True) + "\n"
    file = resources() / FILE
    if arguments == ["check"]:
        return 0 if file.read_text(encoding="utf-8") == text else 1
    file.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
