"""Names beside points: none upon another, the first ones served first."""

from ptstudio.app.label_places import Box, Named, places

AREA = Box(0, 0, 200, 100)


def named(x: float, y: float) -> Named:
    return Named(x, y, 50, 10)


def test_a_name_stands_to_the_right_where_there_is_room_and_else_to_the_left() -> None:
    assert places([named(20, 50), named(180, 50)], [], AREA, 5) == [Box(25, 45, 50, 10), Box(125, 45, 50, 10)]


def test_no_name_lies_upon_another_or_on_what_is_taken() -> None:
    taken = Box(90, 0, 5, 100)
    found = places([named(80, 50), named(82, 55), named(84, 80)], [taken], AREA, 5)
    boxes = [box for box in found if box is not None]
    assert len(boxes) == 3
    assert not any(box.meets(taken) for box in boxes)
    assert not any(one.meets(other) for at, one in enumerate(boxes) for other in boxes[:at])


def test_where_there_is_no_room_the_last_ones_go_without() -> None:
    found = places([named(30, 10)] * 3, [], Box(0, 0, 90, 20), 5)
    assert found[0] is not None
    assert found[-1] is None


def test_the_edges_may_touch() -> None:
    assert not Box(0, 0, 10, 10).meets(Box(10, 0, 10, 10))
    assert Box(0, 0, 10, 10).holds(Box(0, 0, 10, 10))
