"""Pages read by the runtime, `draftlens eval`: what is judged is what users run.

The reference in Python (`sheet.py`) says the same of a page that it looks at in the same scale; how the runtime finds the scale and
the right way up (docs/decisions/0019-one-cheap-look.md) is written once, in Rust.
"""

import json
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from subprocess import DEVNULL, run

Annotations = dict[str, list[dict]]  # by page


def read(program: str, models: Path, pages: Path) -> Annotations:
    """What the runtime reads on the labelled pages of a folder with the detector and the reader of another one."""
    with tempfile.TemporaryDirectory() as folder:
        command = [program, 'eval', pages, '--models', models, '--out', folder, '--device', 'cpu', '--json']
        run(list(map(str, command)), check=True, stdout=DEVNULL)
        return {path.stem: json.loads(path.read_text('utf8'))['annotations'] for path in sorted(Path(folder).glob('*.json'))}


def read_at(program: str, models: Path, pages: Path, decodes: Iterable[float], score: float) -> dict[float, Annotations]:
    """The same at several thresholds of the decoder, everything kept from one score on."""
    with tempfile.TemporaryDirectory() as folder:
        changed = Path(folder) / 'models'
        shutil.copytree(models, changed)
        manifest = json.loads((models / 'detector.json').read_text('utf8'))
        answers = {}
        for decode in decodes:
            manifest['thresholds'] |= {'decode': decode, 'score': score}
            (changed / 'detector.json').write_text(json.dumps(manifest, ensure_ascii=False), 'utf8')
            answers[decode] = read(program, changed, pages)
        return answers
