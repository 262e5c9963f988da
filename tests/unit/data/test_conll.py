"""CoNLL files of any scheme become texts with spans; whatever is wrong with a line is told with its row."""

import tracemalloc
from collections import Counter
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptstudio.core.dataset import SPLITS, Finding, ImportOptions, Sample
from ptstudio.core.errors import DatasetError
from ptstudio.core.spans import Span
from ptstudio.data import all_formats
from ptstudio.data._recognition import recognise
from ptstudio.data.conll import Conll
from tests.helpers.spans import marked, text_and_spans
from tests.helpers.texts import read, rows, write

FORMAT = Conll()
TRAIN, VALIDATION, TEST = SPLITS
ADA = "Ada B-person\nLovelace I-person\nlived O\nin O\nLondon B-place\n. O\n"
BOB = "Bob B-person\nleft O\n"
TEXT = "Ada Lovelace lived in London ."
SPANS = (Span(0, 12, "person"), Span(22, 28, "place"))
GOOD = f"{ADA}\n{BOB}\n" * 3
LINES = st.sampled_from(
    ("Eve B-a", "Eve I-a", "left O", "# O", "# text", "-DOCSTART- O", "a O O", "O", "\0 O", " O", "\t")
)


def test_a_sentence_becomes_a_text_with_spans(tmp_path: Path) -> None:
    path = write(tmp_path / "a.conll", f"{ADA}\n\n{BOB}")
    recognition = FORMAT.recognises(path)
    assert recognition.confidence == 0.99
    assert recognition.reason == (
        "The file “a.conll” with words and tags in IOB2 (BIO), in 2 columns divided by spaces"
    )
    samples, findings = read(FORMAT, path)
    assert samples[0] == Sample(path=path, fields={"text": TEXT, "spans": SPANS}, row=1)
    assert [(sample.row, *text_and_spans(sample)) for sample in samples[1:]] == [
        (9, "Bob left", (Span(0, 3, "person"),))
    ]
    assert findings == []


@pytest.mark.parametrize(
    ("content", "scheme"),
    [
        ("New I-place\nYork I-place\nParis B-place\n\nBonn I-place\nis O\n", "IOB1"),
        ("New B-place\nYork E-place\nParis S-place\n\nBonn S-place\nis O\n", "BIOES"),
        ("New B-place\nYork L-place\nParis U-place\n\nBonn U-place\nis O\n", "BILOU"),
        ("New B-place\nYork I-place\nParis B-place\n\nBonn B-place\nis O\n", "IOB2 (BIO)"),
    ],
)
def test_schemes_are_told_and_mean_the_same(tmp_path: Path, content: str, scheme: str) -> None:
    path = write(tmp_path / "a.txt", content)
    assert f"tags in {scheme}" in FORMAT.recognises(path).reason
    samples, findings = read(FORMAT, path)
    assert marked(samples) == [[("New York", "place"), ("Paris", "place")], [("Bonn", "place")]]
    assert findings == []


