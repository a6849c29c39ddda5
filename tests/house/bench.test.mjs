// @ts-check
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { greatest_difference } from '../bench/nets/engines/difference.mjs'
import { gpu_tables } from '../bench/nets/gpu.mjs'
import { net_tables } from '../bench/nets/tables.mjs'
import { run_of, take_turns } from '../bench/runs.mjs'

test('engines take turns round by round, and warm-ups are not counted', async () => {
  /** @type {string[]} */
  const order = []
  const times = await take_turns(['a', 'b'], { rounds: 2, warm_ups: 1 }, async (engine) => order.push(engine))
  assert.deepEqual(order, ['a', 'b', 'a', 'b', 'a', 'b'])
  assert.deepEqual(
    [...times],
    [
      ['a', [3, 5]],
      ['b', [4, 6]],
    ],
  )
})

test('an engine that has used up its time is warmed up once, counted once, and sits out the rest', async () => {
  /** @type {string[]} */
  const order = []
  const turns = { rounds: 3, warm_ups: 2, most_ms: 50 }
  const times = await take_turns(['slow', 'quick'], turns, async (engine) => {
    order.push(engine)
    return engine === 'slow' ? 100 : 1
  })
  assert.deepEqual(order, ['slow', 'quick', 'quick', 'slow', 'quick', 'quick', 'quick'])
  assert.deepEqual(times.get('slow'), [100])
  assert.deepEqual(times.get('quick'), [1, 1, 1])
})

test('an engine that fails is left out and the others go on', async () => {
  const times = await take_turns(['good', 'bad'], { rounds: 2 }, async (engine) => {
    if (engine === 'bad') throw new Error('made to fail')
    return 1
  })
  assert.deepEqual([...times], [['good', [1, 1]]])
})

test('an answer that is wrong, short or no number is as far off as it is', () => {
  const reference = Float32Array.of(1, -4)
  assert.equal(greatest_difference(Float32Array.of(1, -4), reference), 0)
  assert.equal(greatest_difference(Float32Array.of(3, -4), reference), 0.5)
  assert.equal(greatest_difference(Float32Array.of(1), reference), Number.POSITIVE_INFINITY)
  assert.equal(greatest_difference(Float32Array.of(Number.NaN, -4), reference), Number.POSITIVE_INFINITY)
  assert.equal(greatest_difference(reference, undefined), undefined)
})

test('the table of nets shows how many times longer the peer takes, and nothing where one has no figure', () => {
  const runs = [
    run_of('chromium', 'draftlens-cpu', 'detector', [100]),
    run_of('chromium', 'ort-wasm', 'detector', [180]),
    run_of('chromium', 'ort-wasm', 'embedding', [40]),
  ]
  const lines = net_tables({ runs, cold_start: [], download: [] })
  assert.equal(lines[0], '| Chromium, ms a run | draftlens-cpu | ort-wasm | ort-wasm / draftlens-cpu |')
  assert.equal(lines[2], '| detector | 100 | 180 | 1.80 × |')
  assert.equal(lines[3], '| embedding | – | 40 | – |')
})

test('the table of kernels shows what they achieve of the best, layer by layer and for a whole net', () => {
  const step = {
    nodes: 'a',
    kernel: 'pointwise',
    ms: 2,
    mmac: 100,
    share_of_peak: 0.5,
    share_of_bandwidth: 0.25,
  }
  const timed = { load_ms: 9, first_run_ms: 8, run_ms_median: 6, kernels_ms: 4, steps: [step, step] }
  const report = {
    device: { name: 'G', driver: 'd', backend: 'vulkan', f16: true, subgroups: false, tier: 'Hardware' },
    peak: { size: 4096, matrix_product_gflops: 200, copy_gigabytes_per_sec: 300 },
    models: [{ model: 'detector', input: [1], stored_in: /** @type {const} */ ('f16'), timed }],
  }
  const wonnx = [
    { model: 'detector', n: 3, median_ms: 15 },
    { model: 'reader', refused: 'an operator' },
  ]
  const lines = gpu_tables({ layers: report, nets: report, wonnx })
  assert.equal(lines[0], 'G, d, vulkan, f16; at best 200 GFLOP/s in a')
  assert.equal(lines[5], '| detector | f16 | pointwise | 2.000 | 100 | 50 % | 25 % |')
  assert.equal(lines[10], '| detector | f16 | 9.00 | 8.00 | 6.00 | 4.00 | 100 | 50 % |')
  assert.equal(lines.at(-2), '| detector | 6 | 15 | 2.5 × |')
  assert.equal(lines.at(-1), '| reader | – | refused: an operator | |')
})
