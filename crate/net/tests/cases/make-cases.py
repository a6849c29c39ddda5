"""Writes the models of this folder, and what ONNX Runtime answers to them.

    python make-cases.py        needs numpy, onnx and onnxruntime

cases.bin holds, one behind the other, the ONNX file of each case and the answers to its inputs (f32, little-endian);
cases.json says what lies where. Inputs are not stored: number i is ((7919·i + 13) mod 2003 − 1001) / 1001 here and in the
tests.
"""

import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

HERE = Path(__file__).parent
OPSET = 17
random = np.random.default_rng(7)
cases, packed = [], bytearray()


def numbers(shape):
    index = np.arange(int(np.prod(shape)), dtype=np.int64)
    return (((7919 * index + 13) % 2003 - 1001).astype(np.float32) / np.float32(1001)).reshape(shape)


class Graph:
    """Nodes in order; each call of an operator gives the name of its output."""

    def __init__(self, narrow=False):
        self.nodes, self.constants, self.count, self.narrow = [], [], 0, narrow

    def name(self, kind):
        self.count += 1
        return f'{kind.lower()}{self.count}'

    def constant(self, array):
        array = np.asarray(array)
        if array.dtype == np.float64:
            array = array.astype(np.float32)
        name = self.name('constant')
        if array.dtype == np.float32 and (self.narrow or array.size > 150) and array.ndim:
            self.constants.append(numpy_helper.from_array(array.astype(np.float16), f'{name}.f16'))
            self.nodes.append(helper.make_node('Cast', [f'{name}.f16'], [name], name=f'{name}.widen', to=TensorProto.FLOAT))
        else:
            self.constants.append(numpy_helper.from_array(array, name))
        return name

    def __call__(self, kind, *inputs, **attributes):
        output = self.name(kind)
        inputs = [value if isinstance(value, str) else self.constant(value) for value in inputs]
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def conv(self, x, inputs, outputs, kernel=3, strides=1, groups=1, pads=None, dilations=1, bias=True):
        kernel, strides, dilations = ((v, v) if isinstance(v, int) else tuple(v) for v in (kernel, strides, dilations))
        if pads is None:
            pads = [dilations[0] * (kernel[0] // 2), dilations[1] * (kernel[1] // 2)] * 2
        fan = inputs // groups * kernel[0] * kernel[1]
        weights = random.standard_normal((outputs, inputs // groups, *kernel)) / np.sqrt(fan)
        more = [random.standard_normal(outputs) * 0.1] if bias else []
        return self('Conv', x, weights, *more, kernel_shape=kernel, strides=strides, pads=pads, group=groups, dilations=dilations)

    def norm(self, x, channels):
        parts = [random.uniform(0.5, 1.5, channels), random.standard_normal(channels) * 0.2]
        parts += [random.standard_normal(channels) * 0.2, random.uniform(0.5, 1.5, channels)]
        return self('BatchNormalization', x, *parts, epsilon=1e-5)

    def doubled(self, x, **more):
        how = {'mode': 'nearest', 'coordinate_transformation_mode': 'asymmetric', 'nearest_mode': 'floor'} | more
        return self('Resize', x, '', np.array([1, 1, 2, 2], np.float32), **how)


def case(name, shape, build, declared=None, opset=OPSET, more_shapes=(), narrow=False):
    graph = Graph(narrow)
    output = build(graph, 'x')
    graph.nodes.append(helper.make_node('Identity', [output], ['y'], name='answer'))
    model = helper.make_model(
        helper.make_graph(
            graph.nodes, name,
            [helper.make_tensor_value_info('x', TensorProto.FLOAT, declared or shape)],
            [helper.make_tensor_value_info('y', TensorProto.FLOAT, None)],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid('', opset)],
    )  # fmt: skip
    model.ir_version = 8
    model.graph.output[0].type.tensor_type.shape.CopyFrom(inferred_shape(model))
    onnx.checker.check_model(model)
    data = model.SerializeToString()
    session = onnxruntime.InferenceSession(data, providers=['CPUExecutionProvider'])
    runs = []
    model_at = put(data)
    for run_shape in [shape, *more_shapes]:
        answer = session.run(None, {'x': numbers(run_shape)})[0]
        assert np.isfinite(answer).all() and answer.std() > 1e-3, name
        runs.append({'input': list(run_shape), 'output': list(answer.shape), 'answer': put(answer.astype('<f4').tobytes())})
    cases.append({'name': name, 'model': model_at, 'runs': runs})


def put(data):
    """Where it lies: the first byte, and the one after the last."""
    start = len(packed)
    packed.extend(data)
    return [start, len(packed)]


def inferred_shape(model):
    return onnx.shape_inference.infer_shapes(model).graph.output[0].type.tensor_type.shape


def operators():
    # Convolutions: channels that do not fill a block, all panel widths, remainders of every tile, pads of every side.
    case('conv_plain_3x3', [1, 5, 7, 9], lambda g, x: g.conv(x, 5, 7))
    case('conv_plain_one_pixel', [1, 3, 1, 1], lambda g, x: g.conv(x, 3, 5))
    case('conv_plain_stride_2', [2, 6, 5, 12], lambda g, x: g.conv(x, 6, 20, strides=2))
    case('conv_plain_stride_2_1', [1, 8, 6, 11], lambda g, x: g.conv(x, 8, 12, strides=(2, 1)))
    case('conv_plain_stride_3', [1, 4, 11, 10], lambda g, x: g.conv(x, 4, 8, strides=3))
    case('conv_plain_uneven_pads', [1, 4, 6, 7], lambda g, x: g.conv(x, 4, 6, pads=[2, 0, 1, 3]))
    case('conv_plain_dilated', [1, 4, 9, 13], lambda g, x: g.conv(x, 4, 9, dilations=(2, 3)))
    case('conv_plain_dilated_stride', [1, 4, 9, 13], lambda g, x: g.conv(x, 4, 4, strides=2, dilations=(1, 3)))
    case('conv_plain_two_rows', [2, 8, 2, 13], lambda g, x: g.conv(x, 8, 16, strides=(2, 1)))
    case('conv_plain_rows_of_pads_alone', [1, 4, 2, 9], lambda g, x: g.conv(x, 4, 9, strides=2, pads=[4, 1, 5, 1]))
    case('conv_plain_taps_beside_the_image', [1, 4, 2, 9], lambda g, x: g.conv(x, 4, 9, dilations=(3, 1), pads=[3, 1, 3, 1]))
    case('conv_one_channel_two_rows', [1, 1, 2, 14], lambda g, x: g.conv(x, 1, 10, strides=(2, 1)))
    case('conv_plain_kernel_2_1', [2, 8, 2, 13], lambda g, x: g.conv(x, 8, 16, kernel=(2, 1), pads=[0] * 4))
    case('conv_plain_without_bias', [1, 4, 2, 17], lambda g, x: g.conv(x, 4, 24, bias=False))
    case('conv_plain_wide', [1, 4, 1, 37], lambda g, x: g.conv(x, 4, 32, kernel=(1, 3)))
    case('conv_one_channel', [2, 1, 4, 14], lambda g, x: g.conv(x, 1, 10))
    case('conv_one_channel_stride_2', [1, 1, 5, 31], lambda g, x: g.conv(x, 1, 16, strides=2))
    case('conv_shortcut', [1, 8, 7, 9], lambda g, x: g.conv(x, 8, 12, kernel=1, strides=2))
    for outputs in (1, 4, 8, 12, 20, 28, 44):
        case(f'conv_pointwise_{outputs}', [1, 6, 3, 7], lambda g, x: g.conv(x, 6, outputs, kernel=1))
    case('conv_pointwise_long', [2, 9, 2, 15], lambda g, x: g.conv(x, 9, 16, kernel=1))
    case('conv_pointwise_one_pixel', [2, 10, 1, 1], lambda g, x: g.conv(x, 10, 13, kernel=1))
    case('conv_depthwise_3x3', [2, 6, 4, 23], lambda g, x: g.conv(x, 6, 6, groups=6))
    case('conv_depthwise_stride_2', [1, 7, 9, 27], lambda g, x: g.conv(x, 7, 7, groups=7, strides=2))
    case('conv_depthwise_stride_2_1', [1, 8, 9, 19], lambda g, x: g.conv(x, 8, 8, groups=8, strides=(2, 1)))
    case('conv_depthwise_5x5', [1, 4, 4, 45], lambda g, x: g.conv(x, 4, 4, kernel=5, groups=4))
    case('conv_depthwise_1x7', [1, 8, 1, 25], lambda g, x: g.conv(x, 8, 8, kernel=(1, 7), groups=8))
    case('conv_depthwise_1x9_narrow', [1, 4, 2, 3], lambda g, x: g.conv(x, 4, 4, kernel=(1, 9), groups=4))
    case('conv_depthwise_dilated', [1, 4, 9, 9], lambda g, x: g.conv(x, 4, 4, groups=4, dilations=2))
    case('conv_depthwise_one_pixel', [1, 5, 1, 1], lambda g, x: g.conv(x, 5, 5, groups=5))
    case('conv_depthwise_far_pads', [1, 4, 2, 2], lambda g, x: g.conv(x, 4, 4, groups=4, pads=[3, 3, 3, 3]))
    case('conv_grouped', [2, 6, 5, 5], lambda g, x: g.conv(x, 6, 9, groups=3))
    case('conv_grouped_multiplier', [1, 4, 5, 6], lambda g, x: g.conv(x, 4, 8, groups=4, strides=2))

    def transposed(inputs, outputs, kernel, strides, pads, extra=(0, 0), bias=True):
        weights = random.standard_normal((inputs, outputs, kernel, kernel)) / np.sqrt(inputs * kernel)
        more = [random.standard_normal(outputs)] if bias else []
        return lambda g, x: g('ConvTranspose', x, weights, *more, kernel_shape=[kernel] * 2, strides=[strides] * 2, pads=pads, output_padding=extra)

    case('conv_transposed_2x2', [2, 6, 4, 5], transposed(6, 5, 2, 2, [0] * 4))
    case('conv_transposed_3x3', [1, 4, 3, 7], transposed(4, 7, 3, 2, [1] * 4, (1, 1)))
    case('conv_transposed_4x4', [1, 5, 3, 6], transposed(5, 4, 4, 2, [1] * 4))
    case('conv_transposed_stride_1', [1, 4, 4, 4], transposed(4, 4, 3, 1, [1, 0, 0, 2], bias=False))
    case('conv_transposed_gaps', [1, 3, 3, 4], transposed(3, 4, 2, 3, [0] * 4))
    case('conv_transposed_cropped', [1, 4, 4, 4], transposed(4, 4, 2, 2, [1] * 4))

    # Activations, alone and behind a convolution.
    unary = {
        'relu': ('Relu', {}), 'sigmoid': ('Sigmoid', {}), 'tanh': ('Tanh', {}), 'exp': ('Exp', {}),
        'hard_swish': ('HardSwish', {}), 'leaky_relu': ('LeakyRelu', {'alpha': 0.2}),
        'hard_sigmoid': ('HardSigmoid', {'alpha': 0.3, 'beta': 0.4}),
    }  # fmt: skip
    for name, (kind, attributes) in unary.items():
        case(f'activation_{name}', [1, 5, 3, 4], lambda g, x: g(kind, g('Mul', x, np.array(3.0)), **attributes))
        case(f'conv_then_{name}', [1, 5, 3, 4], lambda g, x: g(kind, g.conv(x, 5, 6, kernel=1), **attributes))
    case('activation_sqrt', [2, 6], lambda g, x: g('Sqrt', g('Mul', x, x)))
    case('activation_clip', [1, 5, 3, 4], lambda g, x: g('Clip', g.conv(x, 5, 6), np.array(-0.2, np.float32), np.array(0.3, np.float32)))
    case('activation_clip_low_only', [1, 4, 3, 4], lambda g, x: g('Clip', x, np.array(-0.5, np.float32)))

    def silu(g, x):
        y = g.conv(x, 5, 8)
        return g('Mul', y, g('Sigmoid', y))

    case('activation_silu', [1, 5, 4, 6], silu)
    case('depthwise_then_silu', [1, 5, 4, 6], lambda g, x: (lambda y: g('Mul', g('Sigmoid', y), y))(g.conv(x, 5, 5, groups=5)))

    # What is fused into a convolution.
    case('residual_then_relu', [1, 8, 5, 9], lambda g, x: g('Relu', g('Add', g.conv(x, 8, 8), x)))
    case('relu_then_residual', [1, 6, 5, 9], lambda g, x: g('Add', x, g('Relu', g.conv(x, 6, 6, kernel=1))))
    case('residual_of_two_convolutions', [2, 4, 6, 6], lambda g, x: g('Relu', g('Add', g.conv(x, 4, 9, strides=2), g.conv(x, 4, 9, kernel=1, strides=2))))
    case('residual_then_sigmoid', [1, 8, 5, 9], lambda g, x: g('Sigmoid', g('Add', g.conv(x, 8, 8), x)))
    case('sigmoid_then_residual', [1, 8, 5, 9], lambda g, x: g('Relu', g('Add', g('Sigmoid', g.conv(x, 8, 8)), x)))
    case('residual_of_depthwise', [1, 6, 5, 9], lambda g, x: g('Relu', g('Add', g.conv(x, 6, 6, groups=6), x)))
    case('residual_that_is_enlarged', [2, 5, 6, 8], lambda g, x: g('Relu', g('Add', g.conv(x, 5, 7, kernel=1), g.doubled(g.conv(x, 5, 7, strides=2)))))
    case('residual_that_is_broadcast', [2, 5, 6, 8], lambda g, x: g('Add', g.conv(x, 5, 7), g('GlobalAveragePool', g.conv(x, 5, 7))))
    case('residual_that_is_read_twice', [1, 4, 6, 6], lambda g, x: (lambda y: g('Add', g('Add', g.conv(y, 8, 8), y), g('Relu', y)))(g.conv(x, 4, 8)))
    case('batch_norm_folded', [1, 5, 4, 6], lambda g, x: g('Relu', g.norm(g.conv(x, 5, 6, bias=False), 6)))
    case('batch_norm_alone', [2, 5, 4, 6], lambda g, x: g.norm(x, 5))
    case('batch_norm_folded_transposed', [1, 4, 3, 3], lambda g, x: g.norm(transposed(4, 5, 2, 2, [0] * 4)(g, x), 5))
    case('batch_norm_of_a_shared_convolution', [1, 4, 3, 3], lambda g, x: (lambda y: g('Add', g.norm(y, 4), y))(g.conv(x, 4, 4)))
    case('sigmoid_behind_an_enlargement', [1, 5, 4, 6], lambda g, x: g('Sigmoid', g.doubled(g.conv(x, 5, 2))))

    # Pools and resizes.
    case('pool_max', [1, 5, 9, 9], lambda g, x: g('MaxPool', x, kernel_shape=[3, 3], strides=[2, 2], pads=[0] * 4))
    case('pool_max_pads', [2, 6, 7, 8], lambda g, x: g('MaxPool', g('Sub', x, np.array(2.0)), kernel_shape=[3, 3], strides=[2, 1], pads=[1] * 4))
    case('pool_average', [1, 5, 8, 9], lambda g, x: g('AveragePool', x, kernel_shape=[2, 3], strides=[2, 2]))
    case('pool_average_pads', [1, 5, 8, 9], lambda g, x: g('AveragePool', x, kernel_shape=[3, 3], strides=[2, 2], pads=[1] * 4))
    case('pool_average_counting_pads', [1, 5, 8, 9], lambda g, x: g('AveragePool', x, kernel_shape=[3, 3], strides=[2, 2], pads=[1] * 4, count_include_pad=1))
    case('pool_global_average', [2, 6, 5, 7], lambda g, x: g('GlobalAveragePool', g.conv(x, 6, 9)))
    case('pool_global_max', [2, 6, 5, 7], lambda g, x: g('GlobalMaxPool', x))
    scales = lambda *s: np.array([1, 1, *s], np.float32)
    case('resize_nearest', [2, 6, 3, 5], lambda g, x: g.conv(g.doubled(x), 6, 5, kernel=1))
    case('resize_nearest_answer', [2, 6, 3, 5], lambda g, x: g.doubled(x))
    for rounding in ('floor', 'ceil', 'round_prefer_floor', 'round_prefer_ceil'):
        case(f'resize_nearest_{rounding}', [1, 3, 5, 4], lambda g, x: g('Resize', x, '', scales(1.6, 2.5), mode='nearest', coordinate_transformation_mode='half_pixel', nearest_mode=rounding))
    case('resize_nearest_smaller', [1, 3, 8, 6], lambda g, x: g('Resize', x, '', scales(0.5, 0.5), mode='nearest', coordinate_transformation_mode='asymmetric', nearest_mode='floor'))
    for how in ('half_pixel', 'pytorch_half_pixel', 'align_corners', 'asymmetric'):
        case(f'resize_linear_{how}', [1, 5, 4, 6], lambda g, x: g('Resize', x, '', scales(2, 1.5), mode='linear', coordinate_transformation_mode=how))
    case('resize_linear_sizes', [1, 5, 4, 6], lambda g, x: g('Resize', x, '', '', np.array([1, 5, 7, 3], np.int64), mode='linear', coordinate_transformation_mode='pytorch_half_pixel'))

    # Joins: in place, behind a part that is used elsewhere, and where no block ends.
    case('concat_in_place', [2, 4, 5, 6], lambda g, x: g.conv(g('Concat', g.conv(x, 4, 8), g.conv(x, 4, 5, kernel=1), axis=1), 13, 6, kernel=1))
    case('concat_of_an_enlargement', [1, 4, 4, 6], lambda g, x: g('Concat', g.doubled(g.conv(x, 4, 8, strides=2)), g.conv(x, 4, 4), axis=1))
    case('concat_uneven', [1, 4, 5, 6], lambda g, x: g('Concat', g.conv(x, 4, 3), x, g.conv(x, 4, 2), axis=1))
    case('concat_of_its_own_source', [1, 4, 5, 6], lambda g, x: (lambda y: g('Concat', y, g.conv(y, 8, 8), axis=1))(g.conv(x, 4, 8)))
    case('concat_twice_the_same', [1, 4, 5, 6], lambda g, x: (lambda y: g('Concat', y, y, axis=1))(g.conv(x, 4, 8)))
    case('concat_of_concats', [1, 4, 3, 6], lambda g, x: (lambda a: g('Concat', a, g('Concat', a, g.conv(x, 4, 4), axis=1), axis=1))(g.conv(x, 4, 8)))
    case('concat_of_a_reshape', [1, 4, 3, 6], lambda g, x: (lambda a: g('Concat', a, g('Reshape', a, np.zeros(4, np.int64)), axis=1))(g.conv(x, 4, 8)))
    case('concat_rows', [2, 3, 4], lambda g, x: g('Concat', x, g('Relu', x), axis=-1))

    # Elementwise, with every broadcast.
    case('add_per_channel', [2, 5, 3, 4], lambda g, x: g('Add', g.conv(x, 5, 6), random.standard_normal((6, 1, 1))))
    case('subtract_from_constant', [1, 5, 3, 4], lambda g, x: g('Sub', np.array(1.0), g.conv(x, 5, 6)))
    case('divide_by_constant', [1, 5, 3, 4], lambda g, x: g('Div', g.conv(x, 5, 6), random.uniform(1, 2, (1, 6, 1, 1))))
    case('divide_constant', [1, 5, 3, 4], lambda g, x: g('Div', np.array(2.0), g('Exp', g.conv(x, 5, 6))))
    case('multiply_by_gate', [2, 5, 3, 4], lambda g, x: (lambda y: g('Mul', y, g('Sigmoid', g.conv(g('GlobalAveragePool', y), 6, 6, kernel=1))))(g.conv(x, 5, 6)))
    case('multiply_gate_first', [2, 5, 3, 4], lambda g, x: (lambda y: g('Mul', g('HardSigmoid', g.conv(g('GlobalAveragePool', y), 6, 6, kernel=1)), y))(g.conv(x, 5, 6)))
    case('subtract_two', [1, 5, 3, 4], lambda g, x: g('Sub', g.conv(x, 5, 6), g.conv(x, 5, 6)))
    case('subtract_broadcast_first', [3, 5], lambda g, x: g('Sub', g('ReduceMax', x, axes=[1], keepdims=1), x))
    case('multiply_rows', [2, 3, 4], lambda g, x: g('Mul', x, random.standard_normal((3, 1))))
    case('add_along_width', [1, 5, 3, 4], lambda g, x: g('Add', g.conv(x, 5, 6), random.standard_normal(4)))

    # Matrices, softmax, reductions, shapes.
    case('gemm', [3, 7], lambda g, x: g('Gemm', x, random.standard_normal((5, 7)), random.standard_normal(5), transB=1, alpha=0.5, beta=2.0))
    case('gemm_plain', [3, 21], lambda g, x: g('Relu', g('Gemm', x, random.standard_normal((21, 5)), random.standard_normal((1, 5)))))
    case('matmul', [3, 7], lambda g, x: g('MatMul', x, random.standard_normal((7, 4))))
    case('softmax_last', [2, 3, 37], lambda g, x: g('Softmax', g('Mul', x, np.array(9.0)), axis=-1))
    case('softmax_channels', [2, 5, 3, 4], lambda g, x: g('Softmax', g('Mul', g.conv(x, 5, 6), np.array(5.0)), axis=1))
    case('reduce_sum', [2, 3, 5], lambda g, x: g('ReduceSum', x, np.array([1], np.int64), keepdims=1))
    case('reduce_mean_two', [2, 3, 5, 4], lambda g, x: g('ReduceMean', x, axes=[1, 3], keepdims=0))
    case('reduce_mean_pixels', [2, 3, 5, 4], lambda g, x: g('ReduceMean', g.conv(x, 3, 6), axes=[2, 3], keepdims=0))
    case('reduce_length', [2, 8], lambda g, x: g('Div', x, g('ReduceL2', x, axes=[1], keepdims=1)))
    case('reduce_all', [2, 3], lambda g, x: g('Mul', x, g('ReduceMax', x, keepdims=0)))
    case('transpose_from_blocks', [2, 3, 1, 6], lambda g, x: g('Transpose', g('Reshape', g.conv(x, 3, 7), np.array([2, 7, 6], np.int64)), perm=[0, 2, 1]))
    case('transpose_any', [2, 3, 4, 5], lambda g, x: g('Transpose', x, perm=[3, 0, 2, 1]))
    case('reshape_across_channels', [2, 4, 3, 4], lambda g, x: g.conv(g('Reshape', g.conv(x, 4, 6), np.array([0, 3, -1, 4], np.int64)), 3, 4))
    case('squeeze_and_back', [2, 4, 1, 6], lambda g, x: g('Relu', g('Unsqueeze', g('Squeeze', g.conv(x, 4, 6), np.array([2], np.int64)), np.array([-1], np.int64))))
    case('flatten', [2, 3, 2, 4], lambda g, x: g('Gemm', g('Flatten', x, axis=1), random.standard_normal((24, 5))))
    case('constants_are_folded', [1, 4, 3, 3], lambda g, x: g('Add', x, g('Transpose', g('Sqrt', g('Add', np.full((3, 1, 4), 2.0), np.ones((3, 3, 1)))), perm=[2, 0, 1])))
    case('opset_11', [2, 3, 4], lambda g, x: g('Softmax', g('Unsqueeze', g('ReduceSum', g('Mul', x, np.array(4.0)), axes=[1], keepdims=0), axes=[0]), axis=-1), opset=11)


def squares():
    """3×3 convolutions with stride 1 and channels enough for tiles: whole tiles, cut ones, and less than one."""
    case('square_conv', [1, 12, 6, 8], lambda g, x: g.conv(x, 12, 16))
    case('square_conv_uneven', [2, 13, 7, 9], lambda g, x: g('Relu', g.conv(x, 13, 14)))
    case('square_conv_one_pixel', [1, 12, 1, 1], lambda g, x: g.conv(x, 12, 12))
    case('square_conv_one_column', [1, 16, 5, 1], lambda g, x: g.conv(x, 16, 12))
    case('square_conv_one_row', [3, 12, 1, 19], lambda g, x: g.conv(x, 12, 20))
    case('square_conv_without_pads', [1, 16, 4, 5], lambda g, x: g.conv(x, 16, 12, pads=[0] * 4))
    case('square_conv_uneven_pads', [1, 12, 5, 6], lambda g, x: g.conv(x, 12, 12, pads=[2, 0, 1, 3], bias=False))
    case('square_conv_wide', [1, 16, 3, 70], lambda g, x: g.conv(x, 16, 40))
    case('square_conv_small_images', [9, 12, 3, 3], lambda g, x: g.conv(x, 12, 48))
    case('square_conv_large', [2, 24, 9, 29], lambda g, x: g.conv(x, 24, 28))
    case('square_conv_with_residual', [2, 16, 5, 11], lambda g, x: g('Relu', g('Add', g.conv(x, 16, 16), x)))
    case('square_conv_with_enlarged_residual', [1, 12, 8, 12], lambda g, x: g('Relu', g('Add', g.conv(x, 12, 12), g.doubled(g.conv(x, 12, 12, strides=2)))))
    case('square_conv_sigmoid_then_residual', [1, 12, 5, 9], lambda g, x: g('Relu', g('Add', g('Sigmoid', g.conv(x, 12, 12)), x)))


def separable(g, x, inputs, outputs, strides=1, kernel=3):
    y = g('Relu', g.conv(x, inputs, inputs, kernel=kernel, strides=strides, groups=inputs))
    y = g('Relu', g.conv(y, inputs, outputs, kernel=1))
    return g('Add', x, y) if inputs == outputs and strides == 1 else y


def residual(g, x, inputs, outputs, strides=1):
    y = g.conv(g('Relu', g.conv(x, inputs, outputs, strides=strides)), outputs, outputs)
    return g('Relu', g('Add', y, x if inputs == outputs and strides == 1 else g.conv(x, inputs, outputs, kernel=1, strides=strides)))


def models():
    """Small ones of the kinds that the benchmark has and that are trained; weights in f16, as they are shipped."""

    def detector(g, x):
        x = g('Relu', g.conv(x, 1, 8, strides=2))
        first = separable(g, x, 8, 8)
        second = separable(g, separable(g, first, 8, 12, 2), 12, 12)
        third = separable(g, separable(g, second, 12, 24, 2), 24, 24, kernel=5)
        for source, inputs, skip, skipped, outputs in ((third, 24, second, 12, 12), (None, 12, first, 8, 8)):
            x = source or x
            x = g.doubled(g('Relu', g.conv(x, inputs, outputs, kernel=1)))
            x = separable(g, g('Concat', x, skip, axis=1), outputs + skipped, outputs)
        return g('Sigmoid', g.doubled(g.conv(x, 8, 2, kernel=1)))

    case('model_separable_detector', [1, 1, 32, 24], detector, ['batch', 1, 'height', 'width'], more_shapes=[[2, 1, 16, 8]], narrow=True)

    def recogniser(g, x):
        x = g('Relu', g.conv(x, 1, 8, strides=2))
        x = separable(g, separable(g, x, 8, 12, (2, 1)), 12, 12)
        x = g('Relu', g.conv(x, 12, 16, strides=(2, 1)))
        x = separable(g, separable(g, x, 16, 16, 1, (1, 9)), 16, 16, 1, (1, 9))
        x = g('Squeeze', g.conv(x, 16, 21, kernel=(2, 1), pads=[0] * 4), np.array([2], np.int64))
        return g('Softmax', g('Transpose', x, perm=[0, 2, 1]), axis=-1)

    case('model_separable_reader', [3, 1, 16, 40], recogniser, ['batch', 1, 16, 'width'], more_shapes=[[1, 1, 16, 8], [2, 1, 16, 26]], narrow=True)

    def embedder(g, x):
        x = g('Relu', g.conv(x, 1, 8, strides=2))
        x = separable(g, separable(g, x, 8, 16, 2), 16, 16)
        x = g('Gemm', g('Flatten', g('GlobalAveragePool', x), axis=1), random.standard_normal((12, 16)), random.standard_normal(12) * 0.1, transB=1)
        length = g('Add', g('ReduceSum', g('Mul', x, x), np.array([1], np.int64), keepdims=1), np.array([1e-12]))
        return g('Div', x, g('Sqrt', length))

    case('model_embedder', [1, 1, 24, 24], embedder, ['batch', 1, 'height', 'width'], more_shapes=[[2, 1, 19, 31]], narrow=True)

    def plain_detector(g, x):
        x = g('Relu', g.conv(g('Relu', g.conv(x, 1, 4, strides=2)), 4, 6, strides=2))
        at_4 = residual(g, x, 6, 6)
        at_8 = residual(g, at_4, 6, 8, 2)
        at_16 = residual(g, at_8, 8, 12, 2)
        seen = g('Relu', g.conv(g('Add', g.conv(at_8, 8, 6, kernel=1), g.doubled(g.conv(at_16, 12, 6, kernel=1))), 6, 6))
        seen = g('Add', g.conv(at_4, 6, 6, kernel=1), g.doubled(seen))
        return g.conv(g('Relu', g.conv(seen, 6, 6)), 6, 11, kernel=1)

    case('model_plain_detector', [1, 1, 32, 32], plain_detector, ['batch', 1, 'height', 'width'], more_shapes=[[2, 1, 16, 32]], narrow=True)

    def plain_reader(g, x):
        x = g('Relu', g.conv(g('Relu', g.conv(x, 1, 4)), 4, 6, strides=2))
        x = residual(g, residual(g, x, 6, 8, (2, 1)), 8, 8)
        x = g('Relu', g.conv(x, 8, 12, kernel=(2, 1), pads=[0] * 4))
        y = g('Relu', g.conv(x, 12, 12, kernel=(1, 7), groups=12))
        x = g('Relu', g('Add', x, g.conv(y, 12, 12, kernel=1)))
        return g('Squeeze', g.conv(x, 12, 19, kernel=1), np.array([2], np.int64))

    case('model_plain_reader', [2, 1, 8, 24], plain_reader, ['batch', 1, 8, 'width'], more_shapes=[[1, 1, 8, 7], [5, 1, 8, 16]], narrow=True)

    def fire(g, x):
        x = g('MaxPool', g('Relu', g.conv(x, 3, 8, strides=2)), kernel_shape=[3, 3], strides=[2, 2])
        squeezed = g('Relu', g.conv(x, 8, 4, kernel=1))
        x = g('Concat', g('Relu', g.conv(squeezed, 4, 8, kernel=1)), g('Relu', g.conv(squeezed, 4, 8)), axis=1)
        return g('GlobalAveragePool', g('Relu', g.conv(x, 16, 10, kernel=1)))

    case('model_fire', [1, 3, 20, 20], fire, narrow=True)


if __name__ == '__main__':
    operators()
    squares()
    models()
    lines = ',\n'.join(json.dumps(entry) for entry in cases)
    (HERE / 'cases.json').write_text(f'[\n{lines}\n]\n')
    (HERE / 'cases.bin').write_bytes(packed)
    print(f'{len(cases)} cases, {len(packed)} bytes')
