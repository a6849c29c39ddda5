"""Training itself: that it learns, that it resumes to the last bit, and that what is shipped says what was trained."""

import copy
import dataclasses
import re

import numpy as np
import onnxruntime
import pytest
import torch

from nets import command
from nets.command import rebuilt
from nets.detector.task import TASK as DETECTOR
from nets.export import MODELS, export, folded, stretches_of, unfold
from nets.image import ink
from nets.reader.task import TASK as READER
from nets.training import Limits, Run, Stretch

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


def test_a_resumed_run_keeps_its_rate(chunks, tmp_path):
    slow = dataclasses.replace(on(DETECTOR, chunks), rate=1e-4)
    Run(slow, tmp_path, SEEDED).save()
    assert Run(on(DETECTOR, chunks), tmp_path, SEEDED).rate == 1e-4


def test_a_net_is_rebuilt_in_the_stretches_it_was_made_in(chunks, tmp_path):
    task = on(DETECTOR, chunks)
    task.evaluate = lambda net: {'f1': 0.0}
    size = len(chunks['detector'][0][0])
    stretches = (Stretch(2 * size, SEEDED, 1e-3), Stretch(size, SEEDED + 1, 1e-4))
    run = rebuilt(task, stretches, tmp_path, report_minutes=10, workers=0)
    assert run.stretches == stretches
    first = Run(task, tmp_path / '1', SEEDED)
    by_hand = Run(dataclasses.replace(task, rate=1e-4), tmp_path / 'by hand', SEEDED + 1, first.average, stretches[:1])
    by_hand.train(Limits(size), workers=0)
    weights = run.net.state_dict()
    assert all(torch.equal(weights[name], value) for name, value in by_hand.net.state_dict().items())
    assert rebuilt(task, stretches, tmp_path, report_minutes=10, workers=0).seen == size  # what is finished stays so
    halved = (stretches[0], dataclasses.replace(stretches[1], share=0.5))
    mixed = rebuilt(task, halved, tmp_path, report_minutes=10, workers=0)
    assert mixed.stretches == halved
    for name, value in mixed.average.named_parameters():
        mean = (dict(first.average.named_parameters())[name] + dict(run.average.named_parameters())[name]) / 2
        torch.testing.assert_close(value, mean)


@pytest.mark.parametrize('name', ['detector', 'reader', 'embedder'])
def test_what_is_shipped_says_how_it_can_be_rebuilt(name):
    stretches = stretches_of(MODELS / f'{name}.json')
    assert stretches and all(stretch.samples > 1000 and 0 < stretch.rate < 0.1 for stretch in stretches)


@pytest.mark.parametrize('task', [DETECTOR, READER], ids=lambda task: task.name)
def test_a_dry_rebuild_says_what_the_manifest_records_and_trains_nothing(task, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr('sys.argv', ['nets', 'rebuild', '--dry', '--folder', str(tmp_path / 'run')])
    command.main(task)
    planned = re.findall(r'(\d+) samples, seed (\d+), highest rate (\S+), share (\S+)', capsys.readouterr().out)
    planned = [Stretch(int(samples), int(seed), float(rate), float(share)) for samples, seed, rate, share in planned]
    assert tuple(planned) == stretches_of(MODELS / f'{task.name}.json')
    assert not (tmp_path / 'run').exists()


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
