"""Words for samples by what a sample is, a picture or a text, as `Task.icon` says; knows no task and no widget."""

from ptstudio.app import formats
from ptstudio.app.translation import tr

PICTURE, TEXT = "picture", "text"


def title(kind: str) -> str:
    """Samples, as a heading."""
    return tr("Texts") if kind == TEXT else tr("Pictures")


def count(kind: str, number: int) -> str:
    """So many samples."""
    if kind == TEXT:
        return tr("1 text") if number == 1 else tr("{count} texts", count=formats.count(number))
    return tr("1 picture") if number == 1 else tr("{count} pictures", count=formats.count(number))


def none_here(kind: str) -> str:
    """In place of samples, where there are none."""
    return tr("There are no texts here.") if kind == TEXT else tr("There are no pictures here.")


def best_data(kind: str, *, has_places: bool = False) -> str:
    """How data are best laid out for an import; with `has_places`, they say where something is."""
    if has_places:
        return tr(
            "What data can look like stands below. The more pictures the better; thirty with each class are a start."
        )
    if kind == TEXT:
        return tr("What data can look like stands below. The more texts of each kind the better; thirty are a start.")
    return tr("Best is a folder for each class, named like it, with its pictures inside. Thirty of each are a start.")


def where_from(kind: str, *, has_places: bool = False) -> str:
    """What an import takes."""
    if has_places:
        return tr(
            "A folder with pictures and what is marked in them, a file that names pictures, or a ZIP of either; the "
            "Data page shows examples."
        )
    if kind == TEXT:
        return tr("A table or file with texts, a folder of them, or a ZIP of either; the Data page shows examples.")
    return tr("A folder with a folder for each class, a table that names the pictures, or a ZIP of either.")


def look_and_go_on(kind: str) -> str:
    """What to do after the first import."""
    if kind == TEXT:
        return tr("Look at the texts and the findings, then choose the model that is to learn from them.")
    return tr("Look at the pictures and the findings, then choose the model that is to learn from them.")


def class_shown(kind: str) -> str:
    """The filter by class."""
    return tr("Class whose texts are shown") if kind == TEXT else tr("Class whose pictures are shown")


def split_shown(kind: str) -> str:
    """The filter by split."""
    return tr("Split whose texts are shown") if kind == TEXT else tr("Split whose pictures are shown")


def still_finding(kind: str, number: int) -> str:
    """An import that is still being read."""
    if kind == TEXT:
        return tr("Still finding texts: {count} so far.", count=formats.count(number))
    return tr("Still finding pictures: {count} so far.", count=formats.count(number))


def will_be_learned(kind: str, classes: int, number: int) -> str:
    """What an import comes to."""
    some = count(kind, number)
    if classes == 1:
        return tr("About {some} will be learned.", some=some)
    return tr("{classes} classes with about {some} will be learned.", classes=formats.count(classes), some=some)


def look_hint(kind: str) -> str:
    """How a sample is looked at, with what decided."""
    if kind == TEXT:
        return tr("Click a text to read all of it, with the words that decided.")
    return tr("Click a picture to see it large, with where the network looked.")


def mistakes_hint(kind: str) -> str:
    """What mistakes are good for."""
    if kind == TEXT:
        return tr("Wrong labels hide here, and what the data lack. Click a text to read all of it.")
    return tr("Wrong labels hide here, and what the data lack. Click a picture to see it large.")


def stands_alone(kind: str) -> str:
    """Samples that no group holds together."""
    return tr("Nothing: every text stands alone") if kind == TEXT else tr("Nothing: every picture stands alone")


def of_one_group(kind: str) -> str:
    """Samples that a folder or a column holds together."""
    return tr("Texts of one subfolder or group") if kind == TEXT else tr("Pictures of one subfolder or group")


def of_one_pattern(kind: str) -> str:
    """Samples that their files' names hold together."""
    if kind == TEXT:
        return tr("Texts whose file names share a part")
    return tr("Pictures whose file names share a part")


def why_groups(kind: str) -> str:
    """Why what belongs together must not be torn apart."""
    if kind == TEXT:
        return tr("Texts of one person, thread or document resemble each other; apart they make the test too easy.")
    return tr("Pictures of one patient, video or thing resemble each other; apart they make the test too easy.")


