"""Marked texts of several programs become texts with spans; marks that make no sense are told with their row."""

import json
import tracemalloc
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptstudio.core.dataset import SPLITS, Finding, ImportOptions, Sample
from ptstudio.core.errors import DatasetError
from ptstudio.core.spans import Span
from ptstudio.data import all_formats
from ptstudio.data._recognition import recognise
from ptstudio.data.span_lines import SpanLines
from tests.helpers.spans import marked, text_and_spans
from tests.helpers.texts import read, rows, write

FORMAT = SpanLines()
TRAIN, VALIDATION, TEST = SPLITS
TEXT = "Ada lived in London."
ADA, LONDON = ("Ada", "person"), ("London", "place")
MARKS = ((0, 3, "person"), (13, 19, "place"))
OBJECTS = [{"start": start, "end": end, "label": label} for start, end, label in MARKS]
OFFSETS = [{"id": 7, "start_offset": start, "end_offset": end, "label": label} for start, end, label in MARKS]
REGIONS = [{"start": start, "end": end, "text": TEXT[start:end], "labels": [label]} for start, end, label in MARKS]
ANY_TEXT = st.lists(st.characters() | st.sampled_from(" \0\n😀\ud83d"), max_size=6).map("".join)


def nested(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    keys = st.sampled_from(("text", "start", "end", "label", "labels", "value", "result", "start_offset"))
    return st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4)


def lines(path: Path, records: Sequence[Mapping[str, Any]]) -> Path:
    return write(path, "".join(json.dumps(record) + "\n" for record in records))


def label_studio(text: str, regions: Sequence[Mapping[str, Any]], **more: object) -> dict[str, Any]:
    result = [{"from_name": "label", "to_name": "text", "type": "labels", "value": region} for region in regions]
    return {"id": 1, "data": {"text": text}, "annotations": [{"id": 2, "result": result}], **more}


def one(tmp_path: Path, text: str, marks: object) -> tuple[list[Sample], list[Finding]]:
    """A text with marks behind one that is good, which is taken off again."""
    path = lines(tmp_path / "a.jsonl", [{"text": TEXT, "label": MARKS}, {"text": text, "label": marks}])
    samples, findings = read(FORMAT, path)
    assert {finding.row for finding in findings} <= {2}
    return samples[1:], findings


@pytest.mark.parametrize(
    "record",
    [
        {"text": TEXT, "label": MARKS},
        {"text": TEXT, "labels": MARKS},
        {"text": TEXT, "entities": MARKS},
        {"id": 3, "text": TEXT, "entities": OFFSETS, "relations": [], "Comments": []},
        {"text": TEXT, "spans": OBJECTS, "answer": "accept"},
        {"text": TEXT, "label": "a class of the whole", "spans": OBJECTS},
        {"text": TEXT, "label": [], "entities": MARKS},
        {"text": TEXT, "label": REGIONS, "annotator": 1, "lead_time": 3.5},
        {"text": TEXT, "label": [[0.0, 3.0, "person"], [13, 19, "place", "Q84"]]},
        label_studio(TEXT, REGIONS),
        label_studio(TEXT, REGIONS, predictions=[{"result": [{"value": {"start": 4, "end": 9, "labels": ["x"]}}]}]),
        {"data": {"review": TEXT, "stars": 5}, "completions": label_studio(TEXT, REGIONS)["annotations"]},
    ],
)
def test_every_program_means_the_same(tmp_path: Path, record: Mapping[str, Any]) -> None:
    for path in (lines(tmp_path / "a.jsonl", [record]), write(tmp_path / "a.json", json.dumps([record], indent=2))):
        recognition = FORMAT.recognises(path)
        assert recognition.confidence == 0.99
        assert recognition.reason.startswith(f"The file “{path.name}” with texts and ")
        samples, findings = read(FORMAT, path)
        assert [(sample.path, sample.row, *text_and_spans(sample)) for sample in samples] == [
            (path, 1, TEXT, (Span(0, 3, "person"), Span(13, 19, "place")))
        ]
        assert findings == []


