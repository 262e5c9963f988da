from pathlib import Path

from ptstudio.app.tried import MOST, History, Tried, answers_words, pictures_in
from ptstudio.core.events import PredictionMade
from ptstudio.core.prediction import Classes, ClassProbability, HeatMap

SAYS = Classes(classes=(ClassProbability(label="glass", probability=1.0),))
MAP = HeatMap(file="map.png", method="made up")


def made(**values: object) -> PredictionMade:
    return PredictionMade.model_validate({"request": "1", "file": "a.jpg", "seconds": 0.5} | values)


def test_the_newest_are_on_top_and_there_are_never_too_many() -> None:
    history = History()
    history.add([Path("old.jpg")])
    history.add([Path("a.jpg"), Path("b.jpg")])
    assert [entry.file.name for entry in history.entries] == ["a.jpg", "b.jpg", "old.jpg"]
    assert len(history.add([Path(f"{number}.jpg") for number in range(2 * MOST)])) == MOST
    assert len(history.entries) == MOST


def test_what_was_cleared_comes_back() -> None:
    history = History()
    history.add([Path("a.jpg"), Path("b.jpg")])
    history.clear()
    assert history.entries == []
    history.bring_back()
    assert [entry.file.name for entry in history.entries] == ["a.jpg", "b.jpg"]
    assert history.cleared == []


def test_a_new_picture_lets_the_cleared_ones_go() -> None:
    history = History()
    history.add([Path("a.jpg")])
    history.clear()
    history.add([Path("b.jpg")])
    assert history.cleared == []


def test_a_heat_map_that_comes_later_is_no_new_answer() -> None:
    entry = Tried(Path("a.jpg"))
    assert entry.take(made(prediction=SAYS))
    assert entry.lacks_heat_map
    assert not entry.take(made(prediction=SAYS, explanation=MAP, seconds=2.0))
    assert not entry.lacks_heat_map
    assert entry.made is not None
    assert entry.made.seconds == 0.5, "how long the answer took, not its explanation"


def test_what_cannot_be_read_lacks_no_heat_map() -> None:
    history = History()
    (entry,) = history.add([Path("a.jpg")])
    assert history.unanswered == [entry]
    entry.take(made(message="It is empty.", hint="Copy it again."))
    assert not entry.is_readable
    assert not entry.lacks_heat_map
    assert history.unanswered == []


def test_folders_give_their_pictures_and_files_are_taken_as_they_are(tmp_path: Path) -> None:
    for name in ("b/2.png", "b/1.JPG", "b/notes.txt", "b/.hidden.png", "a/3.webp"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    odd = tmp_path / "odd.txt"
    assert [path.name for path in pictures_in([odd, tmp_path])] == ["odd.txt", "3.webp", "1.JPG", "2.png"]


def test_no_more_pictures_are_looked_for_than_are_shown(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.png").write_bytes(b"x")
    assert len(pictures_in([tmp_path], most=3)) == 4


def test_how_many_there_are_in_words() -> None:
    one, four = ([Tried(Path(f"{number}.jpg")) for number in range(most)] for most in (1, 4))
    assert answers_words(History()) == ""
    assert answers_words(History(one)) == "1 answer"
    assert answers_words(History(four)) == "4 answers"
    assert answers_words(History(cleared=one)) == "1 answer cleared"
    assert answers_words(History(cleared=four)) == "4 answers cleared"


def test_a_file_that_cannot_be_read_is_no_answer() -> None:
    waiting, answered, broken = (Tried(Path(name)) for name in ("a.jpg", "b.jpg", "c.avi"))
    answered.take(made(prediction=SAYS))
    broken.take(made(message="The file is empty.", hint="Copy the file again."))
    assert answers_words(History([waiting, answered, broken])) == "2 answers"
    assert answers_words(History([broken])) == answers_words(History(cleared=[broken])) == ""


def test_moments_of_a_video_stand_in_its_place_in_their_order_as_long_as_there_is_room() -> None:
    history = History()
    before = history.add([Path("before.png")])
    (video,) = history.add([Path("cells.mp4")])
    first = history.add_moment(video, Path("1.jpg"))
    second = history.add_moment(video, Path("2.jpg"))
    assert history.entries == [first, second, *before]
    assert second is not None
    assert (second.whole, second.asked) == (video, Path("cells.mp4"))
    for number in range(2 * MOST):
        history.add_moment(video, Path(f"{number}.jpg"))
    assert len(history.entries) == MOST
    assert before[0] not in history.entries
    history.clear()
    assert history.add_moment(video, Path("late.jpg")) is None
