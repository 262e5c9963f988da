"""The library: entries are added once, found by their facts alone, and checked against their hash."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from safetensors import SafetensorError

from ptstudio.core.errors import DiskFull, ModelError
from ptstudio.core.folders import SHARED_LIBRARY_VARIABLE, resources
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.library.entry import FACTS, WEIGHTS
from ptstudio.library.library import Library
from tests.helpers.pretrained import tiny_model
from tests.helpers.weights import some_tensors


def facts(key: str = "net") -> PretrainedModel:
    return tiny_model(key, "A net")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library([tmp_path / "own", tmp_path / "built-in"])


def test_what_was_added_is_found_and_intact(library: Library) -> None:
    entry = library.add(facts(), some_tensors())
    assert library.find("net") == entry
    assert (entry.is_built_in, entry.weights.name) == (False, WEIGHTS)
    assert len(entry.model.sha256) == 64
    library.verify(entry)
    tensors = library.tensors(entry)
    assert all(tensors[name].equal(tensor) for name, tensor in some_tensors().items())
    assert sorted(path.name for path in entry.folder.parent.iterdir()) == ["net"]


def test_the_same_weights_twice_are_one_entry_and_others_never_replace_it(library: Library) -> None:
    entry = library.add(facts(), some_tensors())
    assert library.add(facts(), some_tensors()) == entry
    others = {name: tensor + 1 for name, tensor in some_tensors().items()}
    with pytest.raises(ModelError, match="already holds other weights"):
        library.add(facts(), others)
    library.verify(entry)
    assert [found.model.key for found in library.models()] == ["net"]


def test_tied_tensors_are_kept_apart(library: Library) -> None:
    tensor = some_tensors()["layer.weight"]
    entry = library.add(facts(), {"a": tensor, "b": tensor.T})
    assert library.tensors(entry)["b"].equal(tensor.T)


def test_changed_or_missing_weights_are_noticed(library: Library) -> None:
    entry = library.add(facts(), some_tensors())
    entry.weights.write_bytes(entry.weights.read_bytes()[:-4] + b"\1\2\3\4")
    with pytest.raises(ModelError, match="are not those"):
        library.verify(entry)
    entry.weights.unlink()
    with pytest.raises(ModelError, match="cannot be read") as refusal:
        library.tensors(entry)
    assert "add the model again" in refusal.value.hint


def test_the_list_reads_facts_only_and_passes_over_damaged_ones(library: Library, tmp_path: Path) -> None:
    for key, text in [("good", facts("good").to_text()), ("bad", "{"), ("newer", '{"version": 99}')]:
        (tmp_path / "built-in" / key).mkdir(parents=True)
        (tmp_path / "built-in" / key / FACTS).write_text(text)
    (found,) = library.models()
    assert (found.model.key, found.is_built_in) == ("good", True)
    assert library.find("bad") is None


def test_facts_are_read_again_where_they_have_changed(library: Library) -> None:
    entry = library.add(facts(), some_tensors())
    (before,), (same,) = library.models(), library.models()
    assert before.model is same.model, "what has not changed is not read again"
    (entry.folder / FACTS).write_text(entry.model.model_copy(update={"title": "B net"}).to_text())
    assert library.get("net").model.title == "B net"


def test_an_empty_library_is_no_error(library: Library) -> None:
    assert library.models() == []


def test_a_folder_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Exception, match="adding the model to the library"):
        Library([tmp_path / "file" / "library"]).add(facts(), some_tensors())


def test_the_starter_that_ships_is_intact() -> None:
    entry = Library.standard().find("starter")
    assert entry is not None
    assert entry.is_built_in
    assert entry.folder == resources() / "library" / "starter"
    Library.standard().verify(entry)


def test_what_was_removed_can_be_brought_back_until_it_is_discarded(library: Library) -> None:
    entry = library.add(facts(), some_tensors())
    removed = library.remove(entry)
    assert library.models() == []
    assert library.restore(removed) == entry
    library.verify(entry)
    removed = library.remove(entry)
    library.discard(removed)
    assert not removed.exists()
    assert list(removed.parents[1].iterdir()) == []


def test_a_removed_model_does_not_push_out_the_one_that_took_its_name(library: Library) -> None:
    removed = library.remove(library.add(facts(), some_tensors()))
    library.add(facts(), {name: tensor + 1 for name, tensor in some_tensors().items()})
    with pytest.raises(ModelError, match="already holds other weights"):
        library.restore(removed)
    assert removed.is_dir()


def test_where_the_same_has_come_again_what_was_removed_need_not_be_brought_back(library: Library) -> None:
    removed = library.remove(library.add(facts(), some_tensors()))
    again = library.add(facts(), some_tensors())
    assert library.restore(removed) == again
    library.verify(again)
    assert not removed.exists()


def test_a_built_in_model_cannot_be_removed() -> None:
    starter = Library([resources() / "nowhere", resources() / "library"]).find("starter")
    assert starter is not None
    with pytest.raises(ModelError, match="stays"):
        Library.standard().remove(starter)
    assert starter.weights.is_file()


def test_a_shared_library_lies_between_the_own_and_the_built_in_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SHARED_LIBRARY_VARIABLE, str(tmp_path / "shared"))
    Library([tmp_path / "shared"]).add(facts(), some_tensors())
    library = Library.standard()
    shared = library.get("net")
    assert (shared.is_shared, shared.is_built_in) == (True, False)
    assert library.get("starter").is_built_in
    with pytest.raises(ModelError, match="shared by all users"):
        library.remove(shared)
    assert library.add(facts(), some_tensors()) == shared
    other = {name: tensor + 1 for name, tensor in some_tensors().items()}
    assert not library.add(facts("mine"), other).is_shared
    assert not (tmp_path / "shared" / "mine").exists()


def test_damage_in_the_shared_library_is_a_matter_for_who_looks_after_it(tmp_path: Path) -> None:
    Library([tmp_path / "shared"]).add(facts(), some_tensors()).weights.write_bytes(b"x")
    library = Library([tmp_path / "own", tmp_path / "shared", tmp_path / "built-in"])
    with pytest.raises(ModelError) as caught:
        library.verify(library.get("net"))
    assert "looks after this machine" in caught.value.hint


def test_damaged_weights_are_replaced_by_their_own_and_what_lay_beside_stays(library: Library) -> None:
    entry = library.add(facts(), some_tensors())
    (entry.folder / "MODEL_CARD.md").write_text("# Mine")
    entry.weights.write_bytes(entry.weights.read_bytes()[:-4])
    said: list[str] = []
    assert library.add(facts(), some_tensors(), warn=lambda message, _: said.append(message)) == entry
    library.verify(entry)
    assert said == ["“net” was damaged in the library."]
    assert (entry.folder / "MODEL_CARD.md").read_text() == "# Mine"
    assert library.removed() == []
    entry.weights.write_bytes(b"x")
    with pytest.raises(ModelError, match="other weights"):
        library.add(facts(), {name: tensor + 1 for name, tensor in some_tensors().items()})


def test_a_folder_whose_facts_cannot_be_read_gives_way_into_the_trash(library: Library) -> None:
    entry = library.add(facts(), some_tensors())
    (entry.folder / FACTS).write_text("{")
    others = {name: tensor + 1 for name, tensor in some_tensors().items()}
    library.verify(library.add(facts(), others))
    (kept,) = library.removed()
    assert (kept / FACTS).read_text() == "{"


def test_a_damaged_shared_model_can_be_had_in_the_own_library(tmp_path: Path) -> None:
    Library([tmp_path / "shared"]).add(facts(), some_tensors()).weights.unlink()
    library = Library([tmp_path / "own", tmp_path / "shared", tmp_path / "built-in"])
    said: list[str] = []
    entry = library.add(facts(), some_tensors(), warn=lambda message, hint: said.append(message + hint))
    assert (entry.folder, library.get("net")) == (tmp_path / "own" / "net", entry)
    assert str(tmp_path / "shared" / "net") in said[0]
    assert "Your own library" in said[0]


def test_a_full_disk_is_said_before_and_while_writing(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise SafetensorError("Error while serializing: I/O error: No space left on device (os error 28)")

    monkeypatch.setattr("safetensors.torch.save_file", fail)
    with pytest.raises(DiskFull, match="adding the model to the library"):
        library.add(facts(), some_tensors())
    assert list(library.own.iterdir()) == []
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10))
    with pytest.raises(DiskFull, match="The model takes"):
        library.add(facts(), some_tensors())


def test_usage_counts_what_lies_there_and_in_the_trash(library: Library) -> None:
    small = library.add(facts("small"), some_tensors())
    large = library.add(facts("large"), some_tensors())
    (large.folder / "card.md").write_bytes(b"x" * 5000)
    gone = library.add(facts("gone"), some_tensors())
    library.remove(gone)
    usage = library.usage()
    assert [entry.model.key for entry, _ in usage.entries] == ["large", "small"]
    sizes = [size for _, size in usage.entries]
    assert sizes[0] - sizes[1] == 5000
    assert abs(usage.trash - sizes[1]) <= 2  # the same but for the length of its name
    assert usage.own == usage.trash + sum(sizes)
    assert small.weights.stat().st_size < sizes[1]


def test_a_model_that_is_not_here_is_refused_with_those_that_are(library: Library) -> None:
    library.add(facts(), some_tensors())
    with pytest.raises(ModelError, match="“elm” are not on this machine") as caught:
        library.get("elm")
    assert "net" in caught.value.hint
