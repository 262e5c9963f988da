"""Lists of classes in their order, as they lie beside annotations that only have the numbers of classes."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from ptstudio.data._annotation_files import first_files
from ptstudio.data._encoding import open_text, text_encoding
from ptstudio.data._folders import class_name
from ptstudio.data._json_records import Json

YAML = (".yaml", ".yml")
_SUFFIXES = (*YAML, ".txt", ".names", ".labels")
_LISTS = ("classes.txt", "obj.names", "class_names.txt", "classnames.txt", "names.txt", "labels.txt", "label_list.txt",
          "predefined_classes.txt")  # fmt: skip
_MOST_FILES = 5_000
_MOST_BYTES = 2**20


def is_class_list(path: Path) -> bool:
    """Whether a file of this name should hold a list of classes."""
    name = path.name.casefold()
    return name in _LISTS or name.endswith((".names", ".labels"))


def find_class_lists(root: Path) -> list[Path]:
    """Files below a folder that may list classes, the likeliest first: YAML before lists, outer before inner ones."""
    found = [file for file in first_files(root, _SUFFIXES, _MOST_FILES) if file.suffix in YAML or is_class_list(file)]
    return sorted(found, key=lambda file: (file.suffix not in YAML, len(file.parts)))


def classes_in(path: Path) -> dict[int, str]:
    """The classes by their numbers, from 0; none where a file lists none."""
    if path.suffix.lower() in YAML:
        return _by_number(_mapping(path).get("names"))
    lines = [class_name(line) for line in _lines(path)]
    while lines and not lines[-1]:
        lines.pop()
    return dict(enumerate(lines))


def yaml_facts(path: Path) -> Mapping[str, Json]:
    """What else a YAML file says."""
    return _mapping(path)


def _lines(path: Path) -> Iterator[str]:
    try:
        if path.stat().st_size <= _MOST_BYTES:
            with open_text(path, text_encoding(path)) as file:
                yield from file
    except OSError:
        return


def _mapping(path: Path) -> dict[str, Json]:
    import yaml

    try:
        content = yaml.safe_load("".join(_lines(path)).replace("\t", " "))
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _by_number(names: Json) -> dict[int, str]:
    if isinstance(names, list):
        return {number: class_name(str(name)) for number, name in enumerate(names)}
    if not isinstance(names, dict):
        return {}
    numbered = {str(number): class_name(str(name)) for number, name in names.items()}
    return {int(number): name for number, name in numbered.items() if number.isdecimal()}
