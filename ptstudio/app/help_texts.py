"""What the words of each page mean, for somebody who hears them for the first time; knows no widget."""

from dataclasses import dataclass

from ptstudio.app.translation import tr


@dataclass(frozen=True)
class Topic:
    """A word and what it means; `drawing` names a small picture of `widgets.help_drawing`."""

    word: str
    text: str
    drawing: str = ""


def topics_of(page: str) -> tuple[Topic, ...]:
    """The words that a page uses, by the page's key."""
    words = _PAGES.get(page)
    return words() if words else ()


def _start() -> tuple[Topic, ...]:
    return (
        Topic(
            tr("Fine-tuning"),
            tr(
                "A network that has learned to see or to read before is taught your classes. It needs far fewer "
                "samples and far less time than one that starts from nothing."
            ),
            "transfer",
        ),
        Topic(
            tr("Project"),
            tr("One folder that holds everything about one problem: data, runs, exports. It can be moved."),
        ),
    )


def _data() -> tuple[Topic, ...]:
    return (
        Topic(
            tr("Split"),
            tr(
                "Samples are divided once and for all: most are for training, some to choose what works best "
                "(validation), and some are kept away until the very end (test)."
            ),
            "splits",
        ),
        Topic(
            tr("Validation split"),
            tr(
                "Samples that are not learned from, looked at after every epoch. They tell when to stop and "
                "which epoch was best."
            ),
        ),
        Topic(
            tr("Test split"),
            tr("Samples that nothing was chosen by. Only they show how well the model does on new data."),
        ),
        Topic(
            tr("Finding"),
            tr("Something about your data that you should know: a damaged file, a double, a class that is tiny."),
        ),
        Topic(
            tr("Pictures that hold nothing"),
            tr(
                "Where things or areas are learned, pictures in which nothing is marked teach what is not to be found. "
                "A few of them are good; take care that nothing was forgotten in them."
            ),
        ),
        Topic(
            tr("Group"),
            tr(
                "Samples that belong together, such as frames of one video or pictures of one patient. If some "
                "of them are learned from and others tested on, the test is too easy."
            ),
            "groups",
        ),
    )


def _model() -> tuple[Topic, ...]:
    return (
        Topic(
            tr("Pretrained model"),
            tr("A published network that has learned from very many pictures or texts. You start where it ended."),
            "transfer",
        ),
        Topic(
            tr("Parameters"),
            tr("The numbers that a network has learned. More can hold more, but take longer and need more memory."),
        ),
        Topic(
            tr("Licence"),
            tr("What the publisher of the weights allows you to do with them, and so with what you build on them."),
        ),
    )


def _train() -> tuple[Topic, ...]:
    return (*_learning(), *_doing())


def _learning() -> tuple[Topic, ...]:
    return (
        Topic(
            tr("Epoch"),
            tr("One pass over all training samples."),
        ),
        Topic(
            tr("Loss"),
            tr("How wrong the network is, as one number; training makes it smaller."),
            "loss",
        ),
        Topic(
            tr("Overfitting"),
            tr(
                "The network begins to know the training samples by heart: its loss on them still falls, but on "
                "the validation samples it rises. The best epoch before that is kept."
            ),
            "overfitting",
        ),
        Topic(
            tr("Learning rate"),
            tr("How far each adjustment goes. Too far and nothing is learned, too little and it takes for ever."),
            "learning-rate",
        ),
        Topic(
            tr("Token"),
            tr(
                "A short word or a part of one. Networks count texts in tokens and read only so many at once; “Show "
                "lengths” tells how long yours are, and what training cuts off. The import can divide long texts, and "
                "a model that you try reads them part by part."
            ),
        ),
        Topic(
            tr("From scratch"),
            tr("The same network without what it learned before: a comparison that shows what transfer gains."),
        ),
    )


def _doing() -> tuple[Topic, ...]:
    return (
        Topic(
            tr("Good settings"),
            tr(
                "“Find good settings” tests learning rates in seconds, searches other settings for as long as you "
                "like, or trains once for each of several parts of the data (cross-validation), which shows how far a "
                "result hangs on chance. None of them looks at the test samples."
            ),
        ),
        Topic(
            tr("Queue"),
            tr(
                "Runs that wait until the one under way has ended, or until a time. They are kept when PTStudio is "
                "closed. One that fails keeps none of the others from starting; stopping one puts the queue on hold."
            ),
        ),
        Topic(
            tr("Power and energy"),
            tr(
                "What the processor and the graphics cards draw, as they tell it; a processor that does not is "
                "estimated by how busy this job keeps it. Screen, disks and the rest are not counted. How long "
                "trainings take and what they draw is remembered on this machine alone, for better estimates: the "
                "settings show it and can delete it."
            ),
        ),
    )


def _evaluate() -> tuple[Topic, ...]:
    return (*_trust(), *_figures())


