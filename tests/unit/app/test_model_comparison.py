"""Models side by side, and which value is the best."""

from pathlib import Path

from ptstudio.app.model_advice import Advice
from ptstudio.app.model_browsing import Listed, all_listed
from ptstudio.app.model_comparison import ComparedFact, compared
from ptstudio.app.model_fit import Room
from ptstudio.library.library import Library
from tests.helpers.pretrained import model, put_into


def listed(tmp_path: Path, *keys: str) -> list[Listed]:
    put_into(tmp_path, model(key="oak", title="Oak", architecture="unheard-of", size_mb=5.0))
    known = {one.key: one for one in all_listed("image-classification", Library([tmp_path]), Room(16_000))}
    return [known[key] for key in keys]


def fact(facts: tuple[ComparedFact, ...], name: str) -> ComparedFact:
    return next(one for one in facts if one.name == name)


def test_the_best_of_each_row_is_marked(tmp_path: Path) -> None:
    facts = compared(listed(tmp_path, "mobilenet_v2", "resnet50", "vgg16"), {})
    assert fact(facts, "Published accuracy").best == 1
    assert fact(facts, "Weights").best == 0
    assert fact(facts, "Speed").values == ("quick", "medium", "slow")
    assert fact(facts, "Speed").best == 0
    assert fact(facts, "Licence").best is None
    assert {len(one.values) for one in facts} == {3}


def test_a_lower_bound_never_wins(tmp_path: Path) -> None:
    memory = fact(compared(listed(tmp_path, "oak", "mobilenet_v2", "resnet50"), {}), "Memory to train")
    assert memory.values[0].startswith("at least")
    assert memory.best in {1, 2}


def test_where_only_one_value_is_known_none_is_the_best(tmp_path: Path) -> None:
    facts = compared(listed(tmp_path, "oak", "mobilenet_v2"), {})
    assert fact(facts, "Published accuracy").values[0] == "none published"
    assert fact(facts, "Published accuracy").best is None


def test_equal_values_are_not_called_best(tmp_path: Path) -> None:
    facts = compared(listed(tmp_path, "resnet50", "resnet50"), {})
    assert all(one.best is None for one in facts)


def test_the_best_is_strictly_better_as_it_is_read(tmp_path: Path) -> None:
    facts = compared(listed(tmp_path, "mobilenet_v2", "resnet18", "squeezenet1_1"), {})
    assert fact(facts, "Speed").values == ("quick", "quick", "quick")
    assert fact(facts, "Speed").best is None
    one, other = listed(tmp_path / "more", "squeezenet1_0", "squeezenet1_1")
    weights = fact(compared([one, other], {}), "Weights")
    assert weights.values[0] == weights.values[1]
    assert one.model.size_mb != other.model.size_mb
    assert weights.best is None


def test_what_is_recommended_is_said_first(tmp_path: Path) -> None:
    models = listed(tmp_path, "mobilenet_v2", "resnet18")
    facts = compared(models, {"resnet18": Advice("recommended for your data", "Because.")})
    assert (facts[0].name, facts[0].values) == ("For your data", ("", "recommended for your data"))
    assert compared(models, {})[0].name == "On this machine"


def test_papers_are_named_and_limits_only_where_they_differ(tmp_path: Path) -> None:
    resnet, vgg, levit = listed(tmp_path, "resnet50", "vgg16", "facebook-levit-128s")
    facts = compared([resnet, levit], {})
    assert fact(facts, "Paper").values[0].endswith("arxiv.org/abs/1512.03385")
    own = fact(facts, "Limits of its own").values
    assert "texture" in own[0]
    assert own[1] == "It takes pictures of 224 × 224 pixels only."
    assert "Limits of its own" not in {one.name for one in compared([resnet, vgg], {})}
