"""Draftlens beside general readers of text, on labelled drawings: how much is found and right, and in what time.

  python -m venv .tools/peers-ocr && .tools/peers-ocr/bin/pip install -r tests/bench/peers-ocr/requirements.txt
  .tools/peers-ocr/bin/python tests/bench/peers-ocr/peers_ocr.py ../shared/drawings --draftlens target/release/draftlens

Everybody gets one thread. Time is the processor's, so that other work on the machine lengthens it little, and that of
the reading alone: nets are loaded before. The peers know no kinds: of their texts those count that could be a size or a
frame by their characters, which spares them the words of notes and title blocks. Tesseract reads level text only, so it
is shown each page twice, upright and turned.
"""

import argparse
import csv
import io
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[3] / 'training'))

from nets.measure import is_frame, is_measure

LEAST_CONFIDENCE = 0.3


class Peer:
    def read(self, path: Path) -> tuple[list[dict], float]:
        """What stands on the page, and the seconds of the processor."""
        raise NotImplementedError


class RapidOcr(Peer):
    def __init__(self):
        from rapidocr_onnxruntime import RapidOCR

        self.engine = RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1)

    def read(self, path):
        page = cv2.imread(str(path))
        began = time.process_time()
        found, _ = self.engine(page)
        seconds = time.process_time() - began
        return [annotation(quad, text, float(score)) for quad, text, score in found or []], seconds


class Tesseract(Peer):
    def read(self, path):
        page = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
        began = of_children()
        level = self._lines(page)
        # Turned clockwise, what read upward reads level.
        upward = self._lines(np.rot90(page, -1))
        seconds = of_children() - began
        height = page.shape[0]
        return level + [dict(one, quad=[[y, height - x] for x, y in one['quad']]) for one in upward], seconds

    @staticmethod
    def _lines(page):
        picture = cv2.imencode('.png', page)[1].tobytes()
        command = ['tesseract', 'stdin', 'stdout', '--psm', '11', '-l', 'eng', 'tsv']
        said = subprocess.run(command, input=picture, capture_output=True, check=True, env=os.environ | {'OMP_THREAD_LIMIT': '1'})
        lines: dict[tuple, list[dict]] = {}
        for row in csv.DictReader(io.StringIO(said.stdout.decode()), delimiter='\t', quoting=csv.QUOTE_NONE):
            if row['level'] == '5' and float(row['conf']) >= 100 * LEAST_CONFIDENCE and row['text'].strip():
                lines.setdefault((row['block_num'], row['par_num'], row['line_num']), []).append(row)
        return [Tesseract._line(words) for words in lines.values()]

    @staticmethod
    def _line(words):
        boxes = np.array([[int(word[key]) for key in ('left', 'top', 'width', 'height')] for word in words])
        left, top = boxes[:, 0].min(), boxes[:, 1].min()
        right, bottom = (boxes[:, 0] + boxes[:, 2]).max(), (boxes[:, 1] + boxes[:, 3]).max()
        quad = [[left, top], [right, top], [right, bottom], [left, bottom]]
        score = np.mean([float(word['conf']) for word in words]) / 100
        return annotation(quad, ' '.join(word['text'] for word in words), float(score))


class Draftlens(Peer):
    def __init__(self, program: Path):
        self.program = program

    def read(self, path):
        core = min(os.sched_getaffinity(0))
        command = ['taskset', '-c', str(core), self.program, 'analyze', path, '--device', 'cpu', '--json']
        began = of_children()
        said = subprocess.run(command, capture_output=True, check=True)
        seconds = of_children() - began
        return json.loads(said.stdout)['annotations'], seconds


def annotation(quad, text: str, score: float) -> dict:
    kind = 'gdt' if is_frame(text) else 'dimension' if is_measure(text) else 'note'
    return {'kind': kind, 'quad': [[float(x), float(y)] for x, y in quad], 'text': text, 'score': score}


def of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('drawings', type=Path, help='folder with score.py and pages/')
    parser.add_argument('--draftlens', type=Path, help='the program, built for release')
    parser.add_argument('--only', nargs='*', choices=['rapidocr', 'tesseract', 'draftlens'])
    parser.add_argument('--pages', nargs='*', help='names; all, unless given')
    given = parser.parse_args()
    sys.path.insert(0, str(given.drawings))
    import score

    makers = {'rapidocr': RapidOcr, 'tesseract': Tesseract}
    if given.draftlens:
        makers['draftlens'] = lambda: Draftlens(given.draftlens)
    peers = {name: make() for name, make in makers.items() if not given.only or name in given.only}
    labelled = {path.stem: json.loads(path.read_text()) for path in sorted((given.drawings / 'pages').glob('*.json'))}
    labelled = {name: labels for name, labels in labelled.items() if not given.pages or name in given.pages}
    print(f'{len(labelled)} pages; seconds of the processor a page, one thread')
    for name, peer in peers.items():
        counts, seconds = [], []
        for labels in labelled.values():
            found, took = peer.read(given.drawings / 'pages' / labels['image'])
            counts.append(score.page(labels, {'annotations': found}))
            seconds.append(took)
        total = score.figures(score.total(counts))
        shown = ' '.join(f'{key} {total[key]:.3f}' for key in ('P', 'R', 'F1', 'e2eF1', 'CER'))
        print(f'{name:<10} {shown} | median {np.median(seconds):.2f} s, all {sum(seconds):.1f} s', flush=True)


if __name__ == '__main__':
    main()
