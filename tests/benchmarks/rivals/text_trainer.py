"""Hugging Face's `Trainer` on texts, as its course on text classification has it: padded batch by batch.

    python -m tests.benchmarks.rivals.text_trainer COURSE EPOCHS

COURSE is a file in JSON: `model` (a folder), `classes` (their number), `train` and `test` (texts with their classes).
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.benchmarks.rivals.course import BEGAN


def main(file: Path, epochs: int) -> None:
    """Train, and say in JSON: test accuracy, seconds since the process was started, and those that imports took."""
    began = float(os.environ[BEGAN])
    from datasets import Dataset
    from transformers import (
        AutoModelForSequenceClassification,
        AutoTokenizer,
        DataCollatorWithPadding,
        Trainer,
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

    train, test = ready("train"), ready("test")
    with tempfile.TemporaryDirectory() as folder:
        arguments = TrainingArguments(folder, num_train_epochs=epochs, report_to="none", disable_tqdm=True)
        trainer = Trainer(network, arguments, train_dataset=train, data_collator=DataCollatorWithPadding(tokenizer))
        started = time.perf_counter()
        trainer.train()
        trained_s = time.perf_counter() - started
        said = trainer.predict(test)
    logits: Any = said.predictions
    accuracy = float((logits.argmax(-1) == said.label_ids).mean())
    tokens = sum(len(ids) for ids in train["input_ids"]) * epochs
    print(
        json.dumps(
            {
                "accuracy": accuracy,
                "seconds": time.time() - began,
                "imports_s": imports_s,
                "tokens_per_s": tokens / trained_s,
                "tokens": tokens,
            }
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
