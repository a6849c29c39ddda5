"""Training itself: that it learns, that it resumes to the last bit, and that what is shipped says what was trained."""

import copy

import numpy as np
import onnxruntime
import pytest
import torch

from nets.detector.task import TASK as DETECTOR
from nets.export import export, folded, unfold
from nets.image import ink
from nets.reader.task import TASK as READER
from nets.training import Limits, Run

SEEDED = 7


@pytest.fixture(scope='module')
def chunks():
    """A few batches of each task, made once."""
    return {task.name: task.make_chunk(SEEDED, 0)[:6] for task in (DETECTOR, READER)}


def on(task, chunks):
    """The task over a fixed handful of batches, without judging."""
    task = copy.copy(task)
    task.make_chunk = lambda seed, index: chunks[task.name]
    task.evaluate = lambda net: {}
    return task


@pytest.mark.parametrize('task', [DETECTOR, READER], ids=lambda task: task.name)
def test_loss_falls(task, chunks, tmp_path):
    run = Run(on(task, chunks), tmp_path, SEEDED)
    batches = chunks[task.name]
    first = run._step(batches[0], 4000)
    for _ in range(12):
        for batch in batches[:3]:
            last = run._step(batch, 4000)
    assert sum(last.values()) < 0.8 * sum(first.values())


def test_a_resumed_run_ends_with_the_same_weights_as_one_that_never_stopped(chunks, tmp_path):
    task = on(DETECTOR, chunks)
    size = len(chunks['detector'][0][0])
    whole = Run(task, tmp_path / 'whole', SEEDED)
    whole.train(Limits(samples=4 * size), workers=0)
    stopped = Run(task, tmp_path / 'parts', SEEDED)
    stopped.train(Limits(samples=4 * size, minutes=0), workers=0)
    assert stopped.seen == size
    resumed = Run(task, tmp_path / 'parts', SEEDED)
    resumed.train(Limits(samples=4 * size), workers=0)
    for a, b in zip(whole.net.state_dict().values(), resumed.net.state_dict().values(), strict=True):
        assert torch.equal(a, b)
    with pytest.raises(ValueError, match='seed'):
        Run(task, tmp_path / 'parts', SEEDED + 1)


@pytest.mark.parametrize('task', [DETECTOR, READER], ids=lambda task: task.name)
def test_chunks_follow_from_the_seed(task, chunks):
    again = task.make_chunk(SEEDED, 0)
    for a, b in zip(chunks[task.name][0], again[0], strict=True):
        assert np.array_equal(a, b)
    other = task.make_chunk(SEEDED, 1)
    assert not np.array_equal(again[0][0][0], other[0][0][0])


@pytest.mark.parametrize('task', [DETECTOR, READER], ids=lambda task: task.name)
def test_what_is_shipped_says_what_was_trained(task, chunks, tmp_path):
    run = Run(on(task, chunks), tmp_path, SEEDED)
    for batch in chunks[task.name][:3]:
        run._step(batch, 4000)
    net = run.net.eval()
    pixels = ink(torch.from_numpy(chunks[task.name][0][0]))
    path = tmp_path / 'net.onnx'
    export(net, pixels[:1], {0: 'batch', 3: 'width'} if task is READER else {0: 'batch', 2: 'height', 3: 'width'}, path)
    assert path.stat().st_size < 3_000_000
    said = onnxruntime.InferenceSession(str(path)).run(None, {'ink': pixels.numpy()})[0]
    with torch.no_grad():
        expected = net(pixels).numpy()
        assert np.abs(folded(net)(pixels).numpy() - expected).max() < 1e-3
    assert np.abs(said - expected).max() < 0.02 * np.abs(expected).max()
    # And back: a shipped model can be trained on.
    revived = unfold(path, task.make_net(), [pixels])
    with torch.no_grad():
        assert np.abs(revived(pixels).numpy() - said).max() < 1e-3 * np.abs(said).max()