def test_a_text_without_entities_is_a_sample_and_one_that_nobody_looked_at_is_none(tmp_path: Path) -> None:
    cancelled = label_studio(TEXT, REGIONS)
    cancelled["annotations"][0]["was_cancelled"] = True
    path = lines(
        tmp_path / "a.jsonl",
        [
            {"text": TEXT, "label": MARKS}, {"text": "Nothing", "label": []}, label_studio("Nothing more", []),
            {"text": "Never seen"}, {"text": "Never", "label": None}, label_studio(TEXT, [], annotations=[]), cancelled,
            {"text": TEXT, "spans": OBJECTS, "answer": "reject"},
        ],
    )  # fmt: skip
    samples, findings = read(FORMAT, path)
    assert marked(samples) == [[ADA, LONDON], [], []]
    assert [(finding.kind, finding.severity, finding.row) for finding in findings] == [
        ("not-annotated", "error", row) for row in range(4, 9)
    ]


def test_of_several_annotations_the_first_is_used_and_of_several_classes(tmp_path: Path) -> None:
    record = label_studio(TEXT, [REGIONS[0] | {"labels": ["person", "woman"]}])
    record["annotations"].append({"result": []})
    samples, findings = read(FORMAT, lines(tmp_path / "a.jsonl", [record]))
    assert marked(samples) == [[ADA]]
    assert [(finding.kind, finding.severity) for finding in findings] == [
        ("several-labels", "warning"), ("several-annotations", "warning"),
    ]  # fmt: skip
    assert "“person”, “woman”" in findings[0].reason


def test_other_results_of_label_studio_are_passed_over(tmp_path: Path) -> None:
    record = label_studio(TEXT, REGIONS[:1])
    record["annotations"][0]["result"] += [
        {"type": "choices", "value": {"choices": ["good"]}},
        {"type": "relation", "from_id": "a", "to_id": "b"},
    ]
    samples, findings = read(FORMAT, lines(tmp_path / "a.jsonl", [record]))
    assert (marked(samples), findings) == ([[ADA]], [])


def test_of_overlapping_marks_the_longer_stays_and_touching_ones_both(tmp_path: Path) -> None:
    [sample], [finding] = one(tmp_path, "New York City", [[4, 13, "b"], [4, 8, "a"], [0, 3, "c"], [0, 3, "c"]])
    assert marked([sample]) == [[("New", "c"), ("York City", "b")]]
    assert (finding.kind, finding.severity) == ("overlapping-spans", "warning")
    assert "“York” (a)" in finding.reason
    [sample], findings = one(tmp_path, "東京タワー", [[2, 5, "b"], [0, 2, "a"]])
    assert (marked([sample]), findings) == ([[("東京", "a"), ("タワー", "b")]], [])


def test_what_marks_nothing_is_left_out(tmp_path: Path) -> None:
    [sample], [finding] = one(tmp_path, "New  York", [[2, 2, "a"], [3, 5, "b"], [5, 9, "c"]])
    assert marked([sample]) == [[("York", "c")]]
    assert (finding.kind, finding.severity) == ("empty-span", "warning")


def test_white_space_at_the_edges_is_taken_off(tmp_path: Path) -> None:
    [sample], [finding] = one(tmp_path, "\n in York \n", [[0, 11, "a"]])
    assert text_and_spans(sample) == ("in York", (Span(0, 7, "a"),))
    assert (finding.kind, finding.severity) == ("trimmed-span", "warning")
    [sample], findings = one(tmp_path, "  in York", [[5, 9, "a"]])
    assert (text_and_spans(sample), findings) == (("in York", (Span(3, 7, "a"),)), [])


def test_marks_off_the_words_are_kept_and_told(tmp_path: Path) -> None:
    [sample], [finding] = one(tmp_path, "Londoners", [[0, 6, "place"]])
    assert marked([sample]) == [[("London", "place")]]
    assert (finding.kind, finding.severity) == ("span-in-word", "warning")
    assert "“London” (place)" in finding.reason


@pytest.mark.parametrize("marks", [[[0, 7, "a"]], [[-1, 2, "a"]], [[3, 1, "a"]], [[40, 50, "a"]]])
def test_marks_outside_of_the_text_keep_it_out(tmp_path: Path, marks: list[object]) -> None:
    samples, [finding] = one(tmp_path, "London", [[0, 6, "b"], *marks])
    assert (samples, finding.kind, finding.severity) == ([], "span-outside", "error")


