"""Which of timm's architectures have tensors of given names and shapes, from a recorded index; builds no network."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from ptstudio.core.folders import resources
from ptstudio.models._family import Shapes

FILE = "timm_layouts.json"
DIGITS = 12
"""How many digits of the sha256 tell layouts apart: among two thousand, two are the same by chance once in 10^8."""
COUNTER = "num_batches_tracked"


def layout(shapes: Shapes, classifier: Sequence[str]) -> str:
    """A digest of the tensors' names and shapes; those of the `classifier` (names of its layers) do not count."""
    heads = tuple(f"{name}." for name in classifier)
    kept = {name: tuple(shape) for name, shape in shapes.items() if not name.startswith(heads)}
    lines = [f"{name} {shape}" for name, shape in sorted(kept.items()) if not name.endswith(COUNTER)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:DIGITS]


def architectures_with(shapes: Shapes) -> list[str]:
    """The names of all architectures whose backbone has exactly these tensors; of their head nothing is asked."""
    index = _index()
    heads = [tuple(head.split()) for head in index["classifiers"]]
    present = [head for head in heads if all(any(name.startswith(f"{part}.") for name in shapes) for part in head)]
    digests = {layout(shapes, head) for head in (*present, ())}
    return sorted({name for digest in digests for name in index["layouts"].get(digest, ())})


def index_of(found: Iterable[tuple[str, Shapes, Sequence[str]]]) -> dict[str, object]:
    """The index of architectures, each with the shapes of its tensors and the names of its classifier's layers."""
    layouts: dict[str, list[str]] = {}
    classifiers: set[str] = set()
    for name, shapes, classifier in found:
        layouts.setdefault(layout(shapes, classifier), []).append(name)
        classifiers.add(" ".join(classifier))
    return {
        "classifiers": sorted(classifiers - {""}),
        "layouts": {key: sorted(names) for key, names in layouts.items()},
    }


@cache
def _index() -> Mapping[str, Mapping[str, Sequence[str]]]:
    index: Mapping[str, Mapping[str, Sequence[str]]] = json.loads((resources() / FILE).read_text(encoding="utf-8"))
    return index
