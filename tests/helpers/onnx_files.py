"""Using an exported file as somebody does who has never heard of PTStudio."""

import json
from pathlib import Path

import numpy as np
from PIL import Image


def asked_alone(model: Path, picture: Path) -> dict[str, float]:
    """What ONNX Runtime says of a picture's raw pixels: the probability of each class that `labels.json` names."""
    import onnxruntime

    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    labels = json.loads((model.parent / "labels.json").read_text(encoding="utf-8"))
    with Image.open(picture) as opened:
        pixels = np.asarray(opened.convert("RGB"))[np.newaxis]
    (probabilities,) = session.run(["probabilities"], {"pixels": pixels})
    return dict(zip(labels, probabilities[0].tolist(), strict=True))
