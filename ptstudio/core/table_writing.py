"""What the separators and quotation marks of tables are called on the command line."""

from ptstudio.core.dataset import Written

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
QUOTES = {"double": '"', "single": "'", "none": "none"}


def written_options(written: Written) -> list[str]:
    """The options that say how a table of text is written; none for what is guessed."""
    said = (("--separator", SEPARATORS, written.delimiter), ("--quotes", QUOTES, written.quote))
    return [part for option, names, sign in said for name in names if names[name] == sign for part in (option, name)]
