"""What pretraining is worth with few texts: all-MiniLM-L6-v2 fine-tuned against the same network from random weights.

    PYTHONPATH=. python tests/benchmarks/text_transfer.py [--data FOLDER] [--texts 10] [--epochs 50] [--seeds 1]
        [--keep PROJECT] [--chart FILE.png]

Ten texts of each of banking77's classes are the training split, thirteen others of its training file the validation
split, and its own test file the test split. Both are trained by PTStudio's worker for as many epochs, without early
stopping, and of each the epoch that was best on the validation split is tested: the fine-tuned one learns its last
layer for forty epochs and everything for the rest, the one from scratch everything in all of them. The chart is that of
the window's page of runs.
"""

import argparse
from pathlib import Path

from ptstudio.core.jobs import SettingValue
from ptstudio.core.project import Project
from ptstudio.core.run_notes import RunNotes, keep_notes
from tests.benchmarks.rows import Row, median, print_table, tell
from tests.benchmarks.side_by_side import Done, fresh_home
from tests.benchmarks.text_sides import BANKING, imported, of_each_class, table, trained, write_table

HELD_OUT = 13
HEAD_EPOCHS = 40
FINE_TUNED, FROM_SCRATCH = "Fine-tuned", "From scratch"
SIZE = (1440, 900)
PATIENCE_S = 2.0


def main() -> None:
    """Train all and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=BANKING)
    parser.add_argument("--texts", type=int, default=10, help="training texts of each class")
    parser.add_argument("--epochs", type=int, default=50, help="of each, those of the last layer included")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder for the project, with both runs of the first seed")
    parser.add_argument("--chart", type=Path, help="a picture of both runs' curves")
    options = parser.parse_args()
    with fresh_home() as home:
        found = []
        for seed in range(options.seeds):
            folder = options.keep if options.keep and not seed else home / f"project-{seed}"
            project = Project.create(folder)
            revision = imported(project, few_texts(options.data, home / f"texts-{seed}", options.texts, seed))
            found.append({name: _named(project, revision, name, options.epochs, seed) for name in recipes(1)})
            tell(f"seed {seed}: " + ", ".join(f"{name}: {done.test_accuracy:.1%}" for name, done in found[-1].items()))
            if options.chart and not seed:
                draw(project, options.chart)
    print_table([row(options.texts, found)])


def recipes(epochs: int) -> dict[str, dict[str, SettingValue]]:
    """What is set beside the preset “thorough”, for as many epochs in all."""
    return {
        FINE_TUNED: {"head_epochs": HEAD_EPOCHS, "epochs": max(1, epochs - HEAD_EPOCHS), "patience": 0},
        FROM_SCRATCH: {"from_scratch": True, "epochs": epochs, "patience": 0},
    }


def few_texts(source: Path, folder: Path, texts: int, seed: int) -> Path:
    """So many texts of each class to learn from, others to validate with, and the whole test file."""
    train, validation = of_each_class(table(source / "train.csv"), (texts, HELD_OUT), seed)
    for name, part in (("train", train), ("validation", validation), ("test", table(source / "test.csv"))):
        write_table(folder / f"{name}.csv", part)
    return folder


def row(texts: int, found: list[dict[str, Done]]) -> Row:
    """The median of the seeds; the gain is that of each seed."""
    ours, other = ([done[name].test_accuracy for done in found] for name in (FINE_TUNED, FROM_SCRATCH))
    seconds = [median([done[name].seconds for done in found]) for name in (FINE_TUNED, FROM_SCRATCH)]
    gain = median([100 * (tuned - scratch) for tuned, scratch in zip(ours, other, strict=True)])
    return Row(
        f"{texts} texts a class, fine-tuned: from random weights",
        f"{median(ours):.1%} ({seconds[0]:.0f} s)",
        f"{median(other):.1%} ({seconds[1]:.0f} s)",
        f"{gain:+.1f} points",
        "a large gain",
    )


def draw(project: Project, file: Path) -> None:
    """The window at the page of runs, both trainings selected and their curves laid over each other."""
    from PySide6.QtWidgets import QApplication

    from ptstudio.app.main_window import MainWindow
    from ptstudio.app.pages.runs import RunsPage
    from ptstudio.app.preferences import Preferences
    from ptstudio.app.session import Session
    from ptstudio.app.theme import theme

    application = QApplication([])
    theme().choose("light")
    window = MainWindow(Session(Preferences()))
    window.resize(*SIZE)
    window.show()
    window.session.open_project(project.folder)
    window.show_page("runs")
    page = window.page
    if not isinstance(page, RunsPage):
        raise TypeError(page)
    _wait()
    page.table.select([str(run.folder) for run in page.runs() if run.job.type == "train"])
    _wait()
    file.parent.mkdir(parents=True, exist_ok=True)
    window.grab().save(str(file))
    window.session.end_all()
    window.close()
    application.quit()


def _named(project: Project, revision: str, name: str, epochs: int, seed: int) -> Done:
    done = trained(project, revision, "thorough", recipes(epochs)[name] | {"seed": seed})
    keep_notes(RunNotes(name=name), done.folder)
    return done


def _wait() -> None:
    """Let the window read and draw."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(round(1000 * PATIENCE_S), loop.quit)
    loop.exec()


if __name__ == "__main__":
    main()
