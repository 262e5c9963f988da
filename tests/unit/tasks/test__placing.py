"""What tasks that say where something is have in common."""

import json

from ptstudio.core.class_colours import ClassColours, in_hex
from ptstudio.core.trained import TrainedModel
from ptstudio.tasks._placing import drawing_facts
from tests.helpers.detectors import PX, designed


def test_an_export_knows_the_colours_in_which_its_classes_are_drawn_here() -> None:
    classes = tuple(f"class {number}" for number in range(12))
    trained = TrainedModel(
        task="object-detection", model=designed("ssdlite", PX), has_pretrained_weights=False, classes=classes,
        dataset="d/0001", dataset_fingerprint="", preset="quick", settings={},
    )  # fmt: skip
    assert json.loads(drawing_facts(trained)["colours"]) == [in_hex(ClassColours(classes).of(name)) for name in classes]
