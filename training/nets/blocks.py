"""The few layers that all nets are made of. They export to Conv, Relu, Add and Resize, which is all the runtime needs.

Plain 3×3 convolutions train and run faster per multiply-add than depthwise ones on a CPU, and map better to a GPU.
"""

import torch
from torch import nn
from torch.nn import functional as F


class ConvNorm(nn.Sequential):
    def __init__(self, inputs: int, outputs: int, kernel=3, stride=1, groups=1, relu=True, padding=None):
        if padding is None:
            padding = kernel // 2 if isinstance(kernel, int) else tuple(k // 2 for k in kernel)
        layers = [nn.Conv2d(inputs, outputs, kernel, stride, padding, groups=groups, bias=False), nn.BatchNorm2d(outputs)]
        super().__init__(*layers, *([nn.ReLU(inplace=True)] if relu else []))


class Residual(nn.Module):
    def __init__(self, inputs: int, outputs: int, stride=1):
        super().__init__()
        self.first = ConvNorm(inputs, outputs, 3, stride)
        self.second = ConvNorm(outputs, outputs, 3, relu=False)
        same = inputs == outputs and stride in (1, (1, 1))
        self.shortcut = nn.Identity() if same else ConvNorm(inputs, outputs, 1, stride, relu=False)

    def forward(self, x):
        return F.relu(self.second(self.first(x)) + self.shortcut(x))


class Along(nn.Module):
    """Mixes along the line: depthwise 1×7, then pointwise, with a residual."""

    def __init__(self, channels: int):
        super().__init__()
        self.spread = ConvNorm(channels, channels, (1, 7), groups=channels)
        self.mix = ConvNorm(channels, channels, 1, relu=False)

    def forward(self, x):
        return F.relu(x + self.mix(self.spread(x)))


def doubled(x: torch.Tensor) -> torch.Tensor:
    return F.interpolate(x, scale_factor=2.0, mode='nearest')


def parameter_count(net: nn.Module) -> int:
    return sum(p.numel() for p in net.parameters())


def multiply_adds(net: nn.Module, example: torch.Tensor) -> int:
    """Multiply-adds of the convolutions for one example."""
    total = 0

    def count(module, _inputs, output):
        nonlocal total
        total += output[0].numel() * module.weight[0].numel()

    hooks = [m.register_forward_hook(count) for m in net.modules() if isinstance(m, nn.Conv2d)]
    was_training = net.training
    net.eval()
    with torch.no_grad():
        net(example)
    net.train(was_training)
    for hook in hooks:
        hook.remove()
    return total
