"""Vectors of drawn parts, as `draftlens embed` prints them: drawn_vectors.py PICTURES N > vectors.jsonl

PICTURES is what the embedder's training keeps of its families (training/runs/embedder-pictures/SEED): the views of each
drawing as the pipeline cuts them. They are embedded here by the shipped net, and a sheet's vector is made of them by its rule.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime

MODELS = Path(__file__).resolve().parents[3] / 'models'
AT_ONCE = 64


def unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


def main(folder: Path, families: int) -> None:
    manifest = json.loads((MODELS / 'embedder.json').read_text())
    model = {name: manifest[name] for name in ('id', 'sha256', 'version')}
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    net = onnxruntime.InferenceSession(MODELS / manifest['file'], options)
    [asked] = net.get_inputs()
    for path in sorted(folder.glob('*.npz'))[:families]:
        with np.load(path) as kept:
            ink = (255 - kept['pictures'][:, None]).astype(np.float32) / 255
            drawings, weights = kept['drawing'], kept['weight']
        batches = [net.run(None, {asked.name: ink[at : at + AT_ONCE]})[0] for at in range(0, len(ink), AT_ONCE)]
        vectors = unit(np.concatenate(batches))
        for drawing in np.unique(drawings):
            of_it = drawings == drawing
            sheet = unit((weights[of_it, None] * vectors[of_it]).sum(axis=0))
            views = [
                {'vector': vector.tolist(), 'weight': float(weight)}
                for vector, weight in zip(vectors[of_it], weights[of_it], strict=True)
            ]
            line = {'id': f'{path.stem}/{drawing}', 'page': 0, 'model': model, 'dim': len(sheet)}
            print(json.dumps({**line, 'vector': sheet.tolist(), 'views': views}))


if __name__ == '__main__':
    main(Path(sys.argv[1]), int(sys.argv[2]))
