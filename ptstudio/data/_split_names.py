"""How people call the three splits, in names of folders and files and in columns of tables."""

import re

from ptstudio.core.dataset import Split

_NAMES = {
    Split.TRAIN: ("train", "training", "trn", "fit"),
    Split.VALIDATION: ("val", "valid", "validation", "validate", "dev", "development", "eval", "testa"),
    Split.TEST: ("test", "testing", "tst", "holdout", "hold-out", "held-out", "testb"),
}
_SPLITS = {name: split for split, names in _NAMES.items() for name in names}


def named_split(text: str) -> Split | None:
    """The split that a folder or cell names, in any case; `train_set` and `test images` are understood as well."""
    words = text.strip().casefold().replace("_", " ").split()
    if len(words) == 2 and words[1] in ("set", "data", "images", "split"):
        words.pop()
    return _SPLITS.get(words[0]) if len(words) == 1 else None


def split_in_name(name: str) -> Split | None:
    """The split that is the only one named in a file's name, as in `train.csv`, `sst_dev.tsv`, `cooking.test`."""
    found = {_SPLITS[word] for word in re.split(r"[^a-z]+", name.casefold()) if word in _SPLITS}
    return found.pop() if len(found) == 1 else None
