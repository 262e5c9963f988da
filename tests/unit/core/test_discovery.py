"""Plug-ins are found by being there."""

import sys
from abc import ABC, abstractmethod
from pathlib import Path

import pytest

from ptstudio.core.discovery import discover

CONTRACT = """
from abc import ABC, abstractmethod
class Animal(ABC):
    key: str
    @abstractmethod
    def sound(self) -> str: ...
"""
PLUGIN = """
from {package}._animal import Animal
class {name}(Animal):
    key = "{key}"
    def sound(self) -> str:
        return "{sound}"
"""


class Sounding(ABC):
    """What the contract below looks like from here."""

    key: str

    @abstractmethod
    def sound(self) -> str:
        """What it says."""


def package(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, **files: str) -> type[Sounding]:
    (folder / name).mkdir()
    (folder / name / "__init__.py").write_text("")
    (folder / name / "_animal.py").write_text(CONTRACT)
    for file, text in files.items():
        (folder / name / f"{file}.py").write_text(text)
    monkeypatch.syspath_prepend(str(folder))
    __import__(f"{name}._animal")
    contract: type[Sounding] = sys.modules[f"{name}._animal"].Animal
    return contract


def plugin(package_name: str, name: str, key: str, sound: str = "") -> str:
    return PLUGIN.format(package=package_name, name=name, key=key, sound=sound)


def test_every_public_module_gives_its_plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contract = package(
        tmp_path, monkeypatch, "zoo_a", dog=plugin("zoo_a", "Dog", "dog", "wuff"), cat=plugin("zoo_a", "Cat", "cat")
    )
    found = discover("zoo_a", contract)
    assert list(found) == ["cat", "dog"]
    assert found["dog"].sound() == "wuff"


def test_a_module_without_a_plugin_is_a_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contract = package(tmp_path, monkeypatch, "zoo_b", stone="SIZE = 3")
    with pytest.raises(TypeError, match="exactly one"):
        discover("zoo_b", contract)


def test_two_plugins_with_one_key_are_a_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contract = package(
        tmp_path, monkeypatch, "zoo_c", dog=plugin("zoo_c", "Dog", "dog"), hound=plugin("zoo_c", "Hound", "dog")
    )
    with pytest.raises(TypeError, match="share the key"):
        discover("zoo_c", contract)
