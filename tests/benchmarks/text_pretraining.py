"""What it is worth to adapt to texts first: trained on few labels, a model that has read many texts without, or not.

    PYTHONPATH=. python tests/benchmarks/text_pretraining.py [--data FOLDER] [--texts 10] [--epochs 3] [--preset KEY]

Ten texts of each of banking77's classes have their labels, thirteen others are the validation split, the rest of its
training file are texts without labels, and its own test file is the test split.
"""

import argparse
from pathlib import Path

from ptstudio.core.familiarity import Familiarity
from ptstudio.core.jobs import PretrainJob, TrainJob
from ptstudio.core.project import Project
from tests.benchmarks.rows import Row, print_table
from tests.benchmarks.side_by_side import Done, fresh_home, worked
from tests.benchmarks.text_sides import BANKING, MODEL, TASK, imported, of_each_class, table, write_table
from tests.benchmarks.text_transfer import HELD_OUT, few_texts


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=BANKING)
    parser.add_argument("--texts", type=int, default=10, help="labelled texts of each class")
    parser.add_argument("--epochs", type=int, default=3, help="how often each text is read")
    parser.add_argument("--preset", default="balanced")
    options = parser.parse_args()
    with fresh_home() as home:
        project = Project.create(home / "project")
        revision = imported(project, few_texts(options.data, home / "texts", options.texts, 0))
        unlabelled = rest(options.data, home / "rest.csv", options.texts)
        training = TrainJob(task=TASK, dataset=revision, model=MODEL, preset=options.preset)
        reading = PretrainJob(training=training, texts=str(unlabelled), epochs=options.epochs)
        found = Familiarity.model_validate(worked(reading, project.new_run(reading)).result)
        again = training.model_copy(update={"model": found.model})
        print_table(rows(found, *(worked(job, project.new_run(job)) for job in (again, training))))


def rest(source: Path, file: Path, texts: int) -> Path:
    """The texts of the training file that `few_texts` has left, without their classes."""
    every = table(source / "train.csv")
    taken = {row["text"] for part in of_each_class(every, (texts, HELD_OUT), 0) for row in part}
    write_table(file, [{"text": row["text"], "category": ""} for row in every if row["text"] not in taken])
    return file


def rows(found: Familiarity, after: Done, before: Done) -> list[Row]:
    """How much more familiar the model has become, and what that is worth in the end."""
    gain = 100 * (after.test_accuracy - before.test_accuracy)
    return [
        Row(
            f"hidden words guessed after {found.own_texts + found.more_texts:,} texts: before",
            f"{found.after.found:.1%}",
            f"{found.before.found:.1%}",
            f"{100 * (found.after.found - found.before.found):+.1f} points",
            "",
        ),
        Row(
            "test accuracy, adapted to the texts first: not",
            f"{after.test_accuracy:.1%}",
            f"{before.test_accuracy:.1%}",
            f"{gain:+.1f} points",
            "",
        ),
    ]


if __name__ == "__main__":
    main()