@pytest.mark.parametrize(
    "mark",
    [[0, 6], [0, 6, ""], [0, "6", "a"], [True, 6, "a"], [0, 6.5, "a"], [0, 6, None], {"start": 0, "label": "a"},
     {"start": 0, "end": 6}, {"start": 0, "end": 6, "labels": []}, "London", 7, None],
)  # fmt: skip
def test_marks_that_cannot_be_read_keep_their_text_out(tmp_path: Path, mark: object) -> None:
    samples, [finding] = one(tmp_path, "London", [[0, 6, "b"], mark])
    assert (samples, finding.kind, finding.severity) == ([], "bad-span", "error")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("{broken", "bad-row"), ("[1]", "bad-row"), ('{"label": []}', "empty-text"), ('{"text": 5}', "empty-text"),
        ('{"text": " ", "label": []}', "empty-text"), ('{"data": {}, "annotations": []}', "empty-text"),
        ('{"text": "' + "z" * 1_000_001 + '", "label": []}', "too-large"),
    ],
)  # fmt: skip
def test_bad_records_are_told_with_their_row(tmp_path: Path, line: str, kind: str) -> None:
    good = json.dumps({"text": TEXT, "label": MARKS})
    samples, [finding] = read(FORMAT, write(tmp_path / "a.jsonl", f"{good}\n\n{line}\n{good}\n"))
    assert [sample.row for sample in samples] == [1, 4]
    assert (finding.kind, finding.severity, finding.row) == (kind, "error", 3)


def test_places_counted_as_javascript_does_are_put_right(tmp_path: Path) -> None:
    text = "😀😀 Ada met 𝒜lan"
    regions = [
        {"start": 5, "end": 8, "text": "Ada", "labels": ["person"]},
        {"start": 13, "end": 18, "text": "𝒜lan", "labels": ["person"]},
    ]
    samples, [finding] = read(FORMAT, lines(tmp_path / "a.jsonl", [label_studio(text, regions)]))
    assert marked(samples) == [[("Ada", "person"), ("𝒜lan", "person")]]
    assert (finding.kind, finding.severity) == ("counted-otherwise", "warning")


