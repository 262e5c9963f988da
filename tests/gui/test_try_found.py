"""Try it with a model that finds things in pictures: drawn, counted, surer or less sure, and large."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from ptstudio.app.pages.try_out import TryOutPage
from ptstudio.app.session import Session
from ptstudio.app.widgets.answer_card import AnswerCard
from ptstudio.app.widgets.found_dialog import FoundDialog
from ptstudio.app.widgets.found_view import FoundView
from ptstudio.app.widgets.prediction_view import prediction_view
from ptstudio.core.class_colours import ClassColours
from ptstudio.core.prediction import Boxes
from ptstudio.core.project import Project
from ptstudio.core.requests import Moments, Predict
from tests.helpers.answering_worker import ANSWERS
from tests.helpers.placed_projects import CLASSES, SIZE, box_project, found_boxes, found_mask, mask_project
from tests.helpers.scripted_worker import script_worker

SCRIPT = "from tests.helpers.placed_projects import found_boxes, found_mask\n" + ANSWERS
MakePage = Callable[[str, Callable[[Path], Project]], TryOutPage]


@pytest.fixture
def make_page(session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakePage]:
    """A page of a project, with a worker that says what the helpers say, asked about two pictures."""
    made: list[TryOutPage] = []

    def make(what: str, project: Callable[[Path], Project]) -> TryOutPage:
        says = f"prediction=found_{what}(int(Path(file).stem))"
        script_worker(tmp_path, monkeypatch, SCRIPT.replace("prediction=SAYS", says))
        session.open_project(project(tmp_path / "project").folder)
        page = TryOutPage(session)
        qtbot.addWidget(page)
        page.resize(1200, 800)
        page.show()
        page.take_dropped([tmp_path / "cells" / f"{number}.png" for number in (7, 3)])
        qtbot.waitUntil(
            lambda: len(page.trying.history.entries) == 2 and not page.trying.history.unanswered, timeout=20_000
        )
        made.append(page)
        return page

    yield make
    for page in made:
        page.close()


def card_of(page: TryOutPage, place: int) -> AnswerCard:
    card = page.answers.card(page.trying.history.entries[place])
    assert card is not None
    return card


def view_of(card: AnswerCard) -> FoundView:
    (view,) = card.findChildren(FoundView)
    return view


def test_what_is_found_is_counted_and_the_slider_counts_anew(qtbot: QtBot) -> None:
    found = found_boxes(3)
    view = prediction_view(found, classes=CLASSES)
    qtbot.addWidget(view)
    assert isinstance(view, FoundView)
    assert view.accessibleName() == f"Found: {found.said}"
    assert view.slider is not None
    told: list[float] = []
    view.chosen.connect(told.append)
    view.slider.slider.setValue(100)
    assert told == [1.0]
    assert view.counts.text() == view.accessibleName() == "Nothing was found."
    view.slider.slider.setValue(0)
    assert len(found.from_probability(0)) == sum(
        int(words.split()[0]) for words in view.accessibleName().removeprefix("Found: ").split(", ")
    )


def test_what_is_certain_has_no_slider_and_pixels_are_told_in_shares(qtbot: QtBot) -> None:
    certain = Boxes(width=10, height=10, boxes=(), threshold=0)
    views = [FoundView(overlay, ClassColours(CLASSES)) for overlay in (certain, found_mask(3))]
    for view in views:
        qtbot.addWidget(view)
        assert view.slider is None
    assert views[0].accessibleName() == "Nothing was found."
    assert views[1].accessibleName() == f"Found: {found_mask(3).said}"
    assert "%" in views[1].counts.text()


def test_boxes_are_drawn_in_the_picture_and_follow_the_slider(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page("boxes", box_project)
    card = card_of(page, 0)
    qtbot.waitUntil(lambda: card.picture.layer.boxes is not None, timeout=10_000)
    assert card.picture.layer.boxes == found_boxes(7)
    assert card.picture.least == 0.5
    assert not card.correction.isVisible(), "a class alone puts nothing right"
    before = card.picture.grab().toImage()
    slider = view_of(card).slider
    assert slider is not None
    slider.slider.setValue(100)
    assert card.picture.least == 1.0
    assert card.picture.grab().toImage() != before


def test_a_mask_is_laid_over_and_a_picture_can_be_looked_at_large(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page("mask", mask_project)
    card = card_of(page, 1)
    assert card.enlarge.isVisible()
    card.enlarge.click()
    (dialog,) = page.findChildren(FoundDialog)
    assert dialog.sample.file.name == "3.png"
    qtbot.waitUntil(lambda: dialog.picture.layer.image.width() == SIZE[0], timeout=10_000)
    masked = dialog.picture.layer.image
    QTest.keyClick(dialog, Qt.Key.Key_H)
    qtbot.waitUntil(lambda: dialog.picture.layer.image != masked, timeout=10_000)
    dialog.leafing.back.click()
    assert dialog.sample.file.name == "7.png"
    assert not dialog.leafing.back.isEnabled()
    assert dialog.picture.accessibleName() == f"A picture with {found_mask(7).said}"
    dialog.close()


def test_the_slider_of_the_large_picture_draws_fewer_boxes(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page("boxes", box_project)
    card_of(page, 0).enlarge.click()
    (dialog,) = page.findChildren(FoundDialog)
    qtbot.waitUntil(lambda: dialog.picture.layer.boxes is not None, timeout=10_000)
    assert dialog.view is not None
    assert dialog.view.slider is not None
    dialog.view.slider.slider.setValue(90)
    assert dialog.picture.least == 0.9
    dialog.close()


def test_how_sure_it_must_be_is_kept_between_the_page_and_the_large_picture(make_page: MakePage) -> None:
    page = make_page("boxes", box_project)
    card = card_of(page, 0)
    card.enlarge.click()
    (dialog,) = page.findChildren(FoundDialog)
    assert dialog.view is not None
    assert dialog.view.slider is not None
    dialog.view.slider.slider.setValue(80)
    assert page.trying.history.entries[0].least == card.picture.least == 0.8
    slider = view_of(card).slider
    assert slider is not None
    assert slider.least == 0.8
    dialog.leafing.next.click()
    assert dialog.picture.least == 0.5
    dialog.leafing.back.click()
    assert dialog.picture.least == 0.8
    dialog.close()


def test_what_was_found_is_saved_as_it_is_shown(
    make_page: MakePage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = make_page("boxes", box_project)
    assert page.save.isVisible()
    assert [key for key, action in page.save.actions_by_form.items() if action.isVisible()] == ["coco", "yolo", "csv"]
    slider = view_of(card_of(page, 0)).slider
    assert slider is not None
    slider.slider.setValue(100)
    place = tmp_path / "saved" / "cells.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(place), ""))
    page.save.actions_by_form["coco"].trigger()
    qtbot.waitUntil(page.notice.isVisible, timeout=10_000)
    assert page.notice.message.text() == "What was found is saved."
    content = json.loads(place.read_text(encoding="utf-8"))
    assert [image["file_name"] for image in content["images"]] == ["3.png", "7.png"]
    assert "trained in" in content["info"]["found_by"]
    assert len(content["annotations"]) == len(found_boxes(3).found), "nothing is certain in the other picture"
    page.save.actions_by_form["coco"].trigger()
    qtbot.waitUntil(lambda: "already" in page.notice.message.text(), timeout=10_000)
    page.clear.click()
    assert not page.save.isVisible()


def test_masks_are_saved_as_pictures_and_who_thinks_better_of_it_saves_nothing(
    make_page: MakePage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = make_page("mask", mask_project)
    assert [key for key, action in page.save.actions_by_form.items() if action.isVisible()] == ["masks"]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    page.save.actions_by_form["masks"].trigger()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "masks"), ""))
    page.save.actions_by_form["masks"].trigger()
    qtbot.waitUntil(page.notice.isVisible, timeout=10_000)
    assert sorted(file.name for file in (tmp_path / "masks" / "masks").iterdir()) == ["3.png", "7.png"]


MOMENTS = """
def answer(asked, number, file):
    for moment in range(70 if "long" in file else 2):
        name = folder / f"{Path(file).stem} {moment}.png"
        Image.new("RGB", (320, 240), (200, 180, 3 * moment)).save(name)
        tell(PredictionMade(request=asked["id"], file=str(name), whole=file, prediction=found_boxes(moment),
                            seconds=0.1))
    if "long" not in file:
        tell(WarningRaised(message="It ends early.", hint="Copy it again."))
