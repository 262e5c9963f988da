"""What a scripted worker does to get a model: it stands at 12 of 44 MB until a file `gate` beside it is there."""

from pathlib import Path

GETS = """
from tests.helpers.pretrained import model, put_into
from ptstudio.core.folders import library_folder
from ptstudio.core.jobs import read_job
asked = read_job((folder / "job.json").read_bytes()).models[0]
key = asked.partition("@")[0].replace("/", "-")
requests, gate = folder / "requests.jsonl", Path(__file__).with_name("gate")
MB = 10**6
tell(StageChanged(stage="look-up", title="Looking up where the weights are"))
tell(StageChanged(stage="download", title=f"Getting the weights of {asked}"))
tell(StepEnded(stage="download", done=12 * MB, total=44 * MB, bytes_per_s=3.1 * MB, remaining_s=10))
while True:
    is_open = gate.exists()
    said = requests.read_text() if requests.exists() else ""
    if "Stop" in said:
        tell(RunStopped(message="Stopped."))
        sys.exit()
    if is_open and said.rfind("Pause") <= said.rfind("Continue"):
        break
    time.sleep(0.02)
tell(StepEnded(stage="download", done=44 * MB, total=44 * MB, bytes_per_s=3.1 * MB, remaining_s=0))
tell(StageChanged(stage="add", title=f"Adding {asked} to the library"))
if not (library_folder() / key).exists():
    put_into(library_folder(), model(key=key, title="Got " + key))
tell(RunFinished(result={"models": [{"asked": asked, "model": {"key": key}, "is_new": True}], "failures": []}))
"""


def open_gate(tmp_path: Path) -> None:
    """Let every download of this test come to its end."""
    (tmp_path / "gate").touch()
