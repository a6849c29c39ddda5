// @ts-check
// wonnx on the GPU, natively: where it runs, how long it takes, and where it does not, why.
import { median_of, take_turns } from '../runs.mjs'
import { told_if_wrong } from './answers.mjs'
import { answer_of, start } from './engine-process.mjs'
import { greatest_difference } from './engines/difference.mjs'
import { peers_program } from './peers.mjs'

/** Software in a GPU's place takes half a minute a run. */
const MOST_MS = 60_000

/** @typedef {{model: string} & ({n: number, median_ms: number} | {refused: string})} WonnxRun */

/** @param {import('./models.mjs').NetModel[]} models @param {number} rounds @returns {Promise<WonnxRun[]>} */
export async function wonnx_runs(models, rounds) {
  const program = peers_program(['wonnx'])
  const runs = []
  for (const { name: model, file, shape } of models) {
    const [wonnx, ours] = [start(program, ['wonnx']), start(program, ['draftlens'])]
    try {
      await wonnx.ask(`load ${file} ${shape}`)
      const times = await take_turns(['wonnx'], { rounds, most_ms: MOST_MS }, () => wonnx.ask('run'))
      await ours.ask(`load ${file} ${shape}`)
      await ours.ask('run')
      const difference = greatest_difference(await answer_of(wonnx), await answer_of(ours))
      if (told_if_wrong('wonnx', model, difference)) throw new Error(`an answer that is off by ${difference}`)
      const counted = times.get('wonnx') ?? []
      runs.push({ model, n: counted.length, median_ms: median_of(counted) })
    } catch (error) {
      runs.push({ model, refused: /** @type {Error} */ (error).message.replace(/^error /, '') })
    } finally {
      wonnx.end()
      ours.end()
    }
  }
  return runs
}
