"""Classes have colours that can be told apart, and keep them."""

from ptstudio.core.class_colours import UNKNOWN, ClassColours, in_hex, is_light


def test_a_class_has_the_colour_of_its_place_whatever_is_asked_before() -> None:
    classes = ("ant", "bee", "cat")
    assert [ClassColours(classes).of(name) for name in reversed(classes)] == [
        ClassColours(classes).of(name) for name in ("cat", "bee", "ant")
    ]
    assert ClassColours(classes).of("ant") == (0x00, 0x72, 0xB2)


def test_many_classes_are_told_apart_and_none_looks_like_an_unknown_one() -> None:
    colours = ClassColours([f"class {number}" for number in range(40)])
    found = {colours.of(name) for name in colours.classes}
    unknown = colours.of("never heard of")
    assert len(found) == 40
    assert unknown not in found
    assert unknown == tuple(int(UNKNOWN[at : at + 2], 16) for at in (1, 3, 5))


def test_letters_on_a_colour_are_black_or_white_as_stands_out_better() -> None:
    assert is_light((240, 228, 66))
    assert not is_light((0, 114, 178))


def test_a_colour_is_written_as_style_sheets_have_it() -> None:
    assert in_hex((0, 114, 178)) == "#0072b2"
