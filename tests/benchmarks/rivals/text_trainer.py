"""Hugging Face's `Trainer` on texts, as its course on text classification has it: padded batch by batch.

    python -m tests.benchmarks.rivals.text_trainer COURSE EPOCHS [BATCH_SIZE]

COURSE is a file in JSON: `model` (a folder), `classes` (their number), `train` and `test` (texts with their classes; no
test texts: nothing is tested). Batches of 8 are its default.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.benchmarks.rivals.course import BEGAN

BATCH_SIZE = 8


def main(file: Path, epochs: int, batch_size: int) -> None:
    """Train, and say in JSON: test accuracy, seconds since the process was started, those that imports took, and the
    tokens a second, padding not counted, of each epoch.
    """
    began = float(os.environ[BEGAN])
    from datasets import Dataset
    from transformers import (
        AutoModelForSequenceClassification,
        AutoTokenizer,
        DataCollatorWithPadding,
        Trainer,
        TrainerCallback,
        TrainingArguments,
    )

    imports_s = time.time() - began
    course: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    tokenizer = AutoTokenizer.from_pretrained(course["model"])
    network = AutoModelForSequenceClassification.from_pretrained(course["model"], num_labels=course["classes"])

    def ready(split: str) -> Any:
        texts, labels = zip(*course[split], strict=True)
        made = Dataset.from_dict({"text": list(texts), "labels": list(labels)})
        return made.map(lambda rows: tokenizer(rows["text"], truncation=True), batched=True, remove_columns=["text"])

    train = ready("train")
    marks: list[float] = []

    class Watch(TrainerCallback):
        """Notes when epochs begin and end."""

        def on_epoch_begin(self, *_: Any, **__: Any) -> None:
            """Start the clock."""
            marks.append(time.perf_counter())

        def on_epoch_end(self, *_: Any, **__: Any) -> None:
            """Stop it."""
            marks.append(time.perf_counter())

    with tempfile.TemporaryDirectory() as folder:
        arguments = TrainingArguments(
            folder,
            num_train_epochs=epochs,
            per_device_train_batch_size=batch_size,
            report_to="none",
            disable_tqdm=True,
        )
        trainer = Trainer(
            network,
            arguments,
            train_dataset=train,
            data_collator=DataCollatorWithPadding(tokenizer),
            callbacks=[Watch()],
        )
        trainer.train()
        accuracy = _accuracy(trainer.predict(ready("test"))) if course["test"] else None
    tokens = sum(map(len, train["input_ids"]))
    print(
        json.dumps(
            {
                "accuracy": accuracy,
                "seconds": time.time() - began,
                "imports_s": imports_s,
                "tokens": tokens,
                "tokens_per_s": [tokens / (end - start) for start, end in zip(marks[::2], marks[1::2], strict=True)],
            }
        )
    )


def _accuracy(said: Any) -> float:
    return float((said.predictions.argmax(-1) == said.label_ids).mean())


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else BATCH_SIZE)
