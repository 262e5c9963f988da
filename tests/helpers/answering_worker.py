"""What a scripted worker does to answer as a warm one: it says “glass” of everything, and of some files nothing.

Of texts it says “payment”; its first word counts for that, its last one against it. It reads a hundred words at once.
"""

ANSWERS = """
import json
from PIL import Image
from ptstudio.core.prediction import Classes, ClassProbability, HeatMap, WordWeight, WordWeights
SAYS = Classes(classes=(ClassProbability(label="glass", probability=0.9), ClassProbability(label="metal",
               probability=0.1)))
OF_TEXTS = Classes(classes=(ClassProbability(label="payment", probability=0.8), ClassProbability(label="praise",
               probability=0.2)))
def answer_text(asked, typed):
    text, words = typed["text"], typed["text"].split()
    if "die" in words:
        os.kill(os.getpid(), signal.SIGKILL)
    if "hopeless" in words:
        tell(PredictionMade(request=asked["id"], typed=typed, seconds=0.01, message="The text is empty.",
                            hint="Write something."))
        return
    weights = None
    if asked["explain"] and words:
        last = WordWeight(start=len(text) - len(words[-1]), end=len(text), weight=-0.4)
        weights = WordWeights(words=(WordWeight(start=0, end=len(words[0]), weight=1.0), last), method="made up")
    tell(PredictionMade(request=asked["id"], typed=typed, prediction=OF_TEXTS, explanation=weights, seconds=0.02,
                        windows=1 + len(words) // 100))
requests, done = folder / "requests.jsonl", 0
tell(StageChanged(stage="load", title="Loading the model"))
tell(Waiting(reason="Ready."))
def answer(asked, number, file):
    name = Path(file).name
    if name == "die.jpg":
        os.kill(os.getpid(), signal.SIGKILL)
    if name == "leave.jpg":
        tell(RunStopped(message="Stopped."))
        sys.exit()
    if name == "broken.jpg":
        tell(PredictionMade(request=asked["id"], file=file, seconds=0.01, message="The file is empty.",
                            hint="Copy the file again."))
        return
    heat_map = None
    if asked["explain"]:
        picture = folder / f"{asked['id']}-{number}.png"
        Image.new("RGB", (40, 30), (230, 60, 20)).save(picture)
        heat_map = HeatMap(file=str(picture), method="made up")
    tell(PredictionMade(request=asked["id"], file=file, prediction=SAYS, explanation=heat_map, seconds=0.084))
while True:
    lines = requests.read_text().splitlines() if requests.exists() else []
    for line in lines[done:]:
        asked = json.loads(line)
        if asked["type"] == "Stop":
            tell(RunFinished(result={}))
            sys.exit()
        if asked["type"] == "Predict":
            for number, file in enumerate(asked["files"]):
                answer(asked, number, file)
            for typed in asked["typed"]:
                answer_text(asked, typed)
            tell(Waiting(reason="Ready."))
    done = len(lines)
    time.sleep(0.02)
"""
