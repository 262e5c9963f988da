"""What is said of the library's disk use, its checks and its moves."""

from pathlib import Path

from ptstudio.app import library_words
from ptstudio.core.folders import library_folder
from ptstudio.core.project import Project
from ptstudio.library.leftovers import Kind, Leftover
from ptstudio.library.library import Library
from tests.helpers.pretrained import model, put_into


def verdict(key: str, *, is_intact: bool) -> dict[str, object]:
    return {"key": key, "title": key.title(), "is_intact": is_intact, "message": f"{key} changed.", "hint": "Get it."}


def test_what_is_kept_is_listed_the_largest_first(tmp_path: Path) -> None:
    put_into(library_folder(), model(title="Leaf net"))
    project = Project.create(tmp_path / "leaves")
    project.cache_folder().mkdir()
    (project.cache_folder() / "features").write_bytes(b"0" * 5 * 10**6)
    rows = library_words.usage_rows(Library.standard().usage(), project)
    assert [[cell.text for cell in row.cells[:3]] for row in rows] == [
        ["What was computed and can be used again", "project “leaves”", "5.0 MB"],
        ["Starter", "built in", "3.1 MB"],
        ["Leaf net", "your own", "1.0 MB"],
    ]
    assert len({row.key for row in rows}) == len(rows)


def test_what_could_go_is_counted() -> None:
    put_into(library_folder(), model())
    usage = Library.standard().usage()
    left = [Leftover(Kind.DOWNLOADS, (), 10**6), Leftover(Kind.HALF_DONE, (), 10**6)]
    assert library_words.own_total(usage, []) == "Your own models take 1.0 MB. Nothing is left over."
    assert "2.0 MB are left over" in library_words.own_total(usage, left)


def test_every_kind_of_leftover_has_its_words() -> None:
    words = {library_words.leftover(Leftover(kind, (), 10**6)) for kind in Kind}
    assert len(words) == len(Kind)
    assert all("1.0 MB" in each for each in words)


def test_good_verdicts_are_one_sentence() -> None:
    good = [verdict("oak", is_intact=True), verdict("elm", is_intact=True)]
    assert library_words.checked(good)[:2] == (
        True,
        "All 2 models are intact: not a byte has changed.",
    )
    assert library_words.checked(good[:1])[1] == "“Oak” is intact: not a byte has changed."


def test_damaged_models_are_named_and_come_first() -> None:
    verdicts = [verdict("oak", is_intact=True), verdict("elm", is_intact=False)]
    assert library_words.checked(verdicts) == (False, "elm changed.", "Get it.")
    two = [*verdicts, verdict("fir", is_intact=False)]
    assert library_words.checked(two)[1] == "2 models are damaged: “Elm”, “Fir”."
    assert [row.key for row in library_words.verdict_rows(two)] == ["elm", "fir", "oak"]


def test_a_move_says_how_much_and_how_long() -> None:
    words = library_words.move_question(Library.standard(), 600 * 10**6, 10 * 10**6, 10**9)
    assert words.startswith(f"600 MB are copied, compared, and only then removed from {library_folder()}.")
    assert "about 2 min" in words
    assert "1.0 GB are free there" in words
