"""PyTorch's “Transfer Learning for Computer Vision Tutorial”, with its own figures.

    python -m tests.benchmarks.rivals.tutorial COURSE [frozen]

https://docs.pytorch.org/tutorials/beginner/transfer_learning_tutorial.html: everything is fine-tuned, or only a new
last layer of the `frozen` network, by SGD at 0.001 with momentum 0.9, a tenth of that from the eighth epoch on, in
batches of 4 that four processes load, for 25 epochs.
"""

import sys
import time
from pathlib import Path

import torch
from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import StepLR
from torch.utils.data import DataLoader
from torchvision import transforms

from tests.benchmarks.rivals.course import Course, Diary
from tests.benchmarks.rivals.photographs import MEAN, SPREAD, Photographs, network_for, test_accuracy

EPOCHS = 25
VARIED = transforms.Compose(
    [
        transforms.RandomResizedCrop(224),
        transforms.RandomHorizontalFlip(),
        transforms.ToTensor(),
        transforms.Normalize(MEAN, SPREAD),
    ]
)


def main(file: Path, *, is_frozen: bool) -> None:
    """Train and tell."""
    diary = Diary(Course.read(file))
    diary.imported()
    course = diary.course
    network = network_for(course)
    learning = list(network.parameters())
    if is_frozen:
        learning = learning[-2:]  # the new last layer's weight and bias
        network.requires_grad_(False)
        for parameter in learning:
            parameter.requires_grad_(True)
    optimizer = SGD(learning, lr=0.001, momentum=0.9)
    schedule = StepLR(optimizer, step_size=7, gamma=0.1)
    loader = DataLoader(Photographs(course.of("train"), VARIED), batch_size=4, shuffle=True, num_workers=4)
    network.train()
    for _ in range(EPOCHS):
        started = time.perf_counter()
        for inputs, labels in loader:
            optimizer.zero_grad()
            torch.autograd.backward(nn.functional.cross_entropy(network(inputs), labels))
            optimizer.step()
        schedule.step()
        diary.samples_per_s.append(len(course.of("train")) / (time.perf_counter() - started))
        if diary.look(lambda: test_accuracy(network, course)):
            break
    diary.say()


if __name__ == "__main__":
    torch.manual_seed(0)
    main(Path(sys.argv[1]), is_frozen="frozen" in sys.argv[2:])
