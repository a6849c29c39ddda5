"""onnxruntime in a process of its own, told line by line what to do: the lines are those of peers/src/main.rs."""

import sys
import time

import numpy
import onnxruntime


class Loaded:
    def __init__(self, path, shape):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(path, options, providers=['CPUExecutionProvider'])
        index = numpy.arange(numpy.prod(shape), dtype=numpy.int64)
        numbers = ((7919 * index + 13) % 2003 - 1001).astype(numpy.float32) / numpy.float32(1001)
        self.input = {self.session.get_inputs()[0].name: numbers.reshape(shape)}
        self.answer = None

    def run(self):
        (self.answer,) = self.session.run(None, self.input)


def timed(work):
    began = time.perf_counter()
    done = work()
    return done, 1000 * (time.perf_counter() - began)


def main():
    loaded = None
    for line in sys.stdin:
        millis = 0.0
        try:
            match line.split():
                case ['load', path, shape]:
                    loaded, millis = timed(lambda: Loaded(path, [int(size) for size in shape.split(',')]))
                case ['run']:
                    _, millis = timed(loaded.run)
                case ['answer', path]:
                    loaded.answer.astype('<f4').tofile(path)
                case _:
                    raise ValueError(f'{line!r} is no command')
            print(millis, flush=True)
        except Exception as error:  # whatever it is, the benchmark is told
            print('error', ' '.join(str(error).split()), flush=True)


main()
