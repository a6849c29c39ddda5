"""A run's log → a picture of its curves."""

import json
from pathlib import Path


def draw(log_path: Path, picture_path: Path) -> None:
    import matplotlib

    matplotlib.use('Agg')
    from matplotlib import pyplot

    entries = [json.loads(line) for line in log_path.read_text().splitlines()]
    names = [name for name in entries[-1] if name not in ('seen', 'seconds')]
    losses = [name for name in names if name.startswith('loss')]
    measures = [name for name in names if name not in losses]
    figure, axes = pyplot.subplots(1, 2, figsize=(12, 4.5), constrained_layout=True)
    for axis, group, title in ((axes[0], losses, 'loss, running mean'), (axes[1], measures, 'measures of the averaged net')):
        for name in group:
            points = [(entry['seen'], entry[name]) for entry in entries if name in entry]
            axis.plot(*zip(*points, strict=True), marker='.', label=name.removeprefix('loss_'))
        axis.set(title=title, xlabel='samples seen')
        axis.grid(alpha=0.3)
        axis.legend(fontsize=7)
    axes[0].set_yscale('log')
    figure.savefig(picture_path, dpi=90)
    pyplot.close(figure)
