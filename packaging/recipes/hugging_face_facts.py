"""Compare the facts on the Hub's models with the networks that `transformers` builds from their configurations.

Usage: python packaging/recipes/hugging_face_facts.py print | check

A network is built on the meta device, where it takes no memory. Titles, summaries, papers, licences and published
figures are ours to state, each with its source beside it.
"""

import sys
from typing import Any

import torch
import transformers

from ptstudio.models._hub_models import HUB_MODELS, HubModel


def network(row: HubModel) -> torch.nn.Module:
    """The published network with its own head, on the meta device."""
    settings = row.config
    config = transformers.CONFIG_MAPPING[settings["model_type"]].from_dict(settings)
    build: Any = getattr(transformers, row.architecture)
    with torch.device("meta"):
        made: torch.nn.Module = build(config)
    return made


def parameters(row: HubModel) -> int:
    """How many numbers the network learns."""
    return sum(parameter.numel() for parameter in network(row).parameters())


def main(arguments: list[str]) -> int:
    """Run the recipe from the command line."""
    if arguments not in (["print"], ["check"]):
        print(__doc__)
        return 2
    counted = {row.repository: parameters(row) for row in HUB_MODELS}
    shown = [row for row in HUB_MODELS if arguments == ["print"] or counted[row.repository] != row.parameters]
    for row in shown:
        print(f"{row.repository}: parameters={counted[row.repository]:_}")
    return 1 if arguments == ["check"] and shown else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