while True:"""


def test_a_video_is_answered_moment_by_moment(
    session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, SCRIPT.replace("while True:", MOMENTS, 1))
    session.open_project(box_project(tmp_path / "project").folder)
    page = TryOutPage(session)
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    (tmp_path / "videos").mkdir()
    for name in ("cells.mp4", "long.mp4"):
        (tmp_path / "videos" / name).write_bytes(b"made up")
    page.take_dropped([tmp_path / "videos" / "cells.mp4"])
    qtbot.waitUntil(page.notice.isVisible, timeout=20_000)
    assert page.notice.message.text() == "It ends early."
    entries = page.trying.history.entries
    assert [entry.file.name for entry in entries] == ["cells 0.png", "cells 1.png"]
    assert {entry.asked.name for entry in entries} == {"cells.mp4"}
    card = card_of(page, 1)
    qtbot.waitUntil(lambda: card.picture.layer.boxes is not None, timeout=10_000)
    assert card.picture.layer.boxes == found_boxes(1)
    assert page.command() == f"ptstudio predict {page.trying.run.folder if page.trying.run else ''} {entries[0].asked}"
    page.notice.hide()
    page.take_dropped([tmp_path / "videos" / "long.mp4"])
    message = "Only the first 60 moments of “long.mp4” are shown."
    qtbot.waitUntil(lambda: page.notice.message.text() == message, timeout=20_000)
    assert [entry.file.name for entry in page.trying.history.entries] == [f"long {moment}.png" for moment in range(60)]
    assert not page.trying.history.unanswered
    page.close()


SLOW = """
def answer(asked, number, file):
    if asked["explain"]:
        tell(StepEnded(stage="explain", done=10, total=50, remaining_s=40))
        while '"Leave"' not in requests.read_text():
            time.sleep(0.02)
    else:
        tell(PredictionMade(request=asked["id"], file=file, prediction=found_boxes(3), seconds=0.5))
