"""The filters of the model browser: what they offer, and what they then want."""

import pytest
from pytestqt.qtbot import QtBot

from ptstudio.app.model_browsing import Filters, Size, Terms
from ptstudio.app.widgets.chooser import Chooser
from ptstudio.app.widgets.model_filters import ModelFilters
from tests.helpers.hands import click

ALL = ("this_task", "size", "terms", "is_here", "fits")


@pytest.fixture
def filters(qtbot: QtBot) -> ModelFilters:
    made = ModelFilters()
    qtbot.addWidget(made)
    made.offer_only(ALL)
    made.show()
    return made


def choose(chooser: Chooser, words: str) -> None:
    place = chooser.box.findText(words)
    chooser.box.setCurrentIndex(place)
    chooser.box.activated.emit(place)


def test_at_first_only_models_of_the_task_are_wanted(filters: ModelFilters) -> None:
    assert filters.filters == Filters(this_task=True)
    assert filters.tasks.isVisible()
    choose(filters.tasks, "all tasks")
    assert filters.filters == Filters()


def test_choices_and_boxes_become_filters(qtbot: QtBot, filters: ModelFilters) -> None:
    with qtbot.waitSignal(filters.changed):
        choose(filters.licences, "hide non-commercial")
    choose(filters.sizes, "small, up to 50 MB")
    click(filters.boxes["fits"])
    wanted = Filters(this_task=True, size=Size.SMALL, terms=Terms.NOT_FORBIDDEN, fits=True)
    assert filters.filters == wanted
    assert [filters.words_of(name) for name in wanted.narrowing] == [
        "this task",
        "small, up to 50 MB",
        "hide non-commercial",
        "fits this machine",
    ]
    choose(filters.licences, "may be sold")
    assert filters.filters.terms is Terms.ALLOWED


def test_filters_are_loosened_one_by_one_or_all_but_the_task(filters: ModelFilters) -> None:
    choose(filters.licences, "may be sold")
    click(filters.boxes["is_here"])
    filters.loosen("terms")
    assert filters.filters == Filters(this_task=True, is_here=True)
    filters.loosen("")
    assert filters.filters == Filters(this_task=True)
    filters.loosen("this_task")
    assert filters.filters == Filters()


def test_what_would_divide_nothing_is_hidden_and_loosened(filters: ModelFilters) -> None:
    choose(filters.sizes, "small, up to 50 MB")
    filters.offer_only({"terms"})
    assert filters.filters == Filters(this_task=True)
    assert [part.isVisible() for part in (filters.licences, filters.sizes, filters.tasks)] == [True, False, False]
