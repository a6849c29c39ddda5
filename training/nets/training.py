"""One way to train a net: in chunks that follow from a seed, resumable to the last bit, with an averaged copy.

A `Task` says what is learnt. A run lives in a folder: `checkpoint.pt` (weights, their average, the optimiser, the place
in the data), `log.jsonl` (one line a report) and `curves.png`. Stopped and resumed, it goes on as if it had not been
stopped: the data of chunk n depend on the seed and n alone, whatever the number of workers.
"""

import json
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import torch
from torch import nn

from .workers import made_ahead

Batch = tuple[torch.Tensor, ...]
EMA_DECAY = 0.999
WARM_UP_SAMPLES = 1000
SAVE_MINUTES = 3.0
COOL_DOWN_SHARE = 0.25  # of all samples: the rate falls to nothing over the last quarter


@dataclass
class Task:
    name: str
    make_net: Callable[[], nn.Module]
    make_chunk: Callable[[int, int], list[tuple]]  # (seed, index) -> batches of numpy arrays; runs in a worker
    loss: Callable[[nn.Module, Batch], Any]  # -> Losses
    evaluate: Callable[[nn.Module], dict[str, float]]
    describe: Callable[[dict[str, float]], dict]  # measures -> what the manifest says beyond what is common to all nets
    example: Callable[[], torch.Tensor]
    dynamic_axes: dict[int, str]
    rate: float = 2e-3
    begin: Callable[[int], nn.Module] | None = None  # seed -> what a new run begins with, if not with chance
    finish: Callable[[nn.Module, int], nn.Module] | None = None  # the trained net, seed -> what is shipped, if not that net


@dataclass
class Limits:
    samples: int  # of the whole run; the rate's course follows from it
    minutes: float = float('inf')  # of this call
    report_minutes: float = 10.0


@dataclass(frozen=True)
class Stretch:
    """A net may be made in several, each beginning with the weights that the one before ended with."""

    samples: int
    seed: int
    rate: float  # the highest
    share: float = 1.0  # of what it learnt in the weights that it ends with; the rest is of those that it began with


