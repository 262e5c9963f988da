"""Write the facts of the starter weights beside them, after checking that they are what the program expects.

Usage: python packaging/recipes/starter_manifest.py resources/library/starter
"""

import argparse
from pathlib import Path

from ptstudio.core.amount import MB
from ptstudio.core.atomic import write_text
from ptstudio.core.pretrained import ImageInput, PretrainedModel
from ptstudio.library.entry import FACTS, WEIGHTS
from ptstudio.library.safetensors_file import read_shapes
from ptstudio.library.weights import digest
from ptstudio.models._recognition import recognise

ARCHITECTURE = "mobilenet_v3_small"
LIMITS = (
    "It has never seen a photograph: for photographs, choose a model that learned from photographs.",
    "It looks at pictures as small as 64 × 64 pixels: finer details are lost on it.",
)


def manifest(weights: Path) -> PretrainedModel:
    """The facts of the starter; raises ValueError if the file holds another network."""
    _, recognised = recognise(read_shapes(weights), {})
    if recognised.architecture != ARCHITECTURE:
        raise ValueError(f"{weights} holds {recognised.architecture}, not {ARCHITECTURE}")
    return PretrainedModel(
        key="starter",
        title="Starter",
        summary="Comes with PTStudio and needs no download: small and quick, pretrained on "
        "printed characters and textures.",
        family=recognised.family,
        architecture=ARCHITECTURE,
        input=ImageInput(px=64),
        parameters=recognised.parameters,
        outputs=recognised.outputs,
        size_mb=round(weights.stat().st_size / MB, 3),
        licence="Apache-2.0",
        source="pretrained by the PTStudio project; the recipe is packaging/starter",
        sha256=digest(weights),
        paper=recognised.paper,
        paper_url=recognised.paper_url,
        pretrained_on="drawn characters and textures",
        only_drawings=True,
        limits=LIMITS,
    )


def main() -> None:
    """Run the recipe from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help=f"the folder that holds {WEIGHTS}")
    folder: Path = parser.parse_args().folder
    model = manifest(folder / WEIGHTS)
    write_text(folder / FACTS, model.to_text())
    print(f"{model.parameters:,} parameters, {model.size_mb} MB, sha256 {model.sha256}")


if __name__ == "__main__":
    main()
