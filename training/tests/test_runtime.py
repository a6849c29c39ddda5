"""A program that reads labelled pages with given nets: what it is told, and what becomes of its answers."""

import json
import sys
from subprocess import CalledProcessError

import pytest

from nets import hard_pages, runtime
from nets.export import MODELS
from nets.hard_set import figures, sheets

PROGRAM = """#!{python}
import json, pathlib, sys
given = dict(zip(sys.argv[3::2], sys.argv[4::2]))
thresholds = json.loads((pathlib.Path(given['--models']) / 'detector.json').read_text('utf8'))['thresholds']
assert sys.argv[1] == 'eval' and (pathlib.Path(given['--models']) / 'reader.onnx').exists()
for path in pathlib.Path(sys.argv[2]).glob('*.json'):
    said = [{{**a, 'score': thresholds['decode'], 'text_score': thresholds['score'], 'unsure': False}}
            for a in json.loads(path.read_text('utf8'))['annotations']]
    (pathlib.Path(given['--out']) / path.name).write_text(json.dumps({{'annotations': said}}), 'utf8')
"""


@pytest.fixture
def program(tmp_path) -> str:
    """It says of each page what is written there, with the thresholds of its nets as scores."""
    path = tmp_path / 'draftlens'
    path.write_text(PROGRAM.format(python=sys.executable), 'utf8')
    path.chmod(0o755)
    return str(path)


def test_what_is_read_on_the_hard_sheets_is_judged(tmp_path, program):
    judged = hard_pages.judge(program, MODELS, tmp_path / 'pages', 1)
    ((_, truths, faults),) = sheets(1)
    assert figures(judged)['e2eF1'] == 1.0 and len(judged) == len(truths) and judged[0].faults == faults


def test_pages_are_read_at_each_threshold_and_the_nets_stay_as_they_are(tmp_path, program):
    pages, shipped = tmp_path / 'pages', (MODELS / 'detector.json').read_text('utf8')
    pages.mkdir()
    (pages / 'one.json').write_text(json.dumps({'annotations': [{'text': '12'}]}), 'utf8')
    answers = runtime.read_at(program, MODELS, pages, (0.3, 0.5), 0.25)
    assert {decode: [(a['score'], a['text_score']) for a in said['one']] for decode, said in answers.items()} == {
        0.3: [(0.3, 0.25)],
        0.5: [(0.5, 0.25)],
    }
    assert (MODELS / 'detector.json').read_text('utf8') == shipped


def test_a_program_that_fails_is_no_answer(tmp_path):
    with pytest.raises(CalledProcessError):
        runtime.read(sys.executable, MODELS, tmp_path)
