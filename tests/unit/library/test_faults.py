"""What of the library cannot be found or read is said, with the way out."""

from pathlib import Path

import pytest

from ptstudio.core.errors import ModelError
from ptstudio.core.folders import SHARED_LIBRARY_VARIABLE, remember_library
from ptstudio.library.entry import FACTS
from ptstudio.library.faults import faults, raise_if_absent
from ptstudio.library.library import Library
from tests.helpers import packs


def test_a_sound_library_has_none() -> None:
    packs.entry(Library.standard())
    assert faults(Library.standard()) == []
    raise_if_absent(Library.standard())


def test_a_model_whose_facts_are_damaged_or_gone_is_named() -> None:
    library = Library.standard()
    (packs.entry(library).folder / FACTS).write_text("{")
    (packs.entry(library, "oak-net", plus=1).folder / FACTS).unlink()
    (library.own / "not-a-model").mkdir()
    (library.own / ".adding-x").mkdir()
    leaf, oak = faults(library)
    assert [leaf.folder.name, oak.folder.name] == ["leaf-net", "oak-net"]
    assert (leaf.is_own, leaf.is_absent) == (True, False)
    assert "models remove leaf-net" in leaf.error.hint.replace("\n", " ")
    raise_if_absent(library)


def test_one_of_the_shared_library_is_a_matter_for_who_looks_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SHARED_LIBRARY_VARIABLE, str(tmp_path))
    (packs.entry(Library([tmp_path])).folder / FACTS).write_text("{")
    (fault,) = faults(Library.standard())
    assert not fault.is_own
    assert "looks after this machine" in fault.error.hint


def test_a_library_on_a_drive_that_is_gone_is_said(tmp_path: Path) -> None:
    remember_library(tmp_path / "drive")
    (fault,) = faults(Library.standard())
    assert (fault.is_absent, fault.folder) == (True, tmp_path / "drive")
    with pytest.raises(ModelError, match="not there now"):
        raise_if_absent(Library.standard())


def test_a_shared_library_that_was_named_and_is_no_folder_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SHARED_LIBRARY_VARIABLE, str(tmp_path / "nope"))
    with pytest.raises(ModelError, match="no such folder") as caught:
        raise_if_absent(Library.standard())
    assert SHARED_LIBRARY_VARIABLE in caught.value.hint
