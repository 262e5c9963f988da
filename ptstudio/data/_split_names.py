"""How people call the three splits, in folder names and in columns of tables."""

from ptstudio.core.dataset import Split

_NAMES = {
    Split.TRAIN: ("train", "training", "trn", "fit"),
    Split.VALIDATION: ("val", "valid", "validation", "validate", "dev", "development", "eval"),
    Split.TEST: ("test", "testing", "tst", "holdout", "hold-out", "held-out"),
}
_SPLITS = {name: split for split, names in _NAMES.items() for name in names}


def named_split(text: str) -> Split | None:
    """The split that a folder or cell names, in any case; `train_set` and `test images` are understood as well."""
    words = text.strip().casefold().replace("_", " ").split()
    if len(words) == 2 and words[1] in ("set", "data", "images", "split"):
        words.pop()
    return _SPLITS.get(words[0]) if len(words) == 1 else None
