"""Print the facts of a family of torchvision classifiers as literals, or compare those in the program with torchvision.

Usage: python packaging/recipes/torchvision_facts.py print resnet18 resnet34 ...
       python packaging/recipes/torchvision_facts.py check

The numbers come from torchvision's default weights; titles and summaries are ours and are kept.
"""

import sys
from typing import Any

from torchvision.models import get_model_weights

from ptstudio.models import all_families
from ptstudio.models._torchvision import (
    IMAGENET_MEAN,
    IMAGENET_STD,
    ISSUE,
    REFERENCES,
    SERVER,
    Published,
    TorchvisionFamily,
)

SHORTENED = {"REFERENCES": REFERENCES, "ISSUE": ISSUE}


def row(architecture: str, title: str, summary: str) -> Published:
    """The facts that torchvision states for the default weights of `architecture`."""
    weights: Any = get_model_weights(architecture).DEFAULT
    pictures = weights.transforms()
    if "license" in weights.meta:
        raise ValueError(f"{weights} has a licence of its own: {weights.meta['license']}")
    return Published(
        architecture=architecture,
        title=title,
        summary=summary,
        px=pictures.crop_size[0],
        parameters=weights.meta["num_params"],
        size_mb=weights.meta["_file_size"],
        accuracy=weights.meta["_metrics"]["ImageNet-1K"]["acc@1"],
        recipe=weights.meta["recipe"],
        file=weights.url.removeprefix(SERVER),
        mean=tuple(pictures.mean),
        std=tuple(pictures.std),
    )


def literal(facts: Published) -> str:
    """The row as Python; a formatter lays it out."""
    recipe = repr(facts.recipe)
    for name, address in SHORTENED.items():
        if facts.recipe.startswith(address):
            recipe = f'f"{{{name}}}{facts.recipe.removeprefix(address)}"'
    fields = {
        "architecture": repr(facts.architecture),
        "title": repr(facts.title),
        "summary": repr(facts.summary),
        "px": str(facts.px),
        "parameters": f"{facts.parameters:_}",
        "size_mb": str(facts.size_mb),
        "accuracy": str(facts.accuracy),
        "recipe": recipe,
        "file": repr(facts.file),
    }
    if (facts.mean, facts.std) != (IMAGENET_MEAN, IMAGENET_STD):
        fields |= {"mean": str(facts.mean), "std": str(facts.std)}
    return f"Published({', '.join(f'{name}={text}' for name, text in fields.items())}),"


def torchvision_families() -> list[TorchvisionFamily]:
    """Every family of torchvision's networks."""
    return [family for family in all_families().values() if isinstance(family, TorchvisionFamily)]


def outdated() -> list[str]:
    """The keys of the models whose facts differ from what the installed torchvision states."""
    return [
        facts.architecture
        for family in torchvision_families()
        for facts in family.published
        if row(facts.architecture, facts.title, facts.summary) != facts
    ]


def main(arguments: list[str]) -> int:
    """Run the recipe from the command line."""
    if arguments[:1] == ["print"]:
        published = (facts for family in torchvision_families() for facts in family.published)
        words = {facts.architecture: (facts.title, facts.summary) for facts in published}
        for architecture in arguments[1:]:
            print(literal(row(architecture, *words.get(architecture, (architecture, "")))))
        return 0
    if arguments == ["check"]:
        print("\n".join(outdated()) or "all facts are as torchvision states them")
        return 1 if outdated() else 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
