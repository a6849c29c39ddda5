"""The command line that all nets share.

python -m nets.detector train --samples 400000 --minutes 60     goes on where it stopped
python -m nets.detector judge
python -m nets.detector ship                                   models/detector.onnx and its manifest
python -m nets.detector rebuild                                from nothing, in all the stretches that the manifest names
python -m nets.detector rebuild --dry                          says which these are
"""

import argparse
import os
from dataclasses import replace
from pathlib import Path

import torch

from . import curves
from .export import MODELS, ship_net, stretches_of, unfold
from .image import ink
from .training import Limits, Run, Stretch, Task, seed_of

TRAINING = Path(__file__).resolve().parents[1]


def main(task: Task) -> None:
    parser = argparse.ArgumentParser(prog=f'python -m nets.{task.name}')
    commands = parser.add_subparsers(dest='command', required=True)
    train = commands.add_parser('train', help='train, or go on training')
    train.add_argument('--samples', type=int, required=True, help='of the whole run; the learning rate follows from it')
    train.add_argument('--minutes', type=float, default=float('inf'), help='stop this call after so long; it can be resumed')
    train.add_argument('--seed', type=int, default=1)
    train.add_argument('--rate', type=float, default=task.rate, help='the highest learning rate; lower to go on from a shipped model')
    train.add_argument('--start-from', type=Path, metavar='ONNX', help='begin with the weights of a shipped model')
    judge = commands.add_parser('judge', help='score the averaged net on the real pages')
    ship = commands.add_parser('ship', help='export the averaged net with its manifest')
    rebuild = commands.add_parser('rebuild', help='train from nothing as the manifest says, and ship')
    for command in (ship, rebuild):
        command.add_argument('--to', type=Path, default=MODELS)
    for command in (train, rebuild):
        command.add_argument('--report-minutes', type=float, default=10.0)
        command.add_argument('--workers', type=int, default=max(1, (os.cpu_count() or 2) - 1), help='processes that draw sheets')
        command.add_argument('--threads', type=int, default=1, help='that the net may use on a CPU')
    for command in (train, judge, ship):
        command.add_argument('--folder', type=Path, default=TRAINING / 'runs' / task.name)
    rebuild.add_argument('--dry', action='store_true', help='say in which stretches, and train nothing')
    rebuild.add_argument('--folder', type=Path, default=TRAINING / 'runs' / f'{task.name}-rebuilt')
    given = parser.parse_args()
    if given.command == 'train':
        torch.set_num_threads(given.threads)
        before = stretches_of(given.start_from.with_suffix('.json')) if given.start_from else ()
        run = Run(replace(task, rate=given.rate), given.folder, given.seed, _beginning(task, given), before)
        _train(run, Limits(given.samples, given.minutes, given.report_minutes), given.workers)
    elif given.command == 'rebuild':
        torch.set_num_threads(given.threads)
        stretches = stretches_of(given.to / f'{task.name}.json')
        if given.dry:
            print(plan(stretches, given.folder))
            return
        ship_net(rebuilt(task, stretches, given.folder, given.report_minutes, given.workers), given.to)
    else:
        run = Run(task, given.folder, seed_of(given.folder))
        if given.command == 'judge':
            print(task.evaluate(run.finished()))
        else:
            ship_net(run, given.to)


def rebuilt(task: Task, stretches: tuple[Stretch, ...], folder: Path, report_minutes: float, workers: int) -> Run:
    """The last of the runs, each of which begins with what the one before learnt; called again, goes on where it stopped."""
    net = task.begin(stretches[0].seed) if task.begin else None
    for number, stretch in enumerate(stretches):
        run = Run(replace(task, rate=stretch.rate), _part(folder, number), stretch.seed, net, stretches[:number])
        if run.seen < stretch.samples:
            _train(run, Limits(stretch.samples, report_minutes=report_minutes), workers)
        if net is not None and stretch.share < 1.0:
            run.mix(net, stretch.share)
        net = run.average
    return run


def plan(stretches: tuple[Stretch, ...], folder: Path) -> str:
    """What `rebuilt` does, a line for each stretch."""
    return '\n'.join(
        f'{_part(folder, number)}: {stretch.samples} samples, seed {stretch.seed}, highest rate {stretch.rate:g}, share {stretch.share:g}'
        for number, stretch in enumerate(stretches)
    )


def _part(folder: Path, number: int) -> Path:
    return folder / str(number + 1)


def _train(run: Run, limits: Limits, workers: int) -> None:
    run.train(limits, workers)
    curves.draw(run.folder / 'log.jsonl', run.folder / 'curves.png')


def _beginning(task: Task, given: argparse.Namespace) -> torch.nn.Module | None:
    if given.start_from:
        return _revived(task, given.start_from, given.seed)
    resumed = (given.folder / 'checkpoint.pt').exists()
    return None if resumed or task.begin is None else task.begin(given.seed)


def _revived(task: Task, path: Path, seed: int) -> torch.nn.Module:
    batches = [ink(torch.from_numpy(batch[0])) for batch in task.make_chunk(seed, 0)[:8]]
    return unfold(path, task.make_net(), batches)
