"""The command line that all nets share.

    python -m nets.detector train --samples 400000 --minutes 60     goes on where it stopped
    python -m nets.detector judge
"""

import argparse
import os
from pathlib import Path

import torch

from . import curves
from .training import Limits, Run, Task

TRAINING = Path(__file__).resolve().parents[1]


def main(task: Task) -> None:
    parser = argparse.ArgumentParser(prog=f'python -m nets.{task.name}')
    commands = parser.add_subparsers(dest='command', required=True)
    train = commands.add_parser('train', help='train, or go on training')
    train.add_argument('--samples', type=int, required=True, help='of the whole run; the learning rate follows from it')
    train.add_argument('--minutes', type=float, default=float('inf'), help='stop this call after so long; it can be resumed')
    train.add_argument('--report-minutes', type=float, default=10.0)
    train.add_argument('--workers', type=int, default=max(1, (os.cpu_count() or 2) - 1), help='processes that draw sheets')
    train.add_argument('--threads', type=int, default=1, help='that the net may use on a CPU')
    train.add_argument('--seed', type=int, default=1)
    judge = commands.add_parser('judge', help='score the averaged net on the real pages')
    for command in (train, judge):
        command.add_argument('--folder', type=Path, default=TRAINING / 'runs' / task.name)
    given = parser.parse_args()
    if given.command == 'train':
        torch.set_num_threads(given.threads)
        run = Run(task, given.folder, given.seed)
        run.train(Limits(given.samples, given.minutes, given.report_minutes), given.workers)
        curves.draw(given.folder / 'log.jsonl', given.folder / 'curves.png')
    else:
        run = Run(task, given.folder, torch.load(given.folder / 'checkpoint.pt', weights_only=True)['seed'])
        print(task.evaluate(run.average))
