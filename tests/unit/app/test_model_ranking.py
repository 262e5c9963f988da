"""A ranking in words, rows and figures; which of several rankings counts."""

from pathlib import Path

from ptstudio.app import model_ranking
from ptstudio.app.model_ranking import Ranked, Standing
from ptstudio.core.events import RunFinished, RunStarted
from ptstudio.core.jobs import RankJob
from ptstudio.core.ranking import LeftOutModel, Ranking
from ptstudio.core.run import Run
from tests.helpers.rankings import TASK, ranked, ranking

THREE = ranking(ranked("oak", 0.9, 9), ranked("elm", 0.88, 3), ranked("ash", 0.5, 1))


def run_of(found: Ranking | None, at: float, dataset: str = "rubbish/0002") -> Run:
    run = Run(Path(f"run-{at:.0f}"), RankJob(task=TASK, dataset=dataset))
    run.apply(RunStarted(pid=1, at=at))
    if found is not None:
        run.apply(RunFinished(result=found.model_dump(mode="json"), at=at + 1))
    return run


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_newest_finished_ranking_of_the_revision_counts() -> None:
    other = ranking(ranked("elm", 0.7, 3))
    runs = [run_of(THREE, 10), run_of(other, 20), run_of(THREE, 30, "rubbish/0001"), run_of(None, 40)]
    found = model_ranking.latest(runs, "rubbish/0002")
    assert found == Ranked(runs[1], other)
    assert model_ranking.latest(runs, "rubbish/0003") is None


def test_what_another_version_has_written_is_passed_over() -> None:
    strange = run_of(THREE.model_copy(update={"metric": "wonder"}), 20)
    damaged = run_of(None, 30)
    damaged.apply(RunFinished(result={"models": "none"}))
    assert model_ranking.latest([run_of(THREE, 10), strange, damaged], "rubbish/0002") is not None
    assert model_ranking.latest([strange, damaged], "rubbish/0002") is None


def test_each_model_says_how_it_came_out() -> None:
    assert [model_ranking.standing(THREE, model) for model in THREE.models] == [
        Standing.TIED, Standing.RECOMMENDED, Standing.BEHIND]  # fmt: skip
    rows = {row.key: [plain(cell.text) for cell in row.cells] for row in model_ranking.rows(THREE, "quick")}
    assert rows["elm"] == ["Elm", "recommended", "88.0 % (83.0–93.0)", "± 2.0 %", "3.0 ms", "12 MB", "3 s"]
    assert [row[1] for row in rows.values()] == ["best figure, but slower", "recommended", "behind the best"]
    assert model_ranking.headers(THREE, "quick")[-1] == "Training (Quick)"


def test_a_cost_is_a_picture_or_a_training() -> None:
    assert [title for _, title in model_ranking.costs(THREE)][:2] == ["Time for a picture", "Training: Quick"]
    oak = THREE.models[0]
    assert plain(model_ranking.spoken(THREE, oak, "sample")).endswith("9.0 ms, best figure, but slower")
    assert "4 min" in model_ranking.spoken(THREE, oak, "balanced")


def test_it_says_how_it_was_found_out_and_what_was_not_tried() -> None:
    found = Ranked(run_of(THREE, 10), THREE.model_copy(update={"training_samples": 5210, "samples": 1000}))
    said = model_ranking.about(found, {"oak", "elm", "ash"})
    assert said.startswith("Found out with 1,000 of your 5,210 training pictures in 16 s, on ")
    assert said.endswith("other pictures of the same kind.")
    assert model_ranking.about(found, {"oak", "yew"}).endswith("1 model on this machine was not tried.")
    left_out = (LeftOutModel(key="yew", title="Yew", reason="It is damaged.", hint="Add it again."),)
    tried = Ranked(found.run, THREE.model_copy(update={"left_out": left_out}))
    assert "not tried" not in model_ranking.about(tried, {"oak", "yew"})


def test_the_legend_names_only_the_shapes_that_are_there() -> None:
    alone = ranking(ranked("oak", 0.9, 9))
    assert [shape for shape, _ in model_ranking.legend(alone)] == ["diamond"]
    assert [shape for shape, _ in model_ranking.legend(THREE)] == ["diamond", "disc", "ring"]


def test_the_figures_are_written_unrounded() -> None:
    head, first, *_ = model_ranking.table_text(THREE).splitlines()
    assert dict(zip(head.split(","), first.split(","), strict=True)) == {
        "model": "oak", "title": "Oak", "accuracy": "0.9", "accuracy_low": "0.85",
        "accuracy_high": "0.9500000000000001",
        "accuracy_over_folds": "0.9", "accuracy_spread_over_folds": "0.02", "seconds_per_sample": "0.009",
        "memory_mb": "12.5", "parameters": "1000000", "training_s_balanced": "270.0", "training_s_quick": "9.0",
        "training_s_thorough": "540.0",
    }  # fmt: skip
