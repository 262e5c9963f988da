"""Finding plug-ins: each public module of a plug-in package holds exactly one class that fulfils the contract."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from types import ModuleType
from typing import Protocol, TypeVar, cast


class Plugin(Protocol):
    """What all plug-ins have: a key that is unique among its kind."""

    @property
    def key(self) -> str:
        """The plug-in's name in files and on the command line."""


P = TypeVar("P", bound=Plugin)


def discover(package: str, contract: Callable[..., P]) -> dict[str, P]:
    """Import every public module of `package` and make the one concrete subclass of the class `contract`, by key.

    Raises TypeError where a module holds none or several, or where two share a key: a programming error.
    """
    found: dict[str, P] = {}
    folders = importlib.import_module(package).__path__
    for name in sorted(module.name for module in pkgutil.iter_modules(folders)):
        if name.startswith("_"):
            continue
        plugin = _only_plugin(importlib.import_module(f"{package}.{name}"), cast("type[P]", contract))
        if plugin.key in found:
            raise TypeError(f"Two plug-ins of {package} share the key {plugin.key!r}")
        found[plugin.key] = plugin
    return found


def _only_plugin(module: ModuleType, contract: type[P]) -> P:
    classes = [
        value
        for value in vars(module).values()
        if inspect.isclass(value)
        and issubclass(value, contract)
        and value.__module__ == module.__name__
        and not value.__name__.startswith("_")
    ]
    if len(classes) != 1:
        raise TypeError(f"{module.__name__} must hold exactly one {contract.__name__}, not {len(classes)}")
    return classes[0]()
