"""Files that are kept lie in one folder, until they are forgotten."""

from ptstudio.app.kept_files import KeptFiles


def test_what_is_kept_goes_when_it_is_forgotten() -> None:
    kept = KeptFiles()
    kept.forget()
    (kept.folder() / "one.png").write_bytes(b"x")
    before = kept.folder()
    assert (before / "one.png").is_file()
    kept.forget()
    assert not before.exists()
    assert kept.folder() != before
    kept.forget()