def _trust() -> tuple[Topic, ...]:
    return (
        Topic(
            tr("Confidence interval"),
            tr(
                "With other test samples of the same kind, the figure would have come out somewhere in this "
                "range, 19 times out of 20. Few samples make it wide."
            ),
            "interval",
        ),
        Topic(
            tr("Baseline"),
            tr("What always giving the most frequent answer would score. A model must beat it to be of use."),
        ),
        Topic(
            tr("Confusion matrix"),
            tr("A row for each true class, a column for each answer. What is off the diagonal was wrong."),
            "confusion",
        ),
    )


def _figures() -> tuple[Topic, ...]:
    return (
        Topic(
            tr("Precision and recall"),
            tr(
                "Recall (“recognised”): of all samples of this class, how many were found. Precision (“right if "
                "named”): of all samples given this answer, how many are right."
            ),
        ),
        Topic(
            tr("F1 and macro F1"),
            tr(
                "F1 is high only where both recall and precision are. Macro F1 is its mean over the classes, in which "
                "a rare class counts as much as a frequent one."
            ),
        ),
        Topic(
            tr("Overlap (IoU)"),
            tr(
                "How well a box or an area fits: the part that is both there and said, of all that is there or said. "
                "Half counts as found; 100 % would be perfect to the pixel."
            ),
        ),
        Topic(
            tr("mAP"),
            tr(
                "How well things are found, over all probabilities, ten overlaps and all classes. It is strict: 40 % "
                "is good, and the share of things that are found is much higher."
            ),
        ),
        Topic(
            tr("Log loss"),
            tr("A measure that punishes being sure and wrong: 0 is perfect, a guess lies at the mark of the baseline."),
        ),
        Topic(
            tr("Calibration"),
            tr("Whether “90 % sure” really means right nine times in ten."),
        ),
    )


def _try_out() -> tuple[Topic, ...]:
    return (
        Topic(
            tr("Heat map"),
            tr(
                "Where the network looked for its answer: bright places mattered most. Of several things in a picture "
                "it is about the surest one, and takes some dozens of looks; of areas it shows where the network "
                "hesitates."
            ),
        ),
        Topic(
            tr("A video"),
            tr(
                "Single moments of it are looked at as pictures. You choose how many, or how far apart; as many as "
                "have room on the page are kept."
            ),
        ),
        Topic(
            tr("Words that decided"),
            tr(
                "Of a text, blue words spoke for the answer and orange words against it; the stronger the colour, the "
                "more. It may be right for the wrong reason."
            ),
        ),
        Topic(
            tr("Probability"),
            tr("How sure the network is. It has to choose among your classes, even for a sample of none of them."),
        ),
        Topic(
            tr("A wrong answer"),
            tr("Say what is right: the sample waits in the inbox until the next revision of your data takes it in."),
        ),
        Topic(
            tr("A table of texts"),
            tr("Each of its rows is answered in a new file beside it. The table itself stays as it is."),
        ),
    )


def _export() -> tuple[Topic, ...]:
    return (
        Topic(
            tr("ONNX"),
            tr("A file format that servers, phones and browsers can run, without PTStudio and without Python."),
        ),
        Topic(
            tr("Parity certificate"),
            tr("The measured proof that the exported file gives the same answers as PTStudio, on real samples."),
        ),
        Topic(
            tr("float16 and int8"),
            tr("Smaller files with rounder numbers. Some networks bear it, some do not: the certificate tells."),
        ),
    )


def _library() -> tuple[Topic, ...]:
    return (
        Topic(
            tr("Model pack"),
            tr(
                "Models of the library in one file, with their licences, to carry to a machine without a network on a "
                "USB stick. Drop it on PTStudio’s window there: you see what is in it before anything is taken in."
            ),
        ),
        Topic(
            tr("sha256"),
            tr(
                "A long number that is made from every byte of a file. If one byte changes, it is another number: so "
                "it is known whether weights are still what they were."
            ),
        ),
        Topic(
            tr("Shared models"),
            tr("They lie in a folder for all users of this machine, are only read, and take their room only once."),
        ),
    )


def _runs() -> tuple[Topic, ...]:
    return (
        Topic(
            tr("Run"),
            tr(
                "One job done, with everything that happened in it. Give it a name (F2), a star (Space) and a note: "
                "in a month you will not remember which was which."
            ),
        ),
        Topic(
            tr("Run again"),
            tr(
                "The same training once more, on the same data and with the same settings. On the processor of the "
                "same machine it comes out the same to the last bit, unless a setting says otherwise; elsewhere last "
                "digits may differ."
            ),
        ),
        Topic(
            tr("What it depends on"),
            tr(
                "Every training writes down its settings, data, weights, versions and machine. If it comes out "
                "otherwise the next time, comparing the two shows what had changed."
            ),
        ),
    )


_PAGES = {
    "start": _start,
    "data": _data,
    "model": _model,
    "train": _train,
    "evaluate": _evaluate,
    "try": _try_out,
    "export": _export,
    "runs": _runs,
    "library": _library,
}
