"""What a scripted worker does where a table is to be answered, and what it does otherwise.

Of a table called “slow” it answers one row and waits for Stop; one called “odd” it cannot read.
"""

from tests.helpers.answering_worker import ANSWERS

ANSWERS_TABLES = f"""
import json
job = json.loads((folder / "job.json").read_text())
def answer_table():
    table, out = Path(job["table"]), Path(job["out"])
    rows = len(table.read_text().splitlines()) - 1
    tell(StageChanged(stage="answer", title="Answering every row"))
    tell(StepEnded(stage="answer", done=1, total=rows, remaining_s=65.0, samples_per_s=180.0))
    requests = folder / "requests.jsonl"
    while table.stem == "slow":
        if requests.exists() and "Stop" in requests.read_text():
            tell(RunStopped(message="Stopped."))
            return
        time.sleep(0.02)
    if table.stem == "odd":
        tell(RunFailed(message="The table cannot be read.", hint="Save it again.", is_input_error=True))
        return
    out.write_text("text,answer,probability\\n")
    tell(RunFinished(result=dict(run=job["run"], table=job["table"], file=job["out"], columns=job["columns"], rows=rows,
         without_content=1, unreadable=0, classes={{"payment": rows - 2, "praise": 1}}, seconds=2.0)))
if job["type"] == "answer-table":
    answer_table()
    sys.exit()
{ANSWERS}
"""
