"""The recipes by which recorded facts were made, as modules."""

import importlib.util
from pathlib import Path
from types import ModuleType

RECIPES = Path(__file__).parents[2] / "packaging" / "recipes"


def load_recipe(name: str) -> ModuleType:
    """The recipe of that name."""
    spec = importlib.util.spec_from_file_location(name, RECIPES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
