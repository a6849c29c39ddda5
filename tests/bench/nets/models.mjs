// @ts-check
// What the engines are measured with: the benchmark's own models, whose layers never change, and those that are shipped.
import { join } from 'node:path'
import { in_root, test_out } from '../../../scripts/project.mjs'
import { run_peers } from './peers.mjs'

/** @typedef {{name: string, file: string, shape: number[]}} NetModel */

/** @returns {NetModel[]} with the files of the benchmark's own freshly written */
export function net_models() {
  const folder = join(test_out, 'bench-models')
  run_peers(['models', folder])
  return [
    { name: 'detector', file: join(folder, 'detector.onnx'), shape: [1, 1, 640, 640] },
    { name: 'recogniser', file: join(folder, 'recogniser.onnx'), shape: [16, 1, 32, 256] },
    { name: 'embedding', file: join(folder, 'embedding.onnx'), shape: [1, 1, 384, 384] },
    { name: 'shipped-detector', file: in_root('models/detector.onnx'), shape: [1, 1, 640, 640] },
    { name: 'shipped-reader', file: in_root('models/reader.onnx'), shape: [16, 1, 32, 256] },
  ]
}
