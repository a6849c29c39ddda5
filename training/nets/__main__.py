"""python -m nets evaluate [--models DIR] [--overlays DIR]     the shipped nets on the real pages, end to end"""

import argparse
from pathlib import Path

from . import cards, evaluation, hard_set, sheet, tuning
from .export import MODELS


def main() -> None:
    parser = argparse.ArgumentParser(prog='python -m nets')
    commands = parser.add_subparsers(dest='command', required=True)
    evaluate = commands.add_parser('evaluate', help='score the shipped nets on the real pages')
    evaluate.add_argument('--models', type=Path, default=MODELS)
    evaluate.add_argument('--overlays', type=Path, help='write a picture of every page here')
    hard = commands.add_parser('hard', help='score them on hard synthetic sheets')
    hard.add_argument('--models', type=Path, default=MODELS)
    hard.add_argument('--count', type=int, default=60)
    tune = commands.add_parser('tune', help='choose thresholds on the tuning half and write them into the manifest')
    tune.add_argument('--models', type=Path, default=MODELS)
    card = commands.add_parser('cards', help='measure everything and write it into the model cards')
    card.add_argument('--models', type=Path, default=MODELS)
    card.add_argument('--count', type=int, default=60)
    given = parser.parse_args()
    nets = sheet.shipped(given.models, threads=2)
    if given.command == 'tune':
        print(tuning.tune(nets, given.models / 'detector.json'))
    elif given.command == 'cards':
        cards.write(given.models, given.count)
    elif given.command == 'evaluate':
        evaluation.evaluate(nets, given.overlays)
    else:
        print(hard_set.tables(hard_set.judge(nets, given.count)))


main()
