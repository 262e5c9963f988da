"""Answers of a model that come back as data are told apart from labels."""

import json
from pathlib import Path

import pytest

from ptstudio.data._model_answers import answering_model
from ptstudio.data.coco import Coco
from tests.helpers.annotations import coco, kinds, read


@pytest.mark.parametrize("facts", [None, [], {}, {"found_by": 3}, {"found_by": None}, "found_by"])
def test_who_says_nothing_of_a_model_names_none(facts: object) -> None:
    assert answering_model(facts) == ""
    assert answering_model({"found_by": "M"}) == "M"


def test_scores_tell_answers_that_other_programs_have_saved(tmp_path: Path) -> None:
    coco(tmp_path)
    (file,) = tmp_path.rglob("*.json")
    content = json.loads(file.read_text(encoding="utf-8"))
    assert "model-answers" not in kinds(read(Coco(), tmp_path)[1])
    content["annotations"][0]["score"] = 0.87
    file.write_text(json.dumps(content), encoding="utf-8")
    (finding,) = (each for each in read(Coco(), tmp_path)[1] if each.kind == "model-answers")
    assert f"1 of {len(content['annotations'])} annotations" in finding.reason
    assert finding.severity == "warning"
