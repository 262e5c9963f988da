"""`ptstudio models`: lists with filters, facts, packs, verdicts; every result also as JSON."""

import json
import re
from pathlib import Path

import pytest

from ptstudio.cli import following
from ptstudio.cli.models import licence_lines
from ptstudio.core.folders import library_folder
from ptstudio.core.licence import licence_of
from ptstudio.library.library import Library
from tests.helpers import packs
from tests.helpers.pretrained import model, put_into
from tests.helpers.telling import Tell, result


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


def test_a_name_that_cannot_be_is_refused_before_a_worker_starts(
    tell: Tell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(following, "Worker")
    status, out, err = tell("add", tmp_path, "--key", "Bad Key")
    assert (status, out) == (2, "")
    assert "“Bad Key” cannot be the name of a model." in err


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
    for part in ("about 346.3", "arxiv.org/abs/2010.11929", "ImageNet-21k, then ImageNet-1k", "Apache-2.0", "Shankar"):
        assert part in out
    assert "known limits      Most of" in out
    facts = result(tell("show", "google-vit-base-patch16-224", "--json"))
    assert (facts["size_is_estimated"], len(facts["limits"]), facts["ready"]) == (True, 3, False)


def test_long_keys_leave_the_list_in_columns(tell: Tell) -> None:
    lines = [line for line in tell()[1].splitlines() if line.endswith(("% ImageNet-1k", "not known"))]
    fetched = [line for line in lines if "starter" not in line]
    assert len({found.start() for line in fetched if (found := re.search(" [MG]B ", line))}) == 1
    assert any("~62 MB" in line for line in fetched)


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


def test_a_licence_that_asks_for_much_is_accepted_before_a_pack_is_taken_in(tell: Tell, tmp_path: Path) -> None:
    library = Library.standard()
    nc, free = packs.entry(library), packs.entry(library, "oak-net", plus=1)
    (nc.folder / "model.json").write_text(nc.model.model_copy(update={"licence": "CC-BY-NC-4.0"}).to_text())
    made = result(tell("pack", "leaf-net", "oak-net", "--out", tmp_path / "two", "--json"))["file"]
    for entry in (nc, free):
        library.discard(library.remove(entry))
    status, _, err = tell("unpack", made)
    assert (status, "not for commercial use" in err, "--accept-licence" in err) == (2, True, True)
    assert {each["key"] for each in result(tell("--ready", "--json"))} == {"starter"}
    status, out, _ = tell("unpack", made, "oak-net")
    assert (status, "Licence: MIT" in out, "CC-BY-NC" in out) == (0, True, False)
    status, out, _ = tell("unpack", made, "--accept-licence")
    assert (status, "Licence: CC-BY-NC-4.0" in out) == (0, True)
    library.discard(library.remove(library.get("leaf-net")))
    assert tell("unpack", made, "leaf-net")[0] == 0, "accepted once and for all"


def test_what_may_not_be_sold_is_left_out_and_what_nobody_knows_stands_apart(tell: Tell) -> None:
    put_into(library_folder(), model(licence="CC-BY-NC-4.0"), model(key="strange", licence="unknown"))
    status, out, _ = tell("--ready", "--commercial")
    before, title, after = out.partition("Licence not known; ask the publisher")
    assert (status, bool(title)) == (0, True)
    assert ("starter" in before, "strange" in before, "strange" in after, "leaf-net" in out) == (
        True,
        False,
        True,
        False,
    )
    assert {each["key"] for each in result(tell("--ready", "--commercial", "--json"))} == {"starter"}


@pytest.mark.parametrize(
    ("stated", "is_new", "lines"),
    [
        ("", True, ["  Licence: not stated: ask the publisher before you pass on what you build with it.",
                    "  If you know it, add the weights with --licence SPDX, such as --licence MIT."]),
        ("unknown", True, ["  Licence: not stated: ask the publisher before you pass on what you build with it."]),
        ("MIT", False, ["  Licence: not stated: ask the publisher before you pass on what you build with it.",
                        "  What you stated is not kept: remove the model and add it anew for that."]),
    ],
)  # fmt: skip
def test_of_an_added_model_the_licence_is_told(stated: str, is_new: bool, lines: list[str]) -> None:
    assert licence_lines(licence_of("unknown"), stated, is_new=is_new) == lines


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
    assert [each["is_intact"] for each in result(tell("verify", "--json"))] == [True, True, True]
    damaged.weights.write_bytes(b"x")
    status, out, _ = tell("verify", "--json")
    assert status == 1
    assert {each["key"]: each["is_intact"] for each in json.loads(out)} == {
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
