"""The Export page: an export is started, followed, stopped; certificates are shown, failed ones as failures."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from ptstudio.app.pages.export import ExportPage
from ptstudio.app.session import Session
from ptstudio.app.widgets import export_view
from ptstudio.app.widgets.file_list import FileList
from ptstudio.app.widgets.verdict_banner import VerdictBanner
from ptstudio.core.events import RunFailed, RunStopped
from ptstudio.core.jobs import ExportJob
from ptstudio.core.project import Project
from ptstudio.core.run import RunStatus
from tests.helpers.exported import ended, exported
from tests.helpers.scripted_worker import script_worker

EXPORTS = """
import json
from tests.helpers.exported import FILES, result
job = json.loads((folder / "job.json").read_text())
tell(StageChanged(stage="export", title="Checking model.onnx"))
tell(StepEnded(stage="export", done=3, total=54, remaining_s=40.0))
requests = folder / "requests.jsonl"
while not (folder.parent.parent / "go").exists():
    if requests.exists() and '"Stop"' in requests.read_text():
        tell(RunStopped(message="Stopped."))
        sys.exit()
    time.sleep(0.02)
out = Path(job["out"])
out.mkdir(parents=True)
for name in FILES:
    (out / name).write_text("x" * 2000)
tell(RunFinished(result=result(out).model_dump(mode="json") | {"passed": True}))
"""


@pytest.fixture
def page(opened: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExportPage]:
    """The page, shown, with a worker that exports as soon as there is a file “go” in the project."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    script_worker(tmp_path, monkeypatch, EXPORTS)
    made = ExportPage(opened)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    yield made
    made.close()


def click(button: QAbstractButton | None) -> None:
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def texts(widget: QWidget) -> list[str]:
    return [part.text() for part in widget.findChildren(QLabel)]


def banner_of(page: ExportPage) -> VerdictBanner:
    QApplication.processEvents()
    return next(banner for banner in page.findChildren(VerdictBanner) if not banner.isHidden())


def with_exports(session: Session, *, is_good: bool = True) -> tuple[Project, Path]:
    """Write an export of the shown training and open the project again; gives the project and the folder."""
    project = session.project
    assert project is not None
    assert session.shown is not None
    folder = project.folder / "exports" / session.shown.name
    exported(project, session.shown, folder, is_good=is_good)
    session.open_project(project.folder)
    return project, folder


def test_without_a_model_it_says_what_to_do(session: Session, qtbot: QtBot) -> None:
    page = ExportPage(session)
    qtbot.addWidget(page)
    page.show()
    assert page.empty.isVisible()
    assert page.primary is not None
    assert not page.primary.isEnabled()
    assert page.command() == "ptstudio export RUN --out exported"


def test_an_export_is_started_followed_and_shown(page: ExportPage, opened: Session, qtbot: QtBot) -> None:
    assert opened.project is not None
    assert opened.shown is not None
    out = opened.project.folder / "exports" / opened.shown.name
    assert page.out.text() == str(out)
    assert page.command() == f"ptstudio export {opened.shown} --out {out}"
    click(page.primary)
    qtbot.waitUntil(lambda: "about 40 s left" in texts(page.progress), timeout=20_000)
    assert "Checking model.onnx" in texts(page.progress)
    assert page.primary is not None
    assert not page.primary.isEnabled()
    (opened.project.folder / "go").touch()
    qtbot.waitUntil(lambda: page.view is not None, timeout=20_000)
    assert page.view is not None
    assert page.view.folder == out
    assert not page.progress.isVisible()
    assert banner_of(page).kind == "good"
    assert page.out.text().endswith("-2"), "the next export needs another folder"
    run = opened.runs[page._exports()[0].folder]
    assert run.job == ExportJob(run=str(opened.shown), out=str(out))


def test_a_running_export_can_be_stopped(page: ExportPage, qtbot: QtBot) -> None:
    click(page.primary)
    qtbot.waitUntil(lambda: "Checking model.onnx" in texts(page.progress), timeout=20_000)
    click(page.progress.stop)
    qtbot.waitUntil(lambda: page._exports()[0].status is RunStatus.STOPPED, timeout=20_000)
    qtbot.waitUntil(lambda: not page.progress.isVisible(), timeout=20_000)
    assert banner_of(page).heading.text() == "This export was stopped"
    assert page.primary is not None
    assert page.primary.isEnabled()


def test_a_folder_with_something_in_it_is_refused(page: ExportPage, opened: Session, tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "thesis.txt").write_text("precious")
    page.out.selectAll()
    QTest.keyClicks(page.out, str(full))
    QTest.keyClick(page.out, Qt.Key.Key_Return)
    click(page.primary)
    assert "something in" in page.notice.message.text()
    assert page._exports() == []
    page.out.selectAll()
    QTest.keyClick(page.out, Qt.Key.Key_Delete)
    QTest.keyClick(page.out, Qt.Key.Key_Return)
    assert page.out.text().endswith(opened.shown.name if opened.shown else "?")