def test_classes_alone_are_tags_where_sentences_are_divided(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tsv", "New\tplace\nYork\tplace\nis\tO\nbig\tO\n\nBonn\tplace\nis\tO\n")
    recognition = FORMAT.recognises(path)
    assert (recognition.confidence, "in IO, the classes" in recognition.reason) == (0.95, True)
    assert marked(read(FORMAT, path)[0]) == [[("New York", "place")], [("Bonn", "place")]]


def test_a_file_of_the_shared_task_is_read(tmp_path: Path) -> None:
    document = "-DOCSTART- -X- -X- O\n\nEU NNP B-NP B-ORG\nrejects VBZ B-VP O\n\nPeter NNP B-NP B-PER\n\n"
    path = write(tmp_path / "eng.testa", document * 2)
    assert "in 4 columns divided by spaces" in FORMAT.recognises(path).reason
    samples, findings = read(FORMAT, path)
    assert [text_and_spans(sample)[0] for sample in samples] == ["EU rejects", "Peter"] * 2
    assert [sample.group for sample in samples] == [f"eng.testa, document {number}" for number in (1, 1, 2, 2)]
    assert [sample.row for sample in samples] == [3, 6, 10, 13]
    assert findings == []


def test_comments_and_names_of_columns_are_no_words(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.tsv",
        "token\tner_tag\n# newdoc id = 1\n# text = Bob left #\nBob\tB-person\nleft\tO\n#\tO\n\n"
        "# id 7\tdomain=en\n# newdoc\nBob\tB-person\n",
    )
    spaced = write(tmp_path / "b.txt", "# sent_id = 1\nBob B-person\n# O\n# one more\nleft O\n")
    samples, findings = read(FORMAT, path)
    assert [(sample.row, sample.fields["text"], sample.group) for sample in samples] == [
        (4, "Bob left #", "a.tsv, document 1"), (10, "Bob", "a.tsv, document 2"),
    ]  # fmt: skip
    assert [sample.fields["text"] for sample in read(FORMAT, spaced)[0]] == ["Bob # left"]
    assert findings == []


def test_only_the_first_line_may_name_the_columns(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "word tag\nthe O\nword label\nis O\n\nhere O\ntext tag\n")
    assert marked(read(FORMAT, path)[0]) == [[("word", "label")], [("text", "tag")]]


def test_blank_lines_may_hold_white_space_and_columns_several_spaces(tmp_path: Path) -> None:
    tabbed = write(tmp_path / "a.txt", "Bob\tB-person\t\n\t\nleft \t O\n \n\n  \nBob\tB-person")
    spaced = write(tmp_path / "b.txt", "Bob   B-person \n   \n left\t O\n\nBob B-person")
    for path in (tabbed, spaced):
        samples, findings = read(FORMAT, path)
        assert [sample.fields["text"] for sample in samples] == ["Bob", "left", "Bob"]
        assert findings == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_files_of_any_encoding_and_any_end(tmp_path: Path, encoding: str, end: str) -> None:
    path = write(tmp_path / "a.txt", f"Zoë B-Person{end}mag O{end}Köln B-Ört{end}{end}", encoding)
    assert marked(read(FORMAT, path)[0]) == [[("Zoë", "Person"), ("Köln", "Ört")]]
    assert ("a guess" in FORMAT.recognises(path).reason) == (encoding == "latin-1")


def test_characters_are_counted_as_people_read_them(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "👩‍🔬 O\nשרה B-person\nZoe\u0301 I-person\n東京 B-場所\n")
    assert marked(read(FORMAT, path)[0]) == [[("שרה Zoe\u0301", "person"), ("東京", "場所")]]


@pytest.mark.parametrize(
    ("bad", "kind", "row", "words"),
    [
        ("Eve B-person\nleft\n", "missing-column", 32, "“left” is all that this line holds"),
        ("Eve B-person\nleft O O\n", "bad-row", 32, "in 3 columns, but the other lines have 2"),
        ("Eve B-person\n\u00a0 O\n", "missing-word", 32, "no word"),
        ("Eve B-person\nleft -X-\n", "bad-tag", 32, "“-X-”, behind “left”, is no tag"),
        ("Eve B-\n", "bad-tag", 31, "“B-”"),
        ("Eve person\nLee O\nAnn person\n", "bad-tag", 31, "The same is true of 1 other line of it."),
    ],
)
def test_a_bad_line_keeps_its_sentence_out(tmp_path: Path, bad: str, kind: str, row: int, words: str) -> None:
    path = write(tmp_path / "a.txt", f"{GOOD}{bad}\n{BOB}")
    samples, [finding] = read(FORMAT, path)
    assert (len(samples), finding.kind, finding.severity, finding.row) == (7, kind, "error", row)
    assert words in finding.reason
    assert "which begins in row 31, is left out." in finding.reason
    assert samples[-1].fields["text"] == "Bob left"


def test_an_inside_without_a_beginning_is_taken_as_one_and_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", f"{GOOD}Eve I-person\nin O\nRome I-place\n")
    samples, [finding] = read(FORMAT, path)
    assert marked(samples)[-1] == [("Eve", "person"), ("Rome", "place")]
    assert (finding.kind, finding.severity, finding.row) == ("odd-tag", "warning", 31)
    assert "“I-person” of “Eve” goes on with an entity that has not begun" in finding.reason
    assert "1 other tag" in finding.reason


def test_damage_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", f"{GOOD}E\0ve B-person\n\0left O\nZo\ufffd B-person\n")
    samples, findings = read(FORMAT, path)
    assert text_and_spans(samples[-1]) == ("Eve left Zo\ufffd", (Span(0, 3, "person"), Span(9, 12, "person")))
    assert [(finding.kind, finding.severity, finding.row) for finding in findings] == [
        ("zero-bytes", "warning", 31), ("lost-letters", "warning", 33),
    ]  # fmt: skip


def test_what_is_far_too_long_is_left_out(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", f"{GOOD}{'z' * 2_000_001} O\n\n" + "word O\n" * 60_000)
    samples, findings = read(FORMAT, path)
    assert (len(samples), [finding.kind for finding in findings]) == (6, ["too-large", "too-large"])
    assert "without a blank one" in findings[1].reason


def test_files_of_one_folder_are_splits_by_their_names(tmp_path: Path) -> None:
    write(tmp_path / "train", GOOD)
    write(tmp_path / "eng.testa", ADA)
    write(tmp_path / "test.txt", "nobody O\nleft O\n")
    write(tmp_path / "labels.txt", "person\nplace\n")
    assert FORMAT.recognises(tmp_path).reason.startswith("The files “train”, “eng.testa”, “test.txt” with words")
    samples, [finding] = read(FORMAT, tmp_path)
    assert [sample.split for sample in samples] == [TRAIN] * 6 + [VALIDATION, TEST]
    assert (finding.kind, Path(finding.path).name) == ("left-out-file", "labels.txt")


def test_each_file_may_have_its_own_scheme_and_one_may_be_unreadable(tmp_path: Path) -> None:
    write(tmp_path / "train.txt", GOOD)
    write(tmp_path / "dev.txt", "New\tNNP\tI-place\nYork\tNNP\tI-place\n")
    (tmp_path / "test.txt").write_bytes(bytes(range(256)) * 20)
    samples, [finding] = read(FORMAT, tmp_path)
    assert marked(samples)[-1] == [("New York", "place")]
    assert (finding.kind, Path(finding.path).name) == ("unreadable", "test.txt")


def test_words_without_any_entity_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "nobody\tO\nleft\tO\n\nnobody\tO\n")
    kind, recognition = recognise(path, tuple(all_formats()))
    assert (kind.key, "all “O”" in recognition.reason) == ("conll", True)
    with pytest.raises(DatasetError, match=r"Nothing is marked in “a\.txt”: all words have the tag “O”"):
        FORMAT.read(path, ImportOptions())


@pytest.mark.parametrize(
    "content",
    [
        "".join(f"{label}\t{text}\n" for text, label in rows()),
        "".join(f"{text}\t{label}\n" for text, label in rows()),
        "".join(f"{text}\tO\n" for text, _ in rows()),
        "__label__praise I like it\n" * 5,
        "DESC:manner How did it develop ?\nHUM:ind Who was he ?\n" * 5,
        "I PRON\nsaw VERB\nit PRON\n\n" * 5,
        "I O\nsaw V\nher O\nthere R\nand &\nleft V\nsoon R\nhoping V\n\n" * 5,
        "1 Ada B-person\n2 left O\n\n" * 5,
        "person\nplace\n",
        "",
        " \n\t\n",
    ],
)
def test_other_texts_are_not_recognised(tmp_path: Path, content: str) -> None:
    path = write(tmp_path / "a.txt", content)
    assert FORMAT.recognises(path).confidence <= 0.5
    if FORMAT.recognises(path).confidence == 0:
        with pytest.raises(DatasetError, match=r"a\.txt"):
            FORMAT.read(path, ImportOptions())


@pytest.mark.parametrize("divider", [" ", "\t"])
@pytest.mark.parametrize("suffix", [".txt", ".tsv", ".test", ".conll"])
def test_of_all_formats_this_one_is_surest_of_words_and_tags(tmp_path: Path, divider: str, suffix: str) -> None:
    path = write(tmp_path / f"a{suffix}", GOOD.replace(" ", divider) * 20)
    assert recognise(path, tuple(all_formats()))[0].key == "conll"
    assert all_formats()["text-lines"].recognises(path).confidence == 0


def test_of_all_formats_lines_of_texts_keep_their_own(tmp_path: Path) -> None:
    for name, content in (
        ("a.txt", "".join(f"{label}\t{text}\n" for text, label in rows())),
        ("b.txt", "".join(f"{text}\t{label}\n" for text, label in rows())),
        ("c.txt", "__label__praise I like it\n__label__blame It broke\n" * 5),
        ("d.txt", "positive They won again\nnegative Shares fell\n" * 10),
    ):
        assert recognise(write(tmp_path / name, content), tuple(all_formats()))[0].key == "text-lines"


def test_reading_takes_no_more_memory_for_more_sentences(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", GOOD * 2_000)
    FORMAT.recognises(path)  # loads what it needs
    tracemalloc.start()
    count = sum(isinstance(one, Sample) for one in FORMAT.read(path, ImportOptions()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (count, peak < 2 * 2**20) == (12_000, True)


@given(st.lists(st.lists(LINES | st.text(max_size=8), max_size=6)))
def test_whatever_stands_on_a_line_becomes_part_of_a_sample_or_is_told(
    tmp_path_factory: pytest.TempPathFactory, sentences: list[list[str]]
) -> None:
    content = "".join("".join(f"{line}\n" for line in lines) + "\n" for lines in sentences)
    path = write(tmp_path_factory.mktemp("a") / "a.txt", GOOD * 5 + content.replace("\udcff", ""))
    samples, findings = read(FORMAT, path)
    marked(samples)
    assert len(samples) >= 30
    for finding in findings:
        assert Finding.from_text(finding.to_line()) == finding


@pytest.mark.real
def test_real_posts_are_read(real_data: Path) -> None:
    folder = real_data / "wnut17"
    started = perf_counter()
    assert FORMAT.recognises(folder).reason.endswith("in IOB2 (BIO), in 2 columns divided by tabs")
    samples, findings = read(FORMAT, folder)
    assert perf_counter() - started < 20
    assert findings == []
    found = {split: [sample for sample in samples if sample.split is split] for split in SPLITS}
    files = {"wnut17train.conll": TRAIN, "emerging.dev.conll": VALIDATION, "emerging.test.annotated": TEST}
    for name, split in files.items():
        lines = (folder / name).read_text(encoding="utf-8").split("\n")
        begins = [
            place for place, line in enumerate(lines) if line.strip() and not (place and lines[place - 1].strip())
        ]
        tags = Counter(line.partition("\tB-")[2] for line in lines if "\tB-" in line)
        assert [sample.row for sample in found[split]] == [place + 1 for place in begins]
        assert Counter(label for each in marked(found[split]) for _, label in each) == tags
    assert {split: len(each) for split, each in found.items()} == {TRAIN: 3394, VALIDATION: 1009, TEST: 1287}
    assert [sum(len(each) for each in marked(found[split])) for split in SPLITS] == [1975, 836, 1079]
