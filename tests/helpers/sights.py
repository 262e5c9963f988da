"""What a dialog shows large."""

from ptstudio.app.widgets.large_picture import LargePicture
from ptstudio.app.widgets.passage_view import PassageView
from ptstudio.app.widgets.sample_dialog import SampleDialog
from ptstudio.app.widgets.sample_sight import PictureSight, TextSight


def picture_of(dialog: SampleDialog) -> LargePicture:
    """The picture of a sample that is one."""
    assert isinstance(dialog.sight, PictureSight)
    return dialog.sight.picture


def text_of(dialog: SampleDialog) -> PassageView:
    """The text of a sample that is one."""
    assert isinstance(dialog.sight, TextSight)
    return dialog.sight.view