def no_pattern(kind: str) -> str:
    """A pattern that matches nothing."""
    if kind == TEXT:
        return tr("No file name matches yet, so every text would stand alone.")
    return tr("No file name matches yet, so every picture would stand alone.")


def of_training(kind: str, some: int, of_all: int) -> str:
    """So many of the training samples, or all of them."""
    values = {"some": formats.count(some), "all": formats.count(of_all)}
    if kind == TEXT:
        is_all = tr("your {all} training texts", **values)
        return is_all if some == of_all else tr("{some} of your {all} training texts", **values)
    is_all = tr("your {all} training pictures", **values)
    return is_all if some == of_all else tr("{some} of your {all} training pictures", **values)


def one(kind: str) -> str:
    """The head of a column with what a single sample takes."""
    return tr("A text") if kind == TEXT else tr("A picture")


def time_for_one(kind: str) -> str:
    """The title of what a single sample takes."""
    return tr("Time for a text") if kind == TEXT else tr("Time for a picture")


def takes_for_one(kind: str, time: str) -> str:
    """What a single sample takes."""
    return tr("{time} for a text", time=time) if kind == TEXT else tr("{time} for a picture", time=time)


def others_alike(kind: str) -> str:
    """Samples that might as well have been drawn."""
    return tr("other texts of the same kind") if kind == TEXT else tr("other pictures of the same kind")


def try_own(kind: str, *, has_places: bool = False) -> str:
    """What a trained model is tried with, and what its answers are not."""
    if has_places:
        return tr(
            "Show the model pictures of your own. It finds what looks like what it has learned, also where there is "
            "nothing of the kind."
        )
    if kind == TEXT:
        return tr(
            "Give the model texts of your own. It always answers from what it has learned, also for a kind of text "
            "that it has never seen."
        )
    return tr(
        "Show the model pictures of your own. It always answers with one of its classes, also for things that it has "
        "never seen."
    )


def read_in_windows(windows: int, *, has_words: bool = False) -> str:
    """How a text was read that is longer than the model reads at once, and where the words stand that decided, if they
    are shown; empty for another text.
    """
    if windows == 1:
        return ""
    said = tr(
        "This text is longer than the model reads at once: it was read in {count} parts that overlap, and what was "
        "said of them was put together.",
        count=formats.count(windows),
    )
    return f"{said} {tr('The words that decided are looked for in the first of them.')}" if has_words else said


def seen_before(kind: str, split: str) -> str:
    """What to make of an answer for a sample that lay in this split when the model learned; empty for a new one."""
    if kind == TEXT:
        return {
            "train": tr("The model has learned from this very text: being right here proves nothing."),
            "validation": tr("This text helped to choose the best epoch: the answer flatters the model a little."),
            "test": tr("This text is one of your test samples."),
        }.get(split, "")
    return {
        "train": tr("The model has learned from this very picture: being right here proves nothing."),
        "validation": tr("This picture helped to choose the best epoch: the answer flatters the model a little."),
        "test": tr("This picture is one of your test samples."),
    }.get(split, "")


def corrected_wait(kind: str, number: int) -> str:
    """So many corrected samples wait in the inbox."""
    if kind == TEXT:
        if number == 1:
            return tr("1 corrected text waits in the inbox for the next revision of your data.")
        return tr(
            "{number} corrected texts wait in the inbox for the next revision of your data.",
            number=formats.count(number),
        )
    if number == 1:
        return tr("1 corrected picture waits in the inbox for the next revision of your data.")
    return tr(
        "{number} corrected pictures wait in the inbox for the next revision of your data.",
        number=formats.count(number),
    )


def take_corrected(kind: str, number: int) -> str:
    """The offer to take them in."""
    if kind == TEXT:
        if number == 1:
            return tr("Take in the text that you have corrected; it counts as you say")
        return tr("Take in the {count} texts that you have corrected; they count as you say",
                  count=formats.count(number))  # fmt: skip
    if number == 1:
        return tr("Take in the picture that you have corrected; it counts as you say")
    return tr("Take in the {count} pictures that you have corrected; they count as you say",
              count=formats.count(number))  # fmt: skip


def with_corrected(kind: str, source: str) -> str:
    """Where an import comes from, the inbox included."""
    if kind == TEXT:
        return tr("{source}\nand the texts in the inbox, which then move to the dataset", source=source)
    return tr("{source}\nand the pictures in the inbox, which then move to the dataset", source=source)
