"""What lengths of texts mean for a training, in sentences; knows no widget."""

from ptstudio.app import formats
from ptstudio.app.text_lengths import TextLengths
from ptstudio.app.translation import tr
from ptstudio.core.lengths import CutText, Lengths

OFTEN_READ = 256
"""As many tokens nearly every model reads."""


def before_a_model(lengths: TextLengths) -> str:
    """How long texts are, of which there is at least one, about as a model will count."""
    median, longest = lengths.median, lengths.longest
    said = tr(
        "Half of the texts have at most {median} characters, the longest has {longest}. That is about {few} and {many} "
        "tokens, as models count; the Train page counts them for your model.",
        median=formats.count(median),
        longest=formats.count(longest),
        few=formats.count(lengths.tokens(median)),
        many=formats.count(lengths.tokens(longest)),
    )
    if lengths.tokens(longest) <= OFTEN_READ:
        return said
    more = tr(
        "Many models read no more than {limit} of them; the next page can divide longer texts into parts.",
        limit=formats.count(OFTEN_READ),
    )
    return f"{said} {more}"


def headline(lengths: Lengths) -> tuple[str, str]:
    """Whether texts are read to their end, and the role of these words."""
    unread = lengths.unread
    values = {"limit": formats.count(lengths.limit), "longest": formats.count(lengths.longest)}
    if not unread.cut:
        return tr("Every text is read whole: the longest has {longest} of {limit} tokens.", **values), "good"
    values |= {"cut": _share(unread.cut_share), "share": _share(unread.share)}
    words = tr(
        "{cut} of the texts are longer than the {limit} tokens that are read. Their ends are cut off: {share} of all "
        "tokens.",
        **values,
    )
    return words, "warning" if unread.is_much else "body"


def how_long(lengths: Lengths) -> str:
    """How long they are, and what that was counted in."""
    values = {
        "median": formats.count(lengths.median),
        "longest": formats.count(lengths.longest),
        "some": formats.count(len(lengths.tokens)),
        "all": formats.count(lengths.samples),
    }
    said = tr("Half of them have at most {median} tokens, the longest has {longest}.", **values)
    if len(lengths.tokens) < lengths.samples:
        counted = tr("Counted as the model reads, in {some} of {all} training texts drawn at random.", **values)
    else:
        counted = tr("Counted as the model reads, in all {all} training texts.", **values)
    return f"{said} {counted}"


def what_to_do(lengths: Lengths) -> str:
    """How more can be read; empty where everything is."""
    unread = lengths.unread
    if not unread.cut:
        return ""
    values = {"most": formats.count(lengths.most)}
    if lengths.limit < lengths.most:
        more = tr("The settings allow longer texts, up to the {most} tokens that this model can read; that takes more "
                  "time and memory.", **values)  # fmt: skip
    else:
        more = tr("This model cannot read more; another one may.")
    if not unread.is_much:
        return more
    others = tr(
        "Or divide long texts into parts: the import offers it, among the splits. Where what counts stands at the "
        "beginning, little is lost."
    )
    return f"{more} {others}"


def about(text: CutText, limit: int) -> str:
    """A text that is cut off, in a line."""
    beyond = formats.count(max(0, text.tokens - limit))
    return tr("{truth}: {beyond} of {tokens} tokens are cut off", truth=text.truth, beyond=beyond,
              tokens=formats.count(text.tokens))  # fmt: skip


def _share(value: float) -> str:
    return tr("less than 1 %") if value < 0.01 else formats.share(value, 0)