class Run:
    """`before` are the stretches that `start_from` was made in. A run that is resumed keeps its own, and its rate."""

    def __init__(self, task: Task, folder: Path, seed: int, start_from: nn.Module | None = None, before: tuple[Stretch, ...] = ()):
        self.task, self.folder, self.seed, self.rate, self.before = task, folder, seed, task.rate, before
        self.device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')
        torch.manual_seed(seed)
        self.net = self._fresh(start_from)
        self.average = self._fresh(self.net).eval()
        self.optimiser = torch.optim.AdamW(self.net.parameters(), task.rate, weight_decay=1e-2)
        self.seen = self.steps = self.chunk = self.batch_in_chunk = 0
        self.share = 1.0
        self.log: list[dict] = []
        folder.mkdir(parents=True, exist_ok=True)
        if self.checkpoint_path.exists():
            self._resume()

    def finished(self) -> nn.Module:
        """What is judged and shipped."""
        return self.task.finish(self.average, self.seed) if self.task.finish else self.average

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        return (*self.before, Stretch(self.seen, self.seed, self.rate, self.share))

    @torch.no_grad()
    def mix(self, began_with: nn.Module, share: float) -> None:
        """Leaves in the averaged copy so much of what was learnt since. No checkpoint keeps it: the run can go on."""
        self.share = share
        for name, value in began_with.state_dict().items():
            own = self.average.state_dict()[name]
            own.copy_(torch.lerp(value.float(), own.float(), share))

    def _fresh(self, like: nn.Module | None) -> nn.Module:
        net = self.task.make_net()
        if like is not None:
            net.load_state_dict(like.state_dict())
        return net.to(self.device, memory_format=torch.channels_last)

    # Checkpoints

    @property
    def checkpoint_path(self) -> Path:
        return self.folder / 'checkpoint.pt'

    def _state(self) -> dict:
        return {
            'net': self.net.state_dict(), 'average': self.average.state_dict(), 'optimiser': self.optimiser.state_dict(),
            'seed': self.seed, 'rate': self.rate, 'before': [asdict(stretch) for stretch in self.before],
            'seen': self.seen, 'steps': self.steps, 'chunk': self.chunk, 'batch_in_chunk': self.batch_in_chunk, 'log': self.log,
        }  # fmt: skip

    def save(self) -> None:
        part = self.checkpoint_path.with_suffix('.part')
        torch.save(self._state(), part)
        os.replace(part, self.checkpoint_path)  # a run killed while writing keeps the one before

    def _resume(self) -> None:
        state = torch.load(self.checkpoint_path, map_location=self.device, weights_only=True)
        if state['seed'] != self.seed:
            raise ValueError(
                f'{self.checkpoint_path} was begun with seed {state["seed"]}, not {self.seed}: use that seed, or another folder.'
            )
        self.net.load_state_dict(state['net'])
        self.average.load_state_dict(state['average'])
        self.optimiser.load_state_dict(state['optimiser'])
        for name in ('seen', 'steps', 'chunk', 'batch_in_chunk', 'log'):
            setattr(self, name, state[name])
        self.rate = state.get('rate', self.rate)  # older checkpoints do not say
        self.before = tuple(Stretch(**stretch) for stretch in state.get('before', ()))

    # Training

    def train(self, limits: Limits, workers: int) -> None:
        started = reported = saved = time.monotonic()
        running: dict[str, float] = {}
        for chunk, batches in zip(count(self.chunk), made_ahead(partial(self.task.make_chunk, self.seed), count(self.chunk), workers)):
            for index, arrays in enumerate(batches):
                if chunk == self.chunk and index < self.batch_in_chunk:
                    continue
                parts = self._step(arrays, limits.samples)
                self.chunk, self.batch_in_chunk = chunk, index + 1
                for name, value in parts.items():
                    running[name] = 0.98 * running.get(name, value) + 0.02 * value
                now = time.monotonic()
                done = self.seen >= limits.samples or now - started > limits.minutes * 60
                if done or now - reported > limits.report_minutes * 60:
                    self._report(running, now - started)
                    reported = time.monotonic()
                    saved = now
                if done:
                    return
                if now - saved > SAVE_MINUTES * 60:
                    self.save()
                    saved = now
            self.chunk, self.batch_in_chunk = chunk + 1, 0

    def _rate(self, samples: int) -> float:
        warm = min(1.0, (self.seen + 1) / WARM_UP_SAMPLES)
        left = (samples - self.seen) / max(1.0, COOL_DOWN_SHARE * samples)
        return self.rate * warm * max(0.005, min(1.0, left))

    def _step(self, arrays: tuple, samples: int) -> dict[str, float]:
        batch = tuple(torch.from_numpy(a).to(self.device, non_blocking=True) for a in arrays)
        for group in self.optimiser.param_groups:
            group['lr'] = self._rate(samples)
        losses = self.task.loss(self.net, batch)
        self.optimiser.zero_grad(set_to_none=True)
        losses.total.backward()
        nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
        self.optimiser.step()
        self.steps += 1
        self.seen += len(batch[0])
        self._average(min(EMA_DECAY, (1 + self.steps) / (20 + self.steps)))
        return losses.parts

    @torch.no_grad()
    def _average(self, decay: float) -> None:
        for kept, new in zip(self.average.state_dict().values(), self.net.state_dict().values(), strict=True):
            if kept.dtype.is_floating_point:
                kept.lerp_(new, 1 - decay)
            else:
                kept.copy_(new)

    def _report(self, running: dict[str, float], seconds: float) -> None:
        line = {'seen': self.seen, 'loss': sum(running.values()), **{f'loss_{k}': v for k, v in running.items()}}
        line = {**line, **self.task.evaluate(self.average), 'seconds': seconds}
        self.log.append({key: round(float(value), 5) for key, value in line.items()})
        self.save()
        (self.folder / 'log.jsonl').write_text(''.join(json.dumps(entry) + '\n' for entry in self.log))
        print(' '.join(f'{key} {value:.4g}' for key, value in self.log[-1].items()), flush=True)


def seed_of(folder: Path) -> int:
    return torch.load(folder / 'checkpoint.pt', map_location='cpu', weights_only=True)['seed']
