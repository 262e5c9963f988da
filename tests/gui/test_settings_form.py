"""A form from metadata: every kind of setting can be shown, changed, left to the program, and reset."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QDoubleSpinBox, QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from ptstudio.app.widgets.setting_inputs import input_for
from ptstudio.app.widgets.settings_form import SettingsForm
from ptstudio.core.jobs import SettingValue
from ptstudio.core.settings import Kind, SettingFacts
from ptstudio.tasks import all_tasks


def facts(
    kind: Kind,
    default: SettingValue,
    *,
    automatic: bool = False,
    minimum: float | None = None,
    maximum: float | None = None,
    choices: tuple[str, ...] = (),
) -> SettingFacts:
    return SettingFacts(
        name="it", label="It", help="What it does.", kind=kind, default=default, automatic=automatic, unit="",
        minimum=minimum, maximum=maximum, choices=choices, titles=tuple(f"the {choice}" for choice in choices),
    )  # fmt: skip


CASES: list[tuple[SettingFacts, list[SettingValue]]] = [
    (facts("whole", 3, minimum=0, maximum=9), [0, 9]),
    (facts("whole", None, automatic=True, minimum=1), [None, 1, 4096]),
    (facts("number", 0.25, minimum=0, maximum=1), [0.0, 0.001, 1.0]),
    (facts("number", None, automatic=True, minimum=0, maximum=10), [None, 0.0005]),
    (facts("switch", False), [True, False]),
    (facts("choice", "a", choices=("a", "b")), ["b"]),
    (facts("choice", None, automatic=True, choices=("cpu", "cuda")), [None, "cuda"]),
    (facts("text", "x"), ["some words"]),
    (facts("text", None, automatic=True), [None, "words"]),
]


@pytest.mark.parametrize(("one", "values"), CASES)
def test_an_input_gives_back_what_it_shows(qtbot: QtBot, one: SettingFacts, values: list[SettingValue]) -> None:
    made = input_for(one)
    qtbot.addWidget(made)
    with qtbot.assertNotEmitted(made.edited):
        for value in (one.default, *values):
            made.set_value(value)
            assert made.value() == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1e-4", 0.0001), ("2E-3", 0.002), ("0,002", 0.002), (".5", 0.5), ("3", 3.0), ("1e", 0.25), ("40", 0.25)],
)
def test_numbers_are_read_as_people_write_them_and_what_is_none_changes_nothing(
    qtbot: QtBot, typed: str, value: float
) -> None:
    made = input_for(facts("number", 0.25, minimum=0, maximum=10))
    qtbot.addWidget(made)
    made.set_value(0.25)
    box = made.focusProxy()
    assert isinstance(box, QDoubleSpinBox)
    box.selectAll()
    QTest.keyClicks(box, typed)
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert made.value() == value


@pytest.mark.parametrize("one", [one for one, _ in CASES])
def test_an_input_is_named_and_explained(qtbot: QtBot, one: SettingFacts) -> None:
    made = input_for(one)
    qtbot.addWidget(made)
    control = made.focusProxy()
    assert isinstance(control, QSpinBox | QDoubleSpinBox | QCheckBox | QComboBox | QLineEdit)
    assert control.accessibleName() == "It"
    assert control.accessibleDescription() == "What it does."


def test_the_wheel_changes_nothing(qtbot: QtBot) -> None:
    made = input_for(facts("whole", 3, minimum=0, maximum=9))
    qtbot.addWidget(made)
    made.set_value(3)
    event = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    control = made.focusProxy()
    assert control is not None
    QApplication.sendEvent(control, event)
    assert made.value() == 3
    assert not event.isAccepted()


def test_typing_tells_every_value_once_it_is_whole(qtbot: QtBot) -> None:
    form = SettingsForm(all_tasks()["image-classification"].settings.facts())
    qtbot.addWidget(form)
    told: list[dict[str, SettingValue]] = []
    form.edited.connect(told.append)
    box = form.rows["learning_rate"].findChild(QDoubleSpinBox)
    assert box is not None
    box.selectAll()
    QTest.keyClicks(box, "0.002")
    assert told == []
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert told[-1]["learning_rate"] == 0.002
    assert set(told[-1]) == set(form.rows)


def test_special_settings_are_put_away_until_one_of_them_differs(qtbot: QtBot) -> None:
    form = SettingsForm(all_tasks()["image-classification"].settings.facts())
    qtbot.addWidget(form)
    usual = {name: row.facts.default for name, row in form.rows.items()}
    form.show()
    form.show_values(usual, usual)
    assert form.rows["epochs"].isVisible()
    assert not form.rows["seed"].isVisible()
    assert not form.reset_all.isEnabled()
    form.show_values(usual | {"seed": 3}, usual)
    assert form.rows["seed"].isVisible()
    assert form.rows["seed"].mark.text() == "Changed; the preset says 0."
    assert form.reset_all.isEnabled()


def test_choices_are_called_by_their_titles(qtbot: QtBot) -> None:
    one = facts("choice", "b", choices=("a", "b"))
    made = SettingsForm([one])
    qtbot.addWidget(made)
    made.show_values({"it": "a"}, {"it": "b"})
    box = made.findChild(QComboBox)
    assert box is not None
    assert box.currentText() == "the a"
    assert "the preset says the b" in made.rows["it"].mark.text()
