"""The licences that an export carries on: of the weights it started from, and of the program beside it."""

from collections.abc import Iterator

from ptstudio.core.licence import OWN, Licence, licence_of
from ptstudio.core.trained import TrainedModel
from ptstudio.library.library import Library

OVERVIEW = "README.md"
OWN_FILES = "predict.py"
TERMS = "weights-terms.txt"


def licence_files(trained: TrainedModel, library: Library) -> dict[str, str]:
    """The files of the folder LICENSES, by name: an overview in plain words, and the text of every licence.

    Of a licence whose text does not come with PTStudio, a file says what is known. What the publisher put beside the
    weights goes along, if they are in the library still.
    """
    texts = {f"{OWN}.txt": licence_of(OWN).text}
    if trained.has_pretrained_weights:
        licence = licence_of(trained.model.licence)
        texts |= {f"{licence.spdx}.txt": licence.text} if licence.text else {TERMS: _terms(trained, licence)}
    texts |= _of_publisher(trained, library)
    return {OVERVIEW: "\n".join(_overview(trained, sorted(texts))) + "\n", **texts}


def licence_words(licence: Licence) -> str:
    """A licence in plain words, with the address of its text where there is one."""
    return f"{licence.words.say()}." + (f" Its text: <{licence.address}>" if licence.address else "")


def _overview(trained: TrainedModel, files: list[str]) -> Iterator[str]:
    model = trained.model
    yield "# Licences"
    yield ""
    if trained.has_pretrained_weights:
        yield f"* The model is built on the weights of {model.title} (source: {model.source}). {_said(model.licence)}"
    else:
        yield f"* The model was trained from random weights in the shape of {model.title}; no other weights are in it."
    yield f"* `{OWN_FILES}` was written by PTStudio. {_said(OWN)}"
    yield "* What the model was trained on keeps its own terms, which PTStudio does not know."
    yield ""
    yield f"Texts in this folder: {', '.join(f'`{name}`' for name in files)}."
    yield "Where a text leaves open who the owner is, and of which year, the source of the weights names them."


def _terms(trained: TrainedModel, licence: Licence) -> str:
    """What is known of a licence without a text: its name, where to read it, and what it asks for."""
    model = trained.model
    return f"""Terms of the weights that this model is built on

Weights: {model.title}
Source: {model.source}
Licence: {licence.spdx}
Address: {licence.address or "not known; look at the source"}

In plain words: {licence.words.say()}.

PTStudio has no copy of its text. Find it at the source before you pass the model on, and put it here.
"""


def _said(licence: str) -> str:
    return f"Licence: {licence_words(licence_of(licence))}"


def _of_publisher(trained: TrainedModel, library: Library) -> dict[str, str]:
    entry = library.find(trained.model.key) if trained.has_pretrained_weights else None
    if entry is None or entry.model.sha256 != trained.model.sha256:
        return {}
    return {
        f"{trained.model.key}-{file.name}": file.read_text(encoding="utf-8", errors="replace")
        for file in sorted(entry.folder.iterdir())
        if file.is_file() and file.stem.upper() in {"LICENSE", "LICENCE", "NOTICE", "COPYING"}
    }
