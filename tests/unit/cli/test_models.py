"""`ptstudio models`: lists with filters, facts, packs, verdicts; every result also as JSON."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ptstudio.cli.program import run
from ptstudio.core.folders import library_folder
from ptstudio.library.library import Library
from tests.helpers import packs
from tests.helpers.inline_worker import work_inline
from tests.helpers.pretrained import model, put_into

Tell = Callable[..., tuple[int, str, str]]


@pytest.fixture
def tell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Tell:
    """`ptstudio models …` in this process: its status, standard output and standard error."""
    work_inline(monkeypatch)

    def tell(*arguments: str | Path) -> tuple[int, str, str]:
        capsys.readouterr()
        status = run(["models", *map(str, arguments)])
        return status, *capsys.readouterr()

    return tell


def result(told: tuple[int, str, str]) -> Any:
    assert told[0] == 0, told[2]
    return json.loads(told[1])


def test_the_list_can_be_filtered(tell: Tell) -> None:
    put_into(library_folder(), model(licence="CC-BY-NC-4.0"), model(key="strange", family="of-another-task"))
    everything = {each["key"] for each in result(tell("--json"))}
    assert {"leaf-net", "strange", "starter", "resnet18"} <= everything
    ready = result(tell("--ready", "--json"))
    assert {each["key"] for each in ready} == {"leaf-net", "strange", "starter"}
    assert all(each["ready"] for each in ready)
    fitting = {each["key"] for each in result(tell("--task", "image-classification", "--json"))}
    assert {"leaf-net", "starter", "resnet18"} <= fitting
    assert "strange" not in fitting
    assert {each["key"] for each in result(tell("--ready", "--commercial", "--json"))} == {"strange", "starter"}
    status, out, _ = tell("--ready")
    assert (status, "can be added" in out) == (0, False)
    assert tell("--task", "mind-reading")[0] == 2


def test_a_model_is_shown_with_its_licence_in_plain_words_and_its_card(tell: Tell) -> None:
    entry = packs.entry(Library.standard())
    status, out, _ = tell("show", "leaf-net")
    assert status == 0
    for part in ("Leaf net (leaf-net)", entry.model.sha256, "name the authors", "licenses/MIT.html", "# Leaf net"):
        assert part in out
    facts = result(tell("show", "leaf-net", "--json"))
    assert (facts["ready"], facts["obligations"], facts["card"]) == (True, ["attribution"], "# Leaf net\n")
    status, out, _ = tell("show", "resnet18")
    assert (status, "not on this machine" in out) == (0, True)
    assert tell("show", "no-such-net")[0] == 2


def test_a_model_that_is_not_here_is_shown_with_its_paper_and_its_limits(tell: Tell) -> None:
    out = tell("show", "google-vit-base-patch16-224")[1]
    for part in ("about 330.2", "arxiv.org/abs/2010.11929", "ImageNet-21k, then ImageNet-1k", "Apache-2.0", "Shankar"):
        assert part in out
    assert "known limits      Most of" in out
    facts = result(tell("show", "google-vit-base-patch16-224", "--json"))
    assert (facts["size_is_estimated"], len(facts["limits"]), facts["ready"]) == (True, 3, False)


def test_long_keys_leave_the_list_in_columns(tell: Tell) -> None:
    lines = [line for line in tell()[1].splitlines() if line.endswith(("% ImageNet-1k", "not known"))]
    fetched = [line for line in lines if "starter" not in line]
    assert len({line.index(" MB ") for line in fetched}) == 1
    assert any("~60 MB" in line for line in fetched)


def test_a_pack_is_made_looked_into_and_unpacked(tell: Tell, tmp_path: Path) -> None:
    packs.entry(Library.standard())
    made = result(tell("pack", "leaf-net", "starter", "--out", tmp_path / "two", "--json"))
    assert made["file"] == str(tmp_path / "two.ptpack")
    status, out, _ = tell("unpack", made["file"], "--list")
    assert status == 0
    for part in ("leaf-net", "starter", "MIT: free to use", "Apache-2.0", "sha256"):
        assert part in out
    assert result(tell("unpack", made["file"], "--list", "--json")) == made["manifest"]
    status, out, _ = tell("unpack", made["file"], "--name", "leaf-net=leaf-2")
    assert (status, "Added: leaf-2" in out, "there already: starter" in out) == (0, True, True)
    assert Library.standard().get("leaf-2")
    alone = result(tell("unpack", made["file"], "starter", "--json"))
    assert (alone["added"], alone["there"]) == ([], ["starter"])
    status, _, err = tell("unpack", made["file"], "oak-net")
    assert (status, "There is no “oak-net” in the pack." in err) == (2, True)


@pytest.mark.parametrize("pair", ["leaf-2", "=leaf", "leaf="])
def test_a_name_that_is_no_pair_is_refused(tell: Tell, tmp_path: Path, pair: str) -> None:
    (tmp_path / "a.ptpack").touch()
    status, _, err = tell("unpack", tmp_path / "a.ptpack", "--name", pair)
    assert (status, "is no pair of names" in err) == (2, True)


def test_a_pack_that_is_damaged_or_not_there_ends_with_two(tell: Tell, tmp_path: Path) -> None:
    (tmp_path / "a.ptpack").write_bytes(b"PK\x03\x04 no more")
    for arguments in ((tmp_path / "a.ptpack",), (tmp_path / "a.ptpack", "--list"), (tmp_path / "gone.ptpack",)):
        status, out, err = tell("unpack", *arguments)
        assert (status, out) == (2, "")
        assert "Hint:" in err


def test_verify_judges_each_model_and_ends_with_one_where_one_is_wrong(tell: Tell) -> None:
    library = Library.standard()
    damaged = packs.entry(library)
    packs.entry(library, "oak-net", plus=1)
    assert [each["intact"] for each in result(tell("verify", "--json"))] == [True, True, True]
    damaged.weights.write_bytes(b"x")
    status, out, _ = tell("verify", "--json")
    assert status == 1
    assert {each["key"]: each["intact"] for each in json.loads(out)} == {
        "leaf-net": False,
        "oak-net": True,
        "starter": True,
    }
    status, out, _ = tell("verify")
    assert (status, "leaf-net: NOT INTACT" in out, "oak-net: intact" in out) == (1, True, True)
    assert tell("verify", "oak-net")[0] == 0
    assert tell("verify", "elm")[0] == 2


def test_usage_and_move(tell: Tell, tmp_path: Path) -> None:
    packs.entry(Library.standard())
    usage = result(tell("usage", "--json"))
    assert {each["key"]: each["whose"] for each in usage["models"]} == {"starter": "built in", "leaf-net": "your own"}
    assert result(tell("move", tmp_path / "drive", "--json")) == {"folder": str(tmp_path / "drive")}
    status, out, _ = tell("usage")
    assert (status, str(tmp_path / "drive") in out) == (0, True)
    assert tell("move", tmp_path)[0] == 2
