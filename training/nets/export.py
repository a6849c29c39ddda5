"""A trained net → `models/<name>.onnx` with its manifest, and back.

Batch norms are folded into their convolutions and weights are kept as f16, widened by a Cast where the graph uses them:
half the bytes, and the same answers to three digits (the tests compare). `unfold` is the way back, so that anyone can go
on training from a shipped model without a checkpoint.
"""

import copy
import hashlib
import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from .blocks import ConvNorm, parameter_count
from .training import Run, Stretch

OPSET = 17
MODELS = Path(__file__).resolve().parents[2] / 'models'


def folded(net: nn.Module) -> nn.Module:
    """A copy for inference, in which no batch norm is left."""
    net = copy.deepcopy(net).cpu().eval()
    for layer in [module for module in net.modules() if isinstance(module, ConvNorm)]:
        layer[0], layer[1] = fuse_conv_bn_eval(layer[0], layer[1]), nn.Identity()
    return net


def export(net: nn.Module, example: torch.Tensor, dynamic_axes: dict[int, str], path: Path) -> str:
    """Writes the net as ONNX with f16 weights; returns its sha256."""
    net = folded(net)
    names = {axis: name for axis, name in dynamic_axes.items()}
    torch.onnx.export(
        net, (example,), str(path), dynamo=False, opset_version=OPSET, input_names=['ink'], output_names=['said'],
        dynamic_axes={'ink': names, 'said': {0: names[0]}} if 0 in names else {'ink': names},
    )  # fmt: skip
    model = onnx.load(path)
    _narrow(model.graph)
    del model.metadata_props[:]
    model.producer_name, model.producer_version = 'draftlens training', ''
    onnx.checker.check_model(model, full_check=True)
    data = model.SerializeToString()
    path.write_bytes(data)
    return hashlib.sha256(data).hexdigest()


def _narrow(graph: onnx.GraphProto) -> None:
    """Keeps every f32 weight as f16, with a Cast in front of its users."""
    casts = []
    for tensor in graph.initializer:
        if tensor.data_type != TensorProto.FLOAT or not tensor.dims:
            continue
        wide, narrow = tensor.name, f'{tensor.name}.f16'
        tensor.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float16), narrow))
        casts.append(helper.make_node('Cast', [narrow], [wide], name=f'{wide}.widen', to=TensorProto.FLOAT))
    nodes = casts + list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes)


def weights_of(path: Path) -> dict[str, torch.Tensor]:
    return {
        tensor.name.removesuffix('.f16'): torch.from_numpy(numpy_helper.to_array(tensor).astype(np.float32))
        for tensor in onnx.load(path).graph.initializer
    }


@torch.no_grad()
def unfold(path: Path, net: nn.Module, batches: list[torch.Tensor]) -> nn.Module:
    """Loads a shipped model into a trainable net: the batch norms take the statistics of what they see, and undo them."""
    weights = weights_of(path)
    net.eval()
    seen: dict[nn.Module, list[torch.Tensor]] = {}
    layers = {name: module for name, module in net.named_modules() if isinstance(module, ConvNorm)}
    loose = {
        name: module
        for name, module in net.named_modules()
        if isinstance(module, nn.Conv2d) and not any(name.startswith(f'{owner}.') for owner in layers)
    }
    for name, conv in loose.items():
        conv.weight.copy_(weights[f'{name}.weight'])
        conv.bias.copy_(weights[f'{name}.bias'])
    hooks = []
    for name, layer in layers.items():
        layer[0].weight.copy_(weights[f'{name}.0.weight'])
        layer[1].reset_running_stats()
        layer[1].running_var.sub_(layer[1].eps)
        layer[1].weight.fill_(1.0)
        layer[1].bias.copy_(weights[f'{name}.0.bias'])
        hooks.append(layer[0].register_forward_hook(lambda module, _, out: seen.setdefault(module, []).append(_moments(out))))
    for batch in batches:
        net(batch)
    for hook in hooks:
        hook.remove()
    for layer in layers.values():
        moments = torch.stack(seen[layer[0]]).mean(0)
        mean, variance = moments[0], (moments[1] - moments[0].square()).clamp(min=1e-6)
        norm = layer[1]
        norm.bias.add_(mean)
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(variance)
        norm.weight.copy_((variance + norm.eps).sqrt())
    return net


def _moments(out: torch.Tensor) -> torch.Tensor:
    return torch.stack([out.mean((0, 2, 3)), out.square().mean((0, 2, 3))])


def stretches_of(manifest: Path) -> tuple[Stretch, ...]:
    """How a shipped net was trained."""
    return tuple(Stretch(**stretch) for stretch in json.loads(manifest.read_text('utf8'))['training']['stretches'])


def ship_net(run: Run, folder: Path) -> None:
    """Writes `<name>.onnx` and `<name>.json`: all that Rust, TypeScript and Python need to know of the net."""
    task = run.task
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f'{task.name}.onnx'
    net = run.finished()
    sha256 = export(net, task.example(), task.dynamic_axes, path)
    measures = {name: round(value, 4) for name, value in task.evaluate(net).items()}
    manifest = {
        'schema': 1,
        'id': f'{task.name}-{sha256[:8]}',
        'file': path.name,
        'sha256': sha256,
        'bytes': path.stat().st_size,
        'licence': 'MIT OR Apache-2.0',
        'parameters': parameter_count(folded(net)),
        **task.describe(measures),
        'training': {
            'command': f'python -m nets.{task.name} rebuild',
            'data': 'draughtsman, synthetic sheets only',
            'stretches': [asdict(stretch) for stretch in run.stretches],
        },
        'metrics': measures,
    }
    (folder / f'{task.name}.json').write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + '\n', 'utf8')
    print(f'{path}: {manifest["bytes"]} bytes, {sha256}')
