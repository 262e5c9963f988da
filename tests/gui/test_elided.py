from pytestqt.qtbot import QtBot

from ptstudio.app.widgets.elided import ElidedLabel


def test_a_long_name_is_shortened_in_the_middle_and_whole_for_those_who_ask(qtbot: QtBot) -> None:
    whole = "a very long name of a picture that nobody would ever want to read in full.jpg"
    name = ElidedLabel(whole, tip="/home/somebody/pictures")
    qtbot.addWidget(name)
    name.resize(160, 20)
    name.show()
    assert "…" in name.text()
    assert name.text().endswith("jpg")
    assert name.accessibleName() == whole
    assert name.toolTip() == "/home/somebody/pictures"
    name.resize(2000, 20)
    assert name.text() == whole