while True:"""


@pytest.fixture
def slow_page(session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TryOutPage]:
    """A page whose worker takes half a second for a look, asked about two pictures."""
    script_worker(tmp_path, monkeypatch, SCRIPT.replace("while True:", SLOW, 1))
    session.open_project(box_project(tmp_path / "project").folder)
    page = TryOutPage(session)
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    page.take_dropped([tmp_path / "cells" / f"{number}.png" for number in (7, 3)])
    qtbot.waitUntil(
        lambda: len(page.trying.history.entries) == 2 and not page.trying.history.unanswered, timeout=20_000
    )
    yield page
    page.close()


def test_heat_maps_that_take_long_say_so_beforehand_go_on_and_can_be_stopped(
    slow_page: TryOutPage, qtbot: QtBot
) -> None:
    page = slow_page
    assert page.heat_maps.text() == "Heat maps (about 50 s)", "50 looks at each of two pictures"
    assert "surest of" in page.heat_maps.toolTip()
    qtbot.waitUntil(page.progress.isHidden, timeout=10_000)
    page.heat_maps.click()
    assert page.heat_maps.text() == "Heat maps"
    words = page.progress.findChildren(QLabel)
    qtbot.waitUntil(
        lambda: "picture 1 of 2 · look 10 of 50 · about 2 min left" in [each.text() for each in words], timeout=10_000
    )
    page.progress.stop.click()
    assert not page.heat_maps.isChecked()
    assert page.progress.isHidden()
    assert page.heat_maps.text() == "Heat maps (about 50 s)"
    assert [entry.lacks_heat_map for entry in page.trying.history.entries] == [True, True]


def test_pictures_that_are_waiting_are_told_when_they_are_not_asked_any_more(
    slow_page: TryOutPage, qtbot: QtBot, tmp_path: Path
) -> None:
    page = slow_page
    page.heat_maps.click()
    qtbot.waitUntil(page.progress.isVisible, timeout=10_000)
    page.take_dropped([tmp_path / "cells" / "5.png"])
    qtbot.waitUntil(lambda: len(page.trying.history.entries) == 3, timeout=10_000)
    page.progress.stop.click()
    card = card_of(page, 0)
    assert "Stopped before it was its turn." in [each.text() for each in card.findChildren(QLabel)]


def test_a_person_says_which_moments_of_a_video_are_looked_at(
    session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, SCRIPT.replace("while True:", MOMENTS, 1))
    session.open_project(box_project(tmp_path / "project").folder)
    page = TryOutPage(session)
    qtbot.addWidget(page)
    page.show()
    box = page.moments.choice.box
    assert box.currentText() == "up to 60 moments, spread over all of it"
    box.setCurrentIndex(3)
    box.activated.emit(3)
    assert page.trying.moments == Moments(every_s=10, most=None)
    (tmp_path / "cells.mp4").write_bytes(b"made up")
    asked: list[Predict] = []
    monkeypatch.setattr(session, "ask", lambda _, request: asked.append(request))
    qtbot.waitUntil(lambda: page.trying.is_ready, timeout=20_000)
    page.take_dropped([tmp_path / "cells.mp4"])
    qtbot.waitUntil(lambda: bool(asked), timeout=10_000)
    assert asked[0].moments == page.trying.moments
    kept = Path(asked[0].keep)
    assert kept.is_dir(), "they outlast the model that answers now"
    page.close()
    assert not kept.exists()


KEPT = MOMENTS.replace(
    "name = folder /", 'Path(asked["keep"]).mkdir(exist_ok=True)\n        name = Path(asked["keep"]) /'
)


def test_moments_can_be_looked_at_closer_after_another_model_is_loaded(
    session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, SCRIPT.replace("while True:", KEPT, 1))
    session.open_project(box_project(tmp_path / "project").folder)
    page = TryOutPage(session)
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    (tmp_path / "cells.mp4").write_bytes(b"made up")
    page.take_dropped([tmp_path / "cells.mp4"])
    qtbot.waitUntil(page.notice.isVisible, timeout=20_000)
    (home,) = [folder.parent for folder in session.predictor._homes]
    session.show_run(session.trainings()[0])
    qtbot.waitUntil(lambda: page.trying.is_ready and not home.exists(), timeout=20_000)
    card_of(page, 1).enlarge.click()
    (dialog,) = page.findChildren(FoundDialog)
    qtbot.waitUntil(lambda: dialog.picture.layer.image.width() == SIZE[0], timeout=10_000)
    dialog.close()
    page.close()


def test_a_picture_that_is_gone_says_so(make_page: MakePage, qtbot: QtBot, tmp_path: Path) -> None:
    page = make_page("boxes", box_project)
    (tmp_path / "cells" / "7.png").unlink()
    card_of(page, 0).enlarge.click()
    (dialog,) = page.findChildren(FoundDialog)
    words = "This picture is no longer there, or it cannot be read."
    (said,) = [each for each in dialog.findChildren(QLabel) if each.text() == words]
    qtbot.waitUntil(said.isVisible, timeout=10_000)
    dialog.leafing.next.click()
    qtbot.waitUntil(lambda: not said.isVisible(), timeout=10_000)
    dialog.close()


def test_nothing_goes_on_once_another_model_is_chosen(slow_page: TryOutPage, qtbot: QtBot) -> None:
    page = slow_page
    page.heat_maps.click()
    qtbot.waitUntil(page.progress.isVisible, timeout=10_000)
    page.session.show_run(page.session.trainings()[0])
    qtbot.waitUntil(page.progress.isHidden, timeout=10_000)
