"""In which way a training goes on holds from a place of the training on, and survives its worker."""

from pathlib import Path

from ptstudio.engine.learning.adaptation import FILE, Adaptation, Adaptations


def test_each_holds_from_its_place_on_also_after_a_resume(tmp_path: Path) -> None:
    adaptations = Adaptations(tmp_path)
    assert adaptations.at((3, 9, 9)) == Adaptation()
    halved = Adaptation(place=(1, 4, 2), parts=2)
    quartered = Adaptation(place=(1, 4, 7), parts=4)
    for one in (halved, quartered):
        adaptations.add(one)
    for known in (adaptations, Adaptations(tmp_path)):
        assert known.at((1, 4, 1)).parts == 1
        assert known.at((1, 4, 2)) == known.at((1, 4, 6)) == halved
        assert known.at((2, 5, 0)) == quartered


def test_whoever_goes_back_makes_what_came_later_void(tmp_path: Path) -> None:
    adaptations = Adaptations(tmp_path)
    adaptations.add(Adaptation(place=(0, 1, 0), parts=2))
    adaptations.add(Adaptation(place=(0, 3, 5), parts=4))
    back = Adaptation(place=(0, 2, 0), parts=4, rate_factor=0.1)
    adaptations.add(back)
    assert [Adaptations(tmp_path).at((0, epoch, 9)) for epoch in (2, 3)] == [back, back]
    assert Adaptations(tmp_path).at((0, 1, 9)).parts == 2


def test_a_damaged_file_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"adaptations": [{"par', encoding="utf-8")
    assert Adaptations(tmp_path).at((0, 0, 0)) == Adaptation()