def test_a_name_alone_lies_in_the_projects_exports(page: ExportPage, opened: Session) -> None:
    page.out.selectAll()
    QTest.keyClicks(page.out, "for the phone")
    QTest.keyClick(page.out, Qt.Key.Key_Return)
    assert opened.project is not None
    assert page.out.text() == str(opened.project.folder / "exports" / "for the phone")
    command = page.command()
    assert command is not None
    assert command.endswith(f"--out '{page.out.text()}'")


def test_a_failed_certificate_is_shown_as_a_failure(page: ExportPage, opened: Session) -> None:
    with_exports(opened, is_good=False)
    assert page.view is not None
    good, bad = page.view.certificates
    assert good.verdict.text() == "Passed"
    assert bad.verdict.text() == "Not passed"
    assert bad.verdict.property("role") == "bad"
    assert "Only 94.4 % of the answers are the same; 98 % are required." in texts(bad)
    assert bad.accessibleName().startswith("model.int8.onnx: Not passed.")
    assert banner_of(page).kind == "warning"
    assert page.earlier.box.currentText().endswith("1 of 2 passed")


def test_numbers_size_and_speed_are_on_the_certificate(page: ExportPage, opened: Session) -> None:
    with_exports(opened)
    assert page.view is not None
    shown = texts(page.view.certificates[0])
    for wanted in (
        "8.9 MB",
        "4.9 ms",
        "100.0\xa0% of 52",
        "2 of 54",
        "0.0031",
        "72.2\xa0% → 72.2\xa0%",
    ):
        assert wanted in shown
    assert "It passes if no output differs by more than 0.001." in shown
    assert "A note." in texts(page.view)


def test_files_are_explained_and_can_be_taken_along(
    page: ExportPage, opened: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, folder = with_exports(opened)
    assert page.view is not None
    seen: list[Path] = []
    monkeypatch.setattr(export_view, "open_file", seen.append)
    click(page.view.open)
    assert seen == [folder]
    click(page.view.copy)
    assert QGuiApplication.clipboard().text() == f"python {folder / 'predict.py'} picture.jpg"
    files = page.view.findChild(FileList)
    assert isinstance(files, FileList)
    assert "model.onnx" in texts(files)
    buttons = files.findChildren(QAbstractButton)
    assert buttons[0].accessibleName() == "Copy the path of model.onnx"
    click(buttons[0])
    assert QGuiApplication.clipboard().text() == str(folder / "model.onnx")


def test_files_that_are_gone_are_told_and_the_certificates_stay(page: ExportPage, opened: Session) -> None:
    _, folder = with_exports(opened)
    shutil.rmtree(folder)
    page.hide()
    page.show()
    assert page.view is not None
    assert page.view.folder is None
    assert "no longer there" in banner_of(page).heading.text()
    assert [view.verdict.text() for view in page.view.certificates] == ["Passed", "Passed"]
    assert page.view.findChild(FileList) is None


@pytest.mark.parametrize(
    ("events", "heading"),
    [
        ([RunFailed(message="The disk is full.", hint="Free some space.")], "The disk is full."),
        ([RunStopped(message="Stopped.")], "This export was stopped"),
        ([], "This export was broken off before its end"),
    ],
)
def test_an_export_without_a_result_says_why(
    page: ExportPage, opened: Session, tmp_path: Path, events: list[RunFailed | RunStopped], heading: str
) -> None:
    assert opened.project is not None
    assert opened.shown is not None
    ended(opened.project, opened.shown, tmp_path / "out", *events)
    opened.open_project(opened.project.folder)
    banner = banner_of(page)
    assert banner.heading.text() == heading
    (again,) = banner.findChildren(QAbstractButton)
    click(again)
    assert opened.running(), "it can be started again"


def test_an_earlier_export_can_be_looked_at(page: ExportPage, opened: Session, tmp_path: Path) -> None:
    assert opened.project is not None
    assert opened.shown is not None
    exported(opened.project, opened.shown, tmp_path / "old", is_good=False, at=1000.0)
    exported(opened.project, opened.shown, tmp_path / "new", at=2000.0)
    opened.open_project(opened.project.folder)
    assert page.view is not None
    assert page.view.folder == tmp_path / "new"
    page.earlier.box.setFocus()
    QTest.keyClick(page.earlier.box, Qt.Key.Key_Down)
    assert page.view.folder == tmp_path / "old"


def test_another_training_has_exports_of_its_own(page: ExportPage, opened: Session) -> None:
    with_exports(opened)
    assert page.view is not None
    QTest.keyClick(page.model.box, Qt.Key.Key_Down)
    assert opened.shown == opened.trainings()[0]
    assert page.view is None
    assert not page.earlier.isVisible()


def test_a_second_window_may_not_export(page: ExportPage, opened: Session) -> None:
    opened.is_read_only = True
    click(page.primary)
    assert "another window" in page.notice.message.text()
    opened.is_read_only = False
