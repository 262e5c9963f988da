"""What a scripted worker does when it is asked for an import: it finds something, waits to be stopped, or fails."""

IMPORTS = """
from ptstudio.core.run import load_job
job = load_job(folder)
tell(StageChanged(stage="read", title="Reading and checking every sample"))
tell(StepEnded(stage="read", done=5))
finding = {"kind": "truncated", "severity": "error", "path": job.source + "/blue/0.jpg", "reason": "Too short.",
           "remedy": "Copy it.", "row": None}
small = finding | {"kind": "tiny-class", "severity": "warning", "path": job.source, "reason": "Red is tiny."}
names = ["blue", job.options.rename.get("green", "green"), "red"]
names = sorted(set(names) - set(job.options.leave_out))
counts = {split: dict.fromkeys(names, 4) for split in ("train", "validation", "test")}
result = {"format": "image-folders", "confidence": 0.9, "reason": "3 folders", "counts": counts,
          "samples": {split: sum(each.values()) for split, each in counts.items()},
          "findings": [finding, small]}
if job.known:
    result["change"] = {"added": {"red": 2}, "moves": [{"before": "cardboard", "after": "glass", "count": 1}]}
if not job.is_dry:
    result["revision"] = "photos/0001"
tell(RunFinished(result=result))
"""
WAITS = """
tell(StageChanged(stage="read", title="Reading and checking every sample"))
requests = folder / "requests.jsonl"
while '"Stop"' not in (requests.read_text() if requests.exists() else ""):
    time.sleep(0.02)
tell(RunStopped(message="Stopped."))
"""
FAILS = """
tell(RunFailed(message="There is only one class.", hint="Make another folder."))
"""
