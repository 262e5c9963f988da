"""What pictures are called where only names tell them apart, as in files of what was found in them."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path


def picture_names(files: Sequence[Path]) -> dict[Path, str]:
    """What each picture is called: its file's name, with as many of its folders before it as tell it from others. None
    leads out of a folder, wherever the files lie.
    """
    whole = {file: file.absolute().resolve() for file in files}
    names = {file: file.name for file in files}
    for parts in range(2, max((len(file.parts) for file in whole.values()), default=0) + 1):
        counts = Counter(names.values())
        if max(counts.values()) == 1:
            break
        several = [file for file, name in names.items() if counts[name] > 1]
        names |= {file: Path(*whole[file].parts[-parts:]).as_posix().lstrip("/") for file in several}
    return names
