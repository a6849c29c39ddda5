"""python -m nets evaluate [--models DIR] [--overlays DIR]     the shipped nets on the real pages, end to end"""

import argparse
from pathlib import Path

from . import ablation, cards, development, evaluation, hard_pages, hard_set, sheet, tuning, without
from .embedder import similarity
from .export import MODELS


def main() -> None:
    parser = argparse.ArgumentParser(prog='python -m nets')
    commands = parser.add_subparsers(dest='command', required=True)
    evaluate = commands.add_parser('evaluate', help='score the shipped nets on the real pages')
    evaluate.add_argument('--models', type=Path, default=MODELS)
    evaluate.add_argument('--unseen', action='store_true', help='the pages of training/unseen, by which nothing is ever chosen')
    evaluate.add_argument('--overlays', type=Path, help='write a picture of every page here')
    hard = commands.add_parser('hard', help='score them on hard synthetic sheets')
    hard.add_argument('--models', type=Path, default=MODELS)
    hard.add_argument('--count', type=int, default=60)
    hard.add_argument('--pages', type=Path, help='write the sheets into this folder, for the runtime to read')
    hard.add_argument('--answers', type=Path, help='judge what `draftlens eval PAGES --out ANSWERS` wrote, not the reference')
    tune = commands.add_parser('tune', help='choose thresholds on the tuning half and write them into the manifest')
    tune.add_argument('--models', type=Path, default=MODELS)
    card = commands.add_parser('cards', help='measure everything and write it into the model cards')
    card.add_argument('--models', type=Path, default=MODELS)
    card.add_argument('--count', type=int, default=60)
    less = commands.add_parser('without', help='read real and hard pages without each step of the path')
    less.add_argument('--models', type=Path, default=MODELS)
    less.add_argument('--count', type=int, default=12)
    ablate = commands.add_parser('ablate', help='train the detector in other shapes, briefly, and compare')
    ablate.add_argument('--samples', type=int, default=5000)
    similar = commands.add_parser('similar', help='score the embedder on the real drawings and on its hard set')
    similar.add_argument('--models', type=Path, default=MODELS)
    similar.add_argument('--run', type=Path, help='judge the averaged net of this run, not the shipped one')
    similar.add_argument('--parts', type=int, default=100)
    similar.add_argument('--distractors', type=int, default=1000)
    similar.add_argument('--card', action='store_true', help='write the figures into the card')
    given = parser.parse_args()
    if given.command == 'similar':
        similarity.report(given.models, given.run, given.parts, given.distractors, given.card)
        return
    if given.command == 'hard' and given.pages:
        if given.answers:
            judged = hard_pages.judge(given.pages, given.answers)
            print(f'{hard_set.tables(judged)}\nunsure: {hard_set.doubt(judged)}')
        else:
            hard_pages.write(given.pages, given.count)
        return
    if given.command == 'ablate':
        print(ablation.table(given.samples))
        return
    nets = sheet.shipped(given.models, threads=2)
    if given.command == 'tune':
        print(tuning.tune(nets, given.models / 'detector.json'))
    elif given.command == 'without':
        print(without.table(nets, given.count))
    elif given.command == 'cards':
        cards.write(given.models, given.count)
    elif given.command == 'evaluate':
        evaluation.evaluate(nets, given.overlays, development.UNSEEN if given.unseen else evaluation.PAGES)
    else:
        print(hard_set.tables(hard_set.judge(nets, given.count)))


main()
