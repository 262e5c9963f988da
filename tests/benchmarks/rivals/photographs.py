"""Photographs and networks as programs on torchvision commonly take them, for the rivals."""

from collections.abc import Callable, Sequence

import torch
from PIL import Image
from torch import nn
from torch.utils.data import DataLoader, Dataset
from torchvision import models, transforms

from tests.benchmarks.rivals.course import Course, Picture

MEAN, SPREAD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
TEST_BATCH = 32
MIDDLE = transforms.Compose(
    [transforms.Resize(256), transforms.CenterCrop(224), transforms.ToTensor(), transforms.Normalize(MEAN, SPREAD)]
)
"""How everybody shows a photograph to a network of ImageNet."""

Sample = tuple[torch.Tensor, int]


class Photographs(Dataset[Sample]):
    """Pictures opened when they are asked for: normalised float32 (3, 224, 224), and the number of the class."""

    def __init__(self, pictures: Sequence[Picture], change: Callable[[Image.Image], torch.Tensor] = MIDDLE) -> None:
        self._pictures, self._change = pictures, change

    def __len__(self) -> int:
        return len(self._pictures)

    def __getitem__(self, index: int) -> Sample:
        picture = self._pictures[index]
        with Image.open(picture.path) as image:
            return self._change(image.convert("RGB")), picture.label


def network_for(course: Course) -> nn.Module:
    """The pretrained network with a new last layer for the course's classes."""
    network: nn.Module = models.get_model(course.architecture, weights=None)
    if course.weights:
        network.load_state_dict(torch.load(course.weights, weights_only=True))
    name, last = [(name, part) for name, part in network.named_modules() if isinstance(part, nn.Linear)][-1]
    network.set_submodule(name, nn.Linear(last.in_features, len(course.classes)))
    return network


def test_accuracy(network: nn.Module, course: Course) -> float:
    """The share of the test pictures that a network tells right; it is left as it was, learning or not."""
    was_learning = network.training
    network.eval()
    right = 0
    with torch.inference_mode():
        for inputs, labels in DataLoader(Photographs(course.of("test")), TEST_BATCH):
            right += int((network(inputs).argmax(1) == labels).sum())
    network.train(was_learning)
    return right / len(course.of("test"))
