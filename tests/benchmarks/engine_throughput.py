"""How many samples a second PTStudio learns from when everything is trained, beside the best bare loop and `Trainer`.

    PYTHONPATH=. python tests/benchmarks/engine_throughput.py [--data FOLDER] [--networks mobilenet_v2 resnet18]
        [--repetitions 3] [--epochs 4]

Random weights, for they cost the same. PTStudio's figure is that of whole epochs of a thorough training, the first left
out: reading, varying, steps and events included. The bare loop (`rivals/bare_loop.py`) tries every way of
computing by itself and is compared in the precision that PTStudio chose, with PTStudio's batch size; `Trainer`
(`rivals/trainer.py`) runs with its defaults. Each is a process of its own, and they take turns.
"""

import argparse
import json
from dataclasses import dataclass, field
from pathlib import Path

from ptstudio.core.jobs import TrainJob
from ptstudio.core.project import Project
from tests.benchmarks.rows import Row, median, parser_for, print_table, tell
from tests.benchmarks.side_by_side import TASK, course_of, fresh_home, imported, raced, worked


@dataclass
class Speeds:
    """Samples a second of one network, an entry a repetition; `bare` is that in PTStudio's precision."""

    precision: str = ""
    batch_size: int = 0
    ours: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    trainer: list[float] = field(default_factory=list)
    others: dict[str, float] = field(default_factory=dict)

    @property
    def way(self) -> str:
        """How PTStudio computes."""
        return f"{self.precision}, batches of {self.batch_size}"


def main() -> None:
    """Measure and print the table."""
    parser = parser_for(__doc__)
    parser.add_argument("--networks", nargs="*", default=["mobilenet_v2", "resnet18"])
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--precision", default=None, help="PTStudio's; by default it chooses")
    options = parser.parse_args()
    if not options.data.is_dir():
        tell("The photographs are not there: no throughput.")
        return
    rows = []
    for network in options.networks:
        rows += _rows(network, _measured(network, options))
    print_table(rows)


def _measured(network: str, options: argparse.Namespace) -> Speeds:
    found = Speeds()
    with fresh_home() as home:
        _add_random(network, home)
        project = Project.create(home / "project")
        revision = str(imported(project, options.data).result["revision"])
        course = course_of(project, revision, network, None)
        for number in range(options.repetitions):
            settings = {"head_epochs": 0, "epochs": options.epochs, "patience": 0, "precision": options.precision}
            job = TrainJob(task=TASK, dataset=revision, model=network, preset="thorough", settings=settings)
            done = worked(job, project.new_run(job))
            way = json.loads((done.folder / "decided.json").read_bytes())["training"]
            found.precision, found.batch_size = way["precision"], way["batch_size"]
            found.ours.append(median(done.speeds("all")))
            bare = raced("bare_loop", course, str(found.batch_size), str(options.epochs - 1)).ways
            found.others = {str(each["precision"]): float(each["samples_per_s"]) for each in bare}
            found.bare.append(found.others[found.precision])
            found.trainer.append(median(raced("trainer", course, str(options.epochs - 1)).samples_per_s[1:]))
            tell(
                f"{network} {number + 1}: {found.way}: {found.ours[-1]:.1f}, bare {bare}, "
                f"Trainer {found.trainer[-1]:.1f}"
            )
    return found


def _rows(network: str, found: Speeds) -> list[Row]:
    against_bare = median([ours / bare for ours, bare in zip(found.ours, found.bare, strict=True)])
    against_trainer = median([ours / theirs for ours, theirs in zip(found.ours, found.trainer, strict=True)])
    ours = f"{median(found.ours):.1f}/s ({found.way})"
    all_bare = ", ".join(f"{speed:.1f} in {precision}" for precision, speed in found.others.items())
    what = f"thorough fine-tuning of {network}"
    pays = found.precision != "float32"
    return [
        Row(
            f"{what}: the best bare loop",
            ours,
            f"{median(found.bare):.1f}/s ({all_bare})",
            f"{against_bare:.2f}",
            "≥ 0.95",
        ),
        Row(
            f"{what}: `Trainer`'s defaults",
            ours,
            f"{median(found.trainer):.1f}/s",
            f"{against_trainer:.1f}×",
            "≥ 2×" if pays else "(float32 chosen)",
        ),
    ]


def _add_random(network: str, home: Path) -> None:
    """Put random weights of a network into the library of the fresh home."""
    import torch
    from torchvision.models import get_model

    from tests.benchmarks.side_by_side import added_model

    file = home / f"{network}.pth"
    torch.manual_seed(0)
    torch.save(get_model(network, weights=None).state_dict(), file)
    added_model(home, file)


if __name__ == "__main__":
    main()
