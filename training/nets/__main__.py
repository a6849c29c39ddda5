"""python -m nets evaluate [--models DIR] [--overlays DIR]     the shipped nets on the real pages, end to end"""

import argparse
from pathlib import Path

from . import evaluation, sheet
from .export import MODELS


def main() -> None:
    parser = argparse.ArgumentParser(prog='python -m nets')
    commands = parser.add_subparsers(dest='command', required=True)
    evaluate = commands.add_parser('evaluate', help='score the shipped nets on the real pages')
    evaluate.add_argument('--models', type=Path, default=MODELS)
    evaluate.add_argument('--overlays', type=Path, help='write a picture of every page here')
    given = parser.parse_args()
    evaluation.evaluate(sheet.shipped(given.models, threads=2), given.overlays)


main()
