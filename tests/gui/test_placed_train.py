"""Watching a network learn to find things in pictures: what it finds by now is drawn."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from ptstudio.app.pages._train_watch import TrainWatch
from ptstudio.app.pages.train import TrainPage
from ptstudio.app.run_curves import overlaid_losses
from ptstudio.app.session import Session
from ptstudio.app.widgets.watch_cell import PLACED_SIDE, SIDE, Answer
from ptstudio.app.widgets.watch_grid import WatchGrid
from ptstudio.core.class_colours import ClassColours
from ptstudio.core.events import EpochEnded, Watched
from ptstudio.core.prediction import Boxes, Prediction
from ptstudio.core.project import Project
from ptstudio.core.run import Run
from tests.helpers.placed_projects import CLASSES, SIZE, box_project, cells, found_boxes, found_mask, mask_project


def epoch(number: int, said: Callable[[int], Prediction]) -> EpochEnded:
    """One in which two pictures are watched."""
    watched = tuple(
        Watched(
            sample=f"cell-{place}",
            truth=Boxes(width=SIZE[0], height=SIZE[1], boxes=cells(place).boxes).said,
            prediction=said(place),
        )
        for place in (2, 6)
    )
    return EpochEnded(
        epoch=number,
        epochs=2,
        phase="head",
        train_loss=1.0,
        validation_loss=1.0,
        metrics={},
        learning_rate=0.1,
        seconds=1.0,
        samples_per_s=1.0,
        is_best=True,
        watched=watched,
    )


def nothing(_: int) -> Boxes:
    return Boxes(width=SIZE[0], height=SIZE[1], boxes=())


@pytest.mark.parametrize(("make", "said"), [(box_project, found_boxes), (mask_project, found_mask)])
def test_what_is_found_by_now_is_drawn(
    qtbot: QtBot, tmp_path: Path, make: Callable[[Path], Project], said: Callable[[int], Prediction]
) -> None:
    project = make(tmp_path / "project")
    watch = TrainWatch()
    qtbot.addWidget(watch)
    watch.resize(900, 300)
    watch.show_epochs([epoch(1, nothing)], project, "cells/0001")
    first = watch.grid.cells[0]
    qtbot.waitUntil(lambda: not first.picture.isNull(), timeout=10_000)
    before = first.grab().toImage()
    watch.show_epochs([epoch(1, nothing), epoch(2, said)], project, "cells/0001")
    qtbot.waitUntil(lambda: first.grab().toImage().copy(0, 0, 100, 100) != before.copy(0, 0, 100, 100), timeout=10_000)
    assert first.side == PLACED_SIDE
    assert first.verdict == "", "counts that differ by one are not simply wrong"
    assert first.accessibleName().startswith(said(2).said)
    assert watch.summary.text() == "What it finds after epoch 2 in 2 samples that it never learns from."
    watch.slider.setValue(1)
    assert first.answer.startswith("—")
    watch.let_go()


def test_boxes_of_a_small_picture_have_the_colours_of_their_classes(qtbot: QtBot, tmp_path: Path) -> None:
    project = box_project(tmp_path / "project")
    watch = TrainWatch()
    qtbot.addWidget(watch)
    watch.resize(900, 300)
    watch.show_epochs([epoch(1, found_boxes)], project, "cells/0001")
    cell = watch.grid.cells[1]
    qtbot.waitUntil(lambda: not cell.picture.isNull(), timeout=10_000)
    cell.resize(300, PLACED_SIDE)
    drawn = cell.grab().toImage()
    wanted = QColor(*ClassColours(CLASSES).of("RBC"))
    seen = {drawn.pixelColor(x, y).name() for x in range(PLACED_SIDE) for y in range(PLACED_SIDE)}
    assert wanted.name() in seen
    watch.let_go()


def test_other_samples_take_no_more_room_than_before(qtbot: QtBot) -> None:
    grid = WatchGrid()
    qtbot.addWidget(grid)
    grid.show_answers([Answer("a", "1 cat", "1 dog", 0.5, is_drawn=True)])
    grid.cells[0].enlarge()
    grid.show_answers([Answer("b", "cat", "dog", 0.5)])
    assert grid.cells[0].side == SIDE
    assert grid.cells[0].verdict == "Wrong"


@pytest.mark.parametrize(
    ("make", "metric"), [(box_project, "Average precision (mAP)"), (mask_project, "Mean overlap (mIoU)")]
)
def test_the_same_network_from_scratch_lies_beside_it(
    session: Session, qtbot: QtBot, tmp_path: Path, make: Callable[[Path], Project], metric: str
) -> None:
    session.open_project(make(tmp_path / "project").folder)
    session.show_run(session.trainings()[-1])
    page = TrainPage(session)
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    charts = page.progress.charts
    assert charts.quality.title.text() == metric
    assert charts.quality.shown_names == (metric, f"{metric}, from scratch")
    better, worse = (one.y[-1] for one in charts.quality._series)
    assert better > worse
    page.close()


def test_runs_from_scratch_are_called_so_over_each_other(tmp_path: Path) -> None:
    project = box_project(tmp_path / "project")
    runs = [Run.open(folder) for folder in project.runs()]
    names = {run.folder.name: run.folder.name for run in runs}
    scratch, pretrained = sorted(overlaid_losses(runs, names), key=lambda one: -float(one.y[-1]))
    assert scratch.name.endswith(", from scratch")
    assert pretrained.name in names
