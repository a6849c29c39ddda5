"""python -m nets evaluate --runtime PROGRAM [--models DIR] [--overlays DIR]     nets on the real pages, end to end"""

import argparse
from pathlib import Path

from . import ablation, cards, development, evaluation, hard_pages, hard_set, runtime, sheet, tuning, without
from .embedder import similarity
from .export import MODELS


def main() -> None:
    parser = argparse.ArgumentParser(prog='python -m nets')
    commands = parser.add_subparsers(dest='command', required=True)
    evaluate = commands.add_parser('evaluate', help='score the nets on the real pages')
    evaluate.add_argument('--unseen', action='store_true', help='the pages of training/unseen, by which nothing is ever chosen')
    evaluate.add_argument('--overlays', type=Path, help='write a picture of every page here')
    hard = commands.add_parser('hard', help='score them on hard synthetic sheets')
    tune = commands.add_parser('tune', help='choose thresholds on the tuning half and write them into the manifest')
    card = commands.add_parser('cards', help='measure everything and write it into the model cards')
    for command in (hard, card):
        command.add_argument('--count', type=int, default=30)
        command.add_argument('--pages', type=Path, help='the folder of the sheets, which are drawn there if it does not exist yet')
    less = commands.add_parser('without', help='read real and hard pages without each step of the path, by the reference')
    less.add_argument('--count', type=int, default=12)
    for command in (evaluate, hard, tune, card, less):
        command.add_argument('--models', type=Path, default=MODELS)
    for command in (evaluate, hard, tune, card):
        command.add_argument('--runtime', default='draftlens', metavar='PROGRAM', help='that reads the pages')
    ablate = commands.add_parser('ablate', help='train the detector in other shapes, briefly, and compare')
    ablate.add_argument('--samples', type=int, default=5000)
    similar = commands.add_parser('similar', help='score the embedder on the real drawings and on its hard set')
    similar.add_argument('--models', type=Path, default=MODELS)
    similar.add_argument('--run', type=Path, help='judge the averaged net of this run, not the shipped one')
    similar.add_argument('--parts', type=int, default=100)
    similar.add_argument('--distractors', type=int, default=1000)
    similar.add_argument('--jobs', type=int, default=0, help='so many processes draw what was not drawn yet; else this one')
    similar.add_argument('--card', action='store_true', help='write the figures into the card')
    given = parser.parse_args()
    if given.command == 'similar':
        similarity.report(given.models, given.run, given.parts, given.distractors, given.jobs, given.card)
    elif given.command == 'ablate':
        print(ablation.table(given.samples))
    elif given.command == 'without':
        print(without.table(sheet.shipped(given.models, threads=2), given.count))
    elif given.command == 'evaluate':
        folder = development.UNSEEN_FOLDER if given.unseen else development.PAGES_FOLDER
        evaluation.report(runtime.read(given.runtime, given.models, folder), given.overlays)
    elif given.command == 'tune':
        print(tuning.tune(given.runtime, given.models))
    elif given.command == 'cards':
        cards.write(given.runtime, given.models, given.pages, given.count)
    else:
        judged = hard_pages.judge(given.runtime, given.models, given.pages, given.count)
        print(f'{hard_set.tables(judged)}\nunsure: {hard_set.doubt(judged)}')


main()