@given(st.lists(st.text("aé😀𝒜東 \u0301", min_size=1), min_size=2, max_size=6), st.booleans())
def test_places_are_right_whoever_counted_them(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str], counts_halves: bool
) -> None:
    text = "x".join(pieces)
    start, end = len(pieces[0]) + 1, len(pieces[0]) + 1 + len(pieces[1])
    halves = [len(text[:place].encode("utf-16-le")) // 2 for place in (start, end)]
    places = halves if counts_halves else [start, end]
    region = {"start": places[0], "end": places[1], "text": text[start:end], "labels": ["a"]}
    path = lines(tmp_path_factory.mktemp("a") / "a.jsonl", [label_studio(text, [region])])
    samples, _ = read(FORMAT, path)
    assert marked(samples) == [[(text[start:end].strip(), "a")] if text[start:end].strip() else []]


def test_marks_that_are_elsewhere_than_they_say_keep_their_text_out(tmp_path: Path) -> None:
    samples, [finding] = one(tmp_path, TEXT, [REGIONS[0], REGIONS[1] | {"text": "Paris"}])
    assert (samples, finding.kind, finding.severity) == ([], "span-mismatch", "error")
    assert "“Paris” should stand at characters 13 to 19, but “London” does." in finding.reason


def test_white_space_may_be_written_otherwise_where_a_mark_says_its_text(tmp_path: Path) -> None:
    region = {"start": 3, "end": 11, "text": "New\\nYork", "labels": ["place"]}
    samples, findings = one(tmp_path, "in New\nYork", [region])
    assert (marked(samples), findings) == ([[("New\nYork", "place")]], [])


def test_damage_is_told_and_does_not_move_what_is_marked(tmp_path: Path) -> None:
    [sample], findings = one(tmp_path, "\0A\0da \ud83d lived", [[1, 5, "per\ud83dson"], [8, 13, "verb"]])
    assert text_and_spans(sample) == ("Ada \ufffd lived", (Span(0, 3, "per\ufffdson"), Span(6, 11, "verb")))
    assert [(finding.kind, finding.severity) for finding in findings] == [
        ("zero-bytes", "warning"), ("lost-letters", "warning"),
    ]  # fmt: skip


def test_splits_and_groups_are_taken_from_names_of_files_and_from_records(tmp_path: Path) -> None:
    record = {"text": TEXT, "label": MARKS}
    lines(tmp_path / "train.jsonl", [record, record | {"split": "dev", "patient": "p1"}, record | {"split": "x"}] * 2)
    write(tmp_path / "test.json", json.dumps([label_studio(TEXT, REGIONS)]))
    write(tmp_path / "settings.json", "{}")
    (tmp_path / "dev.json").write_bytes(bytes(range(256)) * 20)
    samples, findings = read(FORMAT, tmp_path)
    assert [sample.split for sample in samples] == [TRAIN, VALIDATION, TRAIN] * 2 + [TEST]
    assert samples[1].group == "p1"
    assert [(finding.kind, Path(finding.path).name) for finding in findings] == [
        ("left-out-file", "settings.json"), ("unknown-split", "train.jsonl"), ("unreadable", "dev.json"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "record",
    [{"text": TEXT, "label": []}, {"text": TEXT, "spans": []}, label_studio(TEXT, [])],
)
def test_texts_in_which_nothing_is_marked_are_refused(tmp_path: Path, record: Mapping[str, Any]) -> None:
    path = lines(tmp_path / "a.jsonl", [record] * 30)
    kind, recognition = recognise(path, tuple(all_formats()))
    assert (kind.key, "without a mark" in recognition.reason) == ("span-lines", True)
    with pytest.raises(DatasetError, match=r"Nothing is marked in the texts of “a\.jsonl”"):
        FORMAT.read(path, ImportOptions())


@pytest.mark.parametrize(
    "content",
    [
        "".join(json.dumps({"text": text, "label": label}) + "\n" for text, label in rows()),
        "".join(json.dumps({"text": text, "label": [label]}) + "\n" for text, label in rows()),
        "".join(
            json.dumps({"text": text, "label": [label] if label == "blame" else []}) + "\n" for text, label in rows()
        ),
        "".join(json.dumps({"text": text}) + "\n" for text, _ in rows()),
        json.dumps([{"image": "1.jpg", "label": "cat"}]),
        json.dumps({"images": [], "annotations": []}),
        "{\n}\n",
        "[",
        "",
    ],
)
def test_other_json_is_not_recognised(tmp_path: Path, content: str) -> None:
    path = write(tmp_path / "a.jsonl", content)
    assert FORMAT.recognises(path).confidence == 0


def test_of_all_formats_each_is_surest_of_its_own(tmp_path: Path) -> None:
    classes = lines(tmp_path / "a.jsonl", [{"text": text, "label": label} for text, label in rows()])
    marks = lines(tmp_path / "b.jsonl", [{"text": TEXT, "label": MARKS}, {"text": "Nothing", "label": []}])
    many = lines(tmp_path / "c.jsonl", [{"text": f"{TEXT} {n}", "entities": MARKS, "label": n % 2} for n in range(40)])
    assert [recognise(path, tuple(all_formats()))[0].key for path in (classes, marks, many)] == [
        "text-table", "span-lines", "span-lines",
    ]  # fmt: skip


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT, nested, max_leaves=8), ANY_TEXT)
def test_whatever_stands_in_a_record_becomes_a_sample_or_is_told(
    tmp_path_factory: pytest.TempPathFactory, anything: object, text: str
) -> None:
    good = {"text": TEXT, "label": MARKS}
    records: list[dict[str, Any]] = [
        good, {"text": text, "label": anything}, {"text": text, "spans": [anything]}, {"text": anything, "label": []},
        {"text": text, "label": [[0, 1, anything]], "split": anything, "group": anything}, {"data": anything},
        {"data": {"text": text}, "annotations": anything},
        {"data": {"text": text}, "annotations": [{"result": [anything]}]},
        label_studio(text, [{"start": anything, "end": 1, "text": anything, "labels": ["a"]}]),
    ]  # fmt: skip
    samples, findings = read(FORMAT, lines(tmp_path_factory.mktemp("a") / "a.jsonl", records))
    marked(samples)
    kept_out = [finding.row for finding in findings if finding.severity == "error"]
    assert sorted([sample.row for sample in samples] + kept_out, key=str) == list(range(1, len(records) + 1))
    for finding in findings:
        assert Finding.from_text(finding.to_line()) == finding
    for sample in samples:
        labels = "".join(span.label for span in text_and_spans(sample)[1])
        f"{sample.fields['text']} {labels} {sample.group}".encode()


def test_reading_takes_no_more_memory_for_more_texts(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", json.dumps([{"text": TEXT, "label": MARKS}] * 20_000))
    FORMAT.recognises(path)  # loads what it needs
    tracemalloc.start()
    count = sum(isinstance(each, Sample) for each in FORMAT.read(path, ImportOptions()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (count, peak < 2 * 2**20) == (20_000, True)
