"""A text that was put right becomes a file in the inbox."""

from pathlib import Path

from ptstudio.app.inbox import Inbox
from ptstudio.app.passage import Passage
from ptstudio.app.tried_text import TriedText


def test_a_text_or_a_pair_becomes_a_file(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path / "inbox")
    single = TriedText(Passage(" late again \n")).put_into(inbox, "blame")
    assert single == tmp_path / "inbox" / "blame" / "text-late-again.txt"
    assert single.read_text("utf-8-sig") == "late again"
    pair = TriedText(Passage("late", "sorry")).put_into(inbox, "blame")
    assert pair.read_text("utf-8-sig") == "late\n==========\nsorry"
    assert inbox.count() == 2
